//! `cargo xtask dev`: the UI in a plain browser with hot reload, on the development host.

use crate::cargo::{Flavor, Profile, cargo, target_folder};
use crate::npm::UI;
use crate::packages::Purpose;
use crate::program::{Running, executable, program, run as run_program};
use crate::stand_in::{PASSWORD, USERNAME};
use crate::ui;
use anyhow::{Context as _, Result};
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;

/// The port that people remember, as long as nobody else has it.
const PORT: u16 = 5173;

/// Runs until it is interrupted.
pub fn run() -> Result<()> {
    // The shell, whose composition the host shares, compiles with its UI inside.
    ui::ready(Purpose::Run)?;
    println!("Building the development host (several minutes the first time)");
    let targets = ["--bin", "lpc-dev-host", "--test", "repository"];
    run_program(&mut cargo("build", Flavor::Demo, Profile::Dev, &targets))?;
    let address = format!("http://localhost:{}", free_port()?);
    let host = DevHost::start(&target_folder()?, &address)?;
    println!(
        "\nThe console is at {address}\n  \
           It answers from   {}\n  \
           Stand-in          {}\n  \
           Stand-in sandbox  {}\n\
         Connect to Salesforce opens the stand-in’s login page in another tab:\n  \
           User name         {USERNAME}\n  \
           Password          {PASSWORD}\n\
         To lose the connection:\n  \
           curl -d '{{\"fault\": \"revoke_refresh_tokens\"}}' {}/_control\n\
         Ctrl+C ends it.\n",
        host.origin, host.production, host.sandbox, host.production
    );
    let port = address.rsplit(':').next().unwrap_or_default();
    let words = ["node_modules/vite/bin/vite.js", "--port", port];
    let mut vite = program("node", &words);
    run_program(
        vite.current_dir(UI.folder())
            .env("LPC_DEV_HOST", &host.origin),
    )
}

fn free_port() -> Result<u16> {
    let free =
        TcpListener::bind(("localhost", PORT)).or_else(|_| TcpListener::bind(("localhost", 0)));
    Ok(free?.local_addr()?.port())
}

/// The development host.
struct DevHost {
    _process: Running,
    origin: String,
    production: String,
    sandbox: String,
}

impl DevHost {
    /// Starts one with nothing kept from the last time: its key store lives in memory.
    fn start(target: &Path, ui: &str) -> Result<Self> {
        let folder = target.join("dev");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        let host = executable(&target.join("debug"), "lpc-dev-host");
        let mut command = program(&host.to_string_lossy(), &["--ui", ui, "--folder"]);
        let mut process = Running(command.arg(folder).stdout(Stdio::piped()).spawn()?);
        let output = process.0.stdout.take().context("its output")?;
        let mut said = BufReader::new(output).lines().map(|line| {
            let line = line?;
            let address = line.split(" on ").nth(1).map(str::to_owned);
            address.with_context(|| format!("the development host said {line:?}"))
        });
        let mut next = || said.next().context("the development host has ended")?;
        let (origin, production, sandbox) = (next()?, next()?, next()?);
        Ok(Self {
            _process: process,
            origin,
            production,
            sandbox,
        })
    }
}
