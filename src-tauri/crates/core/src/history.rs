//! What became of a member: changes of the own status, and losses of the connection that lay over
//! it.

use crate::fault::Fault;
use crate::session::Session;
use crate::status::{OwnStatus, StatusSource};
use crate::wire::Millis;
use jiff::Timestamp;
use serde::Serialize;
use std::cmp::Reverse;
use ts_rs::TS;

/// A status that began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusChange {
    pub at: Timestamp,
    /// The own status from then on; `None` for somebody who left the group.
    pub own: Option<OwnStatus>,
    /// What suspends, where it is still known.
    pub cause: Option<Fault>,
    pub source: StatusSource,
}

/// A time without a working connection. It touches every member, so it is kept once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionLoss {
    pub since: Timestamp,
    /// When a session proved that it was over; `None` while it lasts.
    pub until: Option<Timestamp>,
    pub fault: Fault,
}

/// A member's history, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserHistory {
    /// Changes of the own status.
    pub changes: Vec<StatusChange>,
    /// Changes that are kept in all.
    pub total: u64,
    /// Losses of the connection since the oldest change shown.
    pub losses: Vec<ConnectionLoss>,
}

/// Something that became of a user.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TimelineEntry {
    pub at: Millis,
    pub event: TimelineEvent,
    /// The text behind a suspension or a loss.
    pub raw: Option<String>,
}

/// What became of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum TimelineEvent {
    /// An own status began.
    Status { status: OwnStatus },
    /// The user left the group.
    LeftGroup,
    /// The connection of everyone was lost or refused.
    ConnectionLost,
    /// A session proved that it was back.
    ConnectionRestored,
}

impl UserHistory {
    /// Puts the changes of the user and the losses of the connection together, the newest first.
    pub fn timeline(&self) -> Vec<TimelineEntry> {
        let mut entries: Vec<TimelineEntry> = self
            .changes
            .iter()
            .map(|change| TimelineEntry {
                at: change.at.into(),
                event: match change.own {
                    Some(own) => TimelineEvent::Status { status: own },
                    None => TimelineEvent::LeftGroup,
                },
                raw: change.cause.as_ref().map(|cause| cause.raw.clone()),
            })
            .collect();
        for loss in &self.losses {
            entries.push(TimelineEntry {
                at: loss.since.into(),
                event: TimelineEvent::ConnectionLost,
                raw: Some(loss.fault.raw.clone()),
            });
            // Where another cause took its place, nothing was back.
            let replaced = |until| self.losses.iter().any(|next| next.since == until);
            if let Some(until) = loss.until.filter(|until| !replaced(*until)) {
                entries.push(TimelineEntry {
                    at: until.into(),
                    event: TimelineEvent::ConnectionRestored,
                    raw: None,
                });
            }
        }
        entries.sort_by_key(|entry| Reverse(entry.at.0));
        entries
    }

    /// Whether a session changed the own status: it covers every member.
    pub fn changed_by(&self, session: &Session) -> bool {
        let within = |at| session.started <= at && session.ended.is_some_and(|ended| at <= ended);
        self.changes.iter().any(|change| within(change.at))
    }
}
