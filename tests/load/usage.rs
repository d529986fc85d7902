//! What this process has taken so far, as Linux tells.

use serde::{Deserialize, Serialize};
use std::time::Instant;

/// Ticks of a second in `/proc/self/stat`.
const TICKS: f64 = 100.0;

/// What one run took.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Usage {
    pub wall_s: f64,
    pub cpu_s: f64,
    pub peak_mib: f64,
}

/// The beginning of what is measured.
pub struct Begun {
    at: Instant,
    cpu_s: f64,
}

impl Begun {
    pub fn now() -> Self {
        Self {
            at: Instant::now(),
            cpu_s: cpu_s(),
        }
    }

    /// What was taken since then; the peak is that of the process.
    pub fn taken(&self) -> Usage {
        Usage {
            wall_s: self.at.elapsed().as_secs_f64(),
            cpu_s: cpu_s() - self.cpu_s,
            peak_mib: peak_mib(),
        }
    }
}

/// User and system time.
fn cpu_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    // Behind the name, which may hold anything.
    let (_, fields) = stat.rsplit_once(") ").unwrap();
    let ticks = fields.split(' ').skip(11).take(2);
    ticks
        .map(|ticks| ticks.parse::<f64>().unwrap())
        .sum::<f64>()
        / TICKS
}

fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kib = line.unwrap().split_whitespace().nth(1).unwrap();
    kib.parse::<f64>().unwrap() / 1024.0
}
