//! How an organization stands: the few rows that are read and written as a whole.

use super::user::Standing;
use crate::environment::Environment;
use crate::fault::{Fault, FaultCode};
use crate::holding::HeldBack;
use crate::incident::{FaultClass, IncidentScope, Recovery};
use crate::organization::OrganizationId;
use crate::salesforce_id::SalesforceId;
use crate::slug::slugged;
use crate::status::{EffectiveStatus, Overlay, OwnStatus};
use crate::text;
use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

/// Something that should be there is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such {0}")]
pub struct NotFound(pub &'static str);

/// A session's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct SessionId(pub i64);

/// Everything of an organization that is not a row per user or per event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub organization: OrganizationId,
    pub mirror: Mirror,
    pub counts: OwnCounts,
    /// Those that are open, and those whose end was not told yet.
    pub incidents: Vec<KnownIncident>,
    /// The number of the next incident.
    pub next_incident: i64,
    pub held_back: Option<HeldBack>,
    /// What is to be told until it is dismissed.
    pub recovery: Option<Recovery>,
}

/// Where the mirror stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mirror {
    /// Where the published users come from.
    pub environment: Option<Environment>,
    /// The published load; 0 before the first.
    pub generation: i64,
    /// The largest `SystemModstamp` of the published mirror; `None` before the first full load.
    pub watermark: Option<Timestamp>,
    /// When the last full load was published.
    pub full_load: Option<Timestamp>,
    /// The pinned service account as the last evaluation named it.
    pub service_account: Option<SalesforceId>,
    pub loading: Option<Loading>,
    /// The Salesforce organization that is connected.
    pub source: Option<SalesforceId>,
    /// The published users come from another one.
    pub source_changed: bool,
    /// Since when it is connected, where another one was before.
    pub source_since: Option<Timestamp>,
}

/// A load that is not published yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loading {
    pub generation: i64,
    pub environment: Environment,
    /// The largest id that was stored; the load goes on behind it.
    pub resume_after: Option<SalesforceId>,
    /// The newest change that Salesforce knew when it began.
    pub beginning: Option<Timestamp>,
    /// Users known when it began, without those whom the published load did not name either.
    pub known: u64,
}

impl Mirror {
    /// The load that users read now belong to: the one under way, else the published one.
    pub fn newest_generation(&self) -> i64 {
        let loading = self.loading.as_ref();
        loading.map_or(self.generation, |loading| loading.generation)
    }

    /// When a user was last named. Pages of a load do not know the time; the users of the published
    /// load were named when it was published, unless the row itself knows a later time.
    pub fn last_seen(&self, generation: i64, last_seen: Timestamp) -> Timestamp {
        match self.full_load {
            Some(full_load) if generation == self.generation => full_load.max(last_seen),
            _ => last_seen,
        }
    }

    /// The load under way. A load that was published or superseded meanwhile is refused.
    pub(super) fn loading(&mut self, generation: i64) -> Result<&mut Loading, NotFound> {
        let loading = self.loading.as_mut();
        loading
            .filter(|loading| loading.generation == generation)
            .ok_or(NotFound("load under way"))
    }
}

/// Counters of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OwnCounts {
    /// Users that Salesforce shows.
    pub users: u64,
    /// Members by own status, in the order of [`OwnStatus::ALL`].
    pub members: [u64; 5],
}

impl OwnCounts {
    /// All members.
    pub fn all_members(&self) -> u64 {
        self.members.iter().sum()
    }

    /// Those who are not members.
    pub fn others(&self) -> u64 {
        self.users.saturating_sub(self.all_members())
    }

    /// Members with an own status.
    pub fn of(&self, own: OwnStatus) -> u64 {
        self.members[own as usize]
    }

    /// Users or members with an effective status under an overlay.
    pub fn effective(&self, overlay: &Overlay, status: EffectiveStatus) -> u64 {
        if status == EffectiveStatus::NotInGroup {
            return self.others();
        }
        OwnStatus::ALL
            .into_iter()
            .zip(self.members)
            .filter(|(own, _)| overlay.apply(Some(*own)) == status)
            .map(|(_, count)| count)
            .sum()
    }

    /// Members whom a lost connection suspends.
    pub(super) fn reddened(&self) -> u64 {
        let overlay = Overlay::Red {
            fault: Fault::new(FaultCode::Unknown, ""),
            since: None,
        };
        self.effective(&overlay, EffectiveStatus::Suspended)
    }
}

slugged! {
    /// What the desktop was told of a connection's incident.
    pub enum Told {
        Nothing = "nothing",
        /// That it began; its end will be told.
        Beginning = "beginning",
        /// Everything, or nothing that anybody wants to hear.
        Everything = "everything",
    }
}

/// An incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownIncident {
    pub number: i64,
    pub scope: IncidentScope,
    pub class: FaultClass,
    pub fault: Fault,
    pub since: Timestamp,
    pub until: Option<Timestamp>,
    /// Members that refer to it; 0 for the connection's, which touches everyone.
    pub members: u64,
    pub told: Told,
}

impl State {
    /// Where an organization begins.
    pub fn new(organization: OrganizationId) -> Self {
        Self {
            organization,
            mirror: Mirror::default(),
            counts: OwnCounts::default(),
            incidents: Vec::new(),
            next_incident: 1,
            held_back: None,
            recovery: None,
        }
    }

    /// Open incidents with the number of members that they touch, the most members first.
    pub fn open_incidents(&self) -> Vec<KnownIncident> {
        let open = self.incidents.iter().filter(|known| known.until.is_none());
        let mut incidents: Vec<_> = open.cloned().collect();
        for known in &mut incidents {
            if known.scope == IncidentScope::Connection {
                // The members that the overlay reddens: the number that the users list shows.
                known.members = self.counts.reddened();
            }
        }
        incidents.sort_by_key(|known| (std::cmp::Reverse(known.members), known.number));
        incidents
    }

    /// The one open incident of the connection, or of the source.
    pub(super) fn open(&mut self, scope: IncidentScope) -> Option<&mut KnownIncident> {
        let mut incidents = self.incidents.iter_mut();
        incidents.find(|known| known.scope == scope && known.until.is_none())
    }

    pub(super) fn open_incident(
        &mut self,
        scope: IncidentScope,
        class: FaultClass,
        fault: &Fault,
        since: Timestamp,
    ) -> &mut KnownIncident {
        let number = self.next_incident;
        self.next_incident += 1;
        self.incidents.push(KnownIncident {
            number,
            scope,
            class,
            fault: text::fault(fault),
            since,
            until: None,
            members: 0,
            told: Told::Nothing,
        });
        self.incidents.last_mut().expect("it was just added")
    }

    /// The open incident of single members with this cause.
    pub(super) fn incident_of_members(&mut self, cause: &Fault, since: Timestamp) -> i64 {
        let cause = text::fault(cause);
        let known = self.incidents.iter().find(|known| {
            known.scope == IncidentScope::User
                && known.class == FaultClass::Other
                && known.until.is_none()
                && known.fault == cause
        });
        match known {
            Some(known) => known.number,
            None => {
                let (scope, class) = (IncidentScope::User, FaultClass::Other);
                self.open_incident(scope, class, &cause, since).number
            }
        }
    }

    /// Closes the incidents of single members that touch nobody any more.
    pub(super) fn close_untouched(&mut self, until: Timestamp) {
        for known in &mut self.incidents {
            if known.scope == IncidentScope::User && known.until.is_none() && known.members == 0 {
                known.until = Some(until);
            }
        }
    }

    pub(super) fn enter(&mut self, standing: Standing) {
        self.counts.users += 1;
        if let Some(own) = standing.own {
            self.counts.members[own as usize] += 1;
        }
        if let Some(known) = self.incident(standing) {
            known.members += 1;
        }
    }

    pub(super) fn leave(&mut self, standing: Standing) {
        self.counts.users = self.counts.users.saturating_sub(1);
        if let Some(own) = standing.own {
            let members = &mut self.counts.members[own as usize];
            *members = members.saturating_sub(1);
        }
        if let Some(known) = self.incident(standing) {
            known.members = known.members.saturating_sub(1);
        }
    }

    fn incident(&mut self, standing: Standing) -> Option<&mut KnownIncident> {
        let number = standing.incident?;
        let mut incidents = self.incidents.iter_mut();
        incidents.find(|known| known.number == number)
    }
}
