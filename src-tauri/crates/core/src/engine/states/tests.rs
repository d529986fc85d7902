use super::*;
use crate::clock::SystemClock;
use crate::connection::PassingFault;
use crate::directory::ApiUsage;
use crate::engine::tasks::Tasks;
use crate::fault::{Fault, FaultCode};
use crate::login::CallbackRefusal;
use crate::login::state::Login;
use crate::pace::OwnShareUsed;
use crate::session::Trigger::Schedule;
use crate::turn::Turn;
use tokio::sync::Notify;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("valid")
}

fn states() -> States {
    States::new(Arc::new(Tasks {
        clock: Arc::new(SystemClock),
        host: Arc::new(|_| {}),
        wake: Notify::new(),
        stopped: Mutex::default(),
    }))
}

fn throttled(until: i64) -> Known {
    Known {
        passing: Some(PassingFault::Throttled {
            until: at(until),
            fault: Fault::new(FaultCode::RequestLimit, "REQUEST_LIMIT_EXCEEDED"),
        }),
        ..Known::default()
    }
}

fn used(used: u64) -> Known {
    Known {
        usage: Some(ApiUsage { used, limit: 100 }),
        ..Known::default()
    }
}

#[test]
fn nothing_known_makes_nobody_wait() {
    assert!(!Known::default().must_wait(at(0)));
}

#[test]
fn a_throttling_is_waited_for_until_its_end() {
    assert!(throttled(100).must_wait(at(99)));
    assert!(!throttled(100).must_wait(at(100)));
}

#[test]
fn what_salesforce_asked_for_is_waited_for() {
    let known = Known {
        not_before: Some(at(100)),
        ..Known::default()
    };
    assert!(known.must_wait(at(99)) && !known.must_wait(at(100)));
}

#[test]
fn the_later_of_a_throttling_and_a_wish_counts() {
    let both = |until, wish| Known {
        not_before: Some(at(wish)),
        ..throttled(until)
    };
    assert_eq!(both(100, 50).earliest(), Some(at(100)));
    assert_eq!(both(100, 150).earliest(), Some(at(150)));
}

#[test]
fn a_limit_used_to_seven_tenths_lets_nothing_run_early() {
    assert!(!used(69).must_wait(at(0)));
    assert!(used(70).must_wait(at(0)));
}

#[test]
fn the_own_share_is_waited_for_while_it_is_used_up() {
    let known = Known {
        own_share: Some(OwnShareUsed {
            spent: 5,
            allowed: 5,
            limit: 100,
            until: at(100),
        }),
        ..Known::default()
    };
    assert!(known.must_wait(at(99)) && known.own_share_used(at(99)).is_some());
    assert!(!known.must_wait(at(100)) && known.own_share_used(at(100)).is_none());
}

#[test]
fn nothing_of_a_connection_outlives_it() {
    let state = State {
        consumed: Some(at(1)),
        refused_callback: Some((CallbackRefusal::Unknown, at(1))),
        turn: Turn::Due {
            at: at(1),
            why: Schedule,
        },
        known: Known {
            throttlings: 3,
            failures: 2,
            kept_alive: Some(at(1)),
            last_manual: Some(at(1)),
            full_load_wanted: true,
            ..throttled(100)
        },
        login: Login::Exchanging(crate::environment::Environment::Production),
    };
    let after = state.disconnected();
    assert_eq!((after.known.throttlings, after.known.failures), (0, 0));
    assert_eq!(
        (after.known.kept_alive, after.known.last_manual),
        (None, None)
    );
    assert!(after.known.passing.is_none() && !after.known.full_load_wanted);
    assert_eq!(after.turn, Turn::Unplanned);
    assert!(!after.login.is_under_way() && after.consumed.is_none());
    assert!(after.refused_callback.is_none());
}

#[test]
fn the_next_look_is_at_what_comes_first() {
    let states = states();
    let (one, other) = (OrganizationId::random(), OrganizationId::random());
    let plan = |id, second| {
        states
            .of(id)
            .change(|state| state.turn.plan(at(second), Schedule));
    };
    assert_eq!(states.next_look(at(0)), None);
    plan(one, 200);
    plan(other, 100);
    assert_eq!(states.next_look(at(0)), Some(at(100)));
    states
        .of(one)
        .change(|state| state.known.look_again = Some(at(50)));
    assert_eq!(states.next_look(at(0)), Some(at(50)));
}

#[test]
fn what_was_looked_at_is_not_looked_at_again() {
    let states = states();
    let id = OrganizationId::random();
    states
        .of(id)
        .change(|state| state.turn.plan(at(100), Schedule));
    assert_eq!(
        states.next_look(at(100)),
        None,
        "a lost connection stays due"
    );
}

#[test]
fn a_forgotten_organization_is_planned_no_more() {
    let states = states();
    let id = OrganizationId::random();
    states
        .of(id)
        .change(|state| state.turn.plan(at(100), Schedule));
    states.forget(id);
    assert_eq!(states.next_look(at(0)), None);
}
