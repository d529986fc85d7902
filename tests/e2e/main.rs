//! The built console in its real window: real WebKit, real Chromium as the person's browser, the
//! real key store, the real URI scheme, the stand-in over HTTP.
//!
//! Without a word every story runs; a word chooses those whose name contains it; `bench` measures
//! instead. The program starts itself a second time inside a private desktop session (own display,
//! own D-Bus, own folders), so that nothing of the person's desktop is touched.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a test program")]

mod alerts;
mod audit;
mod bench;
mod browser;
mod bus;
mod chromium;
mod close_button;
mod cold_start;
mod console;
mod default_browser;
mod desktop;
mod dev;
mod element;
mod entitlement;
mod group;
mod hand_over;
mod key_store;
mod keyboard;
mod leaks;
mod looks;
mod notifications;
mod own_data;
mod session_only;
mod tour;
mod webdriver;

use std::process::ExitCode;
use std::time::Instant;
use tokio::runtime::Runtime;

const STORIES: [&str; 9] = [
    "leaks_are_found",
    "looks",
    "dev",
    "keyboard",
    "hand_over",
    "own_data",
    "session_only",
    "alerts",
    "tour",
];

fn main() -> ExitCode {
    if !desktop::inside() {
        return desktop::enter();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let word = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    match word.as_deref() {
        Some("bench") => match runtime.block_on(bench::run()) {
            Ok(report) => {
                println!("{report}");
                ExitCode::SUCCESS
            }
            Err(error) => {
                println!("{error:#}");
                ExitCode::FAILURE
            }
        },
        word => tell(&runtime, word.unwrap_or_default()),
    }
}

/// Runs the stories one after the other and reports as Cargo's own runner does.
fn tell(runtime: &Runtime, word: &str) -> ExitCode {
    let started = Instant::now();
    let chosen: Vec<&str> = STORIES
        .into_iter()
        .filter(|name| name.contains(word))
        .collect();
    println!("\nrunning {} stories", chosen.len());
    let mut failed = 0;
    for name in &chosen {
        let outcome = match *name {
            "leaks_are_found" => leaks::prove().map(|()| "in every form".to_owned()),
            "session_only" => runtime.block_on(session_only::run()),
            "own_data" => runtime.block_on(own_data::run()),
            "looks" => runtime.block_on(looks::run()),
            "dev" => runtime.block_on(dev::run()),
            "keyboard" => runtime.block_on(keyboard::run()),
            "hand_over" => runtime.block_on(hand_over::run()),
            "alerts" => runtime.block_on(alerts::run()),
            _ => runtime.block_on(tour::run()),
        };
        match outcome {
            Ok(report) => println!("test {name} ... ok ({report})"),
            Err(error) => {
                failed += 1;
                println!("test {name} ... FAILED\n{error:#}");
            }
        }
    }
    println!(
        "\ntest result: {}. {} passed; {failed} failed; {} filtered out; finished in {:.1}s\n",
        if failed == 0 { "ok" } else { "FAILED" },
        chosen.len() - failed,
        STORIES.len() - chosen.len(),
        started.elapsed().as_secs_f64()
    );
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
