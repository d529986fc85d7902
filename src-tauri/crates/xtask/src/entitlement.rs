//! `cargo xtask entitlement`: support's tool, and the demo's own entitlement.

use crate::cargo::plain;
use crate::program::{program, run as run_program};
use crate::stand_in::StandIn;
use anyhow::{Context as _, Result, bail};
use std::path::Path;

/// Runs the tool with the person's words. It is a program of its own, so that this one stays quick
/// to compile.
pub fn run(words: &[&str]) -> Result<()> {
    let start = [
        "run", "--quiet", "--package", "lpc-entitlement", "--bin", "entitlement", "--",
    ];
    let words = if words.is_empty() { &["help"] } else { words };
    // It has said already what went wrong.
    let status = plain(&start).args(words).status();
    if !status.context("cargo cannot be started")?.success() {
        bail!("no entitlement was made or accepted");
    }
    Ok(())
}

/// Puts an entitlement for the stand-ins into the demo's data folder, so that the demo opens on the
/// console instead of the gate.
pub fn for_demo(programs: &Path, folder: &Path, stand_ins: &[&StandIn]) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let tool = programs.join(format!("entitlement{}", std::env::consts::EXE_SUFFIX));
    let file = folder.join("demo.entitlement");
    let mut command = program(&tool.to_string_lossy(), &["issue", "--demo", "--sandboxes"]);
    command.args(["--customer", "Demo customer", "--days", "365"]);
    for stand_in in stand_ins {
        command.args(["--organization", &stand_in.organization()?]);
    }
    command.arg("--out").arg(&file);
    run_program(&mut command)
}
