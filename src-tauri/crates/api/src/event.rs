//! What the console tells the window unasked: that something changed, never what.

use crate::table::Tag;
use lpc_core::notice::Notice;
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
    /// Answers that provide one of the tags are out of date.
    Changed {
        /// Those about this organization; `None` for every one.
        organization_id: Option<String>,
        tags: Vec<Tag>,
    },
    /// A full load is under way.
    LoadProgress {
        organization_id: String,
        /// Users read so far.
        loaded: u64,
        /// Users in all, as Salesforce counts them.
        expected: u64,
    },
}

impl From<Notice> for Event {
    fn from(notice: Notice) -> Self {
        use Tag::{Activity, Connection, License, OwnData, Users};
        let changed = |organization: Option<String>, tags: &[Tag]| Self::Changed {
            organization_id: organization,
            tags: tags.to_vec(),
        };
        match notice {
            // Sessions begin or stop with it.
            Notice::GateChanged => changed(None, &[License, Connection, Users, Activity]),
            // What a session could not save is told with its end.
            Notice::ConnectionChanged(id) | Notice::CallbackAccepted(id) => changed(
                Some(id.to_string()),
                &[Connection, Users, Activity, OwnData],
            ),
            Notice::UsersChanged(id) => changed(Some(id.to_string()), &[Users, Activity, OwnData]),
            Notice::OwnDataChanged => changed(None, &[OwnData, Activity]),
            Notice::LoadProgress {
                organization,
                loaded,
                expected,
            } => Self::LoadProgress {
                organization_id: organization.to_string(),
                loaded,
                expected,
            },
        }
    }
}
