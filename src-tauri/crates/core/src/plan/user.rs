//! Users as decisions see them, and what becomes of them.

use crate::directory::DirectoryUser;
use crate::group::{ABSENT_EVALUATIONS_UNTIL_SUSPENDED, Previous};
use crate::salesforce_id::SalesforceId;
use crate::status::{OwnStatus, StatusSource};
use crate::text;
use jiff::Timestamp;
use std::collections::HashMap;

/// What a user counts towards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The own status; `None` for somebody who is not a member.
    pub own: Option<OwnStatus>,
    /// The number of the incident that suspends the member.
    pub incident: Option<i64>,
}

impl Standing {
    pub const NOT_A_MEMBER: Self = Self {
        own: None,
        incident: None,
    };
}

/// What the mirror knows about a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownUser {
    /// The store's own number of the user.
    pub row: i64,
    pub user: DirectoryUser,
    /// `None` where that cannot be read.
    pub is_frozen: Option<bool>,
    pub last_seen: Timestamp,
    /// The newest load that named the user.
    pub generation: i64,
    /// Published loads in a row that did not.
    pub absences: u32,
    pub standing: Standing,
    /// Since when the own status holds.
    pub since: Option<Timestamp>,
}

impl KnownUser {
    /// What the evaluation rules want to know about the past. A member who stands in the list as
    /// *Not initialized* was never evaluated and has none.
    pub(super) fn previous(&self) -> Option<Previous> {
        match self.standing.own {
            None | Some(OwnStatus::NotInitialized) => None,
            Some(status) => Some(Previous {
                member: true,
                status,
            }),
        }
    }

    pub(super) fn was_never_evaluated(&self) -> bool {
        self.standing.own == Some(OwnStatus::NotInitialized)
    }

    /// Whether facts that arrive outside a load or a delta say nothing about the status: the user
    /// waits for the load to be published, or is gone.
    pub(super) fn waits_for_a_load(&self) -> bool {
        self.was_never_evaluated() || self.absences >= ABSENT_EVALUATIONS_UNTIL_SUSPENDED
    }

    /// An update that changes nothing yet.
    pub(super) fn update(&self) -> Update {
        Update {
            row: self.row,
            before: self.standing,
            after: self.standing,
            began: self.since,
            since: self.since,
            is_frozen: self.is_frozen,
            absences: self.absences,
            last_seen: self.last_seen,
            // Whoever evaluates read Salesforce.
            source: StatusSource::Salesforce,
        }
    }
}

/// What becomes of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    Add(Box<Added>),
    /// Salesforce says something else than what is known.
    Facts {
        row: i64,
        user: Box<DirectoryUser>,
        generation: i64,
        last_seen: Timestamp,
    },
    /// Salesforce says what is known.
    Seen {
        row: i64,
        generation: i64,
        last_seen: Timestamp,
    },
    Evaluate(Update),
    Remove(i64),
}

/// A user who was not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    pub user: DirectoryUser,
    pub is_frozen: Option<bool>,
    pub last_seen: Timestamp,
    pub generation: i64,
    pub standing: Standing,
    pub since: Option<Timestamp>,
}

/// The outcome of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    pub row: i64,
    pub before: Standing,
    pub after: Standing,
    /// When the status before began.
    pub began: Option<Timestamp>,
    /// When the status after began.
    pub since: Option<Timestamp>,
    pub is_frozen: Option<bool>,
    pub absences: u32,
    pub last_seen: Timestamp,
    pub source: StatusSource,
}

impl Update {
    /// Whether it goes into the user's history. A first evaluation does not: of a member who was
    /// *Not initialized* and is active the row of the user says everything.
    pub fn is_remembered(&self) -> bool {
        let first = self.before.own == Some(OwnStatus::NotInitialized)
            && matches!(self.after.own, None | Some(OwnStatus::Active));
        !first && self.before != self.after
    }
}

impl Added {
    /// As [`Update::is_remembered`]: one who waits for the load to be published is not.
    pub fn is_remembered(&self) -> bool {
        self.since.is_some()
    }
}

/// Users as the mirror keeps them: fields bounded, instants in whole milliseconds, each user once,
/// as the source named it last.
pub(super) fn bounded(users: Vec<DirectoryUser>) -> Vec<DirectoryUser> {
    let mut places: HashMap<SalesforceId, usize> = HashMap::with_capacity(users.len());
    let mut kept: Vec<DirectoryUser> = Vec::with_capacity(users.len());
    for user in users {
        let user = bounded_one(user);
        match places.get(&user.id) {
            Some(place) => kept[*place] = user,
            None => {
                places.insert(user.id.clone(), kept.len());
                kept.push(user);
            }
        }
    }
    kept
}

pub(super) fn bounded_one(user: DirectoryUser) -> DirectoryUser {
    let field = |field: String| match text::field(&field) {
        std::borrow::Cow::Borrowed(kept) if kept.len() == field.len() => field,
        kept => kept.into_owned(),
    };
    DirectoryUser {
        id: user.id,
        name: field(user.name),
        email: field(user.email),
        username: field(user.username),
        profile: field(user.profile),
        user_type: field(user.user_type),
        is_active: user.is_active,
        last_login: user.last_login.map(whole_milliseconds),
        modified: whole_milliseconds(user.modified),
    }
}

fn whole_milliseconds(instant: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(instant.as_millisecond())
        .expect("an instant rounded to milliseconds is an instant")
}
