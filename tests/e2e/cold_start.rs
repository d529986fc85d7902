//! The console is closed while the browser is open; the callback starts it again and finishes the
//! login. Nobody drives that second console, so its own log tells what happened.

use crate::browser::Browser;
use crate::console::Console;
use crate::desktop::Desktop;
use crate::element::{click, part};
use crate::tour::{PASSWORD, USERNAME};
use crate::webdriver::until;
use anyhow::Context as _;
use rustix::process::{Pid, Signal};
use salesforce_sim::Sim;
use std::fs;
use std::path::Path;

pub async fn finish_a_login_from_a_cold_start(
    desktop: &Desktop,
    program: &Path,
    sim: &Sim,
) -> anyhow::Result<()> {
    desktop.forget_console(sim)?;
    let console = Console::start(desktop, program, &sim.origin()).await?;
    let page = console.page().clone();
    click(&page, &part("confirm-no-lpc-user")).await?;
    // It can be pressed once the confirmation is saved.
    let connect = format!("{}:not([aria-disabled='true'])", part("connect-production"));
    click(&page, &connect).await?;
    console.wait_for("authorizing", "waiting").await?;
    let browser = Browser::attach(desktop, &sim.origin()).await?;
    browser.log_in(USERNAME, PASSWORD).await?;
    console.close().await;
    until("the first console has let go of its folder", || async {
        Ok(
            fs::File::open(desktop.console_data().join("instance.lock"))?
                .try_lock()
                .is_ok(),
        )
    })
    .await?;
    browser.answer("#allow").await?;
    browser.detach().await;
    let outcome = until("the callback has finished the login", || async {
        let log = log(desktop)?;
        Ok(log.contains("\"cold start\"") && log.contains("the service account is connected"))
    })
    .await;
    end_console(desktop)?;
    outcome
}

fn log(desktop: &Desktop) -> anyhow::Result<String> {
    let mut text = String::new();
    for entry in fs::read_dir(desktop.console_data().join("logs"))? {
        text.push_str(&fs::read_to_string(entry?.path())?);
    }
    Ok(text)
}

/// The lock file names the process that holds it.
fn end_console(desktop: &Desktop) -> anyhow::Result<()> {
    let holder = fs::read_to_string(desktop.console_data().join("instance.lock"))?;
    let pid: i32 = holder
        .trim()
        .parse()
        .context("the lock names its process")?;
    let pid = Pid::from_raw(pid).context("a process")?;
    rustix::process::kill_process(pid, Signal::TERM).context("ending the second console")
}
