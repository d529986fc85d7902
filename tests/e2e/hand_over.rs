//! The other two ways in which a callback arrives: at a console that is not running, and through the
//! clipboard.

use crate::bus;
use crate::cold_start::finish_a_login_from_a_cold_start;
use crate::console::Console;
use crate::desktop::Desktop;
use crate::element::{click, part};
use crate::leaks;
use crate::tour::{USERNAME, target_folder};
use crate::webdriver::until;
use anyhow::{Context as _, ensure};
use arboard::Clipboard;
use salesforce_sim::{Config, Sim};
use std::path::Path;

/// Owned by the console that runs.
const RUNNING: &str = "com.lpcadmin.console.demo.SingleInstance";

/// Both ways, one after the other, each from a first start.
pub async fn run() -> anyhow::Result<String> {
    let desktop = Desktop::new().await?;
    let sim = Sim::start(Config {
        users: 300,
        ..Config::default()
    })
    .await?;
    let program = Path::new(env!("CARGO_BIN_EXE_lpc-admin-console"));
    if let Err(error) = both(&desktop, &sim, program).await {
        desktop.explain_failure(&target_folder());
        println!("{:#}", sim.state()["counters"]);
        return Err(error);
    }
    Ok("by a cold start and by the clipboard".to_owned())
}

async fn both(desktop: &Desktop, sim: &Sim, program: &Path) -> anyhow::Result<()> {
    cold_start(desktop, sim, program)
        .await
        .context("the callback starts the console")?;
    desktop.forget_console(sim)?;
    paste(desktop, sim, program)
        .await
        .context("Paste the address")
}

/// A person copies the link into another browser, and its last address back.
pub async fn paste(desktop: &Desktop, sim: &Sim, program: &Path) -> anyhow::Result<()> {
    let console = Console::start(desktop, program, &sim.origin()).await?;
    click(console.page(), &part("confirm-no-lpc-user")).await?;
    sign_in_by_clipboard(&console, sim, "connect-production", "authorizing").await?;
    leaks::assert_none("pasted", sim, console.page(), desktop).await?;
    end(console).await
}

/// Signs in by the clipboard: `button` begins, and the connection is in the state `during` meanwhile.
pub async fn sign_in_by_clipboard(
    console: &Console,
    sim: &Sim,
    button: &str,
    during: &str,
) -> anyhow::Result<()> {
    click(console.page(), &part(button)).await?;
    console.wait_for(during, "waiting").await?;
    let mut clipboard = Clipboard::new()?;
    // A link of an earlier sign-in must not pass for this one's.
    clipboard.set_text("nothing yet")?;
    click(console.page(), &part("copy-link")).await?;
    until("the link is in the clipboard", || async {
        Ok(Clipboard::new()?
            .get_text()
            .is_ok_and(|text| text.starts_with(&sim.origin())))
    })
    .await?;
    let link = clipboard.get_text()?;
    let address = sim
        .authorize_as(&link, USERNAME)
        .map_err(anyhow::Error::msg)?;
    clipboard.set_text(address)?;
    click(console.page(), &part("paste-address")).await?;
    console.wait_for("connected", "idle").await
}

/// What the console that nobody drove has saved is there when it is started again.
async fn cold_start(desktop: &Desktop, sim: &Sim, program: &Path) -> anyhow::Result<()> {
    finish_a_login_from_a_cold_start(desktop, program, sim).await?;
    until("that console has ended", || async {
        Ok(bus::owner(RUNNING).is_none())
    })
    .await?;
    let console = Console::start(desktop, program, &sim.origin()).await?;
    click(console.page(), &part("tab-connectivity")).await?;
    console.wait_for("connected", "idle").await?;
    leaks::assert_none("cold start", sim, console.page(), desktop).await?;
    end(console).await
}

/// Closes the console and waits until it has ended.
pub async fn end(console: Console) -> anyhow::Result<()> {
    ensure!(
        bus::owner(RUNNING).is_some(),
        "the running console owns {RUNNING}"
    );
    console.close().await;
    until("the console has ended", || async {
        Ok(bus::owner(RUNNING).is_none())
    })
    .await
}
