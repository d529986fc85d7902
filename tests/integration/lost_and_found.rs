//! The connection is lost, everyone is red with the reason, one login brings them back.

use crate::rig::{LOST, Rig, USERNAME};
use lpc_core::connection::ConnectionStateName;
use lpc_core::dictionary::Remedy;
use lpc_core::engine::FULL_LOAD_EVERY;
use lpc_core::login::LoginPhase;
use lpc_core::session::Outcome;
use lpc_core::status::EffectiveStatus;
use lpc_core::status::OwnStatus;
use lpc_core::users::ShownFilter;
use salesforce_sim::Config;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn everyone_turns_red_with_the_exact_text_and_one_login_brings_them_back() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let healthy = rig.counts().await;
    assert!(
        healthy.suspended > 0,
        "the stand-in has frozen users: {healthy:?}"
    );
    rig.lose().await;

    let lost = rig.counts().await;
    assert_eq!((lost.suspended, lost.active), (healthy.members, 0));
    let fault = rig.connectivity().await.fault.unwrap();
    assert_eq!(fault.fault.raw, LOST);
    assert_eq!(fault.fault.explanation().remedy, Remedy::Reconnect);
    assert_eq!(fault.suspended, healthy.active);
    assert_eq!(fault.own_faults, healthy.suspended);

    let red = rig
        .users(
            ShownFilter::Status {
                status: EffectiveStatus::Suspended,
            },
            "",
        )
        .await;
    assert_eq!(red.total, healthy.members);
    let (own, shared): (Vec<_>, Vec<_>) = red.rows.iter().partition(|row| row.own_fault);
    assert!(shared.iter().all(|row| row.error.as_deref() == Some(LOST)));
    assert!(
        shared.iter().all(|row| row.own == Some(OwnStatus::Active)),
        "the own status stays"
    );
    assert!(
        own.iter().all(|row| row.error.as_deref() != Some(LOST)),
        "an own fault stays in view"
    );
    let notification = lpc_api::user::user_notification(&rig.host, rig.org(), shared[0].id.clone())
        .await
        .unwrap();
    assert_eq!(notification.connection.unwrap().raw, LOST);
    assert_eq!(
        notification.others,
        healthy.active - 1,
        "as the card counts"
    );

    assert_eq!(rig.log_in_as(USERNAME).await, LoginPhase::Idle);
    rig.wait_for_recovery().await;
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
    let recovery = rig.connectivity().await.recovery.unwrap();
    assert_eq!(
        (recovery.resumed, recovery.need_attention),
        (healthy.active, healthy.suspended)
    );
    assert_eq!(recovery.members_read, healthy.members);
    assert_eq!(rig.counts().await.active, healthy.active);
    lpc_api::connectivity::dismiss_recovery(&rig.host, rig.org())
        .await
        .unwrap();
    assert!(rig.connectivity().await.recovery.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_loss_ends_with_a_few_calls_and_the_complete_list_follows() {
    let mut rig = Rig::with(Config {
        users: 5_000,
        ..Config::default()
    })
    .await;
    rig.connect().await;
    let healthy = rig.counts().await;
    rig.lose().await;
    assert!(rig.connectivity().await.resuming.is_none(), "it is lost");
    let lost_since = rig.connectivity().await.fault.unwrap().since;
    rig.clock.advance(FULL_LOAD_EVERY * 2);
    // When a complete list was last published.
    let complete = |rig: &Rig| {
        let database = rusqlite::Connection::open(rig.folder.path().join("console.db")).unwrap();
        let sql = "SELECT full_load FROM mirror";
        database
            .query_row(sql, [], |row| row.get::<_, Option<i64>>(0))
            .unwrap()
    };
    let before = complete(&rig);

    rig.set("query_delay_ms", json!(300));
    assert_eq!(rig.log_in_as(USERNAME).await, LoginPhase::Idle);
    let resuming = rig.connectivity().await.resuming.unwrap();
    assert_eq!(
        (Some(resuming.lost_since), resuming.members),
        (lost_since, healthy.members),
        "signed in, and not proved yet"
    );
    rig.set("query_delay_ms", json!(0));
    rig.wait_for_recovery().await;
    rig.wait_for_session().await;
    assert!(rig.connectivity().await.resuming.is_none());
    let recovery = rig.connectivity().await.recovery.unwrap();
    assert_eq!(recovery.members_read, healthy.members);
    assert_eq!(
        complete(&rig),
        before,
        "everyone is back before everyone is read again"
    );
    assert_eq!(rig.session().await, Outcome::Finished);
    assert!(complete(&rig) > before, "which follows");
}

#[tokio::test(flavor = "multi_thread")]
async fn losing_the_connection_writes_no_member_row() {
    let mut rig = Rig::with(Config {
        users: 3_000,
        ..Config::default()
    })
    .await;
    rig.connect().await;
    let fingerprint = |rig: &Rig| {
        let path = rig.folder.path().join("console.db");
        let database = rusqlite::Connection::open(path).unwrap();
        let mut statement = database
            .prepare("SELECT * FROM user ORDER BY rowid")
            .unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        let mut text = String::new();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                text.push_str(&format!("{:?};", row.get_ref(column).unwrap()));
            }
        }
        text
    };
    let before = fingerprint(&rig);
    rig.lose().await;
    assert!(
        before == fingerprint(&rig),
        "the rows of {} members are as they were",
        3_000
    );
    assert_eq!(rig.counts().await.active, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_stays_lost_through_a_restart_and_spends_nothing() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.lose().await;
    let mut rig = rig.restarted().await;
    assert_eq!(rig.state().await, ConnectionStateName::Lost);
    let refreshes = rig.requests("token");
    assert_eq!(rig.session().await, Outcome::Failed);
    assert_eq!(
        rig.requests("token"),
        refreshes,
        "a dead token is not tried again"
    );
    rig.log_in_as(USERNAME).await;
    rig.wait_for_recovery().await;
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denied_reconnect_leaves_the_loss_as_it_was() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.lose().await;
    let link = rig.start_login().await;
    assert_eq!(
        rig.state().await,
        ConnectionStateName::Lost,
        "waiting does not hide the loss"
    );
    let callback = rig.sim.deny(link.expose()).unwrap();
    rig.host.take_callback(&callback).await.unwrap();
    assert!(matches!(
        rig.wait_for_login().await,
        LoginPhase::Failed { .. }
    ));
    assert_eq!(rig.state().await, ConnectionStateName::Lost);
    assert_eq!(rig.connectivity().await.fault.unwrap().fault.raw, LOST);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_switch_turns_everyone_gray_and_keeps_the_token() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let healthy = rig.counts().await;
    let org = rig.org();
    let switch =
        |enabled| lpc_api::connectivity::set_service_account_login(&rig.host, org, enabled);
    switch(false).await.unwrap();
    assert_eq!(rig.state().await, ConnectionStateName::Off);
    assert_eq!(rig.counts().await.disabled, healthy.members);
    switch(true).await.unwrap();
    assert_eq!(rig.session().await, Outcome::Finished);
    assert_eq!(rig.counts().await.active, healthy.active);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_key_reddens_everyone_and_a_new_login_replaces_it() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let healthy = rig.counts().await;
    rig.key_store.forget();
    let mut rig = rig.restarted().await;
    assert_eq!(rig.session().await, Outcome::Failed);
    assert_eq!(rig.state().await, ConnectionStateName::KeyLost);
    assert_eq!(rig.counts().await.active, 0);
    assert_eq!(
        rig.connectivity()
            .await
            .fault
            .unwrap()
            .fault
            .explanation()
            .remedy,
        Remedy::Reconnect
    );
    assert_eq!(rig.log_in_as(USERNAME).await, LoginPhase::Idle);
    rig.wait_for_session().await;
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
    assert_eq!(rig.counts().await.active, healthy.active);
}
