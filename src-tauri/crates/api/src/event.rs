//! What the console tells the window unasked: that something changed, never what.

use crate::wire::Count;
use lpc_core::engine::Notice;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Sent over one channel. The window asks again for what it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Event {
    /// Data of an organization changed.
    Changed {
        organization_id: String,
        /// What to ask again for.
        topic: Topic,
    },
    /// The gate opened, closed, or has something else to show.
    GateChanged,
    /// Whether the console can write its own files, or which were set aside.
    OwnDataChanged,
    /// A full load is under way.
    LoadProgress {
        organization_id: String,
        /// Users read so far.
        loaded: Count,
        /// Users in all, as Salesforce counts them.
        expected: Count,
    },
}

impl From<Notice> for Event {
    fn from(notice: Notice) -> Self {
        match notice {
            Notice::GateChanged => Self::GateChanged,
            Notice::ConnectionChanged(id) | Notice::CallbackAccepted(id) => Self::Changed {
                organization_id: id.to_string(),
                topic: Topic::Connection,
            },
            Notice::UsersChanged(id) => Self::Changed {
                organization_id: id.to_string(),
                topic: Topic::Users,
            },
            Notice::OwnDataChanged => Self::OwnDataChanged,
            Notice::LoadProgress {
                organization,
                loaded,
                expected,
            } => Self::LoadProgress {
                organization_id: organization.to_string(),
                loaded: Count(loaded),
                expected: Count(expected),
            },
        }
    }
}

/// Which answers are out of date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Topic {
    /// The login, the connection, and with it every effective status.
    Connection,
    /// Users, counts, the last session.
    Users,
}
