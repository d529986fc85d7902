use super::*;
use crate::connection::{ConnectionFault, FaultKind, PassingFault};
use crate::fault::{Fault, FaultCode};
use crate::session::Trigger::{Schedule, Woken};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("valid")
}

fn due(second: i64) -> Turn {
    Turn::Due {
        at: at(second),
        why: Schedule,
    }
}

fn fault(kind: FaultKind) -> ConnectionFault {
    ConnectionFault {
        kind,
        fault: Fault::new(FaultCode::TokenExpired, "invalid_grant"),
        since: at(0),
    }
}

/// A look at second 1,000 in the middle of every range.
fn look(state: &ConnectionState) -> Look<'_> {
    Look {
        now: at(1_000),
        state,
        runs: true,
        jumped: false,
        must_wait: false,
        interval: MINUTE,
        random: 0.5,
    }
}

const CONNECTED: ConnectionState = ConnectionState::Connected;

#[test]
fn the_first_session_comes_at_a_random_point_of_the_interval() {
    for (random, second) in [(0.0, 1_000), (0.5, 1_030), (0.99, 1_059)] {
        let mut turn = Turn::Unplanned;
        let look = Look {
            random,
            ..look(&CONNECTED)
        };
        assert_eq!(turn.step(&look), None);
        assert_eq!(turn.due().map(Timestamp::as_second), Some(second));
    }
}

#[test]
fn a_session_that_is_due_starts_once() {
    let mut turn = due(1_000);
    assert_eq!(turn.step(&look(&CONNECTED)), Some(Schedule));
    assert_eq!(turn, Turn::Starting);
    assert_eq!(turn.step(&look(&CONNECTED)), None);
}

#[test]
fn a_session_that_is_not_due_waits() {
    let mut turn = due(1_001);
    assert_eq!(turn.step(&look(&CONNECTED)), None);
    assert_eq!(turn, due(1_001));
}

#[test]
fn nothing_starts_beside_a_session_that_runs() {
    let mut turn = Turn::Running;
    let jumped = Look {
        jumped: true,
        ..look(&CONNECTED)
    };
    assert_eq!(turn.step(&jumped), None);
    assert_eq!(turn, Turn::Running);
}

#[test]
fn a_clock_that_was_set_back_by_years_stops_no_session() {
    let mut turn = due(1_000 + 25 * 3_600);
    assert_eq!(turn.step(&look(&CONNECTED)), Some(Schedule));
}

#[test]
fn states_that_allow_no_session_are_never_due() {
    let states = [
        ConnectionState::NotConfigured,
        ConnectionState::Authorizing,
        ConnectionState::Lost(fault(FaultKind::Lost)),
        ConnectionState::KeyLost,
        ConnectionState::Off,
    ];
    for state in states {
        for mut turn in [Turn::Unplanned, due(1)] {
            let before = turn;
            assert_eq!(turn.step(&look(&state)), None, "{state:?}");
            assert_eq!(turn, before, "{state:?}");
        }
    }
}

#[test]
fn a_refused_connection_is_looked_at_again() {
    let refused = ConnectionState::Refused(fault(FaultKind::Refused));
    assert_eq!(due(1).step(&look(&refused)), Some(Schedule));
}

#[test]
fn a_loss_for_a_reason_nobody_knows_is_looked_at_again() {
    for code in [FaultCode::GrantRefused, FaultCode::ConsumerKeyUnknown] {
        let mut lost = fault(FaultKind::Lost);
        lost.fault.code = code;
        let lost = ConnectionState::Lost(lost);
        assert_eq!(due(1).step(&look(&lost)), Some(Schedule), "{code:?}");
    }
}

#[test]
fn a_throttled_or_unreachable_connection_is_asked_when_it_is_due() {
    let throttled = ConnectionState::Passing(PassingFault::Throttled {
        until: at(900),
        fault: Fault::new(FaultCode::RequestLimit, ""),
    });
    let unreachable = ConnectionState::Passing(PassingFault::Unreachable {
        fault: Fault::new(FaultCode::Unreachable, ""),
        since: at(0),
    });
    for state in [throttled, unreachable] {
        assert_eq!(due(1_000).step(&look(&state)), Some(Schedule));
    }
}

#[test]
fn without_license_or_switch_nothing_starts_and_the_plan_stays() {
    let mut turn = due(1);
    let stopped = Look {
        runs: false,
        ..look(&CONNECTED)
    };
    assert_eq!(turn.step(&stopped), None);
    assert_eq!(turn, due(1));
    assert_eq!(
        turn.step(&look(&CONNECTED)),
        Some(Schedule),
        "and goes on with it"
    );
}

#[test]
fn after_a_sleep_a_session_runs_within_ten_seconds() {
    for mut turn in [Turn::Unplanned, due(9_000)] {
        let jumped = Look {
            jumped: true,
            ..look(&CONNECTED)
        };
        assert!(turn.wakes(&jumped));
        assert_eq!(turn.step(&jumped), None);
        let woken = Turn::Due {
            at: at(1_005),
            why: Woken,
        };
        assert_eq!(turn, woken);
        let later = Look {
            now: at(1_005),
            ..look(&CONNECTED)
        };
        assert_eq!(turn.step(&later), Some(Woken));
    }
}

#[test]
fn a_sleep_brings_nothing_forward_that_must_wait() {
    let mut turn = due(2_000);
    let waits = Look {
        jumped: true,
        must_wait: true,
        ..look(&CONNECTED)
    };
    assert!(!turn.wakes(&waits));
    assert_eq!(turn.step(&waits), None);
    assert_eq!(turn, due(2_000));
}

#[test]
fn of_a_plan_made_with_a_wrong_clock_only_its_length_holds() {
    let mut turn = due(1_000_000);
    let waits = Look {
        jumped: true,
        must_wait: true,
        ..look(&CONNECTED)
    };
    turn.step(&waits);
    assert_eq!(turn, due(1_000 + 24 * 3_600));
}

#[test]
fn a_plan_is_moved_and_a_running_session_is_not() {
    let mut turn = due(500);
    turn.replan(|_| at(400));
    assert_eq!(turn, due(400));
    let mut running = Turn::Running;
    running.replan(|_| at(400));
    running.plan(at(400), Schedule);
    assert_eq!((running, running.due()), (Turn::Running, None));
}

#[test]
fn a_session_that_was_started_is_not_planned_again() {
    let mut turn = Turn::Starting;
    turn.plan(at(1), Schedule);
    assert_eq!(turn, Turn::Starting);
}

#[test]
fn a_disconnection_ends_the_plan_and_not_a_session_that_runs() {
    let left = |turn: Turn| turn.without_plan();
    assert_eq!(left(due(1)), Turn::Unplanned);
    assert_eq!(left(Turn::Starting), Turn::Unplanned);
    assert_eq!(left(Turn::Running), Turn::Running);
}
