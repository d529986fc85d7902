//! Other programs: started in the repository's folder, without standard input, named in full when
//! they fail.

use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The repository's folder.
pub fn root() -> PathBuf {
    // Compiled in: xtask always runs where it was built.
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_folder
        .ancestors()
        .nth(3)
        .unwrap_or(crate_folder)
        .to_owned()
}

/// A program that will run in the repository's folder.
pub fn program(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(name);
    command
        .args(arguments)
        .current_dir(root())
        .stdin(Stdio::null());
    command
}

/// Runs a program to its end; its output goes to the terminal.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("`{}` cannot be started", words(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", words(command));
    }
    Ok(())
}

/// Runs a program to its end and answers what it printed, or `None` when it failed or does not
/// exist.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program can be started with these arguments and succeeds.
pub fn succeeds(name: &str, arguments: &[&str]) -> bool {
    answer(&mut program(name, arguments)).is_some()
}

/// A program with the rights of root, through sudo where we do not have them.
pub fn as_root(name: &str, arguments: &[&str]) -> Result<Command> {
    let user = answer(&mut program("id", &["-u"])).context("`id -u` does not answer")?;
    let quiet = ("DEBIAN_FRONTEND", "noninteractive");
    if user.trim() == "0" {
        let mut command = program(name, arguments);
        command.env(quiet.0, quiet.1);
        return Ok(command);
    }
    if !succeeds("sudo", &["--version"]) {
        bail!("this needs root: {name} {}", arguments.join(" "));
    }
    let variable = format!("{}={}", quiet.0, quiet.1);
    Ok(program(
        "sudo",
        &[&["env", &variable, name], arguments].concat(),
    ))
}

/// A program of ours in its folder.
pub fn executable(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// A program that runs beside this one; ends when dropped.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended with the terminal's Ctrl+C or with the session already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The command line as one would type it.
pub fn words(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(|word| word.to_string_lossy()));
    words.join(" ")
}
