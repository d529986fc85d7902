//! `cargo xtask test`: everything that CI checks, in the order that finds most faults soonest,
//! stopping at the first.

use crate::cargo::{Flavor, Profile, cargo, plain, target_folder};
use crate::npm::{CLIENTS, UI};
use crate::packages::{Purpose, provision};
use crate::program::{executable, run as run_program, words};
use crate::tally::Tally;
use crate::ui;
use anyhow::{Context as _, Result, bail};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

type Step = (&'static str, fn(&mut Tally) -> Result<()>);

/// Formatting and UI come first: they take seconds. `ui/dist` must exist before the shell compiles.
const STEPS: &[Step] = &[
    ("The machine is ready", |_| provision(Purpose::Drive)),
    ("Rust is formatted", |_| {
        run_program(&mut plain(&["fmt", "--all", "--check"]))
    }),
    ("The UI’s packages are installed", |_| UI.install()),
    ("The UI is formatted and linted", |_| {
        run_program(&mut UI.script("lint"))
    }),
    ("The UI’s types are right", |_| {
        run_program(&mut UI.tool(&["tsc", "--noEmit"]))
    }),
    ("The UI’s tests pass", |tally| {
        counted(&mut UI.script("test"), tally)
    }),
    ("The UI is built, and once more for browsers", |_| {
        ui::build()?;
        ui::build_replay()
    }),
    ("Clippy finds nothing", |_| clippy(Flavor::Demo)),
    ("The tests pass", |tally| {
        // All but tests in documentation, of which there are none: looking takes a while.
        let targets = ["--all-targets"];
        let mut command = cargo("test", Flavor::Demo, Profile::Dev, &targets);
        counted(&mut command, tally)
    }),
    (
        "Clients written by others get along with the stand-in",
        clients,
    ),
    ("Clippy finds nothing in the shipped flavor", |_| {
        clippy(Flavor::Shipped)
    }),
    ("The shipped flavor contains nothing of the demo", |tally| {
        let only = ["--test", "flavor"];
        let mut command = cargo("test", Flavor::Shipped, Profile::Dev, &only);
        counted(&mut command, tally)
    }),
    // Last, because it takes longest where its cache is empty.
    #[cfg(unix)]
    ("Everything type-checks for Windows and macOS", |_| {
        crate::cross_check::run()
    }),
];

/// Runs every step.
pub fn run() -> Result<()> {
    let started = Instant::now();
    let mut tally = Tally::default();
    let mut times = Vec::new();
    for (number, (headline, step)) in (1..).zip(STEPS) {
        println!("\n=== {number} of {}: {headline} ===", STEPS.len());
        let begun = Instant::now();
        let outcome = step(&mut tally);
        times.push((begun.elapsed(), *headline));
        if let Err(error) = outcome {
            print_times(&times);
            println!("{} passed, {} failed", tally.passed, tally.failed.max(1));
            return Err(error.context(format!("step {number} did not hold: {headline}")));
        }
    }
    print_times(&times);
    println!(
        "Everything holds, in {:.0} s",
        started.elapsed().as_secs_f64()
    );
    println!("{} passed, {} failed", tally.passed, tally.failed);
    Ok(())
}

fn print_times(times: &[(Duration, &str)]) {
    println!();
    for (time, headline) in times {
        println!("{:>7.1} s  {headline}", time.as_secs_f64());
    }
}

fn clippy(flavor: Flavor) -> Result<()> {
    let rest = ["--all-targets", "--", "-D", "warnings"];
    run_program(&mut cargo("clippy", flavor, Profile::Dev, &rest))
}

/// The tests before have built the stand-in.
fn clients(tally: &mut Tally) -> Result<()> {
    CLIENTS.install()?;
    let stand_in = executable(&target_folder()?.join("debug"), "salesforce-sim");
    let mut command = CLIENTS.script("test");
    command.env("SALESFORCE_SIM", stand_in);
    counted(&mut command, tally)
}

/// Runs a program whose standard output is shown and counted.
fn counted(command: &mut Command, tally: &mut Tally) -> Result<()> {
    let shown = words(command);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{shown}` cannot be started"))?;
    let output = child.stdout.take().context("its output")?;
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        tally.read(&line);
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}
