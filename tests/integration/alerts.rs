//! The desktop is told once that a connection was lost, and once that it is back.

use crate::rig::{LOST, Rig, USERNAME, person};
use lpc_api::settings::change_setting;
use lpc_core::settings::SettingKey;
use salesforce_sim::Config;

impl Rig {
    /// Titles and texts of what the desktop was told since this console was opened.
    fn told(&self) -> Vec<(String, String)> {
        let alerts = self.alerts.lock().unwrap();
        let told = alerts
            .iter()
            .map(|alert| (alert.title.clone(), alert.body.clone()));
        told.collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loss_is_told_once_and_its_end_once_whatever_restarts_in_between() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    assert_eq!(rig.told(), [], "a first connect is no recovery");
    rig.lose().await;
    let members = rig.counts().await.suspended;
    let lost = rig.told();
    assert_eq!(lost.len(), 1, "{lost:?}");
    assert_eq!(lost[0].0, "Salesforce connectivity was lost");
    let name = rig.connectivity().await.organization_name;
    assert!(
        lost[0]
            .1
            .starts_with(&format!("{name}: {members} members are suspended.")),
        "{lost:?}"
    );
    assert!(
        !lost[0].1.contains(LOST) && !lost[0].1.contains(USERNAME),
        "passers-by read no account and no raw text: {lost:?}"
    );

    let mut rig = rig.restarted().await;
    rig.host.console.journal.raise_pending_alerts().await;
    rig.session().await;
    assert_eq!(rig.told(), [], "told before the restart");

    rig.log_in_as(USERNAME).await;
    rig.wait_for_recovery().await;
    rig.wait_for_session().await;
    let recovery = rig.connectivity().await.recovery.unwrap();
    rig.host.console.journal.raise_pending_alerts().await;
    let told = rig.told();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, "Salesforce is connected again");
    assert!(
        told[0]
            .1
            .contains(&format!("{} users resumed", recovery.resumed)),
        "{told:?}"
    );
    let rig = rig.restarted().await;
    rig.host.console.journal.raise_pending_alerts().await;
    assert_eq!(rig.told(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loss_that_was_not_told_before_the_console_closed_is_told_at_its_next_start() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.lose().await;
    let database = rusqlite::Connection::open(rig.folder.path().join("console.db")).unwrap();
    // As a process leaves it that ends between the incident and the alert.
    database
        .execute("UPDATE incident SET told = 'nothing'", [])
        .unwrap();
    drop(database);
    let rig = rig.restarted().await;
    assert_eq!(rig.told().len(), 0);
    rig.host.console.journal.raise_pending_alerts().await;
    rig.host.console.journal.raise_pending_alerts().await;
    assert_eq!(rig.told().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_who_turned_alerts_off() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let switch =
        async |rig: &Rig, value: &str| change_setting(&rig.host, SettingKey::Alerts, value).await;
    switch(&rig, "off").await.unwrap();
    rig.lose().await;
    switch(&rig, "on").await.unwrap();
    rig.host.console.journal.raise_pending_alerts().await;
    rig.log_in_as(USERNAME).await;
    rig.wait_for_recovery().await;
    rig.wait_for_session().await;
    assert_eq!(
        rig.told(),
        [],
        "an incident that began unheard ends unheard"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disconnect_ends_a_loss_without_a_word() {
    let mut rig = Rig::with(Config {
        users: 50,
        ..Config::default()
    })
    .await;
    rig.connect().await;
    rig.lose().await;
    assert_eq!(rig.told().len(), 1);
    rig.host
        .console
        .connections
        .disconnect(&person(), rig.id, true)
        .await
        .unwrap();
    rig.host.console.journal.raise_pending_alerts().await;
    assert_eq!(rig.told().len(), 1, "nothing is connected again");
}
