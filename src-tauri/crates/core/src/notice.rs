//! What the console tells its host.

use crate::organization::OrganizationId;

/// That something changed, never what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The login or the connection changed, and with it every effective status.
    ConnectionChanged(OrganizationId),
    /// Users, counts or the last session changed.
    UsersChanged(OrganizationId),
    /// A full load goes on.
    LoadProgress {
        organization: OrganizationId,
        /// Users read so far.
        loaded: u64,
        /// Users in all, as Salesforce counts them.
        expected: u64,
    },
    /// A callback was accepted: a person comes back from the browser and wants to see the window.
    CallbackAccepted(OrganizationId),
    /// The gate opened, closed, or has something else to show.
    GateChanged,
    /// Whether the console can write its own files, or which were set aside.
    OwnDataChanged,
}
