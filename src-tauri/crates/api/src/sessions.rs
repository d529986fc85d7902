//! The tab *Sessions*, and changes that are held back.

use crate::wire::{Count, Explanation, Millis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which sessions are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SessionFilter {
    /// All that are kept.
    All,
    /// Those that changed somebody's status.
    Changed,
    Finished,
    /// Everything was read and nothing was changed.
    HeldBack,
    Failed,
    /// It was stopped on purpose, or the console was closed meanwhile.
    Interrupted,
}

/// A window into the sessions, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionsQuery {
    pub organization_id: String,
    pub filter: SessionFilter,
    pub offset: Count,
    /// Rows in it, at most 500.
    pub limit: u32,
}

/// A page of sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionsPage {
    /// Sessions that match in all.
    pub total: Count,
    /// Those of the window.
    pub rows: Vec<SessionRow>,
    /// How many each filter finds.
    pub counts: SessionCounts,
}

/// Sessions by filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionCounts {
    pub all: Count,
    pub changed: Count,
    pub finished: Count,
    pub held_back: Count,
    pub failed: Count,
    pub interrupted: Count,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionRow {
    /// Tells it from the others; newer ones have larger numbers.
    #[ts(type = "number")]
    pub id: i64,
    pub trigger: SessionTrigger,
    pub started: Millis,
    /// When it ended; `None` while it runs.
    pub ended: Option<Millis>,
    /// How it ended; `None` while it runs.
    pub outcome: Option<SessionOutcome>,
    /// Members in the group after it.
    pub members_checked: Count,
    /// Members whose status changed.
    pub changed: Count,
    /// Of these, how many became suspended.
    pub newly_suspended: Count,
    /// Members suspended after it for a fault of their own.
    pub suspended: Count,
    /// Calls of the organization's API allowance that it took.
    pub api_calls: Count,
    /// The text that stopped it, explained.
    pub error: Option<Explanation>,
}

/// What started a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SessionTrigger {
    Connected,
    Schedule,
    Manual,
    Reconcile,
    ApplyAnyway,
    Woken,
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SessionOutcome {
    Finished,
    Failed,
    Interrupted,
    HeldBack,
}

/// Changes that look like a fault of the source and wait for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeldBack {
    pub suspicion: Suspicion,
    /// Users known, or members with a status, before the session.
    pub before: Count,
    /// How many of them the session would leave as they are.
    pub after: Count,
    /// Users or members whom it touches; what *Apply anyway* agrees to.
    pub affected: Count,
    /// When it was first seen.
    pub since: Millis,
    /// When it was seen last.
    pub seen: Millis,
    /// A person agreed; the next session applies it.
    pub confirmed: bool,
    /// Its text and what it means.
    pub explanation: Explanation,
}

/// What looks wrong with the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Suspicion {
    EmptyList,
    LostUsers,
    Flips,
}
