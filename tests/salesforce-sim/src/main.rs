//! Serves a stand-in Salesforce from the command line.

use std::error::Error;
use std::process::ExitCode;

use lexopt::prelude::*;
use salesforce_sim::{Config, Sim};

const USAGE: &str = "\
Serves a stand-in Salesforce on localhost.

  --port N            port on 127.0.0.1 and ::1, 0 for a free one (8080)
  --users N           users of the organization, 10 to 1000000 (100)
  --seed N            the same seed gives the same people (1)
  --rotation on|off   whether a refresh spends its refresh token (on)
  --client-id ID      consumer key of the app
  --client-secret S   consumer secret; never required, checked when sent
  --username U        user name of the service account
  --password P        password of every account
  --sandbox           the organization is a sandbox
  --callback URI      a registered callback; may be given several times
";

#[tokio::main]
async fn main() -> ExitCode {
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("salesforce-sim: {error}");
            ExitCode::FAILURE
        }
    }
}

// The first line on stdout is the contract with whoever starts this program.
#[allow(clippy::print_stdout)]
async fn serve() -> Result<(), Box<dyn Error>> {
    let Some(config) = config()? else {
        print!("{USAGE}");
        return Ok(());
    };
    let sim = Sim::start(config).await?;
    println!("listening on {}", sim.origin());
    tokio::select! {
        () = sim.run() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    Ok(())
}

/// `None` when help was asked for.
fn config() -> Result<Option<Config>, lexopt::Error> {
    let mut config = Config {
        port: 8080,
        ..Config::default()
    };
    let mut callbacks = Vec::new();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => config.port = parser.value()?.parse()?,
            Long("users") => config.users = parser.value()?.parse()?,
            Long("seed") => config.seed = parser.value()?.parse()?,
            Long("rotation") => config.rotation = on_or_off(&parser.value()?.string()?)?,
            Long("client-id") => config.client_id = parser.value()?.string()?,
            Long("client-secret") => config.client_secret = Some(parser.value()?.string()?),
            Long("username") => config.username = parser.value()?.string()?,
            Long("password") => config.password = parser.value()?.string()?,
            Long("sandbox") => config.sandbox = true,
            Long("callback") => callbacks.push(parser.value()?.string()?),
            Long("help") | Short('h') => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    if !callbacks.is_empty() {
        config.callbacks = callbacks;
    }
    if !(10..=1_000_000).contains(&config.users) {
        return Err("--users takes 10 to 1000000".into());
    }
    Ok(Some(config))
}

fn on_or_off(value: &str) -> Result<bool, lexopt::Error> {
    match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("--rotation takes on or off".into()),
    }
}
