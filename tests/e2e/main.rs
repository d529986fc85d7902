//! The built console in its real window: real WebKit, real Chromium as the person's browser, the
//! real key store, the real URI scheme, the stand-in over HTTP.
//!
//! Without a mode the tour runs; `bench` measures instead. The program starts itself a second time
//! inside a private desktop session (own display, own D-Bus, own folders), so that nothing of the
//! person's desktop is touched.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test program"
)]

mod bench;
mod browser;
mod cold_start;
mod console;
mod desktop;
mod element;
mod leaks;
mod tour;
mod webdriver;

use std::process::ExitCode;

fn main() -> ExitCode {
    if !desktop::inside() {
        return desktop::enter();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let mode = std::env::args().nth(1);
    let outcome = match mode.as_deref() {
        Some("bench") => runtime.block_on(bench::run()),
        _ => runtime.block_on(tour::run()),
    };
    match outcome {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("FAILED {error:#}");
            println!("0 passed, 1 failed");
            ExitCode::FAILURE
        }
    }
}
