//! Starts a WebDriver server and opens a session at it.

use crate::default_browser::free_port;
use crate::group::Group;
use anyhow::Context as _;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Nothing that a test waits for takes longer unless it is broken.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks at what a test waits for.
const LOOK: Duration = Duration::from_millis(20);

/// A WebDriver server with its one session.
pub struct Driver {
    pub client: Client,
    _server: Group,
}

impl Driver {
    /// `command` takes `--port=N`; what it prints goes to `output`.
    pub async fn open(
        mut command: Command,
        capabilities: Value,
        output: impl Into<Stdio>,
    ) -> anyhow::Result<Self> {
        let port = free_port()?;
        command
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(output);
        let server = Group::start(&mut command).context("the WebDriver server")?;
        let capabilities: Map<String, Value> = serde_json::from_value(capabilities)?;
        let url = format!("http://127.0.0.1:{port}");
        until("the WebDriver server answers", || async {
            Ok(tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .is_ok())
        })
        .await?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&url)
            .await
            .context("a WebDriver session")?;
        Ok(Self {
            client,
            _server: server,
        })
    }
}

/// Looks until the condition holds.
pub async fn until<F, R>(what: &str, condition: F) -> anyhow::Result<()>
where
    F: Fn() -> R,
    R: Future<Output = anyhow::Result<bool>>,
{
    let deadline = Instant::now() + PATIENCE;
    loop {
        match condition().await {
            Ok(true) => return Ok(()),
            outcome if Instant::now() > deadline => {
                outcome.with_context(|| format!("waiting until {what}"))?;
                anyhow::bail!("waited {} s in vain until {what}", PATIENCE.as_secs());
            }
            _ => tokio::time::sleep(LOOK).await,
        }
    }
}
