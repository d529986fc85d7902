//! No token, code or verifier anywhere but in memory and sealed: in no file of the console, not in
//! the page, not in its storage.

use anyhow::{Context as _, ensure};
use fantoccini::Client;
use salesforce_sim::Sim;
use std::path::Path;

/// Looks everywhere for everything the stand-in ever issued.
pub async fn assert_none(
    step: &str,
    sim: &Sim,
    page: &Client,
    data: &Path,
) -> anyhow::Result<usize> {
    let secrets = sim.issued_secrets();
    let shown = page
        .execute(
            "return document.documentElement.outerHTML + JSON.stringify(localStorage) + \
             JSON.stringify(sessionStorage) + location.href + \
             [...document.querySelectorAll('input')].map(field => field.value).join(' ')",
            vec![],
        )
        .await?;
    let shown = shown.as_str().context("the page's text")?.to_owned();
    let files = read(data)?;
    ensure!(
        files.iter().any(|(name, _)| name.ends_with("vault.db")),
        "{step}: no vault.db is there"
    );
    ensure!(
        files.iter().any(|(name, _)| name.ends_with(".log")),
        "{step}: no log is there"
    );
    for secret in &secrets {
        ensure!(
            !shown.contains(secret.as_str()),
            "{step}: the page holds a secret"
        );
        for (name, content) in &files {
            let found = content
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            ensure!(!found, "{step}: {name} holds a secret");
        }
    }
    Ok(secrets.len())
}

fn read(folder: &Path) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(read(&path)?);
        } else if let Ok(content) = std::fs::read(&path) {
            files.push((path.display().to_string(), content));
        }
    }
    Ok(files)
}
