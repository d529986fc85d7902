//! Sync sessions: one run of the engine over a group.

use jiff::Timestamp;

/// What started a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trigger {
    Connected,
    Schedule,
    /// A person pressed *Check now*.
    Manual,
    /// A person asked for everyone to be read again.
    Reconcile,
    /// A person chose *Apply anyway*.
    ApplyAnyway,
    /// The computer slept, or its clock was set.
    Woken,
}

impl Trigger {
    /// All of them; the position is the database value.
    pub const ALL: [Self; 6] = [
        Self::Connected,
        Self::Schedule,
        Self::Manual,
        Self::Reconcile,
        Self::ApplyAnyway,
        Self::Woken,
    ];
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    Finished,
    /// It stopped early; the raw text says why.
    Failed,
    /// It was stopped on purpose: the raw text says why, and without one the console was closed.
    Interrupted,
    /// Everything was read and nothing was changed, because it looks like a fault of the source.
    HeldBack,
}

impl Outcome {
    /// All of them; the position is the database value.
    pub const ALL: [Self; 4] = [
        Self::Finished,
        Self::Failed,
        Self::Interrupted,
        Self::HeldBack,
    ];
}

/// One recorded session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub trigger: Trigger,
    pub started: Timestamp,
    /// When it ended; `None` while it runs.
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
    /// The text that stopped it.
    pub raw: Option<String>,
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
