//! One user's timeline and sessions.

use super::sessions;
use crate::users::{TimelineEntry, TimelineEvent, UserSession};
use lpc_core::history::UserHistory;
use lpc_core::port::store::SessionPage;

/// The most changes that one answer carries.
pub(super) const LONGEST: u64 = 100;

/// Puts the changes of the user and the losses of the connection together, the newest first.
pub(super) fn timeline(history: &UserHistory) -> Vec<TimelineEntry> {
    let mut entries: Vec<TimelineEntry> = history
        .changes
        .iter()
        .map(|change| TimelineEntry {
            at: change.at.into(),
            event: match change.own {
                Some(own) => TimelineEvent::Status { status: own.into() },
                None => TimelineEvent::LeftGroup,
            },
            raw: change.cause.as_ref().map(|cause| cause.raw.clone()),
        })
        .collect();
    for loss in &history.losses {
        entries.push(TimelineEntry {
            at: loss.since.into(),
            event: TimelineEvent::ConnectionLost,
            raw: Some(loss.fault.raw.clone()),
        });
        // Where another cause took its place, nothing was back.
        let replaced = |until| history.losses.iter().any(|next| next.since == until);
        if let Some(until) = loss.until.filter(|until| !replaced(*until)) {
            entries.push(TimelineEntry {
                at: until.into(),
                event: TimelineEvent::ConnectionRestored,
                raw: None,
            });
        }
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at.0));
    entries
}

/// The newest sessions, each with whether it changed the user: a session covers every member.
pub(super) fn sessions(page: SessionPage, history: &UserHistory) -> Vec<UserSession> {
    let changed = |began, ended: Option<_>| {
        let within = |at| began <= at && ended.is_some_and(|ended| at <= ended);
        history.changes.iter().any(|change| within(change.at))
    };
    page.sessions
        .into_iter()
        .map(|listed| UserSession {
            changed_this_user: changed(listed.session.started, listed.session.ended),
            session: sessions::row(listed),
        })
        .collect()
}
