//! The person's browser, opened by the console through the desktop; we only look over the shoulder.

use crate::desktop::Desktop;
use crate::element::{click, find, text};
use crate::webdriver::{Driver, until};
use anyhow::Context as _;
use fantoccini::Client;
use serde_json::json;
use std::process::Stdio;

/// A WebDriver session attached to the browser that is already open.
pub struct Browser {
    driver: Driver,
    origin: String,
}

impl Browser {
    /// Waits until the console has opened the browser at the stand-in, then attaches.
    pub async fn attach(desktop: &Desktop, origin: &str) -> anyhow::Result<Self> {
        let port = desktop.browser_port();
        until("the console has opened the browser", || async {
            Ok(tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .is_ok())
        })
        .await?;
        let driver = Driver::open(
            desktop.command("chromedriver"),
            json!({ "goog:chromeOptions": { "debuggerAddress": format!("127.0.0.1:{port}") } }),
            Stdio::null(),
        )
        .await?;
        let browser = Self {
            driver,
            origin: origin.to_owned(),
        };
        until("a tab shows the stand-in's login page", || {
            browser.show_login()
        })
        .await?;
        Ok(browser)
    }

    /// Makes the tab with the login page the current one.
    async fn show_login(&self) -> anyhow::Result<bool> {
        let page = self.page();
        for window in page.windows().await? {
            page.switch_to_window(window).await?;
            let at_stand_in = page.current_url().await?.as_str().starts_with(&self.origin);
            if at_stand_in
                && page
                    .find(fantoccini::Locator::Css("#password"))
                    .await
                    .is_ok()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub fn page(&self) -> &Client {
        &self.driver.client
    }

    pub async fn picture(&self) -> anyhow::Result<Vec<u8>> {
        Ok(self.page().screenshot().await?)
    }

    /// Logs in; the approve page follows.
    pub async fn log_in(&self, username: &str, password: &str) -> anyhow::Result<()> {
        let page = self.page();
        let field = find(page, "#username").await?;
        field.clear().await?;
        field.send_keys(username).await?;
        find(page, "#password").await?.send_keys(password).await?;
        click(page, "#login").await?;
        find(page, "#allow").await.map(drop)
    }

    /// The user name that the login page came with.
    pub async fn prefilled(&self) -> anyhow::Result<String> {
        let field = find(self.page(), "#username").await?;
        Ok(field.prop("value").await?.unwrap_or_default())
    }

    /// Presses Allow or Deny; what follows is the hand-over to the console.
    pub async fn answer(&self, button: &str) -> anyhow::Result<()> {
        click(self.page(), button)
            .await
            .with_context(|| format!("pressing {button}"))
    }

    /// What the page says, for a failure's report.
    pub async fn words(&self) -> String {
        text(self.page(), "body").await.unwrap_or_default()
    }

    /// Detaches; the browser stays open, as a person's would.
    pub async fn detach(self) {
        self.driver.client.close().await.ok();
    }
}
