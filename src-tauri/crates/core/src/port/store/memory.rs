//! A store in memory, for tests of the engine and as a second one that runs the suite.

mod kept;
mod list;

use super::{
    LastSessions, ListedSession, OwnCalls, SessionCounts, SessionFilter, SessionPage, Store,
    StoreError, Upkeep, UserList, UserPage, UserRecord, Window,
};
use crate::actor::Actor;
use crate::audit::{AuditKind, Entry, EntryCounts, EntryFilter, EntryPage, NewEntry, Stamp};
use crate::history::UserHistory;
use crate::member_check::MemberCheck;
use crate::organization::{Organization, OrganizationId};
use crate::plan::{OrganizationEdit, Plan, SessionId, State, Work};
use crate::preflight::Preflight;
use crate::salesforce_id::SalesforceId;
use crate::session::{Outcome, Session, Trigger};
use crate::storage::WriteFault;
use crate::text;
use jiff::Timestamp;
use kept::Kept;
use list::{of_users, window};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Everything in one lock; a clone is the same store.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore(Arc<Mutex<Data>>);

#[derive(Debug, Default)]
struct Data {
    organizations: Vec<Organization>,
    kept: HashMap<OrganizationId, Kept>,
    settings: HashMap<String, String>,
    entries: Vec<Entry>,
    numbers: i64,
}

impl MemoryStore {
    fn data(&self) -> MutexGuard<'_, Data> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(
        &self,
        id: OrganizationId,
        look: impl FnOnce(&mut Kept) -> T,
    ) -> Result<T, StoreError> {
        Ok(look(self.data().of(id)?))
    }
}

impl Data {
    fn next(&mut self) -> i64 {
        self.numbers += 1;
        self.numbers
    }

    fn of(&mut self, id: OrganizationId) -> Result<&mut Kept, StoreError> {
        let kept = self.kept.get_mut(&id);
        kept.ok_or(StoreError::NotFound("organization"))
    }

    fn add_entry(&mut self, entry: NewEntry) {
        let id = entry.organization;
        let mut known = self.organizations.iter();
        let name = id.and_then(|id| known.find(|known| known.id == id));
        let name = name.map(|known| known.name.clone());
        let (by_person, actor) = match entry.stamp.actor {
            Actor::Person(name) => (true, name),
            Actor::Console => (false, None),
        };
        self.entries.push(Entry {
            number: self.entries.len() as i64 + 1,
            at: entry.stamp.at,
            kind: entry.kind,
            by_person,
            actor,
            organization_id: id,
            organization_name: name,
            change: entry.change,
        });
    }
}

impl Store for MemoryStore {
    async fn organizations(&self) -> Result<Vec<Organization>, StoreError> {
        let data = self.data();
        let there = |known: &&Organization| data.kept.contains_key(&known.id);
        let mut known: Vec<_> = data.organizations.iter().filter(there).cloned().collect();
        known.sort_by_cached_key(|known| (text::key(&known.name), known.id.to_string()));
        Ok(known)
    }

    async fn edit_organization(
        &self,
        edit: OrganizationEdit,
        stamp: Stamp,
    ) -> Result<Organization, StoreError> {
        let known = self.organizations().await?;
        let mut data = self.data();
        let id = edit.id();
        let is_gone = matches!(edit, OrganizationEdit::Delete(_));
        let users = data.of(id).map_or(0, |kept| kept.state.counts.users);
        let edited = edit.decide(&known, users, &stamp)?;
        let edited = edited.ok_or(StoreError::NotFound("organization"))?;
        let mut organization = edited.organization;
        organization
            .client_apps
            .sort_by_key(|app| app.environment.slug());
        data.organizations.retain(|known| known.id != id);
        data.organizations.push(organization.clone());
        data.kept.entry(id).or_insert_with(|| Kept::new(id));
        edited
            .entries
            .into_iter()
            .for_each(|entry| data.add_entry(entry));
        if is_gone {
            data.kept.remove(&id);
        }
        Ok(organization)
    }

    async fn add_entry(&self, entry: NewEntry) -> Result<(), StoreError> {
        self.data().add_entry(entry);
        Ok(())
    }

    async fn entries(
        &self,
        filter: EntryFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<EntryPage, StoreError> {
        let data = self.data();
        let of_organization = |entry: &&Entry| {
            filter.organization.is_none() || filter.organization == entry.organization_id
        };
        let mut counts = EntryCounts::default();
        for entry in data.entries.iter().filter(of_organization) {
            counts.add(entry.kind, 1);
        }
        let limit = limit.clamp(1, 500) as usize;
        let topic = |kind: AuditKind| filter.topic.is_none_or(|topic| kind.topic() == topic);
        let mut entries: Vec<_> = data
            .entries
            .iter()
            .rev()
            .filter(of_organization)
            .filter(|entry| topic(entry.kind) && before.is_none_or(|before| entry.number < before))
            .take(limit + 1)
            .cloned()
            .collect();
        let more = entries.len() > limit;
        entries.truncate(limit);
        Ok(EntryPage {
            total: counts.of(filter.topic),
            counts,
            entries,
            more,
        })
    }

    async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(self.data().settings.get(key).cloned())
    }

    async fn set_setting(
        &self,
        key: &str,
        value: &str,
        entry: Option<NewEntry>,
    ) -> Result<(), StoreError> {
        let mut data = self.data();
        data.settings.insert(key.to_owned(), value.to_owned());
        entry.into_iter().for_each(|entry| data.add_entry(entry));
        Ok(())
    }

    async fn state(&self, organization: OrganizationId) -> Result<State, StoreError> {
        self.with(organization, |kept| kept.state.clone())
    }

    async fn apply<W: Work>(
        &self,
        organization: OrganizationId,
        work: W,
    ) -> Result<W::Answer, StoreError> {
        let mut data = self.data();
        let mut next = data.numbers;
        let kept = data.of(organization)?;
        let mut plan = Plan::new(kept.state.clone());
        let answer = work.decide(&mut plan, kept)?;
        let entries = std::mem::take(&mut plan.entries);
        kept.carry_out(plan, &mut next);
        data.numbers = next;
        entries.into_iter().for_each(|entry| data.add_entry(entry));
        Ok(answer)
    }

    async fn preflight(
        &self,
        organization: OrganizationId,
    ) -> Result<Option<Preflight>, StoreError> {
        self.with(organization, |kept| kept.preflight.clone())
    }

    async fn begin_session(
        &self,
        organization: OrganizationId,
        trigger: Trigger,
        now: Timestamp,
    ) -> Result<SessionId, StoreError> {
        let mut data = self.data();
        let id = SessionId(data.next());
        let kept = data.of(organization)?;
        for (_, session, _) in &mut kept.sessions {
            if session.ended.is_none() {
                session.ended = Some(now);
                session.outcome = Some(Outcome::Interrupted);
            }
        }
        let session = Session {
            trigger,
            started: now,
            ended: None,
            outcome: None,
            members_checked: 0,
            changed: 0,
            suspended: 0,
            api_calls: 0,
            fault: None,
        };
        kept.sessions.push((id, session, 0));
        Ok(id)
    }

    async fn sessions(
        &self,
        organization: OrganizationId,
        filter: SessionFilter,
        shown: Window,
    ) -> Result<SessionPage, StoreError> {
        self.with(organization, |kept| {
            let mut counts = SessionCounts::default();
            for (_, session, _) in &kept.sessions {
                counts.all += 1;
                counts.changed += u64::from(session.changed > 0);
                if let Some(outcome) = session.outcome {
                    *counts.ended(outcome) += 1;
                }
            }
            let matching = kept
                .sessions
                .iter()
                .rev()
                .filter(|(_, session, _)| match filter {
                    SessionFilter::All => true,
                    SessionFilter::Changed => session.changed > 0,
                    SessionFilter::Ended(outcome) => session.outcome == Some(outcome),
                });
            let listed = matching.map(|(id, session, newly_suspended)| ListedSession {
                id: *id,
                session: session.clone(),
                newly_suspended: *newly_suspended,
            });
            SessionPage {
                total: counts.of(filter),
                counts,
                sessions: window(listed.collect(), shown),
            }
        })
    }

    async fn last_sessions(
        &self,
        organization: OrganizationId,
    ) -> Result<LastSessions, StoreError> {
        self.with(organization, |kept| {
            let newest = || kept.sessions.iter().rev().map(|(_, session, _)| session);
            let ended = newest().find(|session| session.ended.is_some());
            let read = newest().find(|session| session.outcome == Some(Outcome::Finished));
            LastSessions {
                ended: ended.cloned(),
                read: read.and_then(|session| session.ended),
            }
        })
    }

    async fn own_calls(
        &self,
        organization: OrganizationId,
        since: Timestamp,
        share: u64,
    ) -> Result<OwnCalls, StoreError> {
        self.with(organization, |kept| {
            let since = kept
                .state
                .mirror
                .source_since
                .map_or(since, |at| at.max(since));
            let sessions = kept.sessions.iter();
            let sessions = sessions.map(|(_, session, _)| (session.started, session.api_calls));
            let checks = kept
                .checks
                .iter()
                .map(|(_, check, calls)| (check.at, *calls));
            let mut calls: Vec<_> = sessions.chain(checks).collect();
            calls.retain(|(at, _)| *at >= since);
            calls.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
            let mut own = OwnCalls::default();
            for (at, calls) in calls {
                own.spent += calls;
                if own.reached.is_none() && own.spent >= share {
                    own.reached = Some(at);
                }
            }
            own
        })
    }

    async fn users(&self, list: UserList, shown: Window) -> Result<UserPage, StoreError> {
        self.with(list.organization, |kept| {
            let users = of_users(kept, &list);
            UserPage {
                total: users.len() as u64,
                users: window(users, shown),
            }
        })
    }

    async fn user(
        &self,
        organization: OrganizationId,
        user: &SalesforceId,
    ) -> Result<Option<UserRecord>, StoreError> {
        self.with(organization, |kept| {
            kept.users.get(user).map(|known| kept.record(known))
        })
    }

    async fn user_history(
        &self,
        organization: OrganizationId,
        user: &SalesforceId,
        limit: u64,
    ) -> Result<UserHistory, StoreError> {
        self.with(organization, |kept| {
            let known = kept.users.get(user).ok_or(StoreError::NotFound("user"))?;
            Ok(kept.history(known, limit))
        })?
    }

    async fn last_member_check(
        &self,
        organization: OrganizationId,
        user: &SalesforceId,
    ) -> Result<Option<MemberCheck>, StoreError> {
        self.with(organization, |kept| {
            let row = kept.users.get(user)?.row;
            let mut checks = kept.checks.iter().rev();
            let newest = checks.find(|(known, ..)| *known == row);
            newest.map(|(_, check, _)| check.clone())
        })
    }
}

impl Upkeep for MemoryStore {
    fn write_fault(&self) -> Option<WriteFault> {
        None
    }

    fn set_aside(&self) -> Vec<String> {
        Vec::new()
    }

    async fn try_writing(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn wipe_deleted(&self) -> Result<bool, StoreError> {
        Ok(false)
    }
}

impl super::conformance::Subject for MemoryStore {
    type Place = ();

    fn begin() -> (Self, ()) {
        (Self::default(), ())
    }

    fn reopened(self, (): &()) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryStore;

    crate::store_conformance!(MemoryStore);
}
