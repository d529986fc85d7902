//! The UI's tools, run in ui/.

use crate::machine::npm;
use crate::program::{program, root, run};
use anyhow::Result;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

/// A script of ui/package.json.
pub fn script(name: &str) -> Command {
    npm_in_ui(&["run", "--silent", name])
}

/// A tool out of ui/node_modules.
pub fn tool(words: &[&str]) -> Command {
    npm_in_ui(&[&["exec", "--no", "--"], words].concat())
}

fn npm_in_ui(words: &[&str]) -> Command {
    let mut command = program(npm(), words);
    command.current_dir(root().join("ui"));
    command
}

/// Installs the packages of the lock file, unless that has been done.
pub fn install() -> Result<()> {
    let ui = root().join("ui");
    let installed = changed(&ui.join("node_modules/.package-lock.json"));
    let wanted = changed(&ui.join("package-lock.json")).max(changed(&ui.join("package.json")));
    if installed >= wanted {
        println!("ui/node_modules is up to date");
        return Ok(());
    }
    run(&mut npm_in_ui(&["ci", "--no-audit", "--no-fund"]))?;
    // npm keeps the time of an unchanged tree; the comparison above needs this one.
    fs::File::options()
        .append(true)
        .open(ui.join("node_modules/.package-lock.json"))?
        .set_modified(SystemTime::now())?;
    Ok(())
}

/// Builds ui/dist, unless it is newer than everything it is made of. An unchanged folder also
/// spares compiling the shell again.
pub fn build() -> Result<()> {
    let ui = root().join("ui");
    let sources = [
        "src",
        "public",
        "index.html",
        "package-lock.json",
        "vite.config.ts",
    ]
    .iter()
    .map(|name| newest(&ui.join(name)))
    .max()
    .flatten();
    if changed(&ui.join("dist/index.html")) >= sources {
        println!("ui/dist is up to date");
        return Ok(());
    }
    run(&mut tool(&["vite", "build"]))
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

/// The last change of a file, or of anything in a folder, the folder's own list included.
fn newest(path: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries
        .map(|entry| newest(&entry.path()))
        .max()
        .flatten()
        .max(changed(path))
}
