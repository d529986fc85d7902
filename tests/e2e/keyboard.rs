//! What an admin does all day, by keyboard alone in the real window: nothing is clicked, the focus is
//! seen at every stop, and it is where a person expects it after a dialog, a panel or a sign-in.

mod keys;

use crate::audit;
use crate::console::Console;
use crate::desktop::Desktop;
use crate::element::{find, gone, part, text};
use crate::tour::{USERNAME, target_folder};
use crate::webdriver::until;
use anyhow::{Context as _, ensure};
use arboard::Clipboard;
use fantoccini::key::Key;
use keys::Keyboard;
use salesforce_sim::{Config, Sim};
use serde_json::json;
use std::fs;
use std::path::Path;

const NAME: &str = "Halden Group";
const KEY: &str = "3MVG9_stand_in_consumer_key_of_the_console";
const LOST: &str = "invalid_grant: expired access/refresh token";

pub async fn run() -> anyhow::Result<String> {
    let desktop = Desktop::new().await?.without_browser()?;
    let sim = Sim::start(Config {
        users: 300,
        ..Config::default()
    })
    .await?;
    desktop.forget_console(&sim)?;
    let program = Path::new(env!("CARGO_BIN_EXE_lpc-admin-console"));
    let console = Console::launch(&desktop, program, &sim.origin()).await?;
    let mut admin = Keyboard::at(console.page());
    if let Err(error) = work(&mut admin, &console, &sim).await {
        let folder = target_folder().join("keyboard");
        fs::create_dir_all(&folder)?;
        fs::write(
            folder.join("failure.png"),
            console.page().screenshot().await?,
        )?;
        desktop.explain_failure(&folder);
        return Err(error);
    }
    console.close().await;
    Ok(format!("the focus was seen at {} stops", admin.stops))
}

/// The tasks, one after the other.
async fn work(admin: &mut Keyboard, console: &Console, sim: &Sim) -> anyhow::Result<()> {
    find(admin.page(), &part("first-run")).await?;
    audit::prove(admin.page())
        .await
        .context("the audit in this engine")?;
    create_an_organization(admin).await.context("creating")?;
    set_up(admin).await.context("setting up")?;
    switch_off_and_on(admin).await.context("the switch")?;
    begin_and_cancel(admin, console)
        .await
        .context("canceling")?;
    connect(admin, console, sim).await.context("connecting")?;
    search(admin).await.context("searching")?;
    read_a_notification(admin).await.context("a notification")?;
    check_now(admin, sim).await.context("checking")?;
    answer_the_loss(admin, console).await.context("the loss")?;
    change_the_theme(admin).await.context("the theme")?;
    zoom(admin).await.context("zooming")?;
    filter_the_activity(admin).await.context("the activity")?;
    delete_the_organization(admin).await.context("deleting")
}

async fn create_an_organization(admin: &mut Keyboard) -> anyhow::Result<()> {
    admin.choose("connect-organization").await?;
    admin.comes_to(&part("organization-name")).await?;
    // Leaving gives the focus back to where the dialog came from.
    admin.press(Key::Escape).await?;
    admin.comes_to(&part("connect-organization")).await?;
    admin.press(Key::Enter).await?;
    admin.comes_to(&part("organization-name")).await?;
    admin.write(NAME).await?;
    admin.press(Key::Enter).await?;
    find(admin.page(), &part("connectivity")).await.map(drop)
}

async fn set_up(admin: &mut Keyboard) -> anyhow::Result<()> {
    admin.tab_to_part("consumer-key-production").await?;
    // Whoever sets the clipboard has to be there until it is read.
    let mut clipboard = Clipboard::new()?;
    clipboard.set_text(KEY)?;
    // The demo comes with a key: pasting replaces it.
    admin.control('a').await?;
    admin.control('v').await?;
    value(admin, "consumer-key-production", KEY).await?;
    admin.tab_to_part("my-domain-production").await?;
    admin.write("https://halden.my.salesforce.com/").await?;
    admin.press(Key::Tab).await?;
    value(admin, "my-domain-production", "halden.my.salesforce.com").await?;
    admin.back_to(&part("my-domain-production")).await?;
    admin.control('a').await?;
    admin.press(Key::Delete).await?;
    admin.tab_to_part("confirm-no-lpc-user").await?;
    admin.write(" ").await?;
    find(
        admin.page(),
        "[data-testid='confirm-no-lpc-user'][aria-checked='true']",
    )
    .await
    .map(drop)
}

async fn value(admin: &Keyboard, field: &str, expected: &str) -> anyhow::Result<()> {
    until(&format!("{field} holds {expected}"), || async {
        let field = find(admin.page(), &part(field)).await?;
        Ok(field.prop("value").await?.as_deref() == Some(expected))
    })
    .await
}

async fn switch_off_and_on(admin: &mut Keyboard) -> anyhow::Result<()> {
    admin.tab_to_part("service-account-switch").await?;
    admin.write(" ").await?;
    admin.reads("service-account-word", "Disabled").await?;
    admin.comes_to(&part("service-account-switch")).await?;
    admin.write(" ").await?;
    admin.reads("service-account-word", "Enabled").await
}

async fn begin_and_cancel(admin: &mut Keyboard, console: &Console) -> anyhow::Result<()> {
    ready_to_connect(admin).await?;
    admin.choose("connect-production").await?;
    console.wait_for("authorizing", "waiting").await?;
    admin.comes_to(&part("open-again")).await?;
    admin.choose("cancel-login").await?;
    console.wait_for("notConfigured", "failed").await?;
    admin.comes_to(&part("try-again")).await?;
    admin.choose("dismiss-failure").await?;
    console.wait_for("notConfigured", "idle").await?;
    admin.comes_to(&part("connect-production")).await
}

async fn ready_to_connect(admin: &Keyboard) -> anyhow::Result<()> {
    let ready = format!("{}:not([aria-disabled='true'])", part("connect-production"));
    find(admin.page(), &ready).await.map(drop)
}

/// Signs in beside the console and brings the address back by the clipboard.
async fn connect(admin: &mut Keyboard, console: &Console, sim: &Sim) -> anyhow::Result<()> {
    admin.press(Key::Enter).await?;
    console.wait_for("authorizing", "waiting").await?;
    admin.comes_to(&part("open-again")).await?;
    admin.choose("extend-login").await?;
    sign_in_with_the_clipboard(admin, sim).await?;
    console.wait_for("connected", "idle").await?;
    admin.comes_to(&part("connection-status")).await
}

async fn sign_in_with_the_clipboard(admin: &mut Keyboard, sim: &Sim) -> anyhow::Result<()> {
    admin.choose("copy-link").await?;
    let link = clipboard(|text| text.starts_with(&sim.origin())).await?;
    let address = sim
        .authorize_as(&link, USERNAME)
        .map_err(anyhow::Error::msg)?;
    let mut clipboard = Clipboard::new()?;
    clipboard.set_text(address)?;
    admin.choose("paste-address").await?;
    gone(admin.page(), &part("paste-address")).await
}

async fn clipboard(condition: impl Fn(&str) -> bool) -> anyhow::Result<String> {
    until("the clipboard holds it", || async {
        Ok(Clipboard::new()?
            .get_text()
            .is_ok_and(|text| condition(&text)))
    })
    .await?;
    Ok(Clipboard::new()?.get_text()?)
}

async fn search(admin: &mut Keyboard) -> anyhow::Result<()> {
    admin.choose("tab-users").await?;
    rows(admin).await?;
    admin.control('f').await?;
    admin.comes_to(&part("users-search")).await?;
    admin.write("gar").await?;
    until("the search narrows the list", || async {
        let shown = total(admin).await?;
        Ok(shown > 0 && shown < 100)
    })
    .await?;
    admin.press(Key::Escape).await?;
    until("everyone is listed again", || async {
        Ok(total(admin).await? > 200)
    })
    .await
}

async fn rows(admin: &Keyboard) -> anyhow::Result<()> {
    let row = "[data-testid='users-grid'][data-loading='false'] [data-user]";
    find(admin.page(), row).await.map(drop)
}

async fn total(admin: &Keyboard) -> anyhow::Result<usize> {
    let grid = find(admin.page(), &part("users-grid")).await?;
    let total = grid.attr("data-total").await?.unwrap_or_default();
    Ok(total.parse().unwrap_or(0))
}

async fn read_a_notification(admin: &mut Keyboard) -> anyhow::Result<()> {
    admin.choose("chip-suspended").await?;
    let red = "[data-testid='user-row'][data-status='suspended']";
    find(admin.page(), red).await?;
    admin
        .tab_to("[data-testid='user-row'][tabindex='0']")
        .await?;
    admin.press(Key::Down).await?;
    admin.comes_to("[data-index='1']").await?;
    let user = find(admin.page(), "[data-index='1']").await?;
    let user = user.attr("data-user").await?.context("a user")?;
    admin.press(Key::Enter).await?;
    find(admin.page(), &part("user-panel")).await?;
    let raw = format!("{} {}", part("user-panel"), part("raw-text"));
    let raw = text(admin.page(), &raw).await?;
    admin.tab_to("[aria-label='Copy the text']").await?;
    admin.press(Key::Enter).await?;
    clipboard(|text| text == raw).await?;
    admin.press(Key::Escape).await?;
    gone(admin.page(), &part("user-panel")).await?;
    admin.comes_to(&format!("[data-user='{user}']")).await
}

async fn check_now(admin: &mut Keyboard, sim: &Sim) -> anyhow::Result<()> {
    for fault in ["revoke_refresh_tokens", "expire_access_tokens"] {
        sim.control(json!({ "fault": fault }))
            .map_err(anyhow::Error::msg)?;
    }
    admin.choose("refresh").await?;
    admin.reads("incident", LOST).await
}

async fn answer_the_loss(admin: &mut Keyboard, console: &Console) -> anyhow::Result<()> {
    admin.choose("tab-connectivity").await?;
    admin.comes_to(&part("lost-dialog-yes")).await?;
    admin.choose("lost-dialog-no").await?;
    gone(admin.page(), &part("lost-dialog")).await?;
    admin.comes_to(&part("tab-connectivity")).await?;
    admin.choose("reconnect").await?;
    admin.comes_to(&part("lost-dialog-yes")).await?;
    admin.press(Key::Escape).await?;
    gone(admin.page(), &part("lost-dialog")).await?;
    admin.comes_to(&part("reconnect")).await?;
    admin.press(Key::Enter).await?;
    admin.comes_to(&part("lost-dialog-yes")).await?;
    admin.press(Key::Enter).await?;
    console.wait_for("lost", "waiting").await?;
    // The button that opened the dialog is gone with what it stood in. Whichever comes first, the
    // waiting panel or the end of the dialog, decides between its first button and its tab.
    let either = format!("{}, {}", part("open-again"), part("tab-connectivity"));
    admin.comes_to(&either).await?;
    admin.choose("cancel-login").await?;
    console.wait_for("lost", "failed").await?;
    admin.comes_to(&part("try-again")).await
}

async fn change_the_theme(admin: &mut Keyboard) -> anyhow::Result<()> {
    admin.choose("rail-settings").await?;
    admin.tab_to("[data-testid^='theme-']").await?;
    admin.press(Key::Right).await?;
    admin.comes_to(&part("theme-light")).await?;
    admin.press(Key::Right).await?;
    find(admin.page(), "html[data-theme='dark']").await?;
    admin.comes_to(&part("theme-dark")).await?;
    admin.press(Key::Left).await?;
    find(admin.page(), "html[data-theme='light']")
        .await
        .map(drop)
}

/// What the page has room for tells how large it is shown.
async fn zoom(admin: &mut Keyboard) -> anyhow::Result<()> {
    let room = || async {
        let width = admin.page().execute("return innerWidth", vec![]).await?;
        anyhow::Ok(width.as_f64().unwrap_or_default())
    };
    let before = room().await?;
    admin.control('+').await?;
    admin.control('+').await?;
    until("everything is a quarter larger", || async {
        Ok((room().await? * 1.25 - before).abs() < 3.0)
    })
    .await?;
    admin.control('0').await?;
    until("everything has its own size again", || async {
        Ok((room().await? - before).abs() < 1.0)
    })
    .await
}

async fn filter_the_activity(admin: &mut Keyboard) -> anyhow::Result<()> {
    admin.choose("rail-activity").await?;
    admin.reads("activity", "Setting changed").await?;
    admin.choose("chip-settings").await?;
    until("only settings are listed", || async {
        let words = text(admin.page(), &part("activity")).await?;
        Ok(words.contains("Setting changed") && !words.contains("Connection lost"))
    })
    .await?;
    admin.comes_to(&part("chip-settings")).await
}

async fn delete_the_organization(admin: &mut Keyboard) -> anyhow::Result<()> {
    admin.choose("rail-organizations").await?;
    let more = format!("[aria-label='More actions for {NAME}']");
    admin.tab_to(&more).await?;
    admin.press(Key::Enter).await?;
    find(admin.page(), &part("action-delete")).await?;
    admin.press(Key::Escape).await?;
    admin.comes_to(&more).await?;
    admin.press(Key::Enter).await?;
    find(admin.page(), &part("action-delete")).await?;
    admin.press(Key::End).await?;
    admin.comes_to(&part("action-delete")).await?;
    admin.press(Key::Enter).await?;
    admin.comes_to(&part("delete-name")).await?;
    admin.write(NAME).await?;
    admin.press(Key::Enter).await?;
    gone(admin.page(), &part("delete-dialog")).await?;
    find(admin.page(), &part("first-run")).await?;
    let shown = text(admin.page(), "main").await?;
    ensure!(!shown.contains(LOST), "{shown}");
    Ok(())
}
