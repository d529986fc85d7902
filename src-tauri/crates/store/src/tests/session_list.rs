use super::Sql;
use super::{Rig, add_organization};
use lpc_core::port::store::SessionFilter;
use lpc_core::port::store::conformance::session_list::{DAY, list, of, session};
use lpc_core::session::{Outcome, Trigger};

#[tokio::test]
async fn no_more_than_ten_thousand_sessions_are_kept_of_an_organization() {
    let rig = Rig::new().await;
    let other = add_organization(&rig.db, "Other").await;
    rig.execute(
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 10050)
         INSERT INTO session (organization, \"trigger\", started, ended, outcome, changed)
         SELECT 1 + (n % 2), 'schedule', 1800000000000 + n, 1800000000000 + n, 'failed', 1
         FROM n, (SELECT 1 UNION ALL SELECT 2)",
    )
    .await;
    of(&rig, other, 30, Trigger::Schedule, Outcome::Failed, 1).await;
    session(&rig, 30, Trigger::Schedule, Outcome::Failed, 1).await;
    let kept = list(&rig, SessionFilter::All, 0, 1).await;
    assert_eq!((kept.counts.all, kept.sessions.len()), (10_000, 1));
    assert_eq!(rig.number("SELECT count(*) FROM session").await, 20_000);
}

#[tokio::test]
async fn incidents_are_forgotten_ninety_days_after_they_were_closed() {
    let rig = Rig::with(vec![super::user(1), super::user(2)]).await;
    rig.delta(vec![super::inactive(1)], super::input(20)).await;
    rig.delta(vec![super::user(1), super::inactive(2)], super::input(30))
        .await;
    session(&rig, 89 * DAY, Trigger::Schedule, Outcome::Finished, 1).await;
    assert_eq!(
        rig.number("SELECT count(*) FROM incident").await,
        1,
        "one cause, open throughout"
    );
    rig.delta(vec![super::user(2)], super::input(40)).await;
    session(&rig, 89 * DAY + 60, Trigger::Schedule, Outcome::Finished, 1).await;
    assert_eq!(rig.number("SELECT count(*) FROM incident").await, 1);
    session(&rig, 91 * DAY, Trigger::Schedule, Outcome::Finished, 1).await;
    assert_eq!(rig.number("SELECT count(*) FROM incident").await, 0);
}
