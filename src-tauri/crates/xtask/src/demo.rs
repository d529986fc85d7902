//! `cargo xtask demo`: the console on a stand-in with 5,000 users.

use crate::cargo::{Profile, build};
use crate::machine::Machine;
use crate::npm::UI;
use crate::packages::{Purpose, provision};
use crate::session::{self, KeyStore};
use crate::stand_in::{CONSUMER_KEY, PASSWORD, StandIn, USERNAME};
use crate::{bundle, entitlement, profile, program, tour, ui};
use anyhow::{Context as _, Result, bail};
use std::process::Command;

const USERS: &str = "5000";

/// Runs until the console's window is closed.
pub fn run() -> Result<()> {
    if !session::has_display() {
        println!(
            "There is no display (DISPLAY and WAYLAND_DISPLAY are empty), so no window can be shown.\n\
             Running the tour instead: it drives the same console in a screen of its own.\n"
        );
        return tour::run(1);
    }
    provision(Purpose::Run)?;
    let linux = matches!(Machine::current(), Machine::Debian | Machine::OtherLinux);
    if linux && !session::has_bus() {
        return program::run(&mut session::again_with_a_bus()?);
    }
    UI.install()?;
    ui::build()?;
    println!("Building the console and the stand-in (several minutes the first time)");
    let programs = build(Profile::Dev)?;
    let console = match Machine::current() {
        Machine::MacOs => bundle::build()?,
        _ => program::executable(&programs, "lpc-admin-console"),
    };
    profile::forget()?;
    let folder = profile::folder().context("this system names no folder for local data")?;
    let entitlement = entitlement::for_demo(&programs, &folder)?;
    let _key_store = if linux {
        KeyStore::where_missing()?
    } else {
        None
    };
    let production = StandIn::start(&programs, USERS, false)?;
    let sandbox = StandIn::start(&programs, USERS, true)?;
    println!(
        "\nThe stand-in Salesforce runs:\n  \
           Production    {}\n  \
           Sandbox       {}\n\
         In the console press Connect to Salesforce and sign in in your browser:\n  \
           User name     {USERNAME}\n  \
           Password      {PASSWORD}\n  \
           Consumer key  {CONSUMER_KEY} (already entered)\n\
         To lose the connection, then press Refresh on the tab Users:\n  \
           curl -d '{{\"fault\": \"revoke_refresh_tokens\"}}' {}/_control\n\
         The console is open to you by {}.\n\
         To see the gate: remove that file, then press Check again under Settings › Access.\n\
         Close the console's window to end the demo.\n",
        production.origin(),
        sandbox.origin(),
        production.origin(),
        entitlement.display(),
    );
    let status = Command::new(&console)
        .env("LPC_ADMIN_STAND_IN_PRODUCTION", production.origin())
        .env("LPC_ADMIN_STAND_IN_SANDBOX", sandbox.origin())
        .status()
        .with_context(|| format!("{} cannot be started", console.display()))?;
    if !status.success() {
        bail!("the console ended with an error ({status})");
    }
    Ok(())
}
