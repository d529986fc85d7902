//! What the memory store keeps of an organization.

use crate::fault::Fault;
use crate::history::{ConnectionLoss, StatusChange, UserHistory};
use crate::incident::IncidentScope;
use crate::member_check::MemberCheck;
use crate::organization::OrganizationId;
use crate::plan::{
    KnownIncident, KnownUser, Plan, Retention, Rows, SessionId, Standing, State, Told, Update,
    Which, Write,
};
use crate::port::store::{StoreError, UserRecord};
use crate::preflight::Preflight;
use crate::salesforce_id::SalesforceId;
use crate::session::{Outcome, Session, Trigger};
use crate::status::StatusSource;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// What is kept of an organization.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) state: State,
    pub(super) users: BTreeMap<SalesforceId, KnownUser>,
    /// Ids by row.
    pub(super) rows: HashMap<i64, SalesforceId>,
    pub(super) history: Vec<Update>,
    pub(super) changed: Vec<Timestamp>,
    /// Incidents that are closed and told of.
    pub(super) closed: Vec<KnownIncident>,
    pub(super) checks: Vec<(i64, MemberCheck, u64)>,
    pub(super) sessions: Vec<(SessionId, Session, u64)>,
    pub(super) preflight: Option<Preflight>,
}

impl Kept {
    pub(super) fn new(id: OrganizationId) -> Self {
        Self {
            state: State::new(id),
            users: BTreeMap::new(),
            rows: HashMap::new(),
            history: Vec::new(),
            changed: Vec::new(),
            closed: Vec::new(),
            checks: Vec::new(),
            sessions: Vec::new(),
            preflight: None,
        }
    }

    /// Writes a plan; `next` is the last number that was given.
    pub(super) fn carry_out(&mut self, plan: Plan, next: &mut i64) {
        let told = |known: &KnownIncident| known.until.is_none() || known.told == Told::Beginning;
        self.state = plan.state;
        let incidents = std::mem::take(&mut self.state.incidents);
        let (open, closed): (Vec<_>, Vec<_>) = incidents.into_iter().partition(told);
        self.state.incidents = open;
        self.closed.extend(closed);
        for change in plan.users {
            self.write(change, plan.at, next);
        }
        self.checks.extend(plan.check);
        if let Some((id, session, suspended)) = plan.session {
            self.sessions.retain(|(known, ..)| *known != id);
            self.sessions.push((id, session, suspended));
            self.sessions.sort_by_key(|(id, ..)| id.0);
        }
        if let Some(preflight) = plan.preflight {
            self.preflight = preflight;
        }
        if let Some(old) = &plan.forget {
            self.forget(old);
        }
    }

    fn of_row(&mut self, row: i64) -> Option<&mut KnownUser> {
        self.users.get_mut(self.rows.get(&row)?)
    }

    fn cause(&self, standing: Standing) -> Option<Fault> {
        let number = standing.incident?;
        let mut known = self.state.incidents.iter().chain(&self.closed);
        let known = known.find(|known| known.number == number);
        known.map(|known| known.fault.clone())
    }

    fn remember(&mut self, update: Update, at: Timestamp) {
        self.history.push(update);
        self.changed.push(at);
    }

    fn write(&mut self, change: Write, at: Timestamp, next: &mut i64) {
        match change {
            Write::Add(added) => {
                *next += 1;
                let known = KnownUser {
                    row: *next,
                    is_frozen: added.is_frozen,
                    last_seen: added.last_seen,
                    generation: added.generation,
                    absences: 0,
                    standing: added.standing,
                    since: added.since,
                    user: added.user.clone(),
                };
                if added.is_remembered() {
                    let update = Update {
                        row: *next,
                        before: Standing::NOT_A_MEMBER,
                        after: added.standing,
                        began: None,
                        since: added.since,
                        is_frozen: added.is_frozen,
                        absences: 0,
                        last_seen: added.last_seen,
                        source: StatusSource::Salesforce,
                    };
                    self.remember(update, at);
                }
                self.rows.insert(known.row, added.user.id.clone());
                self.users.insert(added.user.id.clone(), known);
            }
            Write::Facts {
                row,
                user,
                generation,
                last_seen,
            } => {
                if let Some(known) = self.of_row(row) {
                    known.user = *user;
                    (known.generation, known.last_seen) = (generation, last_seen);
                }
            }
            Write::Seen {
                row,
                generation,
                last_seen,
            } => {
                if let Some(known) = self.of_row(row) {
                    (known.generation, known.last_seen) = (generation, last_seen);
                }
            }
            Write::Evaluate(update) => {
                if let Some(known) = self.of_row(update.row) {
                    known.standing = update.after;
                    known.since = update.since;
                    known.is_frozen = update.is_frozen;
                    known.absences = update.absences;
                    known.last_seen = update.last_seen;
                }
                if update.is_remembered() {
                    self.remember(update, at);
                }
            }
            Write::Remove(row) => {
                if let Some(id) = self.rows.remove(&row) {
                    self.users.remove(&id);
                }
            }
        }
    }

    fn forget(&mut self, old: &Retention) {
        let finished = |session: &Session| session.outcome == Some(Outcome::Finished);
        let ended = self.sessions.iter().rev();
        let newest = ended.map(|(id, session, _)| (*id, finished(session)));
        let newest = newest
            .into_iter()
            .find_map(|(id, finished)| finished.then_some(id));
        let most = usize::try_from(Retention::KEPT).unwrap_or(usize::MAX);
        let beyond = self.sessions.len().saturating_sub(most);
        let mut place = 0;
        self.sessions.retain(|(id, session, _)| {
            place += 1;
            let quiet = session.started < old.quiet_before
                && finished(session)
                && session.trigger == Trigger::Schedule
                && session.changed == 0;
            let old = session.started < old.before || quiet || place <= beyond;
            session.ended.is_none() || Some(*id) == newest || !old
        });
        self.checks.retain(|(_, check, _)| check.at >= old.before);
        let kept: Vec<bool> = self.changed.iter().map(|at| *at >= old.before).collect();
        let mut keep = kept.iter();
        self.history
            .retain(|_| keep.next().is_some_and(|kept| *kept));
        self.changed.retain(|at| *at >= old.before);
        let is_old = |known: &KnownIncident| known.until.is_some_and(|until| until < old.before);
        self.closed.retain(|known| !is_old(known));
        self.state.incidents.retain(|known| !is_old(known));
    }

    pub(super) fn record(&self, known: &KnownUser) -> UserRecord {
        let user = known.user.clone();
        UserRecord {
            id: user.id,
            name: user.name,
            email: user.email,
            username: user.username,
            profile: user.profile,
            status: known.standing.own,
            cause: self.cause(known.standing),
            since: known.since,
            source: StatusSource::Salesforce,
            last_seen: self
                .state
                .mirror
                .last_seen(known.generation, known.last_seen),
        }
    }

    pub(super) fn history(&self, known: &KnownUser, limit: u64) -> UserHistory {
        let limit = limit.min(500) as usize;
        let made = self.history.iter().zip(&self.changed);
        let mut made: Vec<_> = made.filter(|(made, _)| made.row == known.row).collect();
        made.reverse();
        let mut changes: Vec<_> = made
            .iter()
            .map(|(made, at)| StatusChange {
                at: **at,
                own: made.after.own,
                cause: self.cause(made.after),
                source: made.source,
            })
            .collect();
        // The status before the oldest change, or the only one there ever was.
        let first = match made.last() {
            None => known.standing.own.zip(known.since),
            Some((oldest, _)) => oldest.before.own.zip(oldest.began),
        };
        let cause = self.cause(known.standing).filter(|_| made.is_empty());
        let shown = changes.len() <= limit;
        changes.truncate(limit);
        let mut total = made.len() as u64;
        if let Some((own, at)) = first.filter(|_| shown) {
            total += 1;
            if changes.len() < limit {
                changes.push(StatusChange {
                    at,
                    own: Some(own),
                    cause,
                    source: StatusSource::Salesforce,
                });
            }
        }
        let oldest = changes.last().map(|change| change.at);
        let incidents = self.state.incidents.iter().chain(&self.closed);
        let mut losses: Vec<_> = incidents
            .filter(|known| known.scope == IncidentScope::Connection)
            .filter(|known| oldest.is_some_and(|at| known.until.is_none_or(|until| until >= at)))
            .map(|known| ConnectionLoss {
                since: known.since,
                until: known.until,
                fault: known.fault.clone(),
            })
            .collect();
        losses.sort_by_key(|loss| std::cmp::Reverse(loss.since));
        losses.truncate(limit);
        UserHistory {
            changes,
            total,
            losses,
        }
    }
}

impl Rows for Kept {
    type Error = StoreError;

    fn user(&mut self, id: &SalesforceId) -> Result<Option<KnownUser>, StoreError> {
        Ok(self.users.get(id).cloned())
    }

    fn each(&mut self, which: Which, look: &mut dyn FnMut(KnownUser)) -> Result<(), StoreError> {
        let known = self.users.values();
        let known = known.filter(|known| which.includes(known.is_frozen));
        known.cloned().for_each(look);
        Ok(())
    }

    fn largest_id(&mut self) -> Result<Option<SalesforceId>, StoreError> {
        Ok(self.users.keys().next_back().cloned())
    }

    fn named_by(&mut self, generations: Range<i64>) -> Result<u64, StoreError> {
        let named = |known: &&KnownUser| generations.contains(&known.generation);
        Ok(self.users.values().filter(named).count() as u64)
    }

    fn open_session(&mut self, id: SessionId) -> Result<Option<Session>, StoreError> {
        let mut sessions = self.sessions.iter();
        let found = sessions.find(|(known, session, _)| *known == id && session.ended.is_none());
        Ok(found.map(|(_, session, _)| session.clone()))
    }
}
