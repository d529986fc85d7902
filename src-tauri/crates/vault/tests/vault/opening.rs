//! What is found when the vault is opened.

use crate::support::{Place, begin, connected};
use lpc_core::port::vault::Vault;
use lpc_vault::Opening;
use std::fs;

#[tokio::test]
async fn a_vault_is_made_once_and_found_again() {
    let place = Place::new();
    assert_eq!(place.vault().opening(), &Opening::Created);
    assert_eq!(place.vault().opening(), &Opening::Existing);
}

#[tokio::test]
async fn a_damaged_vault_is_set_aside_and_never_taken_for_a_new_one() {
    let place = Place::new();
    let vault = place.vault();
    connected(&vault, "5Aep-first").await;
    vault.database().close().await;
    fs::write(place.path("vault.db"), "no vault at all").expect("damaged");
    let vault = place.vault();
    let Opening::Quarantined { kept } = vault.opening() else {
        panic!("{:?}", vault.opening());
    };
    assert_eq!(vault.set_aside(), [kept.display().to_string()]);
    assert_eq!(vault.connections().await.expect("read"), []);
    connected(&vault, "5Aep-again").await;
}

#[tokio::test]
async fn a_vault_of_the_first_version_is_brought_up_to_date() {
    let place = Place::new();
    let vault = place.vault();
    let organization = connected(&vault, "5Aep-first").await;
    vault.database().close().await;
    place.make_older();
    let vault = place.vault();
    let (token, _) = vault.refresh_token(organization).await.expect("opened");
    assert_eq!(token.expose(), "5Aep-first");
    assert!(place.path("vault.db.bak-1").exists(), "copied before");
}

#[cfg(unix)]
#[tokio::test]
async fn every_file_belongs_to_its_owner_alone() {
    use lpc_core::organization::OrganizationId;
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.vault().database().close().await;
    let mode =
        |path: &std::path::Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    fs::set_permissions(place.path("vault.db"), fs::Permissions::from_mode(0o644)).expect("set");
    let vault = place.vault();
    let organization = OrganizationId::random();
    begin(&vault, organization, "state-1").await;
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
