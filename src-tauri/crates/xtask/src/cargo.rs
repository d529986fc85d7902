//! Cargo in one shape. The same packages with the same features and the test targets among them:
//! only so do demo, tour and test share what they compile (a plain `cargo build` resolves other
//! features of the dependencies and compiles hundreds of them once more).

use crate::program::{program, root, run};
use anyhow::{Context as _, Result};
use std::path::PathBuf;
use std::process::Command;

/// The demo flavor with its UI inside.
const DEMO: &str = "stand-in,custom-protocol";
/// What is shipped.
const SHIPPED: &str = "custom-protocol";

/// Which console is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavor {
    /// Talks to the stand-in and may be driven.
    Demo,
    Shipped,
}

/// Optimized or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Dev,
    /// As it is shipped.
    Release,
}

/// `cargo SUBCOMMAND` over the whole workspace in a flavor, with the versions that are committed.
pub fn cargo(subcommand: &str, flavor: Flavor, profile: Profile, rest: &[&str]) -> Command {
    let features = match flavor {
        Flavor::Demo => DEMO,
        Flavor::Shipped => SHIPPED,
    };
    let mut command = plain(&[
        subcommand,
        "--locked",
        "--workspace",
        "--features",
        features,
    ]);
    if profile == Profile::Release {
        command.arg("--release");
    }
    command.args(rest);
    command
}

/// `cargo` with just these words.
pub fn plain(words: &[&str]) -> Command {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    program(&cargo, words)
}

/// Builds console and stand-in, with a small test beside them for the shape, and answers where the
/// finished programs lie.
pub fn build(profile: Profile) -> Result<PathBuf> {
    let targets = [
        "--bin",
        "lpc-admin-console",
        "--bin",
        "salesforce-sim",
        "--bin",
        "entitlement",
        "--test",
        "repository",
    ];
    run(&mut cargo("build", Flavor::Demo, profile, &targets))?;
    let folder = match profile {
        Profile::Dev => "debug",
        Profile::Release => "release",
    };
    Ok(target_folder()?.join(folder))
}

/// The target folder, wherever the person keeps it.
pub fn target_folder() -> Result<PathBuf> {
    let words = ["metadata", "--no-deps", "--format-version", "1"];
    let text = crate::program::answer(&mut plain(&words)).context("`cargo metadata` failed")?;
    let metadata: serde_json::Value = serde_json::from_str(&text)?;
    let folder = metadata["target_directory"].as_str();
    Ok(folder.map_or_else(|| root().join("target"), PathBuf::from))
}
