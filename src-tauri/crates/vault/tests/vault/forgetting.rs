//! What a deleted organization leaves behind: nothing, in any file of the folder.

use crate::support::{Place, login, minute, new_connection};
use lpc_core::connection::{ConnectionFault, FaultKind};
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::organization::OrganizationId;
use lpc_core::port::vault::{NewConnection, Vault};
use lpc_vault::SqliteVault;
use std::fs;

/// The words that only this organization has.
struct Traces(Vec<Vec<u8>>);

impl Traces {
    /// Names it in everything that is not sealed, and takes the sealed ones from the rows.
    fn of(place: &Place, organization: OrganizationId) -> Self {
        let sql = place.sql();
        let mut words = vec![
            organization.to_string().into_bytes(),
            host(organization).into_bytes(),
        ];
        for query in [
            "SELECT refresh_token FROM connection WHERE organization = ?1",
            "SELECT verifier FROM pending_login WHERE organization = ?1 AND verifier IS NOT NULL",
            "SELECT state_hash FROM pending_login WHERE organization = ?1",
            "SELECT dummy FROM refresh_intent WHERE organization = ?1",
        ] {
            let mut statement = sql.prepare(query).expect("prepared");
            let found = statement
                .query_map([organization.to_string()], |row| row.get::<_, Vec<u8>>(0))
                .expect("asked");
            // The beginning of a sealed text is its nonce, which never occurs twice.
            words.extend(found.map(|blob| blob.expect("read")[..20].to_vec()));
        }
        Self(words)
    }

    /// Which of them are in which files.
    fn left(&self, place: &Place) -> Vec<String> {
        let mut left = Vec::new();
        for file in fs::read_dir(place.folder.path()).expect("listed") {
            let path = file.expect("listed").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            let mut bytes = fs::read(&path).expect("read");
            bytes.extend_from_slice(name.as_bytes());
            for (number, word) in self.0.iter().enumerate() {
                if bytes.windows(word.len()).any(|part| part == word) {
                    left.push(format!("{name} holds trace {number}"));
                }
            }
        }
        left.sort();
        left
    }
}

fn host(organization: OrganizationId) -> String {
    let id = organization.0.simple().to_string();
    format!("https://only{}.my.salesforce.com", &id[..12])
}

/// Connected, with a refresh that did not end, a login that ended and one that waits.
async fn full(vault: &SqliteVault, organization: OrganizationId) {
    for state in ["superseded", "waiting"] {
        let mut begun = login(organization, &format!("{state}-{organization}"));
        begun.login.login_origin = host(organization);
        vault.begin_login(begun).await.expect("begun");
    }
    connect(vault, organization, "5Aep-first").await;
    vault
        .open_refresh_intent(organization, 1, minute(1))
        .await
        .expect("begun");
}

async fn connect(vault: &SqliteVault, organization: OrganizationId, token: &str) {
    let connection = NewConnection {
        login_origin: host(organization),
        instance_url: host(organization),
        ..new_connection(organization, token)
    };
    vault.store_connection(connection).await.expect("stored");
}

async fn forget(vault: &SqliteVault, organization: OrganizationId) {
    let _lock = vault.lock_refresh(organization).await.expect("free");
    vault
        .forget_organization(organization)
        .await
        .expect("forgotten");
    vault.wipe_forgotten(organization).await.expect("wiped");
}

#[tokio::test]
async fn nothing_of_a_forgotten_organization_is_in_any_file() {
    let place = Place::new();
    let (gone, other) = (OrganizationId::random(), OrganizationId::random());
    let vault = place.vault();
    for organization in [gone, other] {
        full(&vault, organization).await;
    }
    let traces = Traces::of(&place, gone);
    assert_eq!(traces.0.len(), 7, "all there is to find");
    vault.database().close().await;
    place.make_older();
    let vault = place.vault();
    drop(vault.lock_refresh(gone).await.expect("free"));
    // The log has the row too.
    vault
        .extend_login(gone, minute(20), minute(2))
        .await
        .expect("extended");
    let held = traces.left(&place);
    for file in ["vault.db ", "vault.db-wal ", "vault.db.bak-1 ", "conn-"] {
        let holds = held.iter().any(|left| left.starts_with(file));
        assert!(holds, "nothing to wipe in {file}: {held:?}");
    }

    forget(&vault, gone).await;
    assert_eq!(traces.left(&place), [""; 0]);
    let (token, _) = vault.refresh_token(other).await.expect("as it was");
    assert_eq!(token.expose(), "5Aep-first");
    let waiting = vault.pending_logins(minute(2)).await.expect("read");
    assert_eq!(waiting.len(), 1);
    forget(&vault, gone).await;
}

/// Rows that grow move to other pages, and `secure_delete` leaves the copies where they were. With
/// these ids and lengths it leaves some of this organization's.
#[tokio::test]
async fn copies_of_rows_that_moved_are_gone_too() {
    let place = Place::new();
    let vault = place.vault();
    let organizations: Vec<_> = (1..=12).map(spread).collect();
    for (number, organization) in organizations.iter().enumerate() {
        let token = format!("5Aep-of-{}", "x".repeat(number * 611 % 200));
        connect(&vault, *organization, &token).await;
    }
    for (number, organization) in organizations.iter().enumerate() {
        let fault = ConnectionFault {
            kind: FaultKind::Refused,
            fault: Fault::new(FaultCode::Unknown, "x".repeat(number * 611 % 1500)),
            since: minute(4),
        };
        let set = vault.set_fault(*organization, Some(fault)).await;
        set.expect("set");
    }
    for gone in &organizations[..2] {
        let traces = Traces::of(&place, *gone);
        forget(&vault, *gone).await;
        assert_eq!(traces.left(&place), [""; 0]);
    }
}

/// Ids that lie spread over an index, the same in every run.
fn spread(number: u128) -> OrganizationId {
    let id = number.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    OrganizationId::parse(&format!("{id:032x}")).expect("an id")
}
