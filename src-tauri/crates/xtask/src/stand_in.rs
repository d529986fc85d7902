//! The stand-in Salesforce as a process of its own.

use crate::program::Running;
use anyhow::{Context as _, Result, bail};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// What a person types at the stand-in's login page, and the app that it knows. The console's demo
/// flavor brings the same consumer key; a repository test compares them.
pub const USERNAME: &str = "svc-lpc@example.com";
/// See [`USERNAME`].
pub const PASSWORD: &str = "stand-in-password";
/// See [`USERNAME`].
pub const CONSUMER_KEY: &str = "3MVG9_stand_in_consumer_key_of_the_console";

/// The organizations of the two stand-ins, production and sandbox: each seed has its own, and they
/// start with the same one every time. A repository test compares them.
pub const ORGANIZATIONS: [&str; 2] = ["00DGz0003UBiSwOMQV", "00DGz0003qujiDmMAI"];

/// A running stand-in.
pub struct StandIn {
    _process: Running,
    origin: String,
}

impl StandIn {
    /// Starts one on a free port.
    pub fn start(programs: &Path, users: &str, sandbox: bool) -> Result<Self> {
        let mut command = Command::new(programs.join("salesforce-sim"));
        command
            .args(["--port", "0", "--users", users, "--username", USERNAME])
            .args(["--password", PASSWORD, "--client-id", CONSUMER_KEY])
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        if sandbox {
            command.arg("--sandbox");
        }
        let process = command.spawn().context("the stand-in cannot be started")?;
        let mut process = Running(process);
        let output = process.0.stdout.take().context("its output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let Some(origin) = line.trim().strip_prefix("listening on ") else {
            bail!("the stand-in said {line:?} instead of where it listens");
        };
        Ok(Self {
            origin: origin.to_owned(),
            _process: process,
        })
    }

    /// `http://localhost:PORT`.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}
