//! What became of a member, as the panel of the user tells it.

use crate::rig::{LOST, Rig, USERNAME};
use lpc_api::user::UserNotification;
use lpc_core::history::TimelineEvent;
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::session::Outcome;
use lpc_core::status::EffectiveStatus;
use lpc_core::status::OwnStatus;
use lpc_core::users::ShownFilter;
use lpc_core::users::ShownSource;
use serde_json::json;

const FROZEN: &str = "UserLogin.IsFrozen = true";

async fn notification(rig: &Rig, user: &str) -> UserNotification {
    lpc_api::user::user_notification(&rig.host, rig.org(), SalesforceId::parse(user).unwrap())
        .await
        .unwrap()
}

async fn somebody(rig: &Rig, status: EffectiveStatus) -> String {
    let filter = ShownFilter::Status { status };
    rig.users(filter, "").await.rows[0].id.to_string()
}

fn events(told: &UserNotification) -> Vec<(TimelineEvent, Option<&str>)> {
    let entries = told.timeline.iter();
    entries
        .map(|entry| (entry.event, entry.raw.as_deref()))
        .collect()
}

const ACTIVE: TimelineEvent = TimelineEvent::Status {
    status: OwnStatus::Active,
};
const SUSPENDED: TimelineEvent = TimelineEvent::Status {
    status: OwnStatus::Suspended,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_member_who_is_frozen_through_a_loss_has_it_all_in_the_timeline() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let id = somebody(&rig, EffectiveStatus::Active).await;
    let fresh = notification(&rig, &id).await;
    assert_eq!(events(&fresh), [(ACTIVE, None)]);
    assert_eq!(fresh.user.source, Some(ShownSource::Salesforce));
    assert!(fresh.sessions[0].changed_this_user, "it gave the status");

    let second = jiff::SignedDuration::from_secs(60);
    rig.clock.advance(second);
    rig.sim
        .control(json!({ "fault": "freeze_users", "users": [id] }))
        .unwrap();
    assert_eq!(rig.session().await, Outcome::Finished);
    rig.clock.advance(second);
    rig.lose().await;
    let lost = notification(&rig, &id).await;
    assert_eq!(
        events(&lost),
        [
            (TimelineEvent::ConnectionLost, Some(LOST)),
            (SUSPENDED, Some(FROZEN)),
            (ACTIVE, None),
        ]
    );
    assert_eq!(lost.changes, 2, "the loss is no change of this user's");
    assert_eq!(lost.user.source, Some(ShownSource::Salesforce));
    let outcomes: Vec<_> = lost
        .sessions
        .iter()
        .map(|listed| (listed.session.session.outcome, listed.changed_this_user))
        .collect();
    assert_eq!(
        outcomes,
        [
            (Some(Outcome::Failed), false),
            (Some(Outcome::Finished), true),
            (Some(Outcome::Finished), true),
        ]
    );
    let members = rig.users(ShownFilter::Members, "").await.rows;
    let other = members.iter().find(|row| row.id.as_str() != id).unwrap();
    let other = notification(&rig, other.id.as_str()).await;
    assert_eq!(
        events(&other)[0],
        (TimelineEvent::ConnectionLost, Some(LOST))
    );

    let mut rig = rig.restarted().await;
    rig.clock.advance(second);
    rig.log_in_as(USERNAME).await;
    rig.wait_for_recovery().await;
    let back = notification(&rig, &id).await;
    assert_eq!(events(&back)[0], (TimelineEvent::ConnectionRestored, None));
    assert_eq!(events(&back).len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_source_is_the_connection_where_it_suspends_and_the_console_where_it_is_off() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let id = somebody(&rig, EffectiveStatus::Active).await;
    rig.lose().await;
    let lost = notification(&rig, &id).await;
    assert_eq!(lost.user.source, Some(ShownSource::Connection));
    lpc_api::connectivity::set_service_account_login(&rig.host, rig.org(), false)
        .await
        .unwrap();
    let off = notification(&rig, &id).await;
    assert_eq!(off.user.source, Some(ShownSource::Console));
    let stranger = somebody(&rig, EffectiveStatus::NotInGroup).await;
    let stranger = notification(&rig, &stranger).await;
    assert_eq!(stranger.user.source, None);
    assert_eq!((stranger.timeline.len(), stranger.sessions.len()), (0, 0));
}
