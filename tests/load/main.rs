//! A first load through the whole engine, composed as the desktop composes it, at several sizes. The
//! engine runs in a process of its own, whose processor time counts, and the stand-in in another.
//! What a user costs must not rise with the number of users. As a test it compares two small sizes;
//! with the word `bench` three large ones, and keeps them in target/bench/results.json.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test program reports and panics"
)]

mod engine;
#[allow(dead_code, reason = "the integration tests use all of them")]
#[path = "../integration/rig/entitlement.rs"]
mod entitlement;
mod parent;
#[allow(dead_code, reason = "the integration tests use all of them")]
#[path = "../integration/rig/parts.rs"]
mod parts;
mod reading;
mod usage;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    match words.as_slice() {
        ["engine", origin, folder] => runtime.block_on(engine::run(origin, folder.as_ref())),
        ["reading", origin] => runtime.block_on(reading::run(origin)),
        _ => {
            let bench = words.contains(&"bench");
            println!("\nrunning 1 test");
            runtime.block_on(parent::run(bench));
            println!("test a_user_costs_the_same_among_many ... ok\n");
            println!("test result: ok. 1 passed; 0 failed; 0 ignored\n");
        }
    }
}
