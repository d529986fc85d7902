//! What the sessions did, and changes that wait for a person.

use super::Tour;
use super::story::LOST;
use crate::element::{click, find, gone, part, text, text_when};
use crate::webdriver::until;
use anyhow::ensure;
use serde_json::json;

pub async fn tell(tour: &mut Tour) -> anyhow::Result<()> {
    list(tour).await?;
    held_back(tour).await
}

async fn list(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    click(&page, &part("tab-sessions")).await?;
    find(&page, &part("session-row")).await?;
    tour.picture("sessions").await?;
    click(&page, &part("chip-failed")).await?;
    // WebKit's driver takes no click for a row, a person's mouse does.
    let failed = "[data-testid='session-row'][data-outcome='failed'] button";
    click(&page, failed).await?;
    let raw = format!("{} {}", part("session-detail"), part("raw-text"));
    let raw = text(&page, &raw).await?;
    ensure!(raw == LOST, "{raw}");
    tour.picture("why-a-session-failed").await?;
    click(&page, failed).await?;
    gone(&page, &part("session-detail")).await?;
    click(&page, &part("chip-all")).await
}

async fn held_back(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    let change = json!({ "fault": "deactivate_users", "count": 2_000 });
    tour.sim.control(change).map_err(anyhow::Error::msg)?;
    // The schedule finds it: a check by hand may have been made less than a minute ago.
    let mut tries = 0;
    while let Err(error) = find(&page, &part("held-back")).await {
        tries += 1;
        ensure!(tries < 10, "nothing is held back: {error:#}");
    }
    tour.picture("held-back").await?;
    click(&page, &part("apply-anyway")).await?;
    let dialog = part("apply-dialog");
    text_when(&page, &dialog, "the numbers", |text| {
        text.contains("members anyway?") && text.contains("source problem: ")
    })
    .await?;
    tour.picture("apply-anyway").await?;
    click(&page, &part("apply-dialog-yes")).await?;
    gone(&page, &part("held-back")).await?;
    until("the session that applied it is listed", || async {
        let newest = text(&page, &part("session-row")).await?;
        Ok(newest.contains("Apply anyway") && newest.contains("Finished"))
    })
    .await?;
    tour.picture("applied-anyway").await
}
