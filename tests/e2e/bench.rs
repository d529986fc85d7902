//! Measures what the console promises, in the window as a person has it.
//!
//! Figures come from the optimized build with the stand-in on the same machine. The result file is a
//! list of `{id, value, unit, peer, bar, holds}`; no other console does this job in a window of its
//! own here, so the peers are the parts that a figure is made of.

use crate::browser::Browser;
use crate::console::Console;
use crate::desktop::Desktop;
use crate::element::{click, find, part};
use crate::tour::{PASSWORD, USERNAME, USERS, target_folder};
use crate::webdriver::{Driver, until};
use anyhow::Context as _;
use salesforce_sim::{Config, Sim};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Starts are measured this often; the median counts.
const STARTS: usize = 7;

pub async fn run() -> anyhow::Result<String> {
    let desktop = Desktop::new().await?;
    let sim = Sim::start(Config {
        users: USERS,
        ..Config::default()
    })
    .await?;
    let program = Path::new(env!("CARGO_BIN_EXE_lpc-admin-console"));
    let mut starts = Vec::new();
    let mut empty_windows = Vec::new();
    for _ in 0..STARTS {
        empty_windows.push(empty_window(&desktop).await?);
        desktop.forget_console(&sim)?;
        let begun = Instant::now();
        let console = Console::start(&desktop, program, &sim.origin()).await?;
        find(
            console.page(),
            "[data-testid='connectivity'][data-state='notConfigured']",
        )
        .await?;
        starts.push(begun.elapsed());
        console.close().await;
    }
    let listed = connected_to_listed(&desktop, program, &sim).await?;
    let raw_reading = read_everyone_without_a_console(&sim).await?;
    let results = json!([
        result(
            "cold-start",
            // From the driver's request to the first view, in a fresh profile.
            median(starts),
            (
                "an empty WebKit window, opened the same way",
                median(empty_windows)
            ),
            1500.0,
        ),
        result(
            "connected-to-listed",
            listed,
            (
                "the same pages read from the stand-in and thrown away",
                raw_reading
            ),
            3000.0,
        ),
    ]);
    let folder = target_folder().join("bench");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(
        folder.join("results.json"),
        serde_json::to_string_pretty(&results)?,
    )?;
    Ok(format!(
        "{}\n{}",
        lines(&results),
        "written to target/bench/results.json"
    ))
}

fn result(id: &str, value: Duration, peer: (&str, Duration), bar: f64) -> Value {
    let milliseconds = |time: Duration| (time.as_secs_f64() * 10_000.0).round() / 10.0;
    let value = milliseconds(value);
    json!({
        "id": id, "value": value, "unit": "ms",
        "peer": { "name": peer.0, "value": milliseconds(peer.1) },
        "bar": bar, "holds": value <= bar,
    })
}

fn lines(results: &Value) -> String {
    let line = |result: &Value| {
        let number = |pointer: &str| {
            result
                .pointer(pointer)
                .and_then(Value::as_f64)
                .unwrap_or(0.0)
        };
        let (value, peer) = (number("/value"), number("/peer/value"));
        format!(
            "{}: {value:.0} ms (bar {:.0} ms, {}) — {:.1} times {}",
            result["id"].as_str().unwrap_or_default(),
            number("/bar"),
            if result["holds"] == true {
                "holds"
            } else {
                "DOES NOT HOLD"
            },
            value / peer,
            result
                .pointer("/peer/name")
                .and_then(Value::as_str)
                .unwrap_or_default(),
        )
    };
    results
        .as_array()
        .into_iter()
        .flatten()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// WebKit's own browser window on an empty page, by the same driver: what any window costs here.
async fn empty_window(desktop: &Desktop) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    let driver = Driver::open(
        desktop.command("WebKitWebDriver"),
        json!({ "webkitgtk:browserOptions": { "binary": minibrowser()?, "args": ["--automation"] } }),
        Stdio::null(),
    )
    .await?;
    driver.client.goto("about:blank").await?;
    find(&driver.client, "body").await?;
    let took = begun.elapsed();
    driver.client.close().await.ok();
    Ok(took)
}

fn minibrowser() -> anyhow::Result<String> {
    let folder = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
    anyhow::ensure!(
        Path::new(folder).exists(),
        "WebKit's MiniBrowser is not installed"
    );
    Ok(folder.to_owned())
}

/// Watches the page itself, so that WebDriver's own polling is not measured.
const WATCH: &str = "
    const seen = window.lpcSeen = {};
    const look = () => {
        if (!seen.connected && document.querySelector('[data-testid=state][data-state=connected]'))
            seen.connected = performance.now();
        const grid = document.querySelector('[data-testid=users-grid][data-loading=false]');
        const count = document.querySelector('[data-testid=list-count]');
        const strip = document.querySelector('[data-testid=load-progress]');
        if (seen.connected && !seen.listed && grid && !strip && grid.querySelector('[data-user]')
            && count && count.innerText.includes('5,000'))
            seen.listed = performance.now();
    };
    new MutationObserver(look).observe(document.documentElement,
        { subtree: true, childList: true, attributes: true, characterData: true });
    look();";

async fn connected_to_listed(
    desktop: &Desktop,
    program: &Path,
    sim: &Sim,
) -> anyhow::Result<Duration> {
    desktop.forget_console(sim)?;
    let console = Console::start(desktop, program, &sim.origin()).await?;
    let page = console.page().clone();
    click(&page, &part("confirm-no-lpc-user")).await?;
    // It can be pressed once the confirmation is saved.
    let connect = format!("{}:not([aria-disabled='true'])", part("connect-production"));
    click(&page, &connect).await?;
    console.wait_for("authorizing", "waiting").await?;
    click(&page, &part("tab-users")).await?;
    page.execute(WATCH, vec![]).await?;
    let browser = Browser::attach(desktop, &sim.origin()).await?;
    browser.log_in(USERNAME, PASSWORD).await?;
    browser.answer("#allow").await?;
    browser.detach().await;
    until("5,000 users are listed", || async {
        Ok(page
            .execute("return window.lpcSeen.listed ?? null", vec![])
            .await?
            .is_number())
    })
    .await?;
    let took = page
        .execute(
            "return window.lpcSeen.listed - window.lpcSeen.connected",
            vec![],
        )
        .await?;
    console.close().await;
    Ok(Duration::from_secs_f64(
        took.as_f64().context("a time")? / 1000.0,
    ))
}

/// What the reading alone costs: the same client, the same pages, nothing kept.
async fn read_everyone_without_a_console(sim: &Sim) -> anyhow::Result<Duration> {
    use lpc_core::directory::UserQuery;
    use lpc_core::port::salesforce::{Access, AuthorizationRequest, Redemption, Salesforce as _};
    use lpc_core::secret::Secret;
    use lpc_salesforce::{Origin, SalesforceClient, TrustedHosts};
    let origin = Origin::stand_in(&sim.origin())?;
    let client =
        SalesforceClient::new(TrustedHosts::with_stand_in(origin.clone(), origin), "bench")?;
    let client_id = Config::default().client_id;
    let redirect_uri = "com.lpcadmin.console.demo://oauth/production";
    let authorization = client.authorization(&AuthorizationRequest {
        login_origin: &sim.origin(),
        client_id: &client_id,
        redirect_uri,
        login_hint: None,
    })?;
    let callback = sim
        .authorize_as(authorization.url.expose(), USERNAME)
        .map_err(anyhow::Error::msg)?;
    let addresses = lpc_core::login::callback::CallbackAddresses::new("com.lpcadmin.console.demo");
    let code = match addresses.parse(&callback)?.answer {
        lpc_core::login::callback::CallbackAnswer::Code(code) => code,
        lpc_core::login::callback::CallbackAnswer::Error { error, .. } => anyhow::bail!(error),
    };
    let grant = client
        .redeem(Redemption {
            login_origin: sim.origin(),
            client_id,
            redirect_uri: redirect_uri.to_owned(),
            code,
            verifier: Secret::new(authorization.verifier.expose()),
        })
        .await?;
    let access = Access {
        token: grant.access_token,
        instance_url: grant.instance_url,
        generation: 1,
    };
    let begun = Instant::now();
    let mut page = client
        .users(&access, &UserQuery::All { after: None })
        .await?
        .value;
    while let Some(next) = page.next {
        page = client.more_users(&access, &next).await?.value;
    }
    Ok(begun.elapsed())
}
