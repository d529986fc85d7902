//! Incidents: one cause from the moment it appears until it is gone, with the members it touches.

use crate::audit::Change;
use crate::number::grouped;
use crate::wire;
use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

/// What a fault is about; the three-way split of suspensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultClass {
    /// The authorization is no longer accepted.
    Authorization,
    /// Salesforce limits the number of requests.
    Throttling,
    /// Anything else, such as a deactivated user.
    Other,
    /// What Salesforce shows does not look like people: the changes are held back.
    Source,
}

impl FaultClass {
    /// All of them; the position is the database value.
    pub const ALL: [Self; 4] = [
        Self::Authorization,
        Self::Throttling,
        Self::Other,
        Self::Source,
    ];
}

/// Whom an incident touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IncidentScope {
    /// The whole connection, and through it every member.
    Connection,
    User,
    /// Nobody yet: its changes are held back ([`crate::holding`]).
    Source,
}

/// An open incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// Connection or single members.
    pub scope: IncidentScope,
    /// What kind of fault.
    pub class: FaultClass,
    /// The text exactly as received.
    pub raw: String,
    pub since: Timestamp,
    /// Members it touches now.
    pub members: u64,
}

/// What a recovered connection leaves to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Recovery {
    /// When the incident began.
    #[serde(serialize_with = "wire::millis")]
    #[ts(type = "number")]
    pub lost_since: Timestamp,
    /// When the first session after the new login finished.
    #[serde(serialize_with = "wire::millis")]
    #[ts(type = "number")]
    pub recovered_at: Timestamp,
    /// Members that are active again.
    pub resumed: u64,
    /// Members that stay suspended for a fault of their own.
    pub need_attention: u64,
    /// Members that the session checked.
    pub members_read: u64,
}

impl Recovery {
    /// As the audit keeps it.
    pub fn as_change(&self) -> Change {
        Change::to(format!(
            "{} members resumed, {} need attention of their own",
            grouped(self.resumed),
            grouped(self.need_attention)
        ))
    }
}
