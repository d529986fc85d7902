//! A million users: how soon the program serves them, in how much memory, and how fast it pages
//! through them. As a test it holds the bars that do not depend on the build; with the word `bench`
//! it pages through everybody and compares with the same pages out of SQLite.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test program reports and panics"
)]

mod scale {
    pub mod peer;
    pub mod program;
}

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use scale::peer;
use scale::program::{Paged, Program};

const USERS: usize = 1_000_000;
const READY: Duration = Duration::from_secs(2);
const MEMORY_MIB: f64 = 100.0;
const USERS_PER_SECOND: f64 = 100_000.0;

/// What an integration asks of each user.
pub const QUERY: &str = "SELECT Id, Username, Name, FirstName, LastName, Email, IsActive, UserType, \
                         ProfileId, Profile.Name, UserRoleId, FederationIdentifier, LastLoginDate, \
                         SystemModstamp, CreatedDate FROM User";

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let bench = std::env::args().any(|word| word == "bench");
    println!("\nrunning 1 test");
    runtime.block_on(measure(bench));
    println!("test a_million_users ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored\n");
}

async fn measure(bench: bool) {
    let (program, ready) = Program::start(USERS);
    let at_start = program.memory_mib();
    println!(
        "ready after {:.0} ms, {at_start:.1} MiB",
        ready.as_secs_f64() * 1e3
    );
    assert!(ready < READY, "ready after {ready:?}, not {READY:?}");
    assert!(at_start < MEMORY_MIB, "{at_start:.1} MiB at the start");

    let token = program.log_in().await;
    // In a debug build a tenth of the pages show that memory stays where it is.
    let most = if bench { USERS } else { USERS / 10 };
    let paged = program.page_through(QUERY, &token, most).await;
    let after = program.memory_mib();
    println!("{paged}; {after:.1} MiB");
    assert_eq!(paged.users, most, "every user is there once");
    assert!(after < MEMORY_MIB, "{after:.1} MiB after paging");

    let ordered = format!("{QUERY} WHERE IsActive = true ORDER BY SystemModstamp, Id");
    let sorted = program.page_through(&ordered, &token, 20_000).await;
    let after = program.memory_mib();
    println!("sorted by SystemModstamp: {sorted}; {after:.1} MiB");
    assert!(after < MEMORY_MIB, "{after:.1} MiB after sorting");

    if bench {
        let peer = peer::page_through(&program, QUERY, &token).await;
        compare(&paged, &peer);
        let ratio = paged.per_core_second() / peer.per_core_second();
        keep(&json!({
            "users": USERS,
            "ready_ms": ready.as_secs_f64() * 1e3,
            "memory_at_start_mib": at_start,
            "memory_after_paging_mib": after,
            "users_per_core_second": paged.per_core_second(),
            "sqlite_users_per_core_second": peer.per_core_second(),
            "times_sqlite": ratio,
        }));
    }
}

/// Beside the figures of the console, in target/bench.
fn keep(figures: &Value) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("stand-in.json"), format!("{figures:#}\n")).unwrap();
    println!("written to target/bench/stand-in.json");
}

fn compare(paged: &Paged, peer: &Paged) {
    let (ours, theirs) = (paged.per_core_second(), peer.per_core_second());
    println!("peer, the same pages out of SQLite: {peer}");
    println!(
        "{ours:.0} users a second on one core, {:.1} times SQLite's {theirs:.0}",
        ours / theirs
    );
    assert!(
        ours > USERS_PER_SECOND,
        "{ours:.0} users a second on one core"
    );
}
