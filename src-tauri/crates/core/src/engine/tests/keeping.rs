//! Organizations, settings, the journal and the console's own files.

use super::rig::{Rig, at, person, user};
use crate::audit::{AuditKind, EntryFilter};
use crate::fault::FaultCode;
use crate::naming::NamingProblem;
use crate::port::Store;
use crate::port::salesforce::TokenFailure;
use crate::port::store::{SortColumn, Window};
use crate::refusal::NotDone;
use crate::settings::SettingKey;
use crate::status::EffectiveStatus;
use crate::storage::{WriteFault, WriteFaultKind};
use crate::users::{ShownFilter, UserQuery};
use jiff::SignedDuration;

async fn kinds(rig: &Rig) -> Vec<AuditKind> {
    let page = rig
        .engine
        .journal
        .entries(EntryFilter::default(), None, 100)
        .await;
    page.expect("readable")
        .entries
        .iter()
        .map(|entry| entry.kind)
        .collect()
}

async fn lose(rig: &Rig) {
    rig.state(|state| state.known.access = None);
    let fault = crate::fault::Fault::new(FaultCode::TokenExpired, "invalid_grant");
    rig.salesforce
        .with(|org| org.refused.push_back(TokenFailure::Lost(fault)));
    rig.session().await;
}

#[tokio::test]
async fn an_organization_is_deleted_only_by_its_name() {
    let rig = Rig::connected().await;
    let organizations = &rig.engine.organizations;
    let refused = organizations.delete(person(), rig.id, "Pellworm").await;
    assert!(matches!(refused, Err(NotDone::DeletionNotConfirmed)));
    organizations
        .delete(person(), rig.id, " Halden ")
        .await
        .expect("confirmed");
    assert!(
        rig.engine
            .directory
            .organizations()
            .await
            .expect("readable")
            .is_empty()
    );
    assert!(rig.vault().with(|sealed| sealed.connections.is_empty()));
    assert!(
        rig.salesforce.with(|org| org.revoked.is_empty()),
        "nothing is revoked"
    );
}

#[tokio::test]
async fn two_organizations_have_two_names() {
    let rig = Rig::new().await;
    let made = rig
        .engine
        .organizations
        .create(person(), "halden", "", "")
        .await;
    let taken = NamingProblem::NameTaken;
    assert!(
        matches!(made, Err(NotDone::Store(crate::port::store::StoreError::Naming(problem))) if problem == taken)
    );
}

#[tokio::test]
async fn a_consumer_key_with_a_space_inside_is_refused_and_one_around_it_dropped() {
    let rig = Rig::new().await;
    let set = |key: &'static str| {
        let organizations = &rig.engine.organizations;
        let environment = crate::environment::Environment::Production;
        async move {
            organizations
                .set_client_app(person(), rig.id, environment, key, "halden")
                .await
        }
    };
    assert!(matches!(set("3MVG9 .x").await, Err(NotDone::ConsumerKey)));
    let kept = set(" 3MVG9.x ").await.expect("allowed");
    let app = kept.client_app(crate::environment::Environment::Production);
    assert_eq!(app.consumer_key, "3MVG9.x");
    let origin = app.login_origin.as_deref();
    assert_eq!(origin, Some("https://halden.my.salesforce.com"));
}

#[tokio::test]
async fn a_connection_without_its_organization_brings_it_back() {
    let rig = Rig::connected().await;
    let deleted = crate::plan::OrganizationEdit::Delete(rig.id);
    let stamp = crate::audit::Stamp::console(at(0));
    rig.store()
        .edit_organization(deleted, stamp)
        .await
        .expect("there");
    rig.engine.reconcile_with_vault().await.expect("readable");
    let known = rig
        .engine
        .directory
        .organizations()
        .await
        .expect("readable");
    assert_eq!(known.len(), 1);
    assert_eq!((known[0].id, known[0].name.as_str()), (rig.id, "Halden"));
    assert!(known[0].confirmed_no_lpc_user && !known[0].named_by_hand);
}

#[tokio::test]
async fn a_setting_that_is_what_it_was_is_no_event() {
    let rig = Rig::new().await;
    let preferences = &rig.engine.preferences;
    for value in ["dark", "dark"] {
        let changed = preferences.change_setting(person(), SettingKey::Theme, value);
        changed.await.expect("allowed");
    }
    let told = kinds(&rig).await.into_iter();
    assert_eq!(
        told.filter(|kind| *kind == AuditKind::SettingChanged)
            .count(),
        1
    );
    let refused = preferences
        .change_setting(person(), SettingKey::Theme, "pink")
        .await;
    assert!(matches!(refused, Err(NotDone::Setting(_))));
    assert_eq!(preferences.settings().theme, "dark");
}

#[tokio::test]
async fn a_sign_in_is_in_the_audit_from_its_beginning_to_its_end() {
    let rig = Rig::connected().await;
    let told = kinds(&rig).await;
    let place = |kind| told.iter().position(|known| *known == kind);
    // The newest comes first.
    assert!(place(AuditKind::Connected) < place(AuditKind::LoginStarted));
    assert!(place(AuditKind::Connected).is_some());
}

#[tokio::test]
async fn the_desktop_is_told_of_a_loss_and_of_its_end() {
    let rig = Rig::connected().await;
    lose(&rig).await;
    rig.log_in().await;
    let alerts = rig.alerts.lock().expect("never panics");
    assert_eq!(alerts.len(), 2, "{alerts:?}");
    assert_eq!(alerts[0].title, "Salesforce connectivity was lost");
}

#[tokio::test]
async fn who_wants_to_hear_of_nothing_is_told_of_nothing_also_later() {
    let rig = Rig::connected().await;
    let set = async |value| {
        let preferences = &rig.engine.preferences;
        let changed = preferences.change_setting(person(), SettingKey::Alerts, value);
        changed.await.expect("allowed");
    };
    set("off").await;
    lose(&rig).await;
    set("on").await;
    rig.engine.journal.raise_pending_alerts().await;
    assert!(rig.alerts.lock().expect("never panics").is_empty());
}

#[tokio::test]
async fn a_lost_connection_lies_over_everyone_and_is_gone_with_the_next_login() {
    let rig = Rig::connected().await;
    lose(&rig).await;
    let counts = rig
        .engine
        .directory
        .user_counts(rig.id)
        .await
        .expect("readable");
    assert_eq!(counts.suspended, 3);
    rig.log_in().await;
    let counts = rig
        .engine
        .directory
        .user_counts(rig.id)
        .await
        .expect("readable");
    assert_eq!((counts.suspended, counts.active), (0, 3));
    let tab = rig
        .engine
        .directory
        .connectivity(rig.id)
        .await
        .expect("readable");
    assert_eq!(tab.recovery.map(|known| known.resumed), Some(3));
}

#[tokio::test]
async fn statuses_carry_a_mark_a_quarter_of_an_hour_after_they_were_read() {
    let rig = Rig::connected().await;
    let stale = async || {
        let counts = rig.engine.directory.user_counts(rig.id).await;
        counts.expect("readable").stale
    };
    rig.clock.advance(SignedDuration::from_mins(15));
    assert!(!stale().await);
    rig.clock.advance(SignedDuration::from_secs(1));
    assert!(stale().await);
}

#[tokio::test]
async fn a_page_shows_the_members_of_the_status_that_is_seen() {
    let rig = Rig::new().await;
    rig.salesforce.with(|org| {
        org.users = (1..=5).map(user).collect();
        org.frozen = vec![user(4).id];
    });
    rig.log_in().await;
    let query = UserQuery {
        organization_id: rig.id,
        filter: ShownFilter::Status {
            status: EffectiveStatus::Suspended,
        },
        search: String::new(),
        sort: SortColumn::Name,
        descending: false,
        window: Window {
            offset: 0,
            limit: 10,
        },
    };
    let (_, page) = rig.engine.directory.users(query).await.expect("readable");
    assert_eq!(page.users.len(), 1);
    assert_eq!(page.users[0].id, user(4).id);
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_tried_again_every_ten_seconds() {
    let rig = Rig::new().await;
    let fault = WriteFault {
        kind: WriteFaultKind::DiskFull,
        raw: "no space".to_owned(),
    };
    rig.vault().with(|sealed| sealed.write_fault = Some(fault));
    assert_eq!(rig.engine.own_data.write_faults().len(), 1);
    rig.engine.own_data.try_writing_again().await;
    rig.vault().with(|sealed| sealed.write_fault = None);
    assert!(rig.engine.own_data.write_faults().is_empty());
}
