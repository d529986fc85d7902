//! No token, code or verifier anywhere but in memory and sealed: in no file of the person, not in
//! the page, not in its storage.

use crate::desktop::Desktop;
use anyhow::{Context as _, ensure};
use fantoccini::Client;
use salesforce_sim::Sim;
use std::fs;

/// Looks everywhere for everything the stand-in ever issued, and answers how many that is.
pub async fn assert_none(
    step: &str,
    sim: &Sim,
    page: &Client,
    desktop: &Desktop,
) -> anyhow::Result<usize> {
    let issued = sim.issued_secrets();
    let search = Search::new(&issued);
    let shown = page
        .execute(
            "return document.documentElement.outerHTML + JSON.stringify(localStorage) + \
             JSON.stringify(sessionStorage) + document.cookie + location.href + \
             [...document.querySelectorAll('input')].map(field => field.value).join(' ')",
            vec![],
        )
        .await?;
    let shown = shown.as_str().context("the page's text")?;
    ensure!(
        !search.finds(shown.as_bytes()),
        "{step}: the page holds a secret"
    );
    let (mut vault, mut log) = (false, false);
    for file in desktop.files() {
        let Ok(content) = fs::read(&file) else {
            continue;
        };
        ensure!(
            !search.finds(&content),
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

/// Many byte strings looked for in one pass.
struct Search {
    /// By their first two bytes.
    forms: Vec<Vec<Vec<u8>>>,
}

impl Search {
    /// Looks for each secret as it is, as it stands in an address, and as WebKit's storage would
    /// keep it.
    fn new(secrets: &[String]) -> Self {
        let mut forms = vec![Vec::new(); 1 << 16];
        for secret in secrets {
            let utf16: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
            for form in [secret.clone().into_bytes(), escaped(secret), utf16] {
                if let [first, second, ..] = form[..] {
                    forms[usize::from(u16::from_le_bytes([first, second]))].push(form);
                }
            }
        }
        Self { forms }
    }

    fn finds(&self, content: &[u8]) -> bool {
        content.windows(2).enumerate().any(|(at, pair)| {
            let candidates = &self.forms[usize::from(u16::from_le_bytes([pair[0], pair[1]]))];
            candidates
                .iter()
                .any(|form| content[at..].starts_with(form))
        })
    }
}

/// A text as a query parameter holds it.
fn escaped(text: &str) -> Vec<u8> {
    let mut escaped = Vec::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(byte);
        } else {
            escaped.extend(format!("%{byte:02X}").into_bytes());
        }
    }
    escaped
}

/// The search is known to find what it looks for.
pub fn prove() -> anyhow::Result<()> {
    let search = Search::new(&["00D!a.b/c=".to_owned()]);
    for (content, held) in [
        (&b"x00D!a.b/c=y"[..], true),
        (b"?code=00D%21a.b%2Fc%3D&", true),
        (b"\x010\x000\0D\0!\0a\0.\0b\0/\0c\0=\0", true),
        (b"00D!a.b/c", false),
        (b"", false),
    ] {
        ensure!(
            search.finds(content) == held,
            "the search for leaks is wrong about {content:?}"
        );
    }
    Ok(())
}
