//! No token, code or verifier anywhere but in memory and sealed: in no file of the person, not in
//! the page, not in its storage.

use crate::desktop::Desktop;
use aho_corasick::AhoCorasick;
use anyhow::{Context as _, ensure};
use fantoccini::Client;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use salesforce_sim::Sim;
use std::fs;

/// What an address does not hold as it is.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Looks everywhere for everything the stand-in ever issued, and answers how many that is.
pub async fn assert_none(
    step: &str,
    sim: &Sim,
    page: &Client,
    desktop: &Desktop,
) -> anyhow::Result<usize> {
    let issued = sim.issued_secrets();
    let search = search_for(&issued)?;
    let shown = page
        .execute(
            "return document.documentElement.outerHTML + JSON.stringify(localStorage) + \
             JSON.stringify(sessionStorage) + document.cookie + location.href + \
             [...document.querySelectorAll('input')].map(field => field.value).join(' ')",
            vec![],
        )
        .await?;
    let shown = shown.as_str().context("the page's text")?;
    ensure!(!search.is_match(shown), "{step}: the page holds a secret");
    let (mut vault, mut log) = (false, false);
    for file in desktop.files() {
        let Ok(content) = fs::read(&file) else {
            continue;
        };
        ensure!(
            !search.is_match(&content),
            "{step}: {} holds a secret",
            file.display()
        );
        vault |= file.ends_with("vault.db");
        log |= file.extension().is_some_and(|extension| extension == "log");
    }
    ensure!(
        vault && log,
        "{step}: vault.db or the log was not looked at"
    );
    Ok(issued.len())
}

/// Finds each secret as it is, as it stands in an address, and as WebKit's storage would keep it.
fn search_for(secrets: &[String]) -> anyhow::Result<AhoCorasick> {
    let forms = secrets.iter().flat_map(|secret| {
        let utf16: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let address = utf8_percent_encode(secret, ESCAPED).to_string();
        [secret.clone().into_bytes(), address.into_bytes(), utf16]
    });
    Ok(AhoCorasick::new(forms)?)
}
