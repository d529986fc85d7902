use super::Sql;
use super::{Rig, frozen, frozen_unknown, id, input, service_account, user};
use lpc_core::directory::DirectoryUser;
use lpc_core::environment::Environment;
use lpc_core::member_check::MemberReading;
use lpc_core::plan::EvaluationInput;
use lpc_core::port::store::StoreError;
use lpc_core::port::store::conformance::Short;
use lpc_core::status::OwnStatus;
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Step {
    /// A page of a load: users, and which of them are inactive.
    Page(Vec<(usize, bool)>),
    Publish(Vec<usize>),
    Delta(Vec<(usize, bool)>, Option<Vec<usize>>),
    Frozen(Option<Vec<usize>>),
    /// The load under way, if any, is abandoned for one of another environment.
    Move,
    ServiceAccount(usize),
    Pause(usize),
    /// One member, whom Salesforce shows as active or not, or does not show.
    Check(usize, Option<bool>, bool),
}

fn users() -> impl Strategy<Value = Vec<(usize, bool)>> {
    prop::collection::vec((0..12_usize, any::<bool>()), 0..8)
}

fn numbers() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..14_usize, 0..5)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => users().prop_map(Step::Page),
        4 => numbers().prop_map(Step::Publish),
        4 => (users(), prop::option::of(numbers()))
            .prop_map(|(users, frozen)| Step::Delta(users, frozen)),
        2 => prop::option::of(numbers()).prop_map(Step::Frozen),
        1 => Just(Step::Move),
        1 => (0..12_usize).prop_map(Step::ServiceAccount),
        1 => (0..12_usize).prop_map(Step::Pause),
        3 => (0..12_usize, prop::option::of(any::<bool>()), any::<bool>())
            .prop_map(|(number, active, frozen)| Step::Check(number, active, frozen)),
    ]
}

fn directory(users: Vec<(usize, bool)>) -> Vec<DirectoryUser> {
    users
        .into_iter()
        .map(|(number, is_active)| DirectoryUser {
            is_active,
            name: format!("User {number} {is_active}"),
            ..user(number)
        })
        .collect()
}

async fn run(rig: &Rig, steps: Vec<Step>) {
    let mut environment = Environment::Production;
    let mut account = service_account();
    for (second, step) in (100..).zip(steps) {
        let input = |frozen_users: Option<Vec<usize>>| {
            let known = frozen_users.map(|users| frozen(second, &users));
            EvaluationInput {
                service_account: account.clone(),
                ..known.unwrap_or_else(|| frozen_unknown(second))
            }
        };
        let load = rig.db.begin_load(rig.organization, environment);
        match step {
            Step::Page(users) => {
                let load = load.await.expect("begins");
                let page = rig
                    .db
                    .store_load_page(rig.organization, &load, directory(users));
                page.await.expect("stores");
            }
            Step::Publish(frozen) => {
                let load = load.await.expect("begins");
                let publish = rig
                    .db
                    .publish_load(rig.organization, &load, input(Some(frozen)));
                publish.await.expect("publishes");
            }
            Step::Delta(users, frozen) => {
                rig.delta(directory(users), input(frozen)).await;
            }
            Step::Frozen(frozen) => {
                rig.delta(Vec::new(), input(frozen)).await;
            }
            Step::Move => {
                environment = match environment {
                    Environment::Production => Environment::Sandbox,
                    Environment::Sandbox => Environment::Production,
                };
            }
            Step::ServiceAccount(number) => account = id(number),
            Step::Pause(number) => pause(rig, number).await,
            Step::Check(number, active, is_frozen) => {
                let found = active.map(|active| directory(vec![(number, active)]).remove(0));
                let reading = MemberReading {
                    member: id(number),
                    found,
                    api_calls: 1,
                };
                let frozen = is_frozen.then_some(number);
                let input = input(Some(frozen.into_iter().collect()));
                let stored = rig.db.store_member_check(rig.organization, reading, input);
                match stored.await {
                    Ok(_) | Err(StoreError::NotFound(_)) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        }
        check(rig).await;
    }
}

/// What pausing a member will write once something does.
async fn pause(rig: &Rig, number: usize) {
    let id = id(number);
    rig.db
        .write(move |db| {
            let paused = db.execute(
                "UPDATE user SET own = 2 WHERE id = ?1 AND own = 1",
                [id.as_str()],
            )? as i64;
            db.execute(
                "UPDATE own_count SET users = users + ?1 WHERE own = 2",
                [paused],
            )?;
            db.execute(
                "UPDATE own_count SET users = users - ?1 WHERE own = 1",
                [paused],
            )?;
            Ok(())
        })
        .await
        .expect("pauses");
}

async fn check(rig: &Rig) {
    let wrong = rig
        .number(
            "SELECT count(*) FROM own_count
             WHERE users <> (SELECT count(*) FROM user
                 WHERE user.organization = own_count.organization
                     AND coalesce(user.own, -1) = own_count.own)",
        )
        .await;
    assert_eq!(wrong, 0, "counts by own status");
    let wrong = rig
        .number(
            "SELECT count(*) FROM incident
             WHERE scope = 'user' AND members
                 <> (SELECT count(*) FROM user WHERE user.incident = incident.row)",
        )
        .await;
    assert_eq!(wrong, 0, "members per incident");
    let wrong = rig
        .number(
            "SELECT count(*) FROM incident WHERE scope = 'user' AND (until IS NULL) <> (members > 0)",
        )
        .await;
    assert_eq!(
        wrong, 0,
        "an incident is open as long as it touches somebody"
    );
    let wrong = rig
        .number(
            "SELECT count(*) FROM user
             WHERE (own IS 4) <> (incident IS NOT NULL)
                 OR (own IS NULL AND since IS NOT NULL)",
        )
        .await;
    assert_eq!(
        wrong, 0,
        "suspended members, and only they, have an incident"
    );
    let wrong = rig
        .number(
            "SELECT count(*) FROM user JOIN mirror USING (organization)
             WHERE id = service_account AND own IS NOT NULL",
        )
        .await;
    assert_eq!(wrong, 0, "the service account is not a member");
    // Fails with an error when the index and the rows do not agree.
    rig.execute("INSERT INTO user_search (user_search, rank) VALUES ('integrity-check', 1)")
        .await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn counters_incidents_and_index_agree_with_the_rows_after_any_operations(
        steps in prop::collection::vec(step(), 1..25)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let rig = Rig::new().await;
            run(&rig, steps).await;
        });
    }
}

#[tokio::test]
async fn counts_by_own_status_stand_in_the_order_of_the_statuses() {
    let rig = Rig::with((0..5).map(user).collect()).await;
    rig.delta(vec![super::inactive(1)], input(20)).await;
    let counts = rig.db.own_counts(rig.organization).await.expect("counts");
    assert_eq!(counts.users, 5);
    assert_eq!(counts.members[OwnStatus::Active as usize], 4);
    assert_eq!(counts.of(OwnStatus::Suspended), 1);
}
