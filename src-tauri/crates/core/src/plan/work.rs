//! What a work looks at, and what it leaves.

use super::retention::Retention;
use super::state::{NotFound, SessionId, State};
use super::user::{KnownUser, Write};
use crate::audit::NewEntry;
use crate::member_check::MemberCheck;
use crate::preflight::Preflight;
use crate::salesforce_id::SalesforceId;
use crate::session::Session;
use jiff::Timestamp;
use std::ops::Range;

/// Something that changes what is kept of an organization, as data; how it changes it is decided in
/// the transaction that writes it.
pub trait Work: Send + 'static {
    /// What became of it.
    type Answer: Send + 'static;

    /// Decides, and leaves in the plan what is to be written.
    fn decide<R: Rows>(self, plan: &mut Plan, rows: &mut R) -> Result<Self::Answer, R::Error>;
}

/// The users of an organization and its sessions, as they stand in the transaction.
pub trait Rows {
    /// How the reading fails.
    type Error: From<NotFound>;

    fn user(&mut self, id: &SalesforceId) -> Result<Option<KnownUser>, Self::Error>;

    /// Shows every user of a kind, one at a time: all of them need not fit into memory.
    fn each(&mut self, which: Which, look: &mut dyn FnMut(KnownUser)) -> Result<(), Self::Error>;

    fn largest_id(&mut self) -> Result<Option<SalesforceId>, Self::Error>;

    /// Users whose newest load is one of these.
    fn named_by(&mut self, generations: Range<i64>) -> Result<u64, Self::Error>;

    /// A session that has not ended.
    fn open_session(&mut self, id: SessionId) -> Result<Option<Session>, Self::Error>;
}

/// Users that are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Everyone,
    /// Those whose freeze is unknown or set.
    NotThawed,
    /// Those whose freeze is known.
    FreezeKnown,
}

impl Which {
    /// Whether a user is one of them.
    pub fn includes(self, is_frozen: Option<bool>) -> bool {
        match self {
            Self::Everyone => true,
            Self::NotThawed => is_frozen != Some(false),
            Self::FreezeKnown => is_frozen.is_some(),
        }
    }
}

/// What is to be written, in one transaction.
#[derive(Debug)]
pub struct Plan {
    /// How the organization stands afterwards. A store writes the parts that differ from what it
    /// read: first the incidents, for users refer to them.
    pub state: State,
    /// What becomes of users, in this order.
    pub users: Vec<Write>,
    /// When statuses changed.
    pub at: Timestamp,
    /// A check of one member: its row, the check, and the calls that it took.
    pub check: Option<(i64, MemberCheck, u64)>,
    /// A session that ended, and how many members it suspended.
    pub session: Option<(SessionId, Session, u64)>,
    /// The checks of the connected account; `Some(None)` forgets them.
    pub preflight: Option<Option<Preflight>>,
    pub entries: Vec<NewEntry>,
    /// What is old by now.
    pub forget: Option<Retention>,
}

impl Plan {
    /// A plan that changes nothing.
    pub fn new(state: State) -> Self {
        Self {
            state,
            users: Vec::new(),
            at: Timestamp::UNIX_EPOCH,
            check: None,
            session: None,
            preflight: None,
            entries: Vec::new(),
            forget: None,
        }
    }
}
