use super::Sql;
use super::{Rig, frozen, frozen_unknown, input, user};
use lpc_core::environment::Environment;
use lpc_core::group::FROZEN_TEXT;
use lpc_core::port::store::conformance::Short;
use lpc_core::port::store::conformance::loads::begin;
use lpc_core::status::OwnStatus;

#[tokio::test]
async fn frozen_users_turn_red_at_once_and_unknown_does_not() {
    let rig = Rig::new().await;
    rig.load(vec![user(1), user(2)], frozen(10, &[2])).await;
    assert_eq!(
        rig.status(2).await,
        (Some(OwnStatus::Suspended), Some(FROZEN_TEXT.to_owned()))
    );
    rig.load(vec![user(1), user(2)], frozen_unknown(20)).await;
    assert_eq!(rig.status(2).await, (Some(OwnStatus::Active), None));
    assert_eq!(
        rig.number("SELECT count(*) FROM user WHERE is_frozen IS NULL")
            .await,
        2
    );
}

#[tokio::test]
async fn publishing_writes_only_the_rows_that_change() {
    let users: Vec<_> = (0..5_000).map(user).collect();
    let rig = Rig::with(users.clone()).await;
    let load = begin(&rig, Environment::Production).await;
    let mut changed = users;
    changed[17].is_active = false;
    for page in changed.chunks(2_000) {
        rig.db
            .store_load_page(rig.organization, &load, page.to_vec())
            .await
            .expect("stores");
    }
    let before = rig.number("SELECT total_changes()").await;
    rig.db
        .publish_load(rig.organization, &load, input(20))
        .await
        .expect("publishes");
    let written = rig.number("SELECT total_changes()").await - before;
    assert!(written < 10, "{written} rows for one changed status");
}
