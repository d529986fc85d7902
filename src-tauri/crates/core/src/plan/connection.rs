//! What a connection does to an organization: it is lost, it comes back, the desktop is told of both,
//! another Salesforce organization takes its place.

use super::state::{KnownIncident, State, Told};
use super::work::{Plan, Rows, Work};
use crate::alert::AlertKind;
use crate::audit::{AuditKind, Change, NewEntry, Stamp};
use crate::fault::Fault;
use crate::incident::{FaultClass, IncidentScope, Recovery};
use crate::preflight::Preflight;
use crate::salesforce_id::SalesforceId;
use crate::status::OwnStatus;
use crate::text;
use jiff::Timestamp;

/// Opens the connection's incident, or that of its reading, unless one with the same text is open; an
/// open one with another text is closed. Touches a constant number of rows, however many members there are: they turn red
/// when they are read.
#[derive(Debug, Clone)]
pub struct Lose {
    pub scope: IncidentScope,
    pub class: FaultClass,
    pub fault: Fault,
    pub since: Timestamp,
}

impl Work for Lose {
    type Answer = ();

    fn decide<R: Rows>(self, plan: &mut Plan, _: &mut R) -> Result<(), R::Error> {
        let state = &mut plan.state;
        if self.scope == IncidentScope::Connection
            && let Some(reading) = state.open(IncidentScope::Reading)
        {
            // Nobody can read, whoever may.
            reading.until = Some(self.since);
        }
        if let Some(open) = state.open(self.scope) {
            let fault = text::fault(&self.fault);
            // What a request is refused for may name the request.
            let reads = self.scope == IncidentScope::Reading;
            if open.fault == fault || (reads && open.fault.code == fault.code) {
                return Ok(());
            }
            open.until = Some(self.since);
        }
        // Whoever was back is not any more.
        state.recovery = None;
        state.open_incident(self.scope, self.class, &self.fault, self.since);
        Ok(())
    }
}

/// Closes the connection's incidents after a session that read everyone, and keeps what there is to
/// tell of a loss until it is dismissed. `None` when none was open. With a stamp the recovery goes into the
/// audit; without one it was none (a disconnect).
#[derive(Debug, Clone)]
pub struct EndLoss {
    pub at: Timestamp,
    pub recovered: Option<Stamp>,
}

impl Work for EndLoss {
    type Answer = Option<Recovery>;

    fn decide<R: Rows>(self, plan: &mut Plan, _: &mut R) -> Result<Self::Answer, R::Error> {
        let counts = plan.state.counts;
        let mut ended = None;
        for scope in [IncidentScope::Reading, IncidentScope::Connection] {
            if let Some(open) = plan.state.open(scope) {
                open.until = Some(self.at);
                ended = Some((scope, open.since));
            }
        }
        let Some((scope, since)) = ended else {
            return Ok(None);
        };
        // From the counters, so that the numbers agree with the lists.
        let recovery = Recovery {
            lost_since: since,
            recovered_at: self.at,
            resumed: counts.of(OwnStatus::Active),
            need_attention: counts.of(OwnStatus::Suspended),
            members_read: counts.all_members(),
        };
        // Nobody was suspended while nothing could be read.
        let lost = scope == IncidentScope::Connection;
        if lost {
            plan.state.recovery = Some(recovery.clone());
        }
        plan.entries.extend(self.recovered.map(|stamp| NewEntry {
            stamp,
            kind: AuditKind::ConnectionRecovered,
            organization: Some(plan.state.organization),
            change: if lost {
                recovery.as_change()
            } else {
                Change::default()
            },
        }));
        Ok(Some(recovery))
    }
}

/// Dismisses the recovery notice.
#[derive(Debug, Clone, Copy)]
pub struct DismissRecovery;

impl Work for DismissRecovery {
    type Answer = ();

    fn decide<R: Rows>(self, plan: &mut Plan, _: &mut R) -> Result<(), R::Error> {
        plan.state.recovery = None;
        Ok(())
    }
}

/// Takes what the desktop has to be told of the connection's incidents; whoever takes it is the only
/// one who gets it. `None` when everything was told. The end of an incident is told where its
/// beginning was, and not while another one has taken its place.
#[derive(Debug, Clone, Copy)]
pub struct TakeAlert;

impl Work for TakeAlert {
    type Answer = Option<AlertKind>;

    fn decide<R: Rows>(self, plan: &mut Plan, _: &mut R) -> Result<Self::Answer, R::Error> {
        let state = &mut plan.state;
        let counts = state.counts;
        let ended = take_ended(state);
        let open = of_connection(state).filter(|known| known.until.is_none());
        // While the connection is lost, nothing else is worth telling.
        let open = open.min_by_key(|known| known.scope != IncidentScope::Connection);
        Ok(match (open, ended) {
            (Some(open), _) if open.told == Told::Nothing => {
                open.told = Told::Beginning;
                let fault = open.fault.clone();
                Some(match open.scope {
                    IncidentScope::Reading => AlertKind::NotRead { fault },
                    _ => AlertKind::Lost {
                        fault,
                        members: counts.reddened(),
                    },
                })
            }
            // One cause took the place of another, or it began anew and that was told: it is not
            // over.
            (Some(_), _) | (None, None) => None,
            (None, Some((_, _, IncidentScope::Reading))) => Some(AlertKind::ReadAgain),
            (None, Some((until, since, _))) => Some(AlertKind::Over {
                since,
                until,
                resumed: counts.of(OwnStatus::Active),
                need_attention: counts.of(OwnStatus::Suspended),
            }),
        })
    }
}

/// The newest of the incidents whose beginning was told and that are over: of none of them anything
/// is told afterwards.
fn take_ended(state: &mut State) -> Option<(Timestamp, Timestamp, IncidentScope)> {
    let mut newest: Option<(Timestamp, Timestamp, IncidentScope)> = None;
    for known in of_connection(state) {
        if let (Some(until), Told::Beginning) = (known.until, known.told) {
            known.told = Told::Everything;
            if newest.is_none_or(|(latest, ..)| until >= latest) {
                newest = Some((until, known.since, known.scope));
            }
        }
    }
    newest
}

/// Marks everything as told that was not, for a person who wants to hear of nothing.
#[derive(Debug, Clone, Copy)]
pub struct PassOverAlerts;

impl Work for PassOverAlerts {
    type Answer = ();

    fn decide<R: Rows>(self, plan: &mut Plan, _: &mut R) -> Result<(), R::Error> {
        of_connection(&mut plan.state).for_each(|known| known.told = Told::Everything);
        Ok(())
    }
}

fn of_connection(state: &mut State) -> impl Iterator<Item = &mut KnownIncident> {
    let incidents = state.incidents.iter_mut();
    incidents.filter(|known| {
        matches!(
            known.scope,
            IncidentScope::Connection | IncidentScope::Reading
        )
    })
}

/// Names the Salesforce organization that is being connected; comes before the connection is stored.
/// Another one than before begins the mirror anew: no watermark, no half-done load, and what was a
/// fact there is none here.
#[derive(Debug, Clone)]
pub struct SetSource {
    /// Counts where the mirror does not know its source yet.
    pub before: Option<SalesforceId>,
    pub now: SalesforceId,
    /// What the console called until then counts in the limit of the one before.
    pub at: Timestamp,
}

impl Work for SetSource {
    type Answer = ();

    fn decide<R: Rows>(self, plan: &mut Plan, _: &mut R) -> Result<(), R::Error> {
        let mirror = &mut plan.state.mirror;
        let known = mirror.source.take().or(self.before);
        if known.is_some_and(|known| known != self.now) {
            mirror.generation = mirror.newest_generation();
            mirror.watermark = None;
            mirror.full_load = None;
            mirror.loading = None;
            mirror.source_changed = true;
            mirror.source_since = Some(self.at);
        }
        mirror.source = Some(self.now);
        Ok(())
    }
}

/// Keeps how the checks of the connected account ended, or forgets them with the connection.
#[derive(Debug, Clone)]
pub struct SavePreflight(pub Option<Preflight>);

impl Work for SavePreflight {
    type Answer = ();

    fn decide<R: Rows>(self, plan: &mut Plan, _: &mut R) -> Result<(), R::Error> {
        plan.preflight = Some(self.0);
        Ok(())
    }
}
