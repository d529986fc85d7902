//! A person who does not look at the window is told by the desktop: once that the connection was
//! lost, once that it is back, whatever is closed and opened in between.

use crate::console::Console;
use crate::desktop::Desktop;
use crate::element::{click, find, part, text_when};
use crate::hand_over::sign_in_by_clipboard;
use crate::notifications::{Notifications, Person, Shown};
use crate::tour::{USERNAME, target_folder};
use crate::webdriver::until;
use anyhow::{Context as _, ensure};
use salesforce_sim::{Config, Sim};
use serde_json::json;
use std::path::Path;

const LOST: &str = "Salesforce connectivity was lost";
const BACK: &str = "Salesforce is connected again";
const CLICKED: &str = "a notification was clicked";

pub async fn run() -> anyhow::Result<String> {
    let desktop = Desktop::new().await?;
    let notifications = Notifications::serve().await?;
    let sim = Sim::start(Config {
        users: 300,
        ..Config::default()
    })
    .await?;
    match tell(&desktop, &notifications, &sim).await {
        Ok(()) => Ok("once each, across a restart, and a click".to_owned()),
        Err(error) => {
            desktop.explain_failure(&target_folder());
            println!("shown: {:#?}", notifications.shown());
            Err(error)
        }
    }
}

async fn tell(desktop: &Desktop, notifications: &Notifications, sim: &Sim) -> anyhow::Result<()> {
    desktop.forget_console(sim)?;
    let program = Path::new(env!("CARGO_BIN_EXE_lpc-admin-console"));
    let console = Console::start(desktop, program, &sim.origin()).await?;
    click(console.page(), &part("confirm-no-lpc-user")).await?;
    sign_in_by_clipboard(&console, sim, "connect-production", "authorizing").await?;
    ensure!(
        notifications.shown().is_empty(),
        "a first connect is no news"
    );

    lose(&console, sim).await.context("losing the connection")?;
    let lost = the_last(notifications, 1).await?;
    ensure!(lost.title == LOST, "{lost:?}");
    ensure!(lost.application == "LPC Admin Console", "{lost:?}");
    ensure!(
        lost.body.starts_with("Halden Group: ")
            && lost.body.contains(" members are suspended. ")
            && lost.body.contains("sign in with the service account"),
        "{lost:?}"
    );
    ensure!(
        !lost.body.contains("invalid_grant") && !lost.body.contains(USERNAME),
        "{lost:?}"
    );
    ensure!(lost.actions.contains(&"default".to_owned()), "{lost:?}");

    notifications.click_the_last().await?;
    clicks_came(desktop, 1).await?;

    console.close().await;
    let console = Console::start(desktop, program, &sim.origin()).await?;
    click(console.page(), &part("tab-connectivity")).await?;
    find(console.page(), &part("lost-dialog")).await?;
    ensure!(
        notifications.shown().len() == 1,
        "the same loss is not told again: {:?}",
        notifications.shown()
    );

    notifications.before(Person::ClicksAtOnce);
    sign_in_by_clipboard(&console, sim, "lost-dialog-yes", "lost").await?;
    let back = the_last(notifications, 2).await?;
    ensure!(back.title == BACK, "{back:?}");
    ensure!(
        back.body.starts_with("Halden Group: ") && back.body.contains(" users resumed"),
        "{back:?}"
    );
    clicks_came(desktop, 2).await?;
    click(console.page(), &part("tab-users")).await?;
    text_when(console.page(), &part("recovery"), "the proof", |text| {
        text.contains("users resumed") && text.contains("need attention of their own")
    })
    .await?;
    ensure!(notifications.shown().len() == 2, "each is told once");
    console.close().await;
    Ok(())
}

async fn clicks_came(desktop: &Desktop, count: usize) -> anyhow::Result<()> {
    until("the click has come to the console", || async {
        Ok(desktop.console_log().matches(CLICKED).count() == count)
    })
    .await
}

async fn lose(console: &Console, sim: &Sim) -> anyhow::Result<()> {
    for fault in ["revoke_refresh_tokens", "expire_access_tokens"] {
        sim.control(json!({ "fault": fault }))
            .map_err(anyhow::Error::msg)?;
    }
    click(console.page(), &part("tab-users")).await?;
    click(console.page(), &part("refresh")).await?;
    find(console.page(), &part("incident")).await.map(drop)
}

/// Waits for so many notifications and answers the last.
async fn the_last(notifications: &Notifications, count: usize) -> anyhow::Result<Shown> {
    until("the desktop is told", || async {
        Ok(notifications.shown().len() >= count)
    })
    .await?;
    notifications.shown().pop().context("nothing was shown")
}
