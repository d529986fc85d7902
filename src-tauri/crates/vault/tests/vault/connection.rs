//! Connections, their tokens, and refreshes.

use crate::support::{Place, connected, intend, minute, new_connection, row};
use lpc_core::connection::{ConnectionFault, FaultKind};
use lpc_core::environment::Environment;
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::organization::OrganizationId;
use lpc_core::port::vault::{CompletedRefresh, Vault, VaultError};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::secret::Secret;
use lpc_vault::SqliteVault;

fn fault() -> ConnectionFault {
    ConnectionFault {
        kind: FaultKind::Lost,
        fault: Fault::new(
            FaultCode::TokenExpired,
            "invalid_grant: expired access/refresh token",
        ),
        since: minute(5),
    }
}

async fn set_fault(vault: &SqliteVault, organization: OrganizationId) {
    let set = vault.set_fault(organization, Some(fault())).await;
    set.expect("written");
}

fn refreshed(organization: OrganizationId, spent: u64, token: Option<&str>) -> CompletedRefresh {
    CompletedRefresh {
        organization,
        spent_generation: spent,
        refresh_token: token.map(Secret::new),
        instance_url: "https://tallowstreet2.my.salesforce.com".to_owned(),
        obtained: minute(30),
    }
}

async fn token(vault: &SqliteVault, organization: OrganizationId) -> (String, u64) {
    let (token, generation) = vault.refresh_token(organization).await.expect("opened");
    (token.expose().to_owned(), generation)
}

#[tokio::test]
async fn a_stored_connection_survives_a_restart_as_it_was() {
    let place = Place::new();
    let organization = OrganizationId::random();
    let new = new_connection(organization, "5Aep-first");
    let superseded = place
        .vault()
        .store_connection(new.clone())
        .await
        .expect("stored");
    assert!(superseded.is_none());

    let vault = place.vault();
    let stored = row(&vault, organization).await;
    let all = vault.connections().await.expect("read");
    assert_eq!(all, std::slice::from_ref(&stored));
    assert_eq!(stored.environment, Environment::Production);
    assert_eq!(stored.client_id, new.client_id);
    assert_eq!(stored.login_origin, new.login_origin);
    assert_eq!(stored.instance_url, new.instance_url);
    assert_eq!(stored.account, new.account);
    assert_eq!(stored.generation, 1);
    assert_eq!(
        (stored.connected_since, stored.last_refresh),
        (minute(0), minute(0))
    );
    assert!(!stored.rotated && !stored.refresh_unfinished && stored.fault.is_none());
    assert_eq!(
        token(&vault, organization).await,
        ("5Aep-first".to_owned(), 1)
    );
    let other = vault.connection(OrganizationId::random()).await;
    assert_eq!(other.expect("read"), None);
}

#[tokio::test]
async fn a_newer_login_answers_the_token_that_it_supersedes_and_clears_fault_and_intent() {
    let place = Place::new();
    let vault = place.vault();
    let organization = connected(&vault, "5Aep-first").await;
    set_fault(&vault, organization).await;
    intend(&vault, organization, 1).await;

    let mut again = new_connection(organization, "5Aep-second");
    again.obtained = minute(7);
    let superseded = vault.store_connection(again.clone()).await.expect("stored");
    assert_eq!(superseded.expect("the older token").expose(), "5Aep-first");
    let stored = row(&vault, organization).await;
    assert!(stored.fault.is_none() && !stored.refresh_unfinished);
    assert_eq!(
        stored.connected_since,
        minute(0),
        "the same account stays connected"
    );
    assert_eq!(stored.last_refresh, minute(7));
    assert_eq!(
        token(&vault, organization).await,
        ("5Aep-second".to_owned(), 2)
    );

    again.account.user_id = SalesforceId::parse("005xx000001SwiV").expect("an id");
    again.obtained = minute(8);
    vault.store_connection(again).await.expect("stored");
    let stored = row(&vault, organization).await;
    assert_eq!(
        stored.connected_since,
        minute(8),
        "another account begins anew"
    );
    assert_eq!(stored.generation, 3);
}

#[tokio::test]
async fn a_fault_is_recorded_and_cleared() {
    let place = Place::new();
    let vault = place.vault();
    let organization = connected(&vault, "5Aep-first").await;
    set_fault(&vault, organization).await;
    let stored = place.vault().connection(organization).await.expect("read");
    assert_eq!(stored.expect("there").fault, Some(fault()));
    vault.set_fault(organization, None).await.expect("written");
    let stored = vault.connection(organization).await.expect("read");
    assert_eq!(stored.expect("there").fault, None);
}

#[tokio::test]
async fn without_a_connection_nothing_can_be_refreshed_or_at_fault() {
    let place = Place::new();
    let vault = place.vault();
    connected(&vault, "5Aep-other").await;
    let nobody = OrganizationId::random();
    let answers = [
        vault.refresh_token(nobody).await.map(drop),
        vault.set_fault(nobody, Some(fault())).await,
        vault.open_refresh_intent(nobody, 1, minute(0)).await,
        vault
            .complete_refresh(refreshed(nobody, 1, None))
            .await
            .map(drop),
    ];
    for answer in answers {
        assert!(
            matches!(answer, Err(VaultError::NoConnection)),
            "{answer:?}"
        );
    }
    vault
        .close_refresh_intent(nobody)
        .await
        .expect("nothing to close");
}

#[tokio::test]
async fn a_rotating_refresh_replaces_the_token_and_grows_the_generation() {
    let place = Place::new();
    let vault = place.vault();
    let organization = connected(&vault, "5Aep-first").await;
    intend(&vault, organization, 1).await;
    set_fault(&vault, organization).await;
    let unfinished = place.vault().connection(organization).await.expect("read");
    assert!(
        unfinished.expect("there").refresh_unfinished,
        "seen after a crash, too"
    );

    let completed = refreshed(organization, 1, Some("5Aep-second"));
    assert_eq!(vault.complete_refresh(completed).await.expect("stored"), 2);
    let stored = row(&vault, organization).await;
    assert!(stored.rotated && !stored.refresh_unfinished && stored.fault.is_none());
    assert_eq!(stored.last_refresh, minute(30));
    assert_eq!(stored.connected_since, minute(0));
    assert_eq!(
        stored.instance_url,
        "https://tallowstreet2.my.salesforce.com"
    );
    assert_eq!(
        token(&place.vault(), organization).await,
        ("5Aep-second".to_owned(), 2)
    );
}

#[tokio::test]
async fn a_refresh_without_a_new_token_keeps_the_old_one_under_the_new_generation() {
    let place = Place::new();
    let vault = place.vault();
    let organization = connected(&vault, "5Aep-first").await;
    for spent in 1..4 {
        intend(&vault, organization, spent).await;
        let completed = vault
            .complete_refresh(refreshed(organization, spent, None))
            .await;
        assert_eq!(completed.expect("stored"), spent + 1);
    }
    let stored = row(&vault, organization).await;
    assert!(!stored.rotated);
    assert_eq!(
        token(&vault, organization).await,
        ("5Aep-first".to_owned(), 4)
    );
}

#[tokio::test]
async fn a_refresh_of_a_spent_generation_changes_nothing() {
    let place = Place::new();
    let vault = place.vault();
    let organization = connected(&vault, "5Aep-first").await;
    let first = refreshed(organization, 1, Some("5Aep-second"));
    vault.complete_refresh(first.clone()).await.expect("stored");
    intend(&vault, organization, 2).await;
    let late = refreshed(organization, 1, Some("5Aep-late"));
    let answer = vault.complete_refresh(late).await;
    assert!(
        matches!(answer, Err(VaultError::GenerationChanged)),
        "{answer:?}"
    );
    let intent = vault.open_refresh_intent(organization, 1, minute(32)).await;
    assert!(
        matches!(intent, Err(VaultError::GenerationChanged)),
        "{intent:?}"
    );
    assert_eq!(
        token(&vault, organization).await,
        ("5Aep-second".to_owned(), 2)
    );
    let stored = row(&vault, organization).await;
    assert!(
        stored.refresh_unfinished,
        "the intent of the other refresh stays open"
    );
}

#[tokio::test]
async fn an_intent_is_opened_again_after_a_crash_and_closed_after_a_harmless_failure() {
    let place = Place::new();
    let vault = place.vault();
    let organization = connected(&vault, "5Aep-first").await;
    for started in [1, 2] {
        let opened = vault
            .open_refresh_intent(organization, 1, minute(started))
            .await;
        opened.expect("written");
    }
    let (generation, process, dummy): (i64, u32, i64) = place
        .sql()
        .query_row(
            "SELECT generation, process, length(dummy) FROM refresh_intent",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .expect("one row");
    assert_eq!((generation, process), (1, std::process::id()));
    assert!(dummy >= 256, "as large as a new token: {dummy}");
    vault
        .close_refresh_intent(organization)
        .await
        .expect("written");
    let stored = row(&vault, organization).await;
    assert!(!stored.refresh_unfinished);
    assert_eq!(
        token(&vault, organization).await,
        ("5Aep-first".to_owned(), 1)
    );
}

#[tokio::test]
async fn one_refresh_at_a_time_over_all_handles_and_none_waits_for_another_organization() {
    let place = Place::new();
    let (vault, other) = (place.vault(), place.vault());
    let organization = OrganizationId::random();
    let held = vault.lock_refresh(organization).await.expect("free");
    other
        .lock_refresh(OrganizationId::random())
        .await
        .expect("another organization is free");

    let path = place.path(&format!("conn-{organization}.lock"));
    let file = std::fs::File::open(path).expect("the lock's file");
    let taken = file.try_lock();
    assert!(
        matches!(taken, Err(std::fs::TryLockError::WouldBlock)),
        "{taken:?}"
    );

    let mut waiting = tokio::spawn(async move { other.lock_refresh(organization).await });
    tokio::select! {
        biased;
        _ = &mut waiting => panic!("the lock is held"),
        () = tokio::task::yield_now() => {}
    }
    drop(held);
    waiting.await.expect("no panic").expect("free again");
}

#[tokio::test]
async fn a_wait_for_the_lock_that_is_given_up_does_not_keep_it() {
    let place = Place::new();
    let (vault, other) = (place.vault(), place.vault());
    let organization = OrganizationId::random();
    let held = vault.lock_refresh(organization).await.expect("free");
    let waiting = tokio::spawn(async move { other.lock_refresh(organization).await.map(drop) });
    tokio::task::yield_now().await;
    waiting.abort();
    drop(held);
    vault
        .lock_refresh(organization)
        .await
        .expect("nobody keeps it");
}

#[tokio::test]
async fn tokens_swapped_between_organizations_do_not_open() {
    let place = Place::new();
    let vault = place.vault();
    let first = connected(&vault, "5Aep-first").await;
    let second = connected(&vault, "5Aep-second").await;
    let sql = place.sql();
    sql.execute_batch(
        "CREATE TEMP TABLE before AS SELECT organization, refresh_token FROM connection;
         UPDATE connection SET refresh_token = (
             SELECT refresh_token FROM before WHERE organization <> connection.organization)",
    )
    .expect("swapped");
    for organization in [first, second] {
        let opened = vault.refresh_token(organization).await;
        assert!(matches!(opened, Err(VaultError::KeyLost)), "{opened:?}");
        let spent = vault.open_refresh_intent(organization, 1, minute(1)).await;
        assert!(matches!(spent, Err(VaultError::KeyLost)), "{spent:?}");
    }
    let again = vault
        .store_connection(new_connection(first, "5Aep-third"))
        .await;
    assert!(
        again.expect("stored").is_none(),
        "what does not open cannot be revoked"
    );
    assert_eq!(token(&vault, first).await, ("5Aep-third".to_owned(), 2));
}

#[tokio::test]
async fn a_row_changed_around_its_token_does_not_open() {
    let place = Place::new();
    let vault = place.vault();
    let organization = connected(&vault, "5Aep-first").await;
    for (column, value) in [
        ("generation", "2"),
        ("environment", "sandbox"),
        ("login_origin", "https://evil.my.salesforce.com"),
        ("client_id", "another client"),
    ] {
        let sql = format!("SELECT CAST({column} AS TEXT) FROM connection");
        let before: String = place
            .sql()
            .query_row(&sql, [], |row| row.get(0))
            .expect("read");
        let sql = format!("UPDATE connection SET {column} = ?1");
        place.sql().execute(&sql, [value]).expect("changed");
        let opened = vault.refresh_token(organization).await;
        assert!(
            matches!(opened, Err(VaultError::KeyLost)),
            "{column}: {opened:?}"
        );
        place.sql().execute(&sql, [&before]).expect("changed back");
    }
    assert_eq!(
        token(&vault, organization).await,
        ("5Aep-first".to_owned(), 1)
    );
}

#[tokio::test]
async fn an_older_generation_put_back_does_not_open() {
    let place = Place::new();
    let vault = place.vault();
    let organization = connected(&vault, "5Aep-first").await;
    let older: Vec<u8> = place
        .sql()
        .query_row("SELECT refresh_token FROM connection", [], |row| row.get(0))
        .expect("read");
    let completed = refreshed(organization, 1, Some("5Aep-second"));
    vault.complete_refresh(completed).await.expect("stored");
    place
        .sql()
        .execute("UPDATE connection SET refresh_token = ?1", [older])
        .expect("put back");
    let opened = vault.refresh_token(organization).await;
    assert!(matches!(opened, Err(VaultError::KeyLost)), "{opened:?}");
}

#[tokio::test]
async fn a_forgotten_connection_is_gone_with_its_token_and_its_intent() {
    let place = Place::new();
    let vault = place.vault();
    let organization = OrganizationId::random();
    vault
        .store_connection(new_connection(organization, "5Aep-forgotten"))
        .await
        .expect("stored");
    vault
        .open_refresh_intent(organization, 1, minute(1))
        .await
        .expect("opened");
    assert!(
        vault
            .forget_connection(organization)
            .await
            .expect("written")
    );
    assert!(
        !vault
            .forget_connection(organization)
            .await
            .expect("written")
    );
    assert_eq!(vault.connection(organization).await.expect("read"), None);
    let token = vault.refresh_token(organization).await;
    assert!(matches!(token, Err(VaultError::NoConnection)));
}
