//! The console under test, started by WebKit's own driver.

use crate::desktop::Desktop;
use crate::element::{click, fill, find, part};
use crate::webdriver::{Driver, PATIENCE, until};
use anyhow::Context as _;
use fantoccini::{Client, Locator};
use serde_json::json;
use std::fs::File;
use std::path::Path;
use tokio::time::timeout;

/// Names the first organization on the page of a first run; its Salesforce Connectivity opens.
pub async fn make_organization(page: &Client, name: &str) -> anyhow::Result<()> {
    click(page, &part("connect-organization")).await?;
    fill(page, &part("organization-name"), name).await?;
    click(page, &part("create-dialog-submit")).await?;
    find(page, &part("connectivity")).await.map(drop)
}

/// A running console.
pub struct Console {
    driver: Driver,
}

impl Console {
    /// Starts `program` against the stand-in and goes through a first run, if it is one.
    pub async fn start(desktop: &Desktop, program: &Path, origin: &str) -> anyhow::Result<Self> {
        let console = Self::launch(desktop, program, origin).await?;
        let page = console.page();
        if page.find(Locator::Css(&part("first-run"))).await.is_ok() {
            make_organization(page, "Halden Group").await?;
        }
        Ok(console)
    }

    /// Starts `program` against the stand-in and waits for its first view.
    pub async fn launch(desktop: &Desktop, program: &Path, origin: &str) -> anyhow::Result<Self> {
        let console = Self::open(desktop, program, origin).await?;
        console.wait_for_first_view().await?;
        Ok(console)
    }

    /// Waits until the console has started and shows a view.
    pub async fn wait_for_first_view(&self) -> anyhow::Result<()> {
        // The frame, or the gate before it.
        find(self.page(), "[data-ready='true']").await?;
        let views = [
            "gate",
            "first-run",
            "organizations-table",
            "connectivity",
            "users",
        ]
        .map(part);
        find(self.page(), &views.join(", ")).await.map(drop)
    }

    /// Opens the window of `program`, whatever it shows. Tried a second time: a console that meets one
    /// that is just ending cannot start, and WebKit's driver waits for it without end.
    pub async fn open(desktop: &Desktop, program: &Path, origin: &str) -> anyhow::Result<Self> {
        let opened = timeout(PATIENCE, Self::try_to_open(desktop, program, origin)).await;
        match opened {
            Ok(opened) => opened,
            Err(_) => timeout(PATIENCE, Self::try_to_open(desktop, program, origin))
                .await
                .context("the console opens no window")?,
        }
    }

    async fn try_to_open(desktop: &Desktop, program: &Path, origin: &str) -> anyhow::Result<Self> {
        let mut command = desktop.command("WebKitWebDriver");
        command
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("LPC_ADMIN_STAND_IN_PRODUCTION", origin)
            .env("LPC_ADMIN_STAND_IN_SANDBOX", origin);
        let capabilities = json!({
            "browserName": "wry",
            "webkitgtk:browserOptions": { "binary": program, "args": [] },
        });
        let output = File::options()
            .create(true)
            .append(true)
            .open(desktop.console_output())?;
        Ok(Self {
            driver: Driver::open(command, capabilities, output).await?,
        })
    }

    pub fn page(&self) -> &Client {
        &self.driver.client
    }

    /// A picture of the window's content, after what moves has come to rest.
    pub async fn picture(&self) -> anyhow::Result<Vec<u8>> {
        let still = "return document.getAnimations().every(one => one.playState !== 'running' || \
                     one.effect?.getComputedTiming().iterations === Infinity) && document.fonts.status === 'loaded'";
        until("nothing moves", || async {
            Ok(self.page().execute(still, vec![]).await?.as_bool() == Some(true))
        })
        .await?;
        // What the page holds is on the screen only two frames later.
        let painted = "const done = arguments[arguments.length - 1]; \
                       requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30)))";
        self.page().execute_async(painted, vec![]).await?;
        Ok(self.page().screenshot().await?)
    }

    /// Waits for a state of the connection and a phase of the login.
    pub async fn wait_for(&self, state: &str, login: &str) -> anyhow::Result<()> {
        let css = format!(
            "{}[data-state='{state}'][data-login='{login}']",
            part("connectivity")
        );
        find(self.page(), &css).await.map(drop)
    }

    /// Ends the console as closing its window does.
    pub async fn close(self) {
        self.driver.client.close().await.ok();
    }
}
