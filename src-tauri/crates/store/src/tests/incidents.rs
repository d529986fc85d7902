use super::Sql;
use super::{Rig, at, inactive, input, user};
use lpc_core::port::store::conformance::Short;
use lpc_core::port::store::conformance::incidents::{LOST, lose};

#[tokio::test]
async fn losing_the_connection_of_10_000_members_writes_a_constant_number_of_rows() {
    let mut written = Vec::new();
    for members in [1, 10_000] {
        let rig = Rig::with((0..members).map(user).collect()).await;
        let before = rig.number("SELECT total_changes()").await;
        lose(&rig, LOST, 20).await;
        lose(&rig, "another text", 30).await;
        rig.db
            .close_connection_incident(rig.organization, at(40), None)
            .await
            .expect("closes");
        written.push(rig.number("SELECT total_changes()").await - before);
    }
    assert_eq!(written[0], written[1]);
    assert!(written[0] <= 5, "{written:?}");
}

#[tokio::test]
async fn a_cause_that_comes_back_is_a_new_incident() {
    let rig = Rig::with(vec![user(1)]).await;
    for second in [20, 40] {
        rig.delta(vec![inactive(1)], input(second)).await;
        let open = rig.db.incidents(rig.organization).await.expect("reads");
        assert_eq!(open[0].since, at(second));
        rig.delta(vec![user(1)], input(second + 10)).await;
    }
    assert_eq!(
        rig.number("SELECT count(*) FROM incident WHERE until IS NOT NULL")
            .await,
        2
    );
}
