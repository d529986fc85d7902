//! What a connection does: it is lost, comes back, is told of, and is replaced.

use super::rows::{Kept, Missing, at, id, inactive, user};
use crate::alert::AlertKind;
use crate::audit::Stamp;
use crate::fault::{Fault, FaultCode};
use crate::incident::{FaultClass, IncidentScope};
use crate::plan::{
    DismissRecovery, EndLoss, EndSession, Lose, PassOverAlerts, SessionEnd, SessionId, SetSource,
    TakeAlert,
};
use crate::session::{Changes, Outcome};

fn lose(raw: &str, second: i64) -> Lose {
    Lose {
        scope: IncidentScope::Connection,
        class: FaultClass::Authorization,
        fault: Fault::new(FaultCode::TokenExpired, raw),
        since: at(second),
    }
}

fn recover(second: i64) -> EndLoss {
    EndLoss {
        at: at(second),
        recovered: Some(Stamp::console(at(second))),
    }
}

fn is_lost(alert: &Option<AlertKind>) -> bool {
    matches!(alert, Some(AlertKind::Lost { .. }))
}

#[test]
fn a_loss_writes_no_row_of_a_user() {
    let mut kept = Kept::loaded(3);
    let ((), plan) = kept.plan(lose("expired", 2_000)).expect("always");
    assert!(plan.users.is_empty());
    assert_eq!(
        plan.state.open_incidents()[0].members,
        3,
        "the overlay reddens them"
    );
}

#[test]
fn the_same_text_is_one_incident_and_another_takes_its_place() {
    let mut kept = Kept::loaded(3);
    for (raw, second) in [("expired", 2_000), ("expired", 2_100), ("revoked", 2_200)] {
        kept.apply(lose(raw, second)).expect("always");
    }
    let open = kept.state.open_incidents();
    assert_eq!((open.len(), open[0].since), (1, at(2_200)));
    assert_eq!(kept.state.incidents[0].until, Some(at(2_200)));
}

#[test]
fn a_recovery_counts_who_is_back_and_who_is_not() {
    let mut kept = Kept::loaded(3);
    kept.delta(vec![inactive(2)], 1_500);
    kept.apply(lose("expired", 2_000)).expect("always");
    let (recovery, plan) = kept.plan(recover(2_500)).expect("always");
    let recovery = recovery.expect("it was lost");
    assert_eq!(
        (
            recovery.resumed,
            recovery.need_attention,
            recovery.members_read
        ),
        (2, 1, 3)
    );
    assert_eq!((recovery.lost_since, plan.entries.len()), (at(2_000), 1));
    kept.apply(recover(2_500)).expect("always");
    kept.apply(DismissRecovery).expect("always");
    assert_eq!(kept.state.recovery, None);
}

#[test]
fn nothing_recovers_that_was_not_lost() {
    let mut kept = Kept::loaded(3);
    let (recovery, plan) = kept.plan(recover(2_500)).expect("always");
    assert_eq!((recovery, plan.entries.len()), (None, 0));
}

#[test]
fn a_loss_and_its_end_are_each_taken_once() {
    let mut kept = Kept::loaded(3);
    kept.apply(lose("expired", 2_000)).expect("always");
    assert!(is_lost(&kept.apply(TakeAlert).expect("always")));
    assert_eq!(kept.apply(TakeAlert), Ok(None));
    kept.apply(recover(2_500)).expect("always");
    let over = kept.apply(TakeAlert).expect("always");
    assert!(
        matches!(over, Some(AlertKind::Over { resumed: 3, .. })),
        "{over:?}"
    );
    assert_eq!(kept.apply(TakeAlert), Ok(None));
}

#[test]
fn the_end_of_what_nobody_was_told_of_is_not_told() {
    let mut kept = Kept::loaded(3);
    kept.apply(lose("expired", 2_000)).expect("always");
    kept.apply(PassOverAlerts).expect("always");
    kept.apply(recover(2_500)).expect("always");
    assert_eq!(kept.apply(TakeAlert), Ok(None));
}

#[test]
fn another_salesforce_organization_begins_the_mirror_anew() {
    let mut kept = Kept::loaded(3);
    kept.state.mirror.watermark = Some(at(100));
    let source = |before: Option<usize>, now| SetSource {
        before: before.map(id),
        now: id(now),
        at: at(2_000),
    };
    kept.apply(source(Some(7), 7)).expect("always");
    assert_eq!(
        kept.state.mirror.watermark,
        Some(at(100)),
        "the same one keeps it"
    );
    kept.apply(source(None, 8)).expect("always");
    let mirror = &kept.state.mirror;
    assert_eq!(
        (mirror.watermark, mirror.full_load, mirror.source_changed),
        (None, None, true)
    );
    // Its list is no loss, however short it is.
    kept.load(vec![user(900)], 3_000);
    assert_eq!(kept.users.len(), 1);
    assert!(!kept.state.mirror.source_changed);
}

#[test]
fn a_session_ends_with_the_numbers_of_the_counters() {
    let mut kept = Kept::loaded(3);
    kept.delta(vec![inactive(2)], 1_500);
    let end = |id| EndSession {
        id: SessionId(id),
        end: SessionEnd {
            ended: at(2_000),
            outcome: Outcome::Finished,
            changes: Changes {
                changed: 1,
                newly_suspended: 1,
            },
            api_calls: 2,
            fault: None,
        },
    };
    let (session, plan) = kept.plan(end(1)).expect("it is open");
    assert_eq!(
        (
            session.members_checked,
            session.suspended,
            session.api_calls
        ),
        (3, 1, 2)
    );
    assert!(plan.forget.is_some(), "what is old goes with it");
    assert_eq!(kept.plan(end(2)).err(), Some(Missing("open session")));
}
