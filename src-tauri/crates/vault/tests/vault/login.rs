//! Waiting logins and their callbacks.

use crate::support::{Mood, Place, begin, login, minute};
use lpc_core::environment::Environment::{Production, Sandbox};
use lpc_core::login::CallbackRefusal::{
    Canceled, Late, Replayed, Superseded, Unknown, WrongEnvironment,
};
use lpc_core::login::{CallbackRefusal, ConsumedLogin, LoginPurpose};
use lpc_core::organization::OrganizationId;
use lpc_core::port::vault::{Vault, VaultError};
use lpc_core::secret::Secret;
use lpc_vault::SqliteVault;
use std::sync::Arc;

async fn consume(
    vault: &SqliteVault,
    state: &str,
    minutes: i64,
) -> Result<ConsumedLogin, CallbackRefusal> {
    vault
        .consume_login(&Secret::new(state), Production, minute(minutes))
        .await
        .expect("the vault works")
}

#[tokio::test]
async fn a_waiting_login_survives_a_restart_and_is_consumed_once() {
    let place = Place::new();
    let organization = OrganizationId::random();
    let begun = login(organization, "state-1");
    place
        .vault()
        .begin_login(begun.clone())
        .await
        .expect("begun");

    let vault = place.vault();
    let waiting = vault.pending_logins(minute(9)).await;
    let waiting = waiting.expect("read").remove(0);
    assert_eq!(waiting.environment, Production);
    assert_eq!(waiting.client_id, begun.login.client_id);
    assert_eq!(waiting.login_origin, begun.login.login_origin);
    assert_eq!((waiting.started, waiting.expires), (minute(0), minute(10)));

    let consumed = consume(&vault, "state-1", 9).await.expect("consumed");
    assert_eq!(consumed.login, waiting);
    assert_eq!(consumed.verifier.expose(), "verifier-of-state-1");
    assert_eq!(consume(&vault, "state-1", 9).await.err(), Some(Replayed));
    let after = vault.pending_logins(minute(9)).await;
    assert_eq!(after.expect("read"), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_twenty_equal_callbacks_on_several_handles_exactly_one_gets_the_login() {
    let place = Place::new();
    let handles: Vec<_> = (0..4).map(|_| Arc::new(place.vault())).collect();
    let begun = login(OrganizationId::random(), "state-1");
    handles[0].begin_login(begun).await.expect("begun");
    let callbacks: Vec<_> = (0..20)
        .map(|number| {
            let vault = Arc::clone(&handles[number % handles.len()]);
            tokio::spawn(async move { consume(&vault, "state-1", 1).await })
        })
        .collect();
    let mut winners = 0;
    for callback in callbacks {
        match callback.await.expect("no panic") {
            Ok(consumed) => {
                assert_eq!(consumed.verifier.expose(), "verifier-of-state-1");
                winners += 1;
            }
            Err(refusal) => assert_eq!(refusal, Replayed),
        }
    }
    assert_eq!(winners, 1);
}

#[tokio::test]
async fn a_state_that_was_never_issued_is_unknown_and_asks_no_key_store() {
    let place = Place::new();
    let vault = place.vault();
    place.key_store.turn(Mood::Locked);
    assert_eq!(consume(&vault, "foreign", 1).await.err(), Some(Unknown));
    assert_eq!(
        place.key_store.prompts(),
        0,
        "a foreign callback made nobody unlock anything"
    );
}

#[tokio::test]
async fn a_callback_after_the_end_is_late_to_the_instant() {
    let place = Place::new();
    let vault = place.vault();
    let organization = OrganizationId::random();
    begin(&vault, organization, "state-1").await;
    let waiting = vault.pending_logins(minute(10)).await;
    assert_eq!(
        waiting.expect("read"),
        [],
        "it ends at its end, not after it"
    );
    assert_eq!(consume(&vault, "state-1", 10).await.err(), Some(Late));
    assert_eq!(
        consume(&vault, "state-1", 1).await.err(),
        Some(Late),
        "what expired is gone"
    );
}

#[tokio::test]
async fn an_extended_login_is_consumed_until_its_new_end() {
    let place = Place::new();
    let vault = place.vault();
    let organization = OrganizationId::random();
    begin(&vault, organization, "state-1").await;
    let extended = vault
        .extend_login(organization, minute(19), minute(9))
        .await;
    assert!(extended.expect("written"));
    let waiting = vault.pending_logins(minute(18)).await;
    assert_eq!(waiting.expect("read")[0].expires, minute(19));
    assert!(consume(&vault, "state-1", 18).await.is_ok());
}

#[tokio::test]
async fn a_login_that_ended_is_not_extended_and_not_cancelled() {
    let place = Place::new();
    let vault = place.vault();
    let organization = OrganizationId::random();
    let extend = |now| vault.extend_login(organization, minute(60), minute(now));
    assert!(!extend(0).await.expect("written"), "none was begun");
    begin(&vault, organization, "state-1").await;
    assert!(!extend(10).await.expect("written"), "it has expired");
    assert!(!vault.cancel_login(organization).await.expect("written"));
}

#[tokio::test]
async fn a_canceled_login_is_unknown() {
    let place = Place::new();
    let vault = place.vault();
    let organization = OrganizationId::random();
    begin(&vault, organization, "state-1").await;
    assert!(vault.cancel_login(organization).await.expect("written"));
    assert!(!vault.cancel_login(organization).await.expect("written"));
    assert_eq!(consume(&vault, "state-1", 1).await.err(), Some(Canceled));
}

#[tokio::test]
async fn a_newer_login_supersedes_the_older_one_of_its_organization_only() {
    let place = Place::new();
    let vault = place.vault();
    let organization = OrganizationId::random();
    begin(&vault, organization, "first").await;
    begin(&vault, organization, "second").await;
    let other = login(OrganizationId::random(), "other");
    vault.begin_login(other).await.expect("begun");
    assert_eq!(consume(&vault, "first", 1).await.err(), Some(Superseded));
    assert!(consume(&vault, "second", 1).await.is_ok());
    assert!(consume(&vault, "other", 1).await.is_ok());
}

#[tokio::test]
async fn a_callback_to_the_other_environment_is_refused_and_the_login_keeps_waiting() {
    let place = Place::new();
    let vault = place.vault();
    begin(&vault, OrganizationId::random(), "state-1").await;
    let refused = vault
        .consume_login(&Secret::new("state-1"), Sandbox, minute(1))
        .await
        .expect("the vault works");
    assert_eq!(refused.err(), Some(WrongEnvironment));
    assert!(consume(&vault, "state-1", 1).await.is_ok());
}

#[tokio::test]
async fn a_login_is_not_burnt_while_the_key_store_is_locked() {
    let place = Place::new();
    let begun = login(OrganizationId::random(), "state-1");
    place.vault().begin_login(begun).await.expect("begun");
    let vault = place.vault();
    place.key_store.turn(Mood::Locked);
    let refused = vault
        .consume_login(&Secret::new("state-1"), Production, minute(1))
        .await;
    assert!(
        matches!(refused, Err(VaultError::KeyStoreLocked)),
        "{refused:?}"
    );
    place.key_store.turn(Mood::Open);
    assert!(consume(&vault, "state-1", 1).await.is_ok());
}

#[tokio::test]
async fn a_login_that_ended_keeps_no_verifier_and_is_forgotten_after_a_day() {
    let place = Place::new();
    let vault = place.vault();
    let organization = OrganizationId::random();
    for state in ["superseded", "consumed"] {
        begin(&vault, organization, state).await;
    }
    consume(&vault, "consumed", 1).await.expect("consumed");
    begin(&vault, organization, "cancelled").await;
    vault.cancel_login(organization).await.expect("written");
    begin(&vault, organization, "expired").await;
    vault.pending_logins(minute(10)).await.expect("swept");

    let rows = |condition: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM pending_login WHERE {condition}");
        place
            .sql()
            .query_row(&sql, [], |row| row.get(0))
            .expect("counted")
    };
    assert_eq!(rows("verifier IS NULL"), 4);
    let day = 24 * 60;
    vault.pending_logins(minute(9 + day)).await.expect("swept");
    assert_eq!(rows("true"), 4);
    assert_eq!(
        consume(&vault, "consumed", 9 + day).await.err(),
        Some(Replayed)
    );
    vault.pending_logins(minute(10 + day)).await.expect("swept");
    assert_eq!(rows("true"), 0);
    assert_eq!(
        consume(&vault, "consumed", 10 + day).await.err(),
        Some(Unknown)
    );
}

#[tokio::test]
async fn a_verifier_moved_to_another_login_does_not_open() {
    let place = Place::new();
    let vault = place.vault();
    let mut sandbox = login(OrganizationId::random(), "second");
    sandbox.login.environment = Sandbox;
    begin(&vault, OrganizationId::random(), "first").await;
    vault.begin_login(sandbox).await.expect("begun");
    place
        .sql()
        .execute(
            "UPDATE pending_login SET verifier = (SELECT verifier FROM pending_login
             WHERE environment = 'sandbox')",
            [],
        )
        .expect("moved");
    let moved = vault
        .consume_login(&Secret::new("first"), Production, minute(1))
        .await;
    assert!(matches!(moved, Err(VaultError::KeyLost)), "{moved:?}");
}

#[tokio::test]
async fn what_a_login_is_for_and_whose_it_was_are_remembered() {
    let place = Place::new();
    let vault = place.vault();
    let organization = OrganizationId::random();
    let mut change = login(organization, "change");
    change.login.purpose = LoginPurpose::Change;
    vault.begin_login(change).await.expect("begun");
    let waiting = vault
        .pending_logins(minute(1))
        .await
        .expect("read")
        .remove(0);
    assert_eq!(waiting.purpose, LoginPurpose::Change);
    let consumed = consume(&vault, "change", 1).await.expect("consumed");
    assert_eq!(consumed.login.purpose, LoginPurpose::Change);
    let owner = |state: &'static str| {
        let vault = &vault;
        async move {
            let state = lpc_core::secret::Secret::new(state);
            vault.login_owner(&state).await.expect("read")
        }
    };
    assert_eq!(owner("change").await, Some(organization));
    assert_eq!(owner("never issued").await, None);
}
