//! The process that holds the stand-in, starts the ones that are measured and compares them.

use crate::entitlement::{ENTITLEMENT, entitlement_for, sign};
use crate::usage::Usage;
use jiff::Timestamp;
use salesforce_sim::{Config, Sim};
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::Command;

const USERNAME: &str = "svc-lpc@example.com";

/// Users, and how often the load is measured; the median counts. Small loads end before a clock of
/// hundredths has ticked often.
const LARGE: [(usize, usize); 3] = [(5_000, 5), (20_000, 3), (100_000, 1)];
/// In a build without optimizations.
const SMALL: [(usize, usize); 2] = [(2_000, 3), (16_000, 1)];

/// How many times what a user costs among few a user may cost among many.
const BAR: f64 = 1.3;

/// What a process that was measured prints at its end.
#[derive(Deserialize)]
struct Report {
    usage: Usage,
    users: usize,
}

/// Measures, prints and holds the bar.
pub async fn run(bench: bool) {
    let sizes: &[_] = if bench { &LARGE } else { &SMALL };
    let mut results = Vec::new();
    let mut costs = Vec::new();
    for (users, times) in sizes.iter().copied() {
        let load = measured(users, times, true).await;
        let reading = measured(users, times, false).await;
        let cost = load.cpu_s / users as f64;
        println!(
            "{users} users: {:.2} s, {:.2} s of CPU ({:.0} µs a user), at most {:.0} MiB; read and \
             thrown away: {:.2} s, {:.2} s of CPU",
            load.wall_s,
            load.cpu_s,
            cost * 1e6,
            load.peak_mib,
            reading.wall_s,
            reading.cpu_s,
        );
        let bar = costs.first().map_or(cost, |first| first * BAR);
        costs.push(cost);
        results.push(json!({
            "id": format!("first-load-{users}"),
            "value": cost * 1e6, "unit": "µs of CPU a user", "bar": bar * 1e6, "holds": cost <= bar,
            "wall_s": load.wall_s, "cpu_s": load.cpu_s, "peak_mib": load.peak_mib,
            "peer": {
                "name": "the same pages read from the stand-in and thrown away",
                "value": reading.cpu_s / users as f64 * 1e6, "wall_s": reading.wall_s,
            },
        }));
    }
    if bench {
        keep(results);
    }
    let (few, many) = (costs[0], costs[costs.len() - 1]);
    let ratio = many / few;
    assert!(
        ratio <= BAR,
        "among many a user costs {ratio:.2} times what one costs among few, at most {BAR} is right"
    );
}

/// The run with the median of processor time.
async fn measured(users: usize, times: usize, load: bool) -> Usage {
    let config = Config {
        users,
        ..Config::default()
    };
    let sim = Sim::start(config).await.unwrap();
    let mut runs = Vec::new();
    for _ in 0..times {
        let folder = tempfile::tempdir().unwrap();
        let claims = entitlement_for(&sim, Timestamp::now());
        std::fs::write(folder.path().join(ENTITLEMENT), sign(&claims)).unwrap();
        let mut command = Command::new(std::env::current_exe().unwrap());
        if load {
            command.arg("engine").arg(sim.origin()).arg(folder.path());
        } else {
            command.arg("reading").arg(sim.origin());
        }
        let report = report(&sim, command).await;
        assert!(
            report.users.abs_diff(users) < 100,
            "{} users were read and not {users}",
            report.users
        );
        runs.push(report.usage);
    }
    runs.sort_by(|one, other| one.cpu_s.total_cmp(&other.cpu_s));
    runs[runs.len() / 2]
}

/// Starts a process, logs in for it and waits for what it tells.
async fn report(sim: &Sim, mut command: Command) -> Report {
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut process = command.kill_on_drop(true).spawn().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let link = lines.next_line().await.unwrap().unwrap();
    let callback = sim.authorize_as(&link, USERNAME).unwrap();
    let mut input = process.stdin.take().unwrap();
    input
        .write_all(format!("{callback}\n").as_bytes())
        .await
        .unwrap();
    let report = lines.next_line().await.unwrap().unwrap();
    assert!(process.wait().await.unwrap().success());
    serde_json::from_str(&report).unwrap()
}

/// Adds these results to the list of the other benchmarks.
fn keep(results: Vec<Value>) {
    // The program lies in target/release/deps.
    let program = std::env::current_exe().unwrap();
    let target = program.ancestors().nth(3).unwrap();
    let folder = target.join("bench");
    let file = folder.join("results.json");
    let mut all = earlier(&file);
    all.retain(|kept| !results.iter().any(|result| result["id"] == kept["id"]));
    all.extend(results);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(&file, serde_json::to_string_pretty(&all).unwrap()).unwrap();
    println!("written to target/bench/results.json");
}

fn earlier(file: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}
