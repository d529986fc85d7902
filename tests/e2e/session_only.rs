//! A desktop without a key store: the sign-in is held in memory, ends with the console, and the
//! window says both before and after.

use crate::close_button;
use crate::console::Console;
use crate::desktop::Desktop;
use crate::element::{click, find, gone, part, text_when};
use crate::hand_over::sign_in_by_clipboard;
use crate::leaks;
use crate::tour::target_folder;
use crate::webdriver::until;
use anyhow::{Context as _, ensure};
use fantoccini::Locator;
use lpc_platform::InstanceLock;
use salesforce_sim::{Config, Sim};
use std::fs;
use std::path::{Path, PathBuf};

/// The whole story; pictures in target/session-only.
pub async fn run() -> anyhow::Result<String> {
    let pictures = target_folder().join("session-only");
    fs::remove_dir_all(&pictures).ok();
    fs::create_dir_all(&pictures)?;
    let desktop = Desktop::without_key_store().await?;
    let sim = Sim::start(Config {
        users: 300,
        ..Config::default()
    })
    .await?;
    if let Err(error) = tell(&desktop, &sim, &pictures).await {
        desktop.explain_failure(&pictures);
        return Err(error);
    }
    Ok(
        "offered, held, revoked at the end, asked for again; pictures in target/session-only"
            .to_owned(),
    )
}

async fn tell(desktop: &Desktop, sim: &Sim, pictures: &Path) -> anyhow::Result<()> {
    desktop.forget_console(sim)?;
    let console = start(desktop, sim).await?;
    let page = console.page();
    click(page, &part("confirm-no-lpc-user")).await?;
    text_when(page, &part("key-store-problem"), "the problem", |text| {
        text.contains("This computer offers no key store")
    })
    .await?;
    picture(&console, pictures, "offered").await?;
    click(page, &part("hold-for-session")).await?;
    gone(page, &part("hold-for-session")).await?;
    sign_in_by_clipboard(&console, sim, "connect-production", "authorizing")
        .await
        .context("signing in for this session")?;
    text_when(page, &part("key-store-problem"), "what it means", |text| {
        text.contains("Closing the console revokes them")
    })
    .await?;
    picture(&console, pictures, "held").await?;
    leaks::assert_none("session only", sim, page, desktop).await?;
    ensure!(live_refresh_tokens(sim) == 1, "one sign-in");
    close(console, desktop).await?;
    ensure!(live_refresh_tokens(sim) == 0, "revoked on the way out");

    let console = start(desktop, sim).await?;
    let page = console.page();
    click(page, &part("tab-connectivity")).await?;
    text_when(page, &part("connectivity"), "what happened", |text| {
        text.contains("The sign-in was for one session only")
    })
    .await?;
    // Nothing is asked or offered that could only be refused.
    let dialogs = page.find_all(Locator::Css(&part("lost-dialog"))).await?;
    ensure!(dialogs.is_empty(), "no dialog is raised");
    find(page, "[data-testid='reconnect'][aria-disabled='true']").await?;
    picture(&console, pictures, "over").await?;
    click(page, &part("hold-for-session")).await?;
    click(page, "[data-testid='reconnect']:not([aria-disabled])").await?;
    sign_in_by_clipboard(&console, sim, "lost-dialog-yes", "lost")
        .await
        .context("signing in once more")?;
    find(page, &part("recovery")).await?;
    close(console, desktop).await
}

fn live_refresh_tokens(sim: &Sim) -> u64 {
    sim.state()["live"]["refresh_tokens"].as_u64().unwrap_or(99)
}

async fn start(desktop: &Desktop, sim: &Sim) -> anyhow::Result<Console> {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_lpc-admin-console"));
    Console::start(desktop, &program, &sim.origin()).await
}

/// Closes the console and waits until it has ended: what it does on the way out is done then.
async fn close(console: Console, desktop: &Desktop) -> anyhow::Result<()> {
    close_button::press("LPC Admin Console")?;
    until("the console has ended", || async {
        Ok(InstanceLock::acquire(&desktop.console_data()).is_ok())
    })
    .await?;
    console.close().await;
    Ok(())
}

async fn picture(console: &Console, folder: &Path, name: &str) -> anyhow::Result<()> {
    let path = folder.join(format!("{name}.png"));
    Ok(fs::write(path, console.picture().await?)?)
}
