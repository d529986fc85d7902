//! `cargo xtask bench`: measures the optimized build from outside, through its window.

use crate::cargo::{Flavour, Profile, cargo};
use crate::packages::{Purpose, provision};
use crate::program::run as run_program;
use crate::ui;
use anyhow::Result;

/// Builds, measures, prints, and writes target/bench/results.json.
pub fn run() -> Result<()> {
    provision(Purpose::Drive)?;
    ui::install()?;
    ui::build()?;
    println!("Building optimized (ten minutes and more the first time)");
    let targets = ["--test", "e2e", "--", "bench"];
    run_program(&mut cargo(
        "test",
        Flavour::Demo,
        Profile::Release,
        &targets,
    ))
}
