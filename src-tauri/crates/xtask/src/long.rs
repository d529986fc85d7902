//! What takes too long for CI.

use crate::cargo::{Flavor, Profile, cargo};
use crate::packages::Purpose;
use crate::program::run;
use crate::ui;
use anyhow::Result;

/// `cargo xtask bench`: measures the optimized builds from outside, the stand-in by its sockets, the
/// console through its window, and the engine at three sizes; writes target/bench/results.json.
pub fn bench() -> Result<()> {
    ui::ready(Purpose::Drive)?;
    println!("Building optimized (ten minutes and more the first time)");
    for test in ["scale", "e2e", "load"] {
        let targets = ["--test", test, "--", "bench"];
        run(&mut cargo("test", Flavor::Demo, Profile::Release, &targets))?;
    }
    Ok(())
}

/// `cargo xtask torture`: throws wrong, hostile and huge requests at the stand-in for so many minutes.
pub fn torture(minutes: u64) -> Result<()> {
    ui::ready(Purpose::Drive)?;
    let words = ["--test", "fuzz", "--", "--nocapture"];
    let mut command = cargo("test", Flavor::Demo, Profile::Dev, &words);
    command.env("LPC_FUZZ_SECONDS", (minutes * 60).to_string());
    run(&mut command)
}
