//! The service account once it is connected: its test, another account in its place, and its end.

use super::story::{to_organization, wait_for_users};
use super::{PASSWORD, Tour, USERNAME};
use crate::browser::Browser;
use crate::element::{click, find, gone, part, text_when};
use anyhow::{Context as _, ensure};

pub async fn tell(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    to_organization(&page).await?;
    click(&page, &part("tab-connectivity")).await?;
    tour.console.wait_for("connected", "idle").await?;
    tested(tour).await.context("testing the connection")?;
    changed(tour).await.context("changing the account")?;
    disconnected(tour).await.context("disconnecting")
}

async fn tested(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    click(&page, &part("test-connection")).await?;
    let steps = part("test-steps");
    let words = text_when(&page, &steps, "the steps", |text| {
        text.contains("The connection works")
    })
    .await?;
    ensure!(
        words.contains(" ms") && words.contains("API budget"),
        "{words}"
    );
    tour.picture("connection-tested").await
}

/// Both identities are shown before anything is saved; the connected account stays until then.
async fn changed(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    let other = tour.sim.other_username();
    click(&page, &part("change-account")).await?;
    find(&page, &part("change-dialog")).await?;
    tour.picture("change-service-account").await?;
    click(&page, &part("change-dialog-yes")).await?;
    tour.console.wait_for("connected", "waiting").await?;
    let browser = Browser::attach(&tour.desktop, &tour.sim.origin()).await?;
    browser.log_in(&other, PASSWORD).await?;
    browser.answer("#allow").await?;
    browser.detach().await;
    let question = part("account-question");
    let words = text_when(&page, &question, "both accounts", |text| {
        text.contains(&other) && text.contains(USERNAME)
    })
    .await?;
    ensure!(words.contains("Nothing is changed yet"), "{words}");
    tour.picture("two-accounts-side-by-side").await?;
    click(&page, &part("question-no-lpc-user")).await?;
    click(&page, &part("confirm-account")).await?;
    tour.console.wait_for("connected", "idle").await?;
    let connectivity = part("connectivity");
    text_when(&page, &connectivity, "the new account", |text| {
        text.contains(&other) && !text.contains(USERNAME)
    })
    .await?;
    wait_for_users(&page).await?;
    tour.picture("service-account-changed").await
}

/// The users stay as they were last seen.
async fn disconnected(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    click(&page, &part("disconnect")).await?;
    let dialog = part("disconnect-dialog");
    find(&page, &dialog).await?;
    tour.picture("disconnect").await?;
    click(&page, &part("disconnect-dialog-yes")).await?;
    gone(&page, &dialog).await?;
    tour.console.wait_for("notConfigured", "idle").await?;
    let live = tour.sim.state()["live"]["refresh_tokens"].clone();
    ensure!(live == 0, "{live} tokens are live at Salesforce");
    wait_for_users(&page).await?;
    tour.picture("disconnected").await
}
