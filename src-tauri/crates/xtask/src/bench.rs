//! `cargo xtask bench`: measures the optimized builds from outside, the stand-in by its sockets,
//! the console through its window, and the engine at three sizes.

use crate::cargo::{Flavor, Profile, cargo};
use crate::packages::Purpose;
use crate::program::run as run_program;
use crate::ui;
use anyhow::Result;

/// Builds, measures, prints, and writes target/bench/results.json.
pub fn run() -> Result<()> {
    ui::ready(Purpose::Drive)?;
    println!("Building optimized (ten minutes and more the first time)");
    for test in ["scale", "e2e", "load"] {
        let targets = ["--test", test, "--", "bench"];
        run_program(&mut cargo("test", Flavor::Demo, Profile::Release, &targets))?;
    }
    Ok(())
}
