//! What is found when the vault is opened.

use crate::support::{Place, connected};
use lpc_core::port::vault::Vault;
use lpc_platform::KeyStore;
use lpc_vault::{OpenError, Opening, SqliteVault};
use std::fs;
use std::sync::Arc;

fn open(place: &Place) -> Result<SqliteVault, OpenError> {
    let key_store: Arc<dyn KeyStore> = place.key_store.clone();
    SqliteVault::open(place.folder.path(), key_store)
}

#[tokio::test]
async fn a_vault_is_made_once_and_found_again() {
    let place = Place::new();
    assert_eq!(place.vault().opening(), &Opening::Created);
    assert_eq!(place.vault().opening(), &Opening::Existing);
}

type Damage = fn(&mut Vec<u8>);

/// A vault with content whose log is written back.
async fn closed_vault(place: &Place) {
    let vault = place.vault();
    connected(&vault, "5Aep-first").await;
    vault.close().await.expect("closed");
    assert!(
        !place.path("vault.db-wal").exists(),
        "the log is written back"
    );
}

#[tokio::test]
async fn a_damaged_vault_is_set_aside_and_never_taken_for_a_new_one() {
    let damages: [(&str, Damage); 6] = [
        ("only zeros", |bytes| bytes.fill(0)),
        ("no SQLite file at all", |bytes| bytes[..16].fill(b'x')),
        ("an empty file", Vec::clear),
        ("a cut file", |bytes| bytes.truncate(bytes.len() / 2)),
        ("a cut header", |bytes| bytes.truncate(50)),
        ("overwritten pages", |bytes| bytes[4096..].fill(0xa5)),
    ];
    for (name, damage) in damages {
        let place = Place::new();
        closed_vault(&place).await;
        let mut bytes = fs::read(place.path("vault.db")).expect("read");
        damage(&mut bytes);
        fs::write(place.path("vault.db"), &bytes).expect("damaged");

        let vault = open(&place).unwrap_or_else(|error| panic!("{name}: {error}"));
        let Opening::SetAside { damaged } = vault.opening() else {
            panic!("{name}: {:?}", vault.opening());
        };
        assert_eq!(
            fs::read(damaged).expect("kept"),
            bytes,
            "{name}: kept as it was"
        );
        assert_eq!(vault.connections().await.expect("read"), [], "{name}");
        connected(&vault, "5Aep-again").await;
        vault.close().await.expect("closed");
        assert_eq!(place.vault().opening(), &Opening::Existing, "{name}");
    }
}

#[tokio::test]
async fn a_second_damaged_vault_does_not_replace_the_first() {
    let place = Place::new();
    for number in 1..=2 {
        fs::write(place.path("vault.db"), format!("damage {number}")).expect("damaged");
        let vault = open(&place).expect("opened");
        let damaged = place.path(&format!("vault.db.damaged-{number}"));
        assert_eq!(
            fs::read_to_string(&damaged).expect("kept"),
            format!("damage {number}")
        );
        assert_eq!(vault.opening(), &Opening::SetAside { damaged });
    }
}

#[tokio::test]
async fn a_log_whose_vault_is_missing_is_damage() {
    let place = Place::new();
    fs::write(place.path("vault.db-wal"), "left behind").expect("written");
    let vault = open(&place).expect("opened");
    let damaged = place.path("vault.db.damaged-1");
    assert_eq!(vault.opening(), &Opening::SetAside { damaged });
    let log = fs::read_to_string(place.path("vault.db.damaged-1-wal"));
    assert_eq!(log.expect("kept"), "left behind");
}

#[tokio::test]
async fn a_crash_while_a_vault_is_made_leaves_nothing_in_the_way() {
    let place = Place::new();
    fs::write(place.path("vault.db.new"), "half of a vault").expect("written");
    assert_eq!(place.vault().opening(), &Opening::Created);
    assert!(!place.path("vault.db.new").exists());
}

#[tokio::test]
async fn a_newer_vault_is_refused_in_words_and_left_alone() {
    let place = Place::new();
    closed_vault(&place).await;
    place
        .sql()
        .pragma_update(None, "user_version", 99)
        .expect("changed");
    let before = fs::read(place.path("vault.db")).expect("read");
    let error = open(&place).expect_err("refused");
    assert!(
        matches!(
            error,
            OpenError::Newer {
                found: 99,
                known: 4
            }
        ),
        "{error:?}"
    );
    assert!(
        error.to_string().contains("newer version of the console"),
        "{error}"
    );
    assert_eq!(fs::read(place.path("vault.db")).expect("read"), before);
}

#[tokio::test]
async fn a_database_of_another_application_is_refused_and_left_alone() {
    let place = Place::new();
    place
        .sql()
        .execute_batch("CREATE TABLE theirs (x)")
        .expect("made");
    let before = fs::read(place.path("vault.db")).expect("read");
    let error = open(&place).expect_err("refused");
    assert!(matches!(error, OpenError::Foreign), "{error:?}");
    assert_eq!(fs::read(place.path("vault.db")).expect("read"), before);
}

#[cfg(unix)]
#[tokio::test]
async fn every_file_belongs_to_its_owner_alone() {
    use crate::support::login;
    use lpc_core::organization::OrganizationId;
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.vault().close().await.expect("closed");
    let mode =
        |path: &std::path::Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    fs::set_permissions(place.path("vault.db"), fs::Permissions::from_mode(0o644)).expect("set");
    let vault = place.vault();
    let organization = OrganizationId::random();
    vault
        .begin_login(login(organization, "state-1"))
        .await
        .expect("begun");
    let _lock = vault.lock_refresh(organization).await.expect("free");
    assert_eq!(mode(place.folder.path()), 0o700);
    let mut names: Vec<_> = fs::read_dir(place.folder.path())
        .expect("listed")
        .map(|entry| {
            let entry = entry.expect("listed");
            assert_eq!(mode(&entry.path()), 0o600, "{:?}", entry.file_name());
            entry.file_name().into_string().expect("Unicode")
        })
        .collect();
    names.sort();
    let lock = format!("conn-{organization}.lock");
    let expected = [
        &lock,
        "vault.db",
        "vault.db-shm",
        "vault.db-wal",
        "vault.lock",
    ];
    assert_eq!(names, expected);
}
