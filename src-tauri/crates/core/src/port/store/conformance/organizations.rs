use super::rig::Subject;
use super::rig::{Rig, add_organization, at, frozen, id, load_into, organization, user};
use super::short::Short;
use crate::audit::EntryFilter;
use crate::audit::Stamp;
use crate::environment::Environment;
use crate::naming::NamingProblem;
use crate::organization::{ClientApp, OrganizationChange, OrganizationId};
use crate::plan::{Mirror, OwnCounts};
use crate::port::store::LastSessions;
use crate::port::store::StoreError;

pub async fn organizations_are_listed_by_name_without_accents_and_case<S: Subject>() {
    let rig = Rig::<S>::new().await;
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

pub async fn an_organization_reads_back_as_it_was_added<S: Subject>() {
    let rig = Rig::<S>::new().await;
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

pub async fn an_unknown_organization_is_named_as_such<S: Subject>() {
    let rig = Rig::<S>::new().await;
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

pub async fn a_setting_is_none_until_it_is_set_and_then_the_last_value<S: Subject>() {
    let rig = Rig::<S>::new().await;
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

pub async fn two_organizations_with_the_same_users_do_not_mix<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
    let other = add_organization(&rig.db, "Other").await;
    load_into(&rig.db, other, vec![user(1)], frozen(20, &[1])).await;

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

pub async fn a_deleted_organization_is_gone_at_once_and_the_audit_names_it<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1), user(2)]).await;
    let other = add_organization(&rig.db, "Other").await;
    rig.db
        .delete_organization(rig.organization, Stamp::console(at(30)))
        .await
        .expect("deletes");
    let left = rig.db.organizations().await.expect("reads");
    let left: Vec<_> = left.into_iter().map(|known| known.id).collect();
    assert_eq!(left, [other]);
    let gone = rig.db.state(rig.organization).await;
    assert!(matches!(gone, Err(StoreError::NotFound(_))), "{gone:?}");
    let page = rig.entries(EntryFilter::default(), None, 1).await;
    let change = &page.entries[0].change;
    assert_eq!(change.from.as_deref(), Some("Halden"));
    assert_eq!(change.to.as_deref(), Some("2 users wiped"));
}

pub async fn a_deleted_organization_takes_no_work<S: Subject>() {
    let rig = Rig::<S>::with(vec![user(1)]).await;
    let stamp = || Stamp::console(at(30));
    let id = rig.organization;
    rig.db
        .delete_organization(id, stamp())
        .await
        .expect("deletes");
    let answers = [
        rig.db.delete_organization(id, stamp()).await.err(),
        rig.db.begin_load(id, Environment::Production).await.err(),
        rig.db.dismiss_recovery(id).await.err(),
        rig.db.preflight(id).await.err(),
        rig.db.calls_since(id, at(0)).await.err(),
        rig.db
            .user(id, &crate::port::store::conformance::rig::id(1))
            .await
            .err(),
    ];
    for answer in answers {
        assert!(
            matches!(answer, Some(StoreError::NotFound(_))),
            "{answer:?}"
        );
    }
}

pub async fn names_and_external_ids_are_one_organizations<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let stamp = || Stamp::console(at(1));
    let problem = |answer: Result<(), StoreError>| match answer {
        Err(StoreError::Naming(problem)) => problem,
        other => panic!("not refused: {other:?}"),
    };
    let mut twin = organization("hálden");
    twin.named_by_hand = true;
    let answer = rig.db.add_organization(twin.clone(), stamp()).await;
    assert_eq!(problem(answer), NamingProblem::NameTaken);
    // Salesforce may call two organizations the same.
    twin.named_by_hand = false;
    twin.external_id = Some("ORG-1".to_owned());
    let added = rig.db.add_organization(twin.clone(), stamp()).await;
    added.expect("adds");
    let mut third = organization("Third");
    third.external_id = Some("ORG-1".to_owned());
    let answer = rig.db.add_organization(third.clone(), stamp()).await;
    assert_eq!(problem(answer), NamingProblem::ExternalIdTaken);
    let another = OrganizationChange::SetExternalId("ORG-2".to_owned());
    let answer = rig.db.change_organization(twin.id, another, stamp()).await;
    assert_eq!(problem(answer.map(drop)), NamingProblem::ExternalIdFixed);
    // What a deleted organization was called can be used again.
    let deleted = rig.db.delete_organization(twin.id, stamp()).await;
    deleted.expect("deletes");
    rig.db.add_organization(third, stamp()).await.expect("adds");
}

pub async fn a_name_that_salesforce_gives_a_second_time_is_numbered<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let second = add_organization(&rig.db, "Second").await;
    let adopt = OrganizationChange::AdoptName("HÁLDEN".to_owned());
    let stamp = || Stamp::console(at(1));
    let adopted = rig.db.change_organization(second, adopt.clone(), stamp());
    assert_eq!(adopted.await.expect("is never refused").name, "HÁLDEN 2");
    let deleted = rig.db.delete_organization(rig.organization, stamp()).await;
    deleted.expect("deletes");
    let adopted = rig.db.change_organization(second, adopt, stamp());
    assert_eq!(adopted.await.expect("is never refused").name, "HÁLDEN");
}

pub async fn a_name_by_hand_outlives_what_salesforce_says<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let stamp = || Stamp::console(at(1));
    for change in [
        OrganizationChange::Rename("Halden Group".to_owned()),
        OrganizationChange::AdoptName("Tallow Street".to_owned()),
    ] {
        let changed = rig
            .db
            .change_organization(rig.organization, change, stamp());
        assert_eq!(changed.await.expect("changes").name, "Halden Group");
    }
    let rig = rig.reopen();
    let known = rig.db.organizations().await.expect("reads");
    assert_eq!(known[0].name, "Halden Group");
    assert!(known[0].named_by_hand);
}

pub async fn an_app_replaces_the_one_of_its_environment_and_no_other<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let app = |environment, key: &str| ClientApp {
        consumer_key: key.to_owned(),
        ..ClientApp::empty(environment)
    };
    for entered in [
        app(Environment::Production, "one"),
        app(Environment::Sandbox, "two"),
        app(Environment::Production, "three"),
    ] {
        let change = OrganizationChange::ClientApp(entered);
        let stamp = Stamp::console(at(1));
        let changed = rig.db.change_organization(rig.organization, change, stamp);
        changed.await.expect("changes");
    }
    let known = rig.reopen().db.organizations().await.expect("reads");
    let keys = Environment::ALL.map(|environment| known[0].client_app(environment).consumer_key);
    assert_eq!(keys, ["three", "two"]);
}

pub async fn a_setting_without_an_entry_tells_the_audit_nothing<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let written = rig.db.set_setting("installation", "LPC-1", None).await;
    written.expect("writes");
    assert_eq!(
        rig.entries(EntryFilter::default(), None, 9)
            .await
            .entries
            .len(),
        1
    );
    let rig = rig.reopen();
    let read = rig.db.setting("installation").await.expect("reads");
    assert_eq!(read.as_deref(), Some("LPC-1"));
}

pub async fn a_new_organization_stands_at_its_beginning<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let state = rig.db.state(rig.organization).await.expect("reads");
    assert_eq!(state.mirror, Mirror::default());
    assert_eq!(state.counts, OwnCounts::default());
    assert!(state.open_incidents().is_empty());
    assert_eq!((state.held_back, state.recovery), (None, None));
    let last = rig.db.last_sessions(rig.organization).await.expect("reads");
    assert_eq!(last, LastSessions::default());
    assert_eq!(rig.page(rig.list(), 0, 10).await.total, 0);
}
