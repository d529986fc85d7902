//! Full loads that are interrupted, wanted, or long.

use crate::rig::Rig;
use jiff::SignedDuration;
use lpc_core::port::store::SessionFilter;
use lpc_core::session::Outcome;
use lpc_core::session::Trigger;
use lpc_core::status::EffectiveStatus;
use lpc_core::users::ShownFilter;
use salesforce_sim::Config;
use serde_json::json;

pub async fn of_several_pages() -> Rig {
    let mut rig = Rig::with(Config {
        users: 2_500,
        ..Config::default()
    })
    .await;
    rig.set("page_size_max", json!(300));
    rig.connect().await;
    rig
}

/// Lets so many hours pass here and in Salesforce.
pub fn pass(rig: &Rig, hours: i64) {
    rig.clock.advance(SignedDuration::from_hours(hours));
    rig.sim
        .control(json!({ "fault": "advance_clock", "seconds": hours * 3600 }))
        .unwrap();
}

/// The first or the last active member in the order in which a load reads them.
fn member(rig: &Rig, order: &str) -> String {
    let database = rusqlite::Connection::open(rig.folder.path().join("console.db")).unwrap();
    let sql = format!("SELECT id FROM user WHERE own = 1 ORDER BY id {order} LIMIT 1");
    database.query_row(&sql, [], |row| row.get(0)).unwrap()
}

fn fault_of_pages(rig: &Rig) {
    rig.sim
        .control(json!({
            "fault": "fail_next", "count": 1, "with": "json503", "endpoints": ["query_more"],
        }))
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_load_goes_on_behind_the_last_user_it_read() {
    let rig = of_several_pages().await;
    pass(&rig, 7);
    let pages = |rig: &Rig| rig.requests("query") + rig.requests("query_more");
    fault_of_pages(&rig);
    assert_eq!(rig.session().await, Outcome::Failed);
    let rig = rig.restarted().await;
    let before = pages(&rig);
    assert_eq!(rig.session().await, Outcome::Finished);
    // 2,200 users in pages of 300, the frozen users, and the delta with them again.
    assert_eq!(
        pages(&rig) - before,
        8 + 1 + 2,
        "the first page is not read twice"
    );
    assert_eq!(rig.counts().await.all, 2_500);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_that_is_resumed_hours_later_misses_nobody_who_changed_meanwhile() {
    let rig = of_several_pages().await;
    let (early, late) = (member(&rig, "ASC"), member(&rig, "DESC"));
    pass(&rig, 7);
    fault_of_pages(&rig);
    assert_eq!(
        rig.session().await,
        Outcome::Failed,
        "the first page is read"
    );
    pass(&rig, 1);
    let change = |fault: &str, user: &str| {
        let change = json!({ "fault": fault, "users": [user] });
        rig.sim.control(change).unwrap();
    };
    change("deactivate_users", &early);
    pass(&rig, 1);
    change("rename_users", &late);
    assert_eq!(rig.session().await, Outcome::Finished);
    let red = rig
        .users(
            ShownFilter::Status {
                status: EffectiveStatus::Suspended,
            },
            "",
        )
        .await;
    let row = red.rows.iter().find(|row| row.id.as_str() == early);
    assert_eq!(
        row.expect("the one who was read before and changed after")
            .error
            .as_deref(),
        Some("User.IsActive = false")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_is_read_again_on_demand_and_four_times_a_day_with_last_logins() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let sql = |sql: &str| {
        let database = rusqlite::Connection::open(rig.folder.path().join("console.db")).unwrap();
        database
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    let known = sql("SELECT max(last_login) FROM user");
    // A delta reads again whoever changed within its overlap, which are a few.
    let logins_after = |known: i64| {
        sql(&format!(
            "SELECT count(*) FROM user WHERE last_login > {known}"
        ))
    };
    let newest = || sql("SELECT max(last_login) FROM user");
    rig.set("logins_per_day", json!(50_000));
    pass(&rig, 1);
    assert_eq!(rig.session().await, Outcome::Finished);
    let by_delta = logins_after(known);
    assert!(
        by_delta < 10,
        "{by_delta}: a login is no change of the user"
    );
    lpc_api::sessions::reconcile(&rig.host, rig.org())
        .await
        .unwrap();
    // Its row ends before it does, and until it does no other one runs.
    rig.until("the whole list is read", async || {
        let reading = rig.host.console.directory.connection(rig.id).await;
        rig.ended_sessions() >= 3 && !reading.unwrap().session_running
    })
    .await;
    assert!(logins_after(known) > 100);
    let row = &crate::held_back::sessions(&rig, SessionFilter::All)
        .await
        .sessions[0];
    assert_eq!(row.session.trigger, Trigger::Reconcile);
    let refused = lpc_api::sessions::reconcile(&rig.host, rig.org()).await;
    assert!(refused.is_err(), "as often as a check, once a minute");

    let known = newest();
    pass(&rig, 5);
    rig.session().await;
    assert!(logins_after(known) < 10);
    pass(&rig, 1);
    rig.session().await;
    assert!(
        logins_after(known) > 100,
        "six hours after the last full load"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sessions_list_names_what_stopped_a_session_in_full() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.set("request_limit", json!(true));
    assert_eq!(rig.session().await, Outcome::Failed);
    rig.set("request_limit", json!(false));
    assert_eq!(rig.session().await, Outcome::Finished);
    let failed = crate::held_back::sessions(&rig, SessionFilter::Ended(Outcome::Failed)).await;
    assert_eq!((failed.total, failed.counts.all), (1, 3));
    let row = &failed.sessions[0];
    assert_eq!(row.session.outcome, Some(Outcome::Failed));
    assert_eq!(row.session.api_calls, 1);
    let error = row.session.fault.as_ref().unwrap();
    assert_eq!(
        error.raw,
        "REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded."
    );
    assert!(error.explanation().title.contains("used up"), "{error:?}");
}
