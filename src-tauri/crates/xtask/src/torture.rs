//! `cargo xtask torture`: what takes too long for CI.

use crate::cargo::{Flavor, Profile, cargo};
use crate::packages::Purpose;
use crate::program::run as run_program;
use crate::ui;
use anyhow::Result;

/// Throws wrong, hostile and huge requests at the stand-in for so many minutes.
pub fn run(minutes: u64) -> Result<()> {
    ui::ready(Purpose::Drive)?;
    let words = ["--test", "fuzz", "--", "--nocapture"];
    let mut command = cargo("test", Flavor::Demo, Profile::Dev, &words);
    command.env("LPC_FUZZ_SECONDS", (minutes * 60).to_string());
    run_program(&mut command)
}
