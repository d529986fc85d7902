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

use libtest_mimic::{Arguments, Trial};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::runtime::Runtime;
use tokio::sync::Mutex;

fn main() -> ExitCode {
    if !desktop::inside() {
        return desktop::enter();
    }
    let runtime = Arc::new(Runtime::new().unwrap());
    if std::env::args().any(|word| word == "bench") {
        let outcome = runtime.block_on(bench::run());
        let failed = outcome.is_err();
        println!("{}", outcome.unwrap_or_else(|error| format!("{error:#}")));
        return ExitCode::from(u8::from(failed));
    }
    // Which needs no screen runs beside those that share one.
    let (none, screen) = (Screen::default(), Screen::default());
    let stories = vec![
        story(&runtime, &none, "looks", looks::run),
        story(&runtime, &none, "dev", dev::run),
        story(&runtime, &screen, "keyboard", keyboard::run),
        story(&runtime, &screen, "hand_over", hand_over::run),
        story(&runtime, &screen, "own_data", own_data::run),
        story(&runtime, &screen, "session_only", session_only::run),
        story(&runtime, &screen, "alerts", alerts::run),
        story(&runtime, &screen, "tour", tour::run),
    ];
    let mut arguments = Arguments::from_args();
    arguments.test_threads = Some(2);
    libtest_mimic::run(&arguments, stories).exit_code()
}

type Screen = Arc<Mutex<()>>;

fn story<F: Future<Output = anyhow::Result<String>> + 'static>(
    runtime: &Arc<Runtime>,
    screen: &Screen,
    name: &str,
    run: fn() -> F,
) -> Trial {
    let (runtime, screen) = (Arc::clone(runtime), Arc::clone(screen));
    Trial::test(name, move || {
        runtime.block_on(async {
            let _alone = screen.lock().await;
            let report = run().await.map_err(|error| format!("{error:#}"))?;
            println!("{report}");
            Ok(())
        })
    })
}
