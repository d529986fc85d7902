use super::rig::Subject;
use super::rig::{Rig, add_organization, at, id};
use super::short::Short;
use crate::organization::OrganizationId;
use crate::plan::SessionEnd;
use crate::port::store::{SessionFilter, SessionPage, Window};
use crate::session::{Changes, Outcome, Trigger};

pub const DAY: i64 = 86_400;

pub async fn session(
    rig: &Rig<impl Subject>,
    second: i64,
    trigger: Trigger,
    outcome: Outcome,
    changed: u64,
) {
    of(rig, rig.organization, second, trigger, outcome, changed).await;
}

pub async fn of(
    rig: &Rig<impl Subject>,
    organization: OrganizationId,
    second: i64,
    trigger: Trigger,
    outcome: Outcome,
    changed: u64,
) {
    let begun = rig.db.begin_session(organization, trigger, at(second));
    let end = SessionEnd {
        ended: at(second + 1),
        outcome,
        changes: Changes {
            changed,
            newly_suspended: changed / 2,
        },
        api_calls: 2,
        fault: None,
    };
    let begun = begun.await.expect("begins");
    rig.db
        .end_session(organization, begun, end)
        .await
        .expect("ends");
}

pub async fn list(
    rig: &Rig<impl Subject>,
    filter: SessionFilter,
    offset: u64,
    limit: u64,
) -> SessionPage {
    rig.db
        .sessions(rig.organization, filter, Window { offset, limit })
        .await
        .expect("reads")
}

pub async fn started(rig: &Rig<impl Subject>, filter: SessionFilter) -> Vec<i64> {
    let page = list(rig, filter, 0, 500).await;
    let starts = page.sessions.into_iter();
    starts
        .map(|listed| listed.session.started.as_second() - at(0).as_second())
        .collect()
}

pub async fn sessions_come_newest_first_filtered_counted_and_paged<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let other = add_organization(&rig.db, "Other").await;
    session(&rig, 10, Trigger::Connected, Outcome::Finished, 300).await;
    session(&rig, 20, Trigger::Schedule, Outcome::Failed, 0).await;
    of(&rig, other, 25, Trigger::Manual, Outcome::Failed, 9).await;
    session(&rig, 30, Trigger::Manual, Outcome::HeldBack, 0).await;
    session(&rig, 40, Trigger::Schedule, Outcome::Finished, 0).await;
    let running = rig
        .db
        .begin_session(rig.organization, Trigger::Reconcile, at(50));
    running.await.expect("begins");

    assert_eq!(
        started(&rig, SessionFilter::All).await,
        [50, 40, 30, 20, 10]
    );
    assert_eq!(started(&rig, SessionFilter::Changed).await, [10]);
    for (outcome, expected) in [
        (Outcome::Finished, vec![40, 10]),
        (Outcome::Failed, vec![20]),
        (Outcome::HeldBack, vec![30]),
        (Outcome::Interrupted, vec![]),
    ] {
        let found = started(&rig, SessionFilter::Ended(outcome)).await;
        assert_eq!(found, expected, "{outcome:?}");
    }
    let counts = rig
        .db
        .session_counts(rig.organization)
        .await
        .expect("reads");
    assert_eq!((counts.all, counts.changed), (5, 1));
    let ended = Outcome::ALL.map(|outcome| counts.of(SessionFilter::Ended(outcome)));
    assert_eq!(ended, [2, 1, 0, 1]);

    let page = list(&rig, SessionFilter::All, 3, 1).await;
    assert_eq!((page.counts.all, page.sessions.len()), (5, 1));
    let failed = &page.sessions[0];
    assert_eq!(failed.session.outcome, Some(Outcome::Failed));
    let first = &list(&rig, SessionFilter::Changed, 0, 9).await.sessions[0];
    assert_eq!((first.session.changed, first.newly_suspended), (300, 150));
    let last_read = rig.db.last_read(rig.organization).await.expect("reads");
    assert_eq!(last_read, Some(at(41)), "what was held back was not kept");
}

pub async fn old_sessions_are_forgotten_and_quiet_ones_sooner<S: Subject>() {
    let rig = Rig::<S>::new().await;
    session(&rig, 0, Trigger::Schedule, Outcome::Finished, 3).await;
    session(&rig, 60, Trigger::Schedule, Outcome::Finished, 0).await;
    session(&rig, 120, Trigger::Manual, Outcome::Finished, 0).await;
    session(&rig, 180, Trigger::Schedule, Outcome::Failed, 0).await;
    session(&rig, 2 * DAY, Trigger::Schedule, Outcome::Finished, 0).await;
    assert_eq!(started(&rig, SessionFilter::All).await.len(), 5);

    session(&rig, 4 * DAY, Trigger::Schedule, Outcome::Finished, 0).await;
    assert_eq!(
        started(&rig, SessionFilter::All).await,
        [4 * DAY, 2 * DAY, 180, 120, 0],
        "only the quiet one of four days ago is gone"
    );
    session(&rig, 91 * DAY, Trigger::Schedule, Outcome::Failed, 0).await;
    assert_eq!(
        started(&rig, SessionFilter::All).await,
        [91 * DAY, 4 * DAY],
        "the newest that read everything stays, for statuses are as of then"
    );
}

pub async fn the_consoles_own_calls_are_those_of_its_sessions<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let other = add_organization(&rig.db, "Other").await;
    for second in [0, 100, 200] {
        session(&rig, second, Trigger::Schedule, Outcome::Failed, 0).await;
    }
    of(&rig, other, 200, Trigger::Schedule, Outcome::Finished, 0).await;
    let calls = |since| rig.db.calls_since(rig.organization, at(since));
    assert_eq!(calls(0).await.expect("reads"), 6);
    assert_eq!(calls(100).await.expect("reads"), 4);
    assert_eq!(calls(201).await.expect("reads"), 0);
}

pub async fn calls_to_the_organization_before_count_in_its_own_limit<S: Subject>() {
    let rig = Rig::<S>::new().await;
    for second in [0, 100] {
        session(&rig, second, Trigger::Schedule, Outcome::Finished, 0).await;
    }
    let source = |before, now, at| rig.db.set_mirror_source(rig.organization, before, now, at);
    source(None, id(77), at(150)).await.expect("the first");
    source(None, id(77), at(160)).await.expect("the same");
    let calls = async || {
        let own = rig.db.calls_since(rig.organization, at(0)).await;
        let reached = rig.db.share_reached(rig.organization, at(0), 4).await;
        (own.expect("reads"), reached.expect("reads"))
    };
    assert_eq!(calls().await, (4, Some(at(0))));
    source(None, id(78), at(170)).await.expect("another");
    assert_eq!(calls().await, (0, None));
    for second in [200, 300] {
        session(&rig, second, Trigger::Schedule, Outcome::Finished, 0).await;
    }
    assert_eq!(calls().await, (4, Some(at(200))));
}

pub async fn a_share_of_calls_is_reached_by_the_newest_session_without_which_it_would_not_be<
    S: Subject,
>() {
    let rig = Rig::<S>::new().await;
    for second in [0, 100, 200, 300] {
        session(&rig, second, Trigger::Schedule, Outcome::Finished, 0).await;
    }
    // Two calls each.
    let reached = |since, share| {
        let reached = rig.db.share_reached(rig.organization, at(since), share);
        async move { reached.await.expect("reads") }
    };
    assert_eq!(reached(0, 8).await, Some(at(0)));
    assert_eq!(reached(0, 7).await, Some(at(0)));
    assert_eq!(reached(0, 6).await, Some(at(100)));
    assert_eq!(reached(0, 2).await, Some(at(300)));
    assert_eq!(reached(0, 9).await, None, "never");
    assert_eq!(reached(100, 8).await, None, "not since then");
}

pub async fn a_window_behind_the_last_session_is_empty_and_counts_them_all<S: Subject>() {
    let rig = Rig::<S>::new().await;
    for second in [0, 100] {
        session(&rig, second, Trigger::Manual, Outcome::Finished, 1).await;
    }
    let page = list(&rig, SessionFilter::All, 9, 9).await;
    assert_eq!((page.counts.all, page.sessions.len()), (2, 0));
    let page = list(&rig, SessionFilter::Ended(Outcome::Failed), 0, 9).await;
    assert_eq!(page.counts.of(SessionFilter::Ended(Outcome::Failed)), 0);
    assert_eq!(page.counts.of(SessionFilter::Changed), 2);
}

pub async fn a_session_that_is_open_is_never_forgotten<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let other = add_organization(&rig.db, "Other").await;
    let running = rig.db.begin_session(other, Trigger::Schedule, at(0));
    running.await.expect("begins");
    session(&rig, 200 * DAY, Trigger::Schedule, Outcome::Finished, 0).await;
    let window = Window {
        offset: 0,
        limit: 9,
    };
    let page = rig.db.sessions(other, SessionFilter::All, window).await;
    assert_eq!(page.expect("reads").counts.all, 1);
}

pub async fn a_share_of_nothing_is_reached_by_whatever_came_last<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let calls = rig.db.own_calls(rig.organization, at(0), 0).await;
    assert_eq!(calls.expect("reads").reached, None, "nothing came");
    session(&rig, 100, Trigger::Manual, Outcome::Finished, 0).await;
    let calls = rig.db.own_calls(rig.organization, at(0), 0).await;
    let calls = calls.expect("reads");
    assert_eq!((calls.spent, calls.reached), (2, Some(at(100))));
}
