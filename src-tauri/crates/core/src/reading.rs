//! What the window shows, each read at one moment.

use crate::connection::{ConnectionState, StoredConnection};
use crate::directory::ApiUsage;
use crate::history::UserHistory;
use crate::known::State;
use crate::member_check::MemberCheck;
use crate::organization::Organization;
use crate::plan::KnownIncident;
use crate::port::store::{OwnCounts, SessionPage, UserRecord};
use crate::status::Overlay;
use crate::users::Seen;
use jiff::Timestamp;

/// A connection at one moment.
#[derive(Debug, Clone)]
pub struct ConnectionReading {
    pub at: Timestamp,
    pub organization: Organization,
    /// The stored connection, if there is one.
    pub connection: Option<StoredConnection>,
    /// The state derived from it.
    pub state: ConnectionState,
    /// The API use as Salesforce last named it.
    pub usage: Option<ApiUsage>,
    /// Whether the entitlement lets its sessions run; `true` where nothing is connected.
    pub entitled: bool,
    /// Whether a session runs.
    pub session_running: bool,
    /// When the next one is due.
    pub next_session: Option<Timestamp>,
}

impl ConnectionReading {
    /// `live` is what is known until a restart.
    pub(crate) fn of(
        organization: Organization,
        connection: Option<StoredConnection>,
        live: &State,
        entitled: bool,
        idle_limit_days: u32,
        at: Timestamp,
    ) -> Self {
        let state = live.connection(&organization, connection.as_ref(), idle_limit_days, at);
        let runs = organization.synchronization && connection.is_some() && entitled;
        Self {
            at,
            next_session: (live.turn.due())
                .filter(|_| runs && (state.allows_sessions() || state.is_probed())),
            session_running: live.turn.is_running(),
            usage: live.known.usage,
            entitled,
            organization,
            connection,
            state,
        }
    }

    /// What the state and the organization's own switch do to the members.
    pub fn overlay(&self) -> Overlay {
        if !self.organization.synchronization {
            return Overlay::Off;
        }
        match Overlay::of(&self.state) {
            // Nobody checks them until there is another entitlement.
            Overlay::Clear if !self.entitled => Overlay::Stale,
            overlay => overlay,
        }
    }
}

/// One user, as a click brings it up.
#[derive(Debug, Clone)]
pub struct UserReading {
    pub seen: Seen,
    pub user: UserRecord,
    pub counts: OwnCounts,
    pub incidents: Vec<KnownIncident>,
    pub history: UserHistory,
    pub sessions: SessionPage,
    pub last_check: Option<MemberCheck>,
}
