//! `cargo xtask entitlement`: support's tool, and the demo's own entitlement.

use crate::cargo::{plain, target_folder};
use crate::program::{executable, program, run as run_program};
use crate::stand_in::ORGANIZATIONS;
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const TOOL: &str = "entitlement";

/// Runs the tool with the person's words, where the person is: its files are named from there. It
/// is a program of its own, so that this one stays quick to compile.
pub fn run(words: &[&str]) -> Result<()> {
    let build = [
        "build",
        "--quiet",
        "--package",
        "lpc-entitlement",
        "--bin",
        TOOL,
    ];
    run_program(&mut plain(&build))?;
    let tool = executable(&target_folder()?.join("debug"), TOOL);
    let words = if words.is_empty() { &["help"] } else { words };
    let status = Command::new(&tool).args(words).status();
    let status = status.with_context(|| format!("{} cannot be started", tool.display()))?;
    if !status.success() {
        // It has said why.
        bail!("the entitlement was not made or not accepted");
    }
    Ok(())
}

/// Puts an entitlement for the stand-ins into the demo's data folder, so that the demo opens on the
/// console instead of the gate.
pub fn for_demo(programs: &Path, folder: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let file = folder.join("demo.entitlement");
    let words = [
        "issue",
        "--demo",
        "--customer",
        "Demo customer",
        "--days",
        "365",
    ];
    let mut command = program(&executable(programs, TOOL).to_string_lossy(), &words);
    for organization in ORGANIZATIONS {
        command.args(["--organization", organization]);
    }
    command.arg("--out").arg(&file);
    run_program(&mut command)?;
    Ok(file)
}
