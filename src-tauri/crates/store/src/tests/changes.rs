//! Changes of one organization at once: by several tasks, and by a second process on the same file.

use super::{Rig, add_organization, at};
use crate::ConsoleDb;
use lpc_core::audit::{AuditKind, EntryFilter, Stamp};
use lpc_core::environment::Environment;
use lpc_core::naming::NamingProblem;
use lpc_core::organization::{ClientApp, Organization, OrganizationChange, OrganizationId};
use lpc_core::plan::OrganizationEdit;
use lpc_core::port::store::conformance::Short;
use lpc_core::port::store::{Store, StoreError};
use std::sync::Arc;

fn rename(name: &str) -> OrganizationChange {
    OrganizationChange::Rename(name.to_owned())
}

fn adopt(name: &str) -> OrganizationChange {
    OrganizationChange::AdoptName(name.to_owned())
}

fn external_id(id: &str) -> OrganizationChange {
    OrganizationChange::SetExternalId(id.to_owned())
}

fn app(environment: Environment, key: &str) -> OrganizationChange {
    OrganizationChange::ClientApp(ClientApp {
        consumer_key: key.to_owned(),
        ..ClientApp::empty(environment)
    })
}

async fn change(
    db: &ConsoleDb,
    organization: OrganizationId,
    change: OrganizationChange,
) -> Result<Organization, StoreError> {
    let edit = OrganizationEdit::Change(organization, change);
    db.edit_organization(edit, Stamp::console(at(1))).await
}

/// A second process on the same file.
fn beside(rig: &Rig) -> ConsoleDb {
    ConsoleDb::open(rig.place.path(), at(0)).expect("opens beside")
}

/// What is asked of an organization here.
trait Asked {
    async fn known(&self) -> Organization;

    /// What the audit tells after the organization was created, oldest first.
    async fn told(&self) -> Vec<(AuditKind, Option<String>, Option<String>)>;
}

impl Asked for Rig {
    async fn known(&self) -> Organization {
        let known = self.db.organizations().await.expect("reads").into_iter();
        let mut known = known.filter(|known| known.id == self.organization);
        known.next().expect("is there")
    }

    async fn told(&self) -> Vec<(AuditKind, Option<String>, Option<String>)> {
        let filter = EntryFilter {
            organization: Some(self.organization),
            topic: None,
        };
        let page = self.db.entries(filter, None, 500).await.expect("reads");
        let told = page.entries.into_iter().rev().skip(1);
        told.map(|entry| (entry.kind, entry.change.from, entry.change.to))
            .collect()
    }
}

/// One change of every field.
fn one_of_each() -> Vec<OrganizationChange> {
    vec![
        rename("Halden Group"),
        external_id("ORG-1"),
        OrganizationChange::Synchronization(false),
        OrganizationChange::ServiceAccountLogin(false),
        OrganizationChange::NoLpcUser(true),
        app(Environment::Production, "3MVG9.production"),
        app(Environment::Sandbox, "3MVG9.sandbox"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_of_two_processes_in_the_same_moment_all_stay_in_whatever_order() {
    let mut backwards = one_of_each();
    backwards.reverse();
    for order in [one_of_each(), backwards] {
        let rig = Rig::new().await;
        let organization = rig.organization;
        let other = Arc::new(beside(&rig));
        let mut begun = Vec::new();
        let (theirs, ours): (Vec<_>, Vec<_>) =
            order.into_iter().enumerate().partition(|(n, _)| n % 2 == 0);
        for (_, theirs) in theirs {
            let other = Arc::clone(&other);
            begun.push(tokio::spawn(async move {
                change(&other, organization, theirs).await.map(drop)
            }));
        }
        for (_, ours) in ours {
            change(&rig.db, organization, ours).await.expect("changes");
        }
        for begun in begun {
            begun.await.expect("no panic").expect("changes");
        }
        let known = rig.known().await;
        assert_eq!(known.name, "Halden Group");
        assert_eq!(known.external_id.as_deref(), Some("ORG-1"));
        assert!(!known.synchronization && !known.service_account_login);
        assert!(known.confirmed_no_lpc_user);
        for environment in Environment::ALL {
            let key = known.client_app(environment).consumer_key;
            assert_eq!(key, format!("3MVG9.{}", environment.slug()));
        }
        assert_eq!(rig.told().await.len(), 7, "{:?}", rig.told().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_adopts_a_name_never_takes_a_persons_away() {
    for round in 0..10 {
        let rig = Rig::new().await;
        let other = beside(&rig);
        let (organization, person) = (rig.organization, rename("Halden Group"));
        let salesforce = change(&other, organization, adopt("Tallow Street"));
        let person = change(&rig.db, organization, person);
        let (adopted, renamed) = if round % 2 == 0 {
            tokio::join!(salesforce, person)
        } else {
            let (renamed, adopted) = tokio::join!(person, salesforce);
            (adopted, renamed)
        };
        assert_eq!(renamed.expect("changes").name, "Halden Group");
        adopted.expect("is never refused");
        let known = rig.known().await;
        assert_eq!(
            (known.name.as_str(), known.named_by_hand),
            ("Halden Group", true)
        );
        // What the login adopted first is told, and what it did not adopt is not.
        let text = |text: &str| Some(text.to_owned());
        let by_person = |from: &str| {
            let to = text("Halden Group");
            (AuditKind::OrganizationRenamed, text(from), to)
        };
        let adopted_first = vec![
            (
                AuditKind::OrganizationRenamed,
                text("Halden"),
                text("Tallow Street"),
            ),
            by_person("Tallow Street"),
        ];
        let told = rig.told().await;
        assert!(
            told == adopted_first || told == [by_person("Halden")],
            "{told:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_external_id_that_two_set_at_once_is_set_once() {
    let rig = Rig::new().await;
    let other = beside(&rig);
    let second = add_organization(&rig.db, "Second").await;
    let (first, raced) = tokio::join!(
        change(&rig.db, rig.organization, external_id("ORG-1")),
        change(&other, rig.organization, external_id("ORG-2")),
    );
    let refused = match (first, raced) {
        (Ok(kept), Err(refused)) | (Err(refused), Ok(kept)) => {
            assert_eq!(rig.known().await, kept);
            refused
        }
        both => panic!("not exactly one: {both:?}"),
    };
    assert!(
        matches!(refused, StoreError::Naming(NamingProblem::ExternalIdFixed)),
        "{refused:?}"
    );
    assert_eq!(rig.told().await.len(), 1);
    let taken = rig.known().await.external_id.expect("set");
    let refused = change(&rig.db, second, external_id(&taken)).await;
    assert!(
        matches!(
            refused,
            Err(StoreError::Naming(NamingProblem::ExternalIdTaken))
        ),
        "{refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_two_organizations_take_at_once_is_one_organizations() {
    let rig = Rig::new().await;
    let other = beside(&rig);
    let second = add_organization(&rig.db, "Second").await;
    let (first, raced) = tokio::join!(
        change(&rig.db, rig.organization, rename("Émile & Fils")),
        change(&other, second, rename("emile & fils")),
    );
    let ((Ok(_), Err(refused)) | (Err(refused), Ok(_))) = (first, raced) else {
        panic!("not exactly one");
    };
    assert!(
        matches!(refused, StoreError::Naming(NamingProblem::NameTaken)),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_name_that_salesforce_gives_a_second_time_is_numbered_as_people_read_names() {
    let rig = Rig::new().await;
    let second = add_organization(&rig.db, "Second").await;
    let adopted = change(&rig.db, second, adopt("HÁLDEN")).await;
    assert_eq!(adopted.expect("is never refused").name, "HÁLDEN 2");
    // A deleted organization claims no name.
    rig.db
        .delete_organization(rig.organization, Stamp::console(at(2)))
        .await
        .expect("deletes");
    let adopted = change(&rig.db, second, adopt("HÁLDEN")).await;
    assert_eq!(adopted.expect("is never refused").name, "HÁLDEN");
}
