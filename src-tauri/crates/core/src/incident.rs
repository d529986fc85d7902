//! Incidents: one cause from the moment it appears until it is gone, with the members it touches.

use crate::audit::Change;
use crate::number::grouped;
use crate::slug::slugged;
use crate::wire;
use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

slugged! {
    /// What a fault is about; the three-way split of suspensions.
    pub enum FaultClass {
        /// The authorization is no longer accepted.
        Authorization = "authorization",
        /// Salesforce limits the number of requests.
        Throttling = "throttling",
        /// Anything else, such as a deactivated user.
        Other = "other",
        /// What Salesforce shows does not look like people: the changes are held back.
        Source = "source",
    }
}

slugged! {
    /// Whom an incident touches.
    pub enum IncidentScope {
        /// The whole connection, and through it every member.
        Connection = "connection",
        User = "user",
        /// Nobody: what is shown is out of date, because Salesforce refuses to let it be read.
        Reading = "reading",
        /// Nobody yet: its changes are held back ([`crate::holding`]).
        Source = "source",
    }
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
