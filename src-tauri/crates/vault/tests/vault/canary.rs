//! No secret reaches the disk, a message or a debug output.

use crate::support::{Place, login, minute, new_connection};
use lpc_core::environment::Environment;
use lpc_core::organization::OrganizationId;
use lpc_core::port::vault::{CompletedRefresh, Vault};
use lpc_core::secret::Secret;
use std::fs;

/// Long enough never to occur by chance.
const STATES: [&str; 3] = [
    "canary-state-consumed",
    "canary-state-waiting",
    "canary-state-gone",
];
const TOKENS: [&str; 3] = [
    "canary-token-first",
    "canary-token-second",
    "canary-token-third",
];

#[tokio::test]
async fn no_token_verifier_state_or_key_is_in_any_file_after_a_full_cycle() {
    let place = Place::new();
    let vault = place.vault();
    let organization = OrganizationId::random();
    let waiting = OrganizationId::random();
    vault
        .begin_login(login(waiting, STATES[1]))
        .await
        .expect("begun");
    vault
        .begin_login(login(organization, STATES[2]))
        .await
        .expect("begun");
    vault
        .begin_login(login(organization, STATES[0]))
        .await
        .expect("begun");
    vault
        .consume_login(&Secret::new(STATES[0]), Environment::Production, minute(1))
        .await
        .expect("the vault works")
        .expect("consumed");
    let first = new_connection(organization, TOKENS[0]);
    vault.store_connection(first).await.expect("stored");
    vault
        .open_refresh_intent(organization, 1, minute(2))
        .await
        .expect("written");
    let completed = CompletedRefresh {
        organization,
        spent_generation: 1,
        refresh_token: Some(Secret::new(TOKENS[1])),
        instance_url: "https://tallowstreet.my.salesforce.com".to_owned(),
        obtained: minute(3),
    };
    vault.complete_refresh(completed).await.expect("stored");
    vault
        .open_refresh_intent(organization, 2, minute(4))
        .await
        .expect("written");
    let again = new_connection(organization, TOKENS[2]);
    let superseded = vault.store_connection(again).await.expect("stored");
    let shown = format!("{superseded:?}");

    let entry = place.key_store.entry().expect("made");
    let encoded = entry.strip_prefix("v1:").expect("the format").to_owned();
    let mut canaries: Vec<Vec<u8>> = vec![encoded.into_bytes(), raw_key(&entry)];
    for text in STATES.iter().chain(&TOKENS) {
        canaries.push(text.as_bytes().to_vec());
        canaries.push(format!("verifier-of-{text}").into_bytes());
        assert!(!shown.contains(text), "{shown}");
    }
    let mut seen = Vec::new();
    for file in fs::read_dir(place.folder.path()).expect("listed") {
        let path = file.expect("listed").path();
        let bytes = fs::read(&path).expect("read");
        for canary in &canaries {
            let leaked = bytes.windows(canary.len()).any(|window| window == canary);
            assert!(
                !leaked,
                "{} holds {}",
                path.display(),
                String::from_utf8_lossy(canary)
            );
        }
        // The search itself works: what is no secret is found.
        if bytes.windows(12).any(|window| window == b"3MVG9.client") {
            seen.push(path.extension().map(|name| name.to_owned()));
        }
    }
    assert!(
        seen.contains(&Some("db-wal".into())),
        "the log was searched as well: {seen:?}"
    );
}

fn raw_key(entry: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD
        .decode(&entry[3..])
        .expect("base64")
}
