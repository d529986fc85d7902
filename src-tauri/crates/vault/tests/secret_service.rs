//! The vault with the real Secret Service: each test runs again in a D-Bus session of its own.

#![cfg(target_os = "linux")]

#[path = "../../platform/tests/secret_service/session.rs"]
#[allow(dead_code, reason = "shared with the tests of the key store")]
mod session;
#[path = "vault/support.rs"]
#[allow(
    dead_code,
    reason = "shared with the tests that have a key store in memory"
)]
mod support;

use lpc_core::environment::Environment;
use lpc_core::organization::OrganizationId;
use lpc_core::port::vault::{CompletedRefresh, SealState, Vault, VaultError};
use lpc_core::secret::Secret;
use lpc_platform::{DEFAULT_TIME_LIMIT, OsKeyStore};
use lpc_vault::{DATA_KEY_NAME, Opening, SqliteVault};
use secret_service::EncryptionType;
use secret_service::blocking::SecretService;
use session::{World, inner, run_in};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use support::{connected, login, minute, new_connection};

const SERVICE: &str = "com.lpcadmin.console.test";

/// As after a start of the console.
fn vault(folder: &Path) -> SqliteVault {
    let key_store = OsKeyStore::new(SERVICE).expect("thread");
    SqliteVault::open(folder, Arc::new(key_store), minute(0)).expect("opened")
}

/// The D-Bus calls of the test itself must not run inside the runtime.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("runtime")
        .block_on(future)
}

fn desktop() -> SecretService<'static> {
    SecretService::connect(EncryptionType::Plain).expect("bus")
}

/// How many data keys the key store holds.
fn keys(desktop: &SecretService<'_>) -> usize {
    let attributes = HashMap::from([("service", SERVICE), ("username", DATA_KEY_NAME)]);
    let found = desktop.search_items(attributes).expect("searched");
    found.unlocked.len() + found.locked.len()
}

#[test]
fn a_login_and_its_refreshes_survive_restarts_with_the_real_key_store() {
    run_in(World::Unlocked, "inner_cycle");
}

#[test]
fn inner_cycle() {
    let Some(inner) = inner() else { return };
    let folder = tempfile::tempdir().expect("temporary folder");
    let organization = OrganizationId::random();
    block_on(async {
        let vault = vault(folder.path());
        assert_eq!(vault.seal_state().await.expect("asked"), SealState::Ready);
        let begun = vault.begin_login(login(organization, "state-1")).await;
        begun.expect("sealed");
    });
    assert_eq!(keys(&desktop()), 1);
    block_on(async {
        let vault = vault(folder.path());
        assert_eq!(vault.opening(), &Opening::Existing);
        let consumed = vault
            .consume_login(&Secret::new("state-1"), Environment::Production, minute(1))
            .await
            .expect("the vault works")
            .expect("consumed");
        assert_eq!(consumed.verifier.expose(), "verifier-of-state-1");
        let stored = vault
            .store_connection(new_connection(organization, "5Aep-first"))
            .await;
        stored.expect("stored");
    });
    block_on(async {
        let vault = vault(folder.path());
        let _lock = vault.lock_refresh(organization).await.expect("free");
        let (token, generation) = vault.refresh_token(organization).await.expect("opened");
        assert_eq!(token.expose(), "5Aep-first");
        let opened = vault
            .open_refresh_intent(organization, generation, minute(2))
            .await;
        opened.expect("written");
        let completed = vault.complete_refresh(CompletedRefresh {
            organization,
            spent_generation: generation,
            refresh_token: Some(Secret::new("5Aep-second")),
            instance_url: "https://tallowstreet.my.salesforce.com".to_owned(),
            obtained: minute(3),
        });
        completed.await.expect("stored");
    });
    let (token, generation) =
        block_on(vault(folder.path()).refresh_token(organization)).expect("opened");
    assert_eq!((token.expose(), generation), ("5Aep-second", 2));
    assert_eq!(keys(&desktop()), 1, "one key for everything");
    inner.done();
}

#[test]
fn without_a_bus_nothing_is_kept_and_the_answer_is_quick() {
    run_in(World::NoBus, "inner_no_key_store");
}

#[test]
fn without_a_default_collection_nothing_is_kept_and_the_answer_is_quick() {
    run_in(World::NoCollection, "inner_no_key_store");
}

#[test]
fn inner_no_key_store() {
    let Some(inner) = inner() else { return };
    let folder = tempfile::tempdir().expect("temporary folder");
    let organization = OrganizationId::random();
    block_on(async {
        let vault = vault(folder.path());
        let begun = Instant::now();
        assert_eq!(
            vault.seal_state().await.expect("asked"),
            SealState::NoKeyStore { sealed: false }
        );
        let answer = vault.begin_login(login(organization, "state-1")).await;
        assert!(matches!(answer, Err(VaultError::NoKeyStore)), "{answer:?}");
        assert!(
            begun.elapsed() < DEFAULT_TIME_LIMIT,
            "nothing waited for a time limit"
        );
        let waiting = vault.pending_logins(minute(1)).await;
        assert_eq!(waiting.expect("read"), []);
        vault.hold_for_session().await.expect("a person chose it");
        let answer = vault.begin_login(login(organization, "state-2")).await;
        answer.expect("sealed with the key in memory");
        let state = vault.seal_state().await.expect("asked");
        assert_eq!(state, SealState::HeldForSession);
    });
    inner.done();
}

#[test]
fn a_locked_collection_keeps_the_vault_shut_and_changes_nothing() {
    run_in(World::Unlocked, "inner_locked");
}

#[test]
fn inner_locked() {
    let Some(inner) = inner() else { return };
    let folder = tempfile::tempdir().expect("temporary folder");
    let organization = block_on(async { connected(&vault(folder.path()), "5Aep-first").await });
    let desktop = desktop();
    let collection = desktop.get_default_collection().expect("login collection");
    collection.lock().expect("locked");
    block_on(async {
        let vault = vault(folder.path());
        let begun = Instant::now();
        assert_eq!(
            vault.seal_state().await.expect("asked"),
            SealState::KeyStoreLocked
        );
        let opened = vault.refresh_token(organization).await;
        assert!(
            matches!(opened, Err(VaultError::KeyStoreLocked)),
            "{opened:?}"
        );
        let answer = vault.begin_login(login(organization, "state-1")).await;
        assert!(
            matches!(answer, Err(VaultError::KeyStoreLocked)),
            "{answer:?}"
        );
        assert!(
            begun.elapsed() < 3 * DEFAULT_TIME_LIMIT,
            "each within its time limit"
        );
    });
    assert!(collection.is_locked().expect("asked"));
    assert_eq!(keys(&desktop), 1);
    inner.done();
}

#[test]
fn a_key_deleted_in_the_desktops_own_tool_is_lost_and_nothing_takes_its_place() {
    run_in(World::Unlocked, "inner_key_deleted");
}

#[test]
fn inner_key_deleted() {
    let Some(inner) = inner() else { return };
    let folder = tempfile::tempdir().expect("temporary folder");
    let organization = block_on(async { connected(&vault(folder.path()), "5Aep-first").await });
    let desktop = desktop();
    let attributes = HashMap::from([("service", SERVICE), ("username", DATA_KEY_NAME)]);
    let found = desktop.search_items(attributes).expect("searched");
    for item in &found.unlocked {
        item.delete().expect("deleted");
    }
    assert_eq!(keys(&desktop), 0);
    block_on(async {
        let vault = vault(folder.path());
        assert_eq!(vault.seal_state().await.expect("asked"), SealState::KeyLost);
        let opened = vault.refresh_token(organization).await;
        assert!(matches!(opened, Err(VaultError::KeyLost)), "{opened:?}");
        let answer = vault.begin_login(login(organization, "state-1")).await;
        assert!(matches!(answer, Err(VaultError::KeyLost)), "{answer:?}");
    });
    assert_eq!(keys(&desktop), 0, "no other key took its place");
    block_on(async {
        let vault = vault(folder.path());
        vault
            .replace_lost_key()
            .await
            .expect("a person asked for it");
        assert_eq!(vault.seal_state().await.expect("asked"), SealState::Ready);
        let stored = vault
            .store_connection(new_connection(organization, "5Aep-new"))
            .await;
        assert!(stored.expect("stored").is_none());
    });
    assert_eq!(keys(&desktop), 1);
    inner.done();
}
