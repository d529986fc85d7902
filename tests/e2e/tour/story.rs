//! The steps of the article, as a person lives them.

mod organizations;

use super::{PASSWORD, Tour, USERNAME, USERS};
use crate::browser::Browser;
use crate::console::make_organization;
use crate::element::{click, fill, find, gone, part, text, text_when};
use crate::entitlement;
use crate::webdriver::until;
use anyhow::{Context as _, ensure};
use fantoccini::Client;
use serde_json::json;

/// What the person calls the organization.
const ORGANIZATION: &str = "Halden Group";
/// What the article says a click on a red user brings up.
pub(super) const LOST: &str = "invalid_grant: expired access/refresh token";

pub async fn tell(tour: &mut Tour) -> anyhow::Result<()> {
    gate(tour).await.context("the gate")?;
    set_up(tour).await.context("setting up")?;
    denied(tour).await.context("denied in the browser")?;
    connect(tour).await.context("connecting")?;
    users(tour).await.context("the users")?;
    lost(tour).await.context("losing the connection")?;
    dark(tour).await.context("dark")?;
    found(tour).await.context("reconnecting")?;
    super::sessions::tell(tour).await.context("the sessions")?;
    organizations::tell(tour)
        .await
        .context("the organizations")?;
    super::account::tell(tour).await.context("the account")
}

/// Access is asked for, refused for the wrong edition, and granted by a file that deployment brings.
async fn gate(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    let request = text(&page, &part("request")).await?;
    ensure!(
        request.contains("LPC-") && request.contains("ENTITLEMENT_MISSING"),
        "{request}"
    );
    tour.picture("gate").await?;
    let wrong = entitlement::of_another_edition(&tour.sim)?;
    tour.desktop.deploy(&wrong)?;
    click(&page, &part("check-entitlement")).await?;
    let problem = text(&page, &part("gate-problem")).await?;
    ensure!(
        problem.contains("for another edition") && problem.contains("Who can fix it"),
        "{problem}"
    );
    tour.picture("gate-error").await?;
    tour.desktop.deploy(&entitlement::genuine(&tour.sim)?)?;
    click(&page, &part("check-entitlement")).await?;
    find(&page, "[data-testid='frame'][data-ready='true']").await?;
    gone(&page, &part("gate")).await
}

async fn set_up(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    find(&page, &part("first-run")).await?;
    tour.picture("first-run").await?;
    make_organization(&page, ORGANIZATION).await?;
    tour.console.wait_for("notConfigured", "idle").await?;
    tour.picture("not-connected-yet").await?;
    let key = "3MVG9_stand_in_consumer_key_of_the_console";
    fill(&page, &part("consumer-key-production"), key).await?;
    click(&page, &part("confirm-no-lpc-user")).await?;
    until("Connect to Salesforce can be pressed", || async {
        let button = page
            .find(fantoccini::Locator::Css(&part("connect-production")))
            .await?;
        Ok(button
            .attr("aria-disabled")
            .await?
            .is_none_or(|value| value != "true")
            && button.is_enabled().await?)
    })
    .await?;
    tour.picture("ready-to-connect").await
}

async fn denied(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    click(&page, &part("connect-production")).await?;
    tour.console.wait_for("authorizing", "waiting").await?;
    tour.picture("waiting-for-the-browser").await?;
    let browser = Browser::attach(&tour.desktop, &tour.sim.origin()).await?;
    browser.log_in(USERNAME, PASSWORD).await?;
    browser.answer("#deny").await?;
    browser.detach().await;
    tour.console.wait_for("notConfigured", "failed").await?;
    let shown = text(&page, &part("login-failed")).await?;
    ensure!(
        shown.contains("access_denied: end-user denied authorization"),
        "{shown}"
    );
    tour.picture("denied-in-the-browser").await
}

async fn connect(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    click(&page, &part("try-again")).await?;
    tour.console.wait_for("authorizing", "waiting").await?;
    let browser = Browser::attach(&tour.desktop, &tour.sim.origin()).await?;
    tour.keep("browser-sign-in", &browser.picture().await?)?;
    browser.log_in(USERNAME, PASSWORD).await?;
    tour.keep("browser-allow", &browser.picture().await?)?;
    browser.answer("#allow").await?;
    let words = browser.words().await;
    browser.detach().await;
    if let Err(error) = tour.console.wait_for("connected", "idle").await {
        return Err(error.context(format!("after Allow the browser showed: {words}")));
    }
    let status = text(&page, &part("connection-status")).await?;
    ensure!(
        status.contains("Salesforce connection status:")
            && status.contains("Salesforce connection established successfully"),
        "{status}"
    );
    let account = tour.sim.state()["service_account"]["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let shown = text(&page, &part("connectivity")).await?;
    ensure!(
        account.len() == 18 && shown.contains(&account),
        "the user ID {account} is shown"
    );
    wait_for_users(&page).await?;
    tour.picture("connected").await
}

/// Everyone is in the list once the tab counts them.
pub async fn wait_for_users(page: &Client) -> anyhow::Result<()> {
    let everyone = format!("{},{:03}", USERS / 1000, USERS % 1000);
    let tab = part("tab-users");
    text_when(page, &tab, &everyone, |text| text.contains(&everyone))
        .await
        .map(drop)
}

async fn users(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    click(&page, &part("tab-users")).await?;
    rows_are_there(&page).await?;
    tour.picture("users").await?;

    fill(&page, &part("users-search"), "gar").await?;
    until("the search narrows the list", || async {
        let shown = total(&page).await?;
        Ok(shown > 0 && shown < 1_000)
    })
    .await?;
    tour.picture("users-search").await?;
    fill(&page, &part("users-search"), "zzzz").await?;
    find(&page, &part("users-empty")).await?;
    tour.picture("users-none-found").await?;
    click(&page, &part("clear-filter")).await?;

    click(&page, &part("chip-suspended")).await?;
    click(&page, &loaded_rows("suspended")).await?;
    let own = format!("{} {}", part("notification-own"), part("raw-text"));
    let raw = text(&page, &own).await?;
    ensure!(raw == "UserLogin.IsFrozen = true", "{raw}");
    tour.picture("a-frozen-user").await?;
    thawed(tour, &page).await?;
    click(&page, &part("close-panel")).await?;
    gone(&page, &part("user-panel")).await
}

/// Somebody thaws the user in Salesforce, and the admin checks this user alone.
async fn thawed(tour: &mut Tour, page: &Client) -> anyhow::Result<()> {
    let panel = find(page, &part("user-panel")).await?;
    let user = panel.attr("data-user").await?.unwrap_or_default();
    let change = json!({ "fault": "unfreeze_users", "users": [user] });
    tour.sim.control(change).map_err(anyhow::Error::msg)?;
    click(page, &part("check-member")).await?;
    let said = part("member-check-said");
    text_when(page, &said, "what the check found", |text| {
        text.contains("Active now, suspended before.") && text.contains("Checked ")
    })
    .await?;
    let status = text(page, &part("quiet-status")).await?;
    ensure!(status.starts_with("Active"), "{status}");
    tour.picture("a-user-checked-by-hand").await
}

async fn lost(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    tour.sim
        .control(json!({ "fault": "revoke_refresh_tokens" }))
        .map_err(anyhow::Error::msg)?;
    tour.sim
        .control(json!({ "fault": "expire_access_tokens" }))
        .map_err(anyhow::Error::msg)?;
    click(&page, &part("refresh")).await?;
    let card = part("incident");
    let incident = text_when(&page, &card, "the reason", |text| text.contains(LOST)).await?;
    ensure!(
        incident.contains("1 cause") && incident.contains("Reconnect fixes all"),
        "{incident}"
    );
    until("almost everyone is red", || async {
        Ok(total(&page).await? > 4_500)
    })
    .await?;
    tour.picture("users-lost").await?;

    click(&page, "[data-testid='user-row'][data-status='suspended']").await?;
    let notice = format!("{} {}", part("notification-connection"), part("raw-text"));
    let raw = text(&page, &notice).await?;
    ensure!(raw == LOST, "{raw}");
    tour.picture("why-a-user-is-red").await?;
    click(&page, &part("close-panel")).await?;
    gone(&page, &part("user-panel")).await?;

    click(&page, &part("tab-connectivity")).await?;
    let dialog = part("lost-dialog");
    let dialog = text_when(&page, &dialog, "the account", |text| {
        text.contains(USERNAME)
    })
    .await?;
    for expected in [
        "Salesforce connectivity was lost",
        LOST,
        USERNAME,
        "Yes",
        "Not now",
    ] {
        ensure!(
            dialog.contains(expected),
            "the dialog lacks {expected}: {dialog}"
        );
    }
    tour.picture("lost-dialog").await?;
    click(&page, &part("lost-dialog-no")).await?;
    gone(&page, &part("lost-dialog")).await?;
    tour.picture("connection-lost").await
}

async fn dark(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    click(&page, &part("rail-help")).await?;
    find(&page, &part("help-version")).await?;
    tour.picture("help").await?;
    click(&page, &part("rail-settings")).await?;
    tour.picture("settings").await?;
    click(&page, &part("theme-dark")).await?;
    find(&page, "html[data-theme='dark']").await?;
    tour.picture("settings-dark").await?;
    to_organization(&page).await?;
    click(&page, &part("tab-users")).await?;
    rows_are_there(&page).await?;
    tour.picture("users-lost-dark").await
}

async fn found(tour: &mut Tour) -> anyhow::Result<()> {
    let page = tour.console.page().clone();
    click(&page, &part("reconnect")).await?;
    find(&page, &part("lost-dialog-yes")).await?;
    tour.picture("lost-dialog-dark").await?;
    click(&page, &part("lost-dialog-yes")).await?;
    tour.console.wait_for("lost", "waiting").await?;
    tour.picture("waiting-dark").await?;
    let browser = Browser::attach(&tour.desktop, &tour.sim.origin()).await?;
    let prefilled = browser.prefilled().await?;
    ensure!(
        prefilled == USERNAME,
        "the account is pre-filled: {prefilled}"
    );
    tour.keep("browser-sign-in-again", &browser.picture().await?)?;
    browser.log_in(USERNAME, PASSWORD).await?;
    browser.answer("#allow").await?;
    browser.detach().await;
    tour.console.wait_for("connected", "idle").await?;
    // A session has read, and the tab says so too.
    gone(&page, &part("resuming")).await?;
    find(&page, &part("recovery")).await?;
    tour.picture("reconnected-dark").await?;
    click(&page, &part("tab-users")).await?;
    let notice = part("recovery");
    let recovery = text_when(&page, &notice, "who resumed", |text| {
        text.contains("resumed") && text.contains("need attention of their own")
    })
    .await?;
    ensure!(
        recovery.starts_with(|first: char| first.is_ascii_digit()),
        "{recovery}"
    );
    rows_are_there(&page).await?;
    tour.picture("recovered-dark").await?;
    click(&page, &part("rail-settings")).await?;
    click(&page, &part("theme-light")).await?;
    to_organization(&page).await?;
    click(&page, &part("tab-users")).await?;
    rows_are_there(&page).await?;
    tour.picture("recovered").await?;
    click(&page, &part("dismiss-recovery")).await?;
    gone(&page, &part("recovery")).await
}

/// From the list of organizations to the one that the story is about.
pub async fn to_organization(page: &Client) -> anyhow::Result<()> {
    click(page, &part("rail-organizations")).await?;
    click(page, &format!("{} th a", part("organization-row"))).await
}

/// Waits until the list shows users instead of gray bars.
async fn rows_are_there(page: &Client) -> anyhow::Result<()> {
    find(
        page,
        "[data-testid='users-grid'][data-loading='false'] [data-testid='user-row'][data-user]",
    )
    .await
    .map(drop)
}

/// A row with a status, once its page has come.
fn loaded_rows(status: &str) -> String {
    format!("[data-testid='user-row'][data-status='{status}']")
}

/// How many users match, as the list says.
async fn total(page: &Client) -> anyhow::Result<usize> {
    let grid = find(page, &part("users-grid")).await?;
    Ok(grid
        .attr("data-total")
        .await?
        .unwrap_or_default()
        .parse()
        .unwrap_or(0))
}
