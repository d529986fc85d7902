//! The list of users, as it is asked for and shown.

use crate::fault::FaultCode;
use crate::incident::IncidentScope;
use crate::organization::OrganizationId;
use crate::plan::KnownIncident;
use crate::port::store::{SortColumn, State, UserFilter, UserRecord, Window};
use crate::salesforce_id::SalesforceId;
use crate::status::{EffectiveStatus, Overlay, OwnStatus, StatusSource};
use crate::wire::Millis;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which page of which list.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserQuery {
    pub organization_id: OrganizationId,
    pub filter: ShownFilter,
    /// Words that name, e-mail or username contain.
    pub search: String,
    pub sort: SortColumn,
    pub descending: bool,
    #[serde(flatten)]
    pub window: Window,
}

/// Who is listed, by what is shown of them.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ShownFilter {
    /// Everyone whom Salesforce shows.
    All,
    Members,
    Status {
        status: EffectiveStatus,
    },
    /// Members suspended by a fault of their own.
    Cause {
        code: FaultCode,
    },
}

impl ShownFilter {
    /// The users to list where members are seen under an overlay.
    pub(crate) fn under(self, overlay: &Overlay) -> UserFilter {
        use EffectiveStatus::NotInGroup;
        match self {
            Self::All => UserFilter::All,
            Self::Members => UserFilter::Members,
            Self::Cause { code } => UserFilter::Cause(code),
            Self::Status { status: NotInGroup } => UserFilter::NotInGroup,
            Self::Status { status } => UserFilter::Own(overlay.own_statuses_for(status)),
        }
    }
}

/// How the users of an organization are seen at one moment.
#[derive(Debug, Clone)]
pub struct Seen {
    pub overlay: Overlay,
    /// The end of the newest session that read everything.
    pub last_read: Option<Timestamp>,
    /// Whether the statuses carry a mark.
    pub stale: bool,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserRow {
    /// `User.Id`.
    pub id: SalesforceId,
    /// `User.Name`.
    pub name: String,
    /// `User.Email`.
    pub email: String,
    /// `User.Username`.
    pub username: String,
    /// `Profile.Name`.
    pub profile: String,
    pub effective: EffectiveStatus,
    /// The user's own status; `null` for somebody who is not a member.
    pub own: Option<OwnStatus>,
    /// The text behind a suspension: the user's own fault, else the connection's.
    pub error: Option<String>,
    /// Whether `error` is a fault of the user's own.
    pub own_fault: bool,
    /// Who says what the effective status is; `null` before anybody did.
    pub source: Option<ShownSource>,
    /// Since when the effective status holds.
    pub since: Option<Millis>,
    /// When a session last covered this member.
    pub last_session: Option<Millis>,
    /// Whether the status is as of an earlier time because Salesforce cannot be asked.
    pub stale: bool,
}

/// Who says what an effective status is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ShownSource {
    /// What Salesforce shows of the user.
    Salesforce,
    /// The state of the connection, for every member alike.
    Connection,
    /// A switch of this console, for every member alike.
    Console,
}

/// The counts over the list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserCounts {
    /// Users whom Salesforce shows.
    pub all: u64,
    pub members: u64,
    pub suspended: u64,
    pub active: u64,
    pub not_initialized: u64,
    pub paused: u64,
    /// Disabled, or the switch is off.
    pub disabled: u64,
    pub not_in_group: u64,
    /// Faults of members' own, the most frequent first.
    pub own_faults: Vec<OwnFault>,
    /// When the shown statuses were read; `null` before the first session.
    pub as_of: Option<Millis>,
    /// Whether they are out of date because Salesforce cannot be asked.
    pub stale: bool,
    /// Users read so far while the first full load runs.
    pub loading: bool,
}

/// One cause that members have of their own.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnFault {
    pub code: FaultCode,
    pub raw: String,
    pub members: u64,
}

impl Seen {
    /// The counts of the users; `loading` while they are read for the first time.
    pub(crate) fn counts(&self, state: &State, loading: bool) -> UserCounts {
        let counts = &state.counts;
        let effective = |status| counts.effective(&self.overlay, status);
        let own = |incident: &KnownIncident| incident.scope == IncidentScope::User;
        UserCounts {
            all: counts.users,
            members: counts.all_members(),
            suspended: effective(EffectiveStatus::Suspended),
            active: effective(EffectiveStatus::Active),
            not_initialized: effective(EffectiveStatus::NotInitialized),
            paused: effective(EffectiveStatus::Paused),
            disabled: effective(EffectiveStatus::Disabled),
            not_in_group: effective(EffectiveStatus::NotInGroup),
            own_faults: state
                .open_incidents()
                .into_iter()
                .filter(|incident| own(incident) && incident.members > 0)
                .map(|incident| OwnFault {
                    code: incident.fault.code,
                    raw: incident.fault.raw,
                    members: incident.members,
                })
                .collect(),
            as_of: self.last_read.map(Millis::from),
            stale: self.stale,
            loading,
        }
    }

    /// A user as the list shows it.
    pub fn row(&self, user: UserRecord) -> UserRow {
        let effective = self.overlay.apply(user.status);
        let own_fault = user.cause.is_some();
        let (error, since) = match (&self.overlay, effective) {
            _ if own_fault => (user.cause.map(|cause| cause.raw), user.since),
            (Overlay::Red { fault, since }, EffectiveStatus::Suspended) => {
                (Some(fault.raw.clone()), since.or(user.since))
            }
            _ => (None, user.since),
        };
        let member = user.status.is_some();
        UserRow {
            id: user.id,
            name: user.name,
            email: user.email,
            username: user.username,
            profile: user.profile,
            effective,
            own: user.status,
            error,
            own_fault,
            source: self.source(effective, own_fault, user.source),
            since: since.filter(|_| member).map(Millis::from),
            last_session: self.last_read.filter(|_| member).map(Millis::from),
            stale: member && self.stale,
        }
    }

    fn source(
        &self,
        effective: EffectiveStatus,
        own_fault: bool,
        own: StatusSource,
    ) -> Option<ShownSource> {
        match (&self.overlay, effective) {
            (_, EffectiveStatus::NotInGroup | EffectiveStatus::NotInitialized) => None,
            (Overlay::Off, _) => Some(ShownSource::Console),
            (Overlay::Red { .. }, EffectiveStatus::Suspended) if !own_fault => {
                Some(ShownSource::Connection)
            }
            _ => match own {
                StatusSource::Salesforce => Some(ShownSource::Salesforce),
            },
        }
    }
}
