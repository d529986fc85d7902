//! The data key: made once, kept, lost, replaced.

use crate::support::{Mood, Place, begin, connected, intend, login, minute, new_connection};
use lpc_core::environment::Environment;
use lpc_core::organization::OrganizationId;
use lpc_core::port::vault::{CompletedRefresh, SealState, Vault, VaultError};
use lpc_core::secret::Secret;

#[tokio::test]
async fn nothing_is_made_before_something_is_sealed() {
    let place = Place::new();
    let vault = place.vault();
    assert_eq!(vault.seal_state().await.expect("asked"), SealState::Ready);
    assert_eq!(place.key_store.entry(), None);
    let organization = OrganizationId::random();
    begin(&vault, organization, "state-1").await;
    let entry = place.key_store.entry().expect("made");
    assert!(entry.starts_with("v1:"), "the format has a version");
    connected(&vault, "5Aep-first").await;
    connected(&place.vault(), "5Aep-second").await;
    assert_eq!(place.key_store.entry(), Some(entry));
    assert_eq!(place.key_store.writes(), 1, "the key is written once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_handles_that_seal_at_once_make_one_key() {
    let place = Place::new();
    let tasks: Vec<_> = (0..8)
        .map(|number| {
            let vault = place.vault();
            tokio::spawn(async move {
                let organization = connected(&vault, &format!("5Aep-{number}")).await;
                (organization, format!("5Aep-{number}"))
            })
        })
        .collect();
    let vault = place.vault();
    for task in tasks {
        let (organization, expected) = task.await.expect("no panic");
        let (token, _) = vault.refresh_token(organization).await.expect("opened");
        assert_eq!(token.expose(), expected);
    }
    assert_eq!(place.key_store.writes(), 1);
    let unguarded = place.key_store.writes_without_lock();
    assert_eq!(
        unguarded, 0,
        "another process could have made a key at the same time"
    );
}

#[tokio::test]
async fn the_state_names_what_is_wrong_with_the_key_store_and_asks_nobody() {
    let place = Place::new();
    let organization = connected(&place.vault(), "5Aep-first").await;
    for (mood, state) in [
        (Mood::Open, SealState::Ready),
        (Mood::Locked, SealState::KeyStoreLocked),
        (Mood::Denying, SealState::KeyStoreLocked),
        (Mood::Gone, SealState::NoKeyStore { sealed: true }),
    ] {
        place.key_store.turn(mood);
        let vault = place.vault();
        assert_eq!(vault.seal_state().await.expect("asked"), state, "{mood:?}");
        assert_eq!(place.key_store.prompts(), 0, "{mood:?}");
    }
    let opened = place.vault().refresh_token(organization).await;
    assert!(matches!(opened, Err(VaultError::NoKeyStore)), "{opened:?}");
    assert_eq!(
        place.key_store.prompts(),
        1,
        "whoever needs the key may be asked"
    );
}

#[tokio::test]
async fn without_a_key_store_nothing_secret_is_written() {
    let place = Place::new();
    let vault = place.vault();
    for (mood, expected) in [
        (Mood::Gone, "offers no key store"),
        (Mood::Locked, "is locked"),
        (Mood::Denying, "is locked"),
        (Mood::Forgetful, "offers no key store"),
    ] {
        place.key_store.turn(mood);
        let organization = OrganizationId::random();
        let begun = vault.begin_login(login(organization, "state-1")).await;
        let stored = vault
            .store_connection(new_connection(organization, "5Aep"))
            .await;
        for error in [begun.expect_err("refused"), stored.expect_err("refused")] {
            assert!(error.to_string().contains(expected), "{mood:?}: {error}");
        }
    }
    let rows: i64 = place
        .sql()
        .query_row(
            "SELECT (SELECT count(*) FROM connection) + (SELECT count(*) FROM pending_login)",
            [],
            |row| row.get(0),
        )
        .expect("counted");
    assert_eq!(rows, 0);
}

#[tokio::test]
async fn a_key_store_that_is_locked_later_does_not_stop_what_has_the_key() {
    let place = Place::new();
    let vault = place.vault();
    let organization = connected(&vault, "5Aep-first").await;
    for mood in [Mood::Locked, Mood::Gone] {
        place.key_store.turn(mood);
        assert_eq!(vault.seal_state().await.expect("asked"), SealState::Ready);
        assert!(vault.refresh_token(organization).await.is_ok());
        let begun = vault
            .begin_login(login(organization, &format!("{mood:?}")))
            .await;
        begun.expect("sealed with the key in memory");
    }
    assert_eq!(place.key_store.prompts(), 0);
}

#[tokio::test]
async fn a_key_that_is_gone_is_lost_and_nothing_is_overwritten() {
    let place = Place::new();
    let running = place.vault();
    let organization = connected(&running, "5Aep-first").await;
    let sealed = |place: &Place| -> Vec<u8> {
        let sql = "SELECT refresh_token FROM connection";
        place
            .sql()
            .query_row(sql, [], |row| row.get(0))
            .expect("read")
    };
    let before = sealed(&place);
    let key = place.key_store.remove().expect("there was a key");

    // Both a vault that still has the key in memory and one that never had it.
    for vault in [running, place.vault()] {
        assert_eq!(vault.seal_state().await.expect("asked"), SealState::KeyLost);
        let answers = [
            vault.refresh_token(organization).await.map(drop),
            vault.open_refresh_intent(organization, 1, minute(1)).await,
            vault.begin_login(login(organization, "state-1")).await,
            vault
                .store_connection(new_connection(organization, "5Aep-x"))
                .await
                .map(drop),
        ];
        for answer in answers {
            assert!(matches!(answer, Err(VaultError::KeyLost)), "{answer:?}");
        }
        assert!(
            vault
                .connection(organization)
                .await
                .expect("read")
                .is_some()
        );
    }
    assert_eq!(place.key_store.entry(), None, "no other key took its place");
    assert_eq!(place.key_store.writes(), 1);
    assert_eq!(sealed(&place), before);

    place.key_store.put(&key);
    let vault = place.vault();
    assert_eq!(vault.seal_state().await.expect("asked"), SealState::Ready);
    let (token, _) = vault
        .refresh_token(organization)
        .await
        .expect("opened again");
    assert_eq!(token.expose(), "5Aep-first");
}

#[tokio::test]
async fn a_refresh_under_way_is_completed_although_the_key_is_gone() {
    let place = Place::new();
    let vault = place.vault();
    let organization = connected(&vault, "5Aep-first").await;
    intend(&vault, organization, 1).await;
    place.key_store.remove();
    let completed = vault
        .complete_refresh(CompletedRefresh {
            organization,
            spent_generation: 1,
            refresh_token: Some(Secret::new("5Aep-second")),
            instance_url: "https://tallowstreet.my.salesforce.com".to_owned(),
            obtained: minute(2),
        })
        .await;
    assert_eq!(completed.expect("a spent token must not be lost"), 2);
    // Emptied by mistake: the person asks for a way out, and the key in memory is put back.
    vault.replace_lost_key().await.expect("put back");
    let (token, _) = place
        .vault()
        .refresh_token(organization)
        .await
        .expect("opened");
    assert_eq!(token.expose(), "5Aep-second");
}

#[tokio::test]
async fn a_store_that_knows_nothing_for_a_moment_loses_nothing_that_it_once_gave() {
    let place = Place::new();
    let vault = place.vault();
    let organization = connected(&vault, "5Aep-first").await;
    place.key_store.turn(Mood::Busy);
    assert_eq!(vault.seal_state().await.expect("asked"), SealState::Ready);
    place.key_store.turn(Mood::Busy);
    let token = vault.refresh_token(organization).await.expect("opened");
    assert_eq!(token.0.expose(), "5Aep-first");
}

#[tokio::test]
async fn another_key_in_the_store_is_no_key_and_is_not_overwritten() {
    let place = Place::new();
    let organization = connected(&place.vault(), "5Aep-first").await;
    let foreign = Place::new();
    connected(&foreign.vault(), "5Aep-foreign").await;
    let other_key = foreign.key_store.entry().expect("made");
    for entry in [other_key.as_str(), "not a key at all"] {
        place.key_store.put(entry);
        let vault = place.vault();
        assert_eq!(vault.seal_state().await.expect("asked"), SealState::KeyLost);
        let opened = vault.refresh_token(organization).await;
        assert!(matches!(opened, Err(VaultError::KeyLost)), "{opened:?}");
        let begun = vault.begin_login(login(organization, "state-1")).await;
        assert!(matches!(begun, Err(VaultError::KeyLost)), "{begun:?}");
        assert_eq!(place.key_store.entry().as_deref(), Some(entry));
    }
}

#[tokio::test]
async fn after_the_key_was_replaced_a_login_heals_its_organization_and_the_others_stay_lost() {
    let place = Place::new();
    let (first, second) = {
        let vault = place.vault();
        (
            connected(&vault, "5Aep-first").await,
            connected(&vault, "5Aep-second").await,
        )
    };
    let lost = place.key_store.remove().expect("there was a key");
    let vault = place.vault();
    vault.replace_lost_key().await.expect("replaced");
    assert_ne!(place.key_store.entry(), Some(lost));
    assert_eq!(vault.seal_state().await.expect("asked"), SealState::Ready);

    begin(&vault, first, "state-1").await;
    let consumed = vault
        .consume_login(&Secret::new("state-1"), Environment::Production, minute(1))
        .await;
    assert!(consumed.expect("the vault works").is_ok());
    let superseded = vault
        .store_connection(new_connection(first, "5Aep-new"))
        .await;
    assert!(
        superseded.expect("stored").is_none(),
        "the older one cannot be opened"
    );
    let (token, generation) = vault.refresh_token(first).await.expect("opened");
    assert_eq!((token.expose(), generation), ("5Aep-new", 2));
    let other = vault.refresh_token(second).await;
    assert!(matches!(other, Err(VaultError::KeyLost)), "{other:?}");
}

#[tokio::test]
async fn replacing_does_nothing_unless_the_key_is_lost() {
    let place = Place::new();
    let vault = place.vault();
    vault.replace_lost_key().await.expect("nothing to do");
    assert_eq!(place.key_store.entry(), None, "nothing was sealed");
    let organization = connected(&vault, "5Aep-first").await;
    let entry = place.key_store.entry();
    place
        .vault()
        .replace_lost_key()
        .await
        .expect("nothing to do");
    assert_eq!(place.key_store.entry(), entry);
    for (mood, name) in [(Mood::Locked, "locked"), (Mood::Gone, "no key store")] {
        place.key_store.turn(mood);
        let refused = place.vault().replace_lost_key().await.expect_err(name);
        assert!(refused.to_string().contains(name), "{refused}");
    }
    place.key_store.turn(Mood::Open);
    assert_eq!(place.key_store.entry(), entry);
    assert!(place.vault().refresh_token(organization).await.is_ok());
}

#[tokio::test]
async fn the_key_of_an_emptied_store_is_put_back_while_only_a_login_waits() {
    let place = Place::new();
    let vault = place.vault();
    let (first, second) = (OrganizationId::random(), OrganizationId::random());
    begin(&vault, first, "state-1").await;
    let key = place.key_store.remove();
    begin(&vault, second, "state-2").await;
    assert_eq!(place.key_store.entry(), key);
    let consumed = place
        .vault()
        .consume_login(&Secret::new("state-1"), Environment::Production, minute(1))
        .await;
    assert!(consumed.expect("the vault works").is_ok());
}

#[tokio::test]
async fn a_key_held_for_the_session_seals_and_is_gone_with_its_holder() {
    let place = Place::new();
    place.key_store.turn(Mood::Gone);
    let vault = place.vault();
    assert_eq!(
        vault.seal_state().await.expect("asked"),
        SealState::NoKeyStore { sealed: false }
    );
    vault.hold_for_session().await.expect("chosen");
    let state = vault.seal_state().await.expect("asked");
    assert_eq!(state, SealState::HeldForSession);
    let organization = connected(&vault, "5Aep-held").await;
    let (token, _) = vault.refresh_token(organization).await.expect("opened");
    assert_eq!(token.expose(), "5Aep-held");
    // Chosen again, it is the same key; a key store that comes back changes nothing before the end.
    vault.hold_for_session().await.expect("chosen");
    place.key_store.turn(Mood::Open);
    vault.replace_lost_key().await.expect("nothing is lost");
    let (token, _) = vault.refresh_token(organization).await.expect("opened");
    assert_eq!(token.expose(), "5Aep-held");
    assert_eq!(vault.left_by_session().await.expect("asked"), []);
    vault.clear_left_by_session().await.expect("nothing to do");
    assert!(vault.refresh_token(organization).await.is_ok());
    assert_eq!(place.key_store.writes(), 0);

    let next = place.vault();
    assert_eq!(next.seal_state().await.expect("asked"), SealState::KeyLost);
    let opened = next.refresh_token(organization).await;
    assert!(matches!(opened, Err(VaultError::KeyLost)), "{opened:?}");
    let left = next.left_by_session().await.expect("asked");
    assert_eq!(left, [organization]);
    next.clear_left_by_session().await.expect("cleared");
    assert_eq!(next.left_by_session().await.expect("asked"), []);
    assert_eq!(next.seal_state().await.expect("asked"), SealState::Ready);
    let stored = next.connection(organization).await.expect("read");
    assert!(stored.is_some(), "the account stays pinned");

    // A key store is there now: what is sealed next is kept.
    connected(&next, "5Aep-kept").await;
    assert_eq!(place.key_store.writes(), 1);
    let after = place.vault();
    assert_eq!(after.seal_state().await.expect("asked"), SealState::Ready);
    assert_eq!(after.left_by_session().await.expect("asked"), []);
}

#[tokio::test]
async fn no_key_is_held_while_something_sealed_waits_or_a_store_is_locked() {
    let place = Place::new();
    place.key_store.turn(Mood::Locked);
    let refused = place.vault().hold_for_session().await;
    assert!(
        matches!(refused, Err(VaultError::KeyStoreLocked)),
        "{refused:?}"
    );
    place.key_store.turn(Mood::Open);
    let organization = connected(&place.vault(), "5Aep-first").await;
    place.key_store.turn(Mood::Gone);
    let vault = place.vault();
    let refused = vault.hold_for_session().await;
    assert!(
        matches!(refused, Err(VaultError::NoKeyStore)),
        "{refused:?}"
    );
    place.key_store.turn(Mood::Open);
    assert!(vault.refresh_token(organization).await.is_ok());
}

#[tokio::test]
async fn a_login_that_waits_for_a_key_that_is_gone_ends() {
    let place = Place::new();
    place.key_store.turn(Mood::Gone);
    let vault = place.vault();
    vault.hold_for_session().await.expect("chosen");
    let organization = connected(&vault, "5Aep-held").await;
    begin(&vault, organization, "state-1").await;
    let next = place.vault();
    next.clear_left_by_session().await.expect("cleared");
    let waiting = next.pending_logins(minute(1)).await;
    assert_eq!(waiting.expect("read"), []);
    let verifiers: i64 = place
        .sql()
        .query_row("SELECT count(verifier) FROM pending_login", [], |row| {
            row.get(0)
        })
        .expect("counted");
    assert_eq!(verifiers, 0);
}

#[tokio::test]
async fn a_key_store_that_is_back_before_anything_is_sealed_is_used_after_all() {
    let place = Place::new();
    place.key_store.turn(Mood::Gone);
    let vault = place.vault();
    vault.hold_for_session().await.expect("chosen");
    let organization = OrganizationId::random();
    vault
        .begin_login(login(organization, "state-1"))
        .await
        .expect("begun with the key in memory");
    place.key_store.turn(Mood::Open);
    let organization = connected(&vault, "5Aep-kept").await;
    assert_eq!(vault.seal_state().await.expect("asked"), SealState::Ready);
    let opened = place.vault().refresh_token(organization).await;
    assert_eq!(opened.expect("kept").0.expose(), "5Aep-kept");
}
