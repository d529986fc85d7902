//! `cargo xtask tour`: the whole story in the real window.

use crate::cargo::{Flavor, Profile, cargo};
use crate::packages::Purpose;
use crate::program::run as run_program;
use crate::ui;
use anyhow::{Result, bail};
use std::time::Instant;

/// Tells the story `times` times and reports each.
pub fn run(times: u32) -> Result<()> {
    ui::ready(Purpose::Drive)?;
    println!(
        "Building the console, the stand-in and the window tests (several minutes the first time)"
    );
    let targets = ["--no-run", "--test", "e2e"];
    run_program(&mut cargo("test", Flavor::Demo, Profile::Dev, &targets))?;
    let mut reports = Vec::new();
    let mut failed = 0;
    for time in 1..=times {
        let started = Instant::now();
        let targets = ["--quiet", "--test", "e2e", "--", "--exact", "tour"];
        let outcome = run_program(&mut cargo("test", Flavor::Demo, Profile::Dev, &targets));
        let seconds = started.elapsed().as_secs_f64();
        let word = if outcome.is_ok() { "passed" } else { "FAILED" };
        failed += u32::from(outcome.is_err());
        reports.push(format!("tour {time} of {times}: {word} in {seconds:.1} s"));
    }
    println!("\n{}", reports.join("\n"));
    if failed > 0 {
        bail!("{failed} of {times} tours failed");
    }
    println!("The pictures are in target/tour/");
    Ok(())
}
