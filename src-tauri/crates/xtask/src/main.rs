//! The development commands, `cargo xtask COMMAND`.

#![allow(
    clippy::print_stdout,
    reason = "a command line tool talks to its terminal"
)]

mod bundle;
mod cargo;
mod checks;
#[cfg(unix)]
mod cross_check;
mod demo;
mod dev;
mod entitlement;
mod long;
mod machine;
mod npm;
mod packages;
mod policy;
mod profile;
mod program;
mod session;
mod stand_in;
mod tally;
mod tour;
mod ui;

use anyhow::{Context as _, Result, bail};
use std::process::ExitCode;
use std::str::FromStr;

const USAGE: &str = "\
cargo xtask COMMAND

  demo                   opens the console on a stand-in Salesforce with 5,000 users
  dev                    opens the UI in a browser, with hot reload, on the real engine
  tour [--times N]       drives the whole story in the real window; pictures in target/tour/
  test                   everything that CI checks
  bench                  measures the optimized builds; results in target/bench/
  cross-check            type-checks everything for Windows and macOS (Debian)
  entitlement …          makes and inspects entitlements: keygen, issue, inspect
  torture [--minutes N]  attacks the stand-in with wrong, hostile and huge requests, ten minutes
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        ["demo"] => demo::run(),
        ["dev"] => dev::run(),
        ["tour"] => tour::run(1),
        ["tour", "--times", times] => tour::run(number("--times", times)?),
        ["test"] => checks::run(),
        ["bench"] => long::bench(),
        #[cfg(unix)]
        ["cross-check"] => cross_check::run(),
        ["entitlement", rest @ ..] => entitlement::run(rest),
        ["torture"] => long::torture(10),
        ["torture", "--minutes", minutes] => long::torture(number("--minutes", minutes)?),
        [command, rest @ ..] => bail!(
            "{} is not known\n\n{USAGE}",
            std::iter::once(command)
                .chain(rest)
                .copied()
                .collect::<Vec<_>>()
                .join(" ")
        ),
    }
}

fn number<N: FromStr>(option: &str, value: &str) -> Result<N> {
    let number = value.parse().ok();
    number.with_context(|| format!("{option} takes a number, not {value:?}"))
}
