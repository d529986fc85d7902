//! The list of organizations, what is kept of every change, and the settings.

use super::ORGANIZATION;
use super::Tour;
use crate::element::{click, fill, find, gone, part, text_when};
use anyhow::ensure;
use fantoccini::Client;

const SECOND: &str = "Pellworm Instruments";

pub async fn tell(tour: &mut Tour) -> anyhow::Result<()> {
    list(tour).await?;
    deletion(tour).await?;
    activity(tour).await?;
    settings(tour).await
}

async fn list(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    click(&page, &part("rail-organizations")).await?;
    click(&page, &part("new-organization")).await?;
    // A name that is taken is refused at its field.
    fill(&page, &part("organization-name"), "halden group").await?;
    click(&page, &part("create-dialog-submit")).await?;
    let dialog = part("create-dialog");
    text_when(&page, &dialog, "the reason", |text| {
        text.contains("Another organization has this name")
    })
    .await?;
    tour.picture("a-name-that-is-taken").await?;
    fill(&page, &part("organization-name"), SECOND).await?;
    fill(&page, &part("organization-external-id"), "ORG-0043").await?;
    click(&page, &part("create-dialog-submit")).await?;
    tour.console.wait_for("notConfigured", "idle").await?;
    click(&page, &part("rail-organizations")).await?;
    let table = part("organizations-table");
    text_when(&page, &table, "both organizations", |text| {
        text.contains(ORGANIZATION) && text.contains(SECOND) && text.contains("ORG-0043")
    })
    .await?;
    tour.picture("organizations").await
}

async fn deletion(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    more(&page, ORGANIZATION, "delete").await?;
    let dialog = part("delete-dialog");
    let words = text_when(&page, &dialog, "what is lost", |text| {
        text.contains("members")
    })
    .await?;
    ensure!(words.contains("does not revoke the token"), "{words}");
    tour.picture("what-a-deletion-loses").await?;
    click(&page, &part("delete-dialog-cancel")).await?;
    gone(&page, &dialog).await?;
    more(&page, SECOND, "delete").await?;
    fill(&page, &part("delete-name"), SECOND).await?;
    click(&page, &part("delete-dialog-submit")).await?;
    gone(&page, &dialog).await?;
    let table = part("organizations-table");
    text_when(&page, &table, "one organization", |text| {
        !text.contains(SECOND)
    })
    .await
    .map(drop)
}

async fn activity(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    click(&page, &part("rail-activity")).await?;
    let words = text_when(&page, &part("activity"), "the deletion", |text| {
        text.contains("Organization deleted")
    })
    .await?;
    for expected in [
        "Sign-in failed",
        "Connected",
        "Connection lost",
        super::LOST,
        "Connection recovered",
        "Setting changed",
        "Organization created",
    ] {
        ensure!(words.contains(expected), "{expected} is missing: {words}");
    }
    tour.picture("activity").await
}

async fn settings(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    click(&page, &part("rail-settings")).await?;
    click(&page, &part("density-comfortable")).await?;
    find(&page, "html[data-density='comfortable']").await?;
    tour.picture("settings-comfortable").await?;
    super::to_organization(&page).await?;
    click(&page, &part("tab-users")).await?;
    super::rows_are_there(&page).await?;
    tour.picture("users-comfortable").await
}

/// Chooses from a row's menu.
async fn more(page: &Client, name: &str, action: &str) -> anyhow::Result<()> {
    click(page, &format!("[aria-label='More actions for {name}']")).await?;
    click(page, &part(&format!("action-{action}"))).await
}
