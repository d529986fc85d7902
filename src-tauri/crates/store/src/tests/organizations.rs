use super::{Rig, add_organization, at, id, load_into, organization, user};
use lpc_core::audit::Stamp;
use lpc_core::environment::Environment;
use lpc_core::organization::{ClientApp, OrganizationChange, OrganizationId};
use lpc_core::port::store::conformance::Short;
use lpc_core::port::store::{Store, StoreError};

#[tokio::test]
async fn organizations_are_listed_by_name_without_accents_and_case() {
    let rig = Rig::new().await;
    for name in ["zeta", "Émile & Fils", "Delta"] {
        add_organization(&rig.db, name).await;
    }
    let names: Vec<_> = rig
        .db
        .organizations()
        .await
        .expect("reads")
        .into_iter()
        .map(|organization| organization.name)
        .collect();
    assert_eq!(names, ["Delta", "Émile & Fils", "Halden", "zeta"]);
}

#[tokio::test]
async fn an_organization_reads_back_as_it_was_added() {
    let rig = Rig::new().await;
    let mut added = organization("Pellworm");
    added.named_by_hand = true;
    added.service_account_login = false;
    added.confirmed_no_lpc_user = true;
    added.external_id = Some("ORG-0042".to_owned());
    added.synchronization = false;
    added.client_apps = vec![
        ClientApp {
            environment: Environment::Production,
            consumer_key: "3MVG9.production".to_owned(),
            login_origin: Some("https://halden.my.salesforce.com".to_owned()),
        },
        ClientApp {
            environment: Environment::Sandbox,
            consumer_key: "3MVG9.sandbox".to_owned(),
            login_origin: None,
        },
    ];
    rig.db
        .add_organization(added.clone(), Stamp::console(at(1)))
        .await
        .expect("adds");
    let read = rig.db.organizations().await.expect("reads");
    assert!(read.contains(&added), "{read:?}");
}

#[tokio::test]
async fn an_unknown_organization_is_named_as_such() {
    let rig = Rig::new().await;
    let unknown = OrganizationId::random();
    let change = OrganizationChange::Synchronization(false);
    let answers = [
        rig.db.mirror(unknown).await.err(),
        rig.db.own_counts(unknown).await.err(),
        rig.db
            .change_organization(unknown, change, Stamp::console(at(1)))
            .await
            .err(),
        rig.db
            .begin_load(unknown, Environment::Production)
            .await
            .err(),
    ];
    for answer in answers {
        assert!(
            matches!(answer, Some(StoreError::NotFound("organization"))),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn a_setting_is_none_until_it_is_set_and_then_the_last_value() {
    let rig = Rig::new().await;
    assert_eq!(rig.db.setting("theme").await.expect("reads"), None);
    for value in ["dark", "light"] {
        rig.db
            .set_setting("theme", value, None)
            .await
            .expect("writes");
    }
    assert_eq!(
        rig.db.setting("theme").await.expect("reads").as_deref(),
        Some("light")
    );
}

#[tokio::test]
async fn two_organizations_with_the_same_users_do_not_mix() {
    let rig = Rig::with(vec![user(1), user(2)]).await;
    let other = add_organization(&rig.db, "Other").await;
    load_into(&rig.db, other, vec![user(1)], super::frozen(20, &[1])).await;

    let counts = rig.db.own_counts(rig.organization).await.expect("counts");
    assert_eq!((counts.users, counts.members), (2, [0, 2, 0, 0, 0]));
    let counts = rig.db.own_counts(other).await.expect("counts");
    assert_eq!((counts.users, counts.members), (1, [0, 0, 0, 0, 1]));
    assert!(
        rig.db
            .incidents(rig.organization)
            .await
            .expect("reads")
            .is_empty(),
        "the incident belongs to the other organization"
    );
    let mut list = rig.list();
    list.search = "user".to_owned();
    assert_eq!(rig.names(list).await.len(), 2);
    assert_eq!(rig.db.user(other, &id(2)).await.expect("reads"), None);
}
