use super::Sql;
use super::{Rig, inactive, input, user};
use crate::failure::Failure;
use lpc_core::port::store::conformance::Short;
use lpc_core::port::store::{Store, StoreError};
use lpc_core::status::OwnStatus;

#[tokio::test]
async fn a_write_that_fails_half_way_leaves_nothing_behind() {
    let rig = Rig::with(vec![user(1)]).await;
    rig.execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON user WHEN new.id LIKE '%000666%'
         BEGIN SELECT raise(ABORT, 'refused'); END",
    )
    .await;
    let page = vec![inactive(1), user(5), user(666)];
    let refused = rig.db.store_delta(rig.organization, page, input(20)).await;
    assert!(refused.is_err());
    assert_eq!(rig.status(1).await, (Some(OwnStatus::Active), None));
    assert_eq!(rig.record(5).await, None);
    rig.delta(vec![user(5)], input(30)).await;
    assert_eq!(rig.status(5).await.0, Some(OwnStatus::Active));
}

#[tokio::test]
async fn a_write_that_panics_is_rolled_back_and_the_next_one_goes_on() {
    let rig = Rig::new().await;
    let answer = rig
        .db
        .write(|db| -> Result<(), Failure> {
            db.execute("INSERT INTO setting VALUES ('theme', 'dark')", [])?;
            panic!("a bug");
        })
        .await;
    assert!(matches!(answer, Err(StoreError::Storage(_))), "{answer:?}");
    assert_eq!(rig.db.setting("theme").await.expect("reads"), None);
    rig.db
        .set_setting("theme", "light", None)
        .await
        .expect("writes");
}
