//! `cargo xtask dev` in a plain browser, as a developer uses it: connect, load, lose, recover.

use crate::chromium::Chromium;
use crate::console::make_organization;
use crate::desktop::Desktop;
use crate::element::{click, fill, find, part, text_when};
use crate::group::Group;
use crate::tour::story::wait_for_users;
use crate::tour::{PASSWORD, USERNAME};
use crate::webdriver::until;
use anyhow::{Context as _, bail, ensure};
use fantoccini::Client;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

const LOST: &str = "invalid_grant: expired access/refresh token";

pub async fn run() -> anyhow::Result<String> {
    let desktop = Desktop::new().await?;
    let dev = tokio::task::spawn_blocking(Dev::start).await??;
    let chromium = Chromium::open(&desktop).await?;
    let page = chromium.page().clone();
    until("the page is served", || async {
        Ok(page.goto(&dev.address).await.is_ok())
    })
    .await?;
    make_organization(&page, "Halden Group").await?;
    click(&page, &part("confirm-no-lpc-user")).await?;
    click(&page, &part("connect-production")).await?;
    sign_in(&page, &dev.stand_in).await.context("connecting")?;
    wait_for(&page, "connected").await?;
    wait_for_users(&page).await.context("loading")?;

    let orders = ["revoke_refresh_tokens", "expire_access_tokens"];
    control(
        &page,
        &dev.stand_in,
        orders.map(|fault| json!({ "fault": fault })),
    )
    .await?;
    click(&page, &part("tab-users")).await?;
    click(&page, &part("refresh")).await?;
    let incident = part("incident");
    text_when(&page, &incident, LOST, |text| text.contains(LOST))
        .await
        .context("losing")?;

    click(&page, &part("tab-connectivity")).await?;
    click(&page, &part("lost-dialog-yes")).await?;
    sign_in(&page, &dev.stand_in).await.context("recovering")?;
    wait_for(&page, "connected").await?;
    find(&page, &part("recovery")).await?;
    chromium.close().await;
    Ok("connected, loaded, lost and recovered in a plain browser".to_owned())
}

/// The running command; it ends with everything that it started.
struct Dev {
    address: String,
    stand_in: String,
    _processes: Group,
}

impl Dev {
    /// Waits until it says where the console is.
    fn start() -> anyhow::Result<Self> {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let mut command = Command::new(cargo);
        command
            .args(["xtask", "dev"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let mut processes = Group::start(&mut command).context("cargo xtask dev")?;
        let output = processes.child.stdout.take().context("its output")?;
        let mut lines = BufReader::new(output).lines();
        let mut after = |words: &str| {
            for line in lines.by_ref() {
                if let Some(address) = line?.trim().strip_prefix(words) {
                    return Ok(address.trim().to_owned());
                }
            }
            bail!("it ended before it said {words:?}")
        };
        let address = after("The console is at")?;
        let stand_in = after("Stand-in ")?;
        // What it prints later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self {
            address,
            stand_in,
            _processes: processes,
        })
    }
}

/// Signs in where *Connect to Salesforce* opened the stand-in's page, and comes back.
async fn sign_in(page: &Client, stand_in: &str) -> anyhow::Result<()> {
    let console = page.window().await?;
    until("the login page opens in another tab", || async {
        for window in page.windows().await? {
            page.switch_to_window(window).await?;
            if page.current_url().await?.as_str().starts_with(stand_in) {
                return Ok(true);
            }
        }
        Ok(false)
    })
    .await?;
    fill(page, "#username", USERNAME).await?;
    find(page, "#password").await?.send_keys(PASSWORD).await?;
    click(page, "#login").await?;
    click(page, "#allow").await?;
    text_when(page, "#said", "the sign-in was taken", |text| {
        text.contains("Signed in")
    })
    .await?;
    page.close_window().await?;
    Ok(page.switch_to_window(console).await?)
}

async fn wait_for(page: &Client, state: &str) -> anyhow::Result<()> {
    let tab = part("connectivity");
    let css = format!("{tab}[data-state='{state}'][data-login='idle']");
    find(page, &css).await.map(drop)
}

/// What somebody does in Salesforce, on the stand-in's own page: it takes orders from no other.
async fn control(page: &Client, stand_in: &str, orders: [Value; 2]) -> anyhow::Result<()> {
    let console = page.window().await?;
    let tab = page.new_window(true).await?.handle;
    page.switch_to_window(tab).await?;
    page.goto(&format!("{stand_in}/_control")).await?;
    let script = "const [body, done] = arguments; fetch('/_control', { method: 'POST', body }) \
                      .then(({ status }) => done(status), (error) => done(`${error}`))";
    for order in orders {
        let order = vec![json!(order.to_string())];
        let status = page.execute_async(script, order).await?;
        ensure!(status == 200, "{status}");
    }
    page.close_window().await?;
    Ok(page.switch_to_window(console).await?)
}
