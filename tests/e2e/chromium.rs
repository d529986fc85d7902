//! A Chromium of the test's own, without the person's desktop: for how the UI looks in another
//! engine, in colors that WebKit cannot be made to force, and in other sizes.

use crate::desktop::Desktop;
use crate::webdriver::Driver;
use anyhow::Context as _;
use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use std::process::Stdio;

/// An open browser without a window.
pub struct Chromium {
    driver: Driver,
}

impl Chromium {
    pub async fn open(desktop: &Desktop) -> anyhow::Result<Self> {
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            // The key store on the bus belongs to the story that runs beside.
            "--password-store=basic",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--force-prefers-reduced-motion",
            "--window-size=1280,800",
        ];
        let driver = Driver::open(
            desktop.command("chromedriver"),
            json!({ "goog:chromeOptions": { "args": arguments } }),
            Stdio::null(),
        )
        .await?;
        Ok(Self { driver })
    }

    pub fn page(&self) -> &Client {
        &self.driver.client
    }

    /// The system's colors.
    pub async fn colors(&self, colors: Colors) -> anyhow::Result<()> {
        let (scheme, forced) = match colors {
            Colors::Light => ("light", "none"),
            Colors::Dark => ("dark", "none"),
            Colors::Forced => ("light", "active"),
        };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "forced-colors", "value": forced },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.tell(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await
    }

    /// The window's size in CSS pixels, and how many real ones there are to each.
    pub async fn size(&self, width: u32, height: u32, scale: u32) -> anyhow::Result<()> {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false,
        });
        self.tell("Emulation.setDeviceMetricsOverride", metrics)
            .await
    }

    /// The person's locale and time zone, from the next page on.
    pub async fn at_home_in(&self, locale: &str, zone: &str) -> anyhow::Result<()> {
        self.tell("Emulation.setLocaleOverride", json!({ "locale": locale }))
            .await?;
        self.tell(
            "Emulation.setTimezoneOverride",
            json!({ "timezoneId": zone }),
        )
        .await
    }

    async fn tell(&self, command: &'static str, parameters: Value) -> anyhow::Result<()> {
        let command = DevTools {
            command,
            parameters,
        };
        let name = command.command;
        let answer = self.page().issue_cmd(command).await;
        answer.map(drop).context(name)
    }

    pub async fn close(self) {
        self.driver.client.close().await.ok();
    }
}

/// What a person's system may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colors {
    Light,
    Dark,
    /// A contrast theme of the system.
    Forced,
}

impl Colors {
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Forced];

    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Forced => "forced",
        }
    }
}

/// A command of the DevTools protocol, as chromedriver passes it on.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(
        &self,
        base_url: &url::Url,
        session_id: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        let session = session_id.unwrap_or_default();
        base_url.join(&format!("session/{session}/goog/cdp/execute"))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (http::Method::POST, Some(body.to_string()))
    }
}
