//! Sync sessions: one run of the engine over a group.

use crate::fault::Fault;
use crate::slug::slugged;
use crate::wire;
use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

slugged! {
    /// What started a session.
    pub enum Trigger {
        Connected = "connected",
        Schedule = "schedule",
        /// A person pressed *Check now*.
        Manual = "manual",
        /// A person asked for everyone to be read again.
        Reconcile = "reconcile",
        /// A person chose *Apply anyway*.
        ApplyAnyway = "apply-anyway",
        /// The computer slept, or its clock was set.
        Woken = "woken",
    }
}

slugged! {
    /// How a session ended.
    pub enum Outcome {
        Finished = "finished",
        /// It stopped early; the fault says why.
        Failed = "failed",
        /// It was stopped on purpose: the fault says why, and without one the console was closed.
        Interrupted = "interrupted",
        /// Everything was read and nothing was changed, because it looks like a fault of the source.
        HeldBack = "held-back",
    }
}

/// One recorded session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    pub trigger: Trigger,
    #[serde(serialize_with = "wire::millis")]
    #[ts(type = "number")]
    pub started: Timestamp,
    /// When it ended; `None` while it runs.
    #[serde(serialize_with = "wire::millis")]
    #[ts(type = "number | null")]
    pub ended: Option<Timestamp>,
    /// How it ended; `None` while it runs.
    pub outcome: Option<Outcome>,
    /// Members in the group after it.
    pub members_checked: u64,
    /// Members whose status changed.
    pub changed: u64,
    /// Members suspended after it for a fault of their own.
    pub suspended: u64,
    /// Calls of the organization's API allowance that it took.
    pub api_calls: u64,
    /// What stopped it.
    pub fault: Option<Fault>,
}

/// What a part of a session changed; parts add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// Members whose own status changed.
    pub changed: u64,
    /// Of these, how many became suspended.
    pub newly_suspended: u64,
}

impl std::ops::AddAssign for Changes {
    fn add_assign(&mut self, other: Self) {
        self.changed += other.changed;
        self.newly_suspended += other.newly_suspended;
    }
}
