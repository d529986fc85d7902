//! What a session reads: everyone, or what changed since the watermark (design §3).

use super::stop::Sync;
use crate::connection::StoredConnection;
use crate::directory::{Chain, DirectoryPage, NextPage, UserQuery};
use crate::failure::{CallError, SessionError};
use crate::fault::{Fault, FaultCode};
use crate::holding::Verdict;
use crate::notice::Notice;
use crate::organization::OrganizationId;
use crate::pace::keep_alive_after;
use crate::plan::{
    BeginLoad, EvaluationInput, Load, PublishLoad, State, StoreDelta, StorePages, delta_from,
};
use crate::port::salesforce::{Access, Answer, CallFailure, Salesforce};
use crate::port::{Store, Vault};
use crate::refusal::may_ask;
use crate::salesforce_id::SalesforceId;
use crate::session::{Changes, Trigger};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// A full load runs when the last one is this old: it heals gaps and brings last-login dates.
pub const FULL_LOAD_EVERY: SignedDuration = SignedDuration::from_hours(6);

/// A delta is counted as a whole before any of it is kept, so it waits in memory; a longer one is
/// read as a full load, which waits in the database.
const LONGEST_DELTA: u64 = 50_000;

/// What is read with one connection, and what came of it so far.
pub(super) struct Reading<'a, V, S, F> {
    pub(super) sync: &'a Arc<Sync<V, S, F>>,
    pub(super) id: OrganizationId,
    pub(super) connection: &'a StoredConnection,
    /// Members whose status changed.
    pub(super) changes: Changes,
    pub(super) api_calls: u64,
    /// The console's own calls of the last 24 hours before this session.
    spent: u64,
}

impl<'a, V: Vault, S: Store, F: Salesforce> Reading<'a, V, S, F> {
    pub(super) fn begin(
        sync: &'a Arc<Sync<V, S, F>>,
        id: OrganizationId,
        connection: &'a StoredConnection,
        spent: u64,
    ) -> Self {
        Self {
            sync,
            id,
            connection,
            changes: Changes::default(),
            api_calls: 0,
            spent,
        }
    }

    pub(super) async fn read_changes(&mut self, trigger: Trigger) -> Result<(), SessionError> {
        let (sync, connection) = (self.sync, self.connection);
        let now = sync.ports.now();
        let longest_idle = keep_alive_after(sync.states.settings().token_policy_days);
        if now.duration_since(connection.last_refresh) >= longest_idle {
            let spent = Some(connection.generation);
            sync.connections.access(self.id, spent).await?;
        }
        let State {
            mirror, held_back, ..
        } = sync.ports.store.state(self.id).await?;
        let recent = |loaded: Timestamp| now.duration_since(loaded) < FULL_LOAD_EVERY;
        // Only a complete list can show that another complete list was wrong.
        let doubted = held_back.is_some_and(|held| held.by_full_load);
        let wanted = doubted || sync.states.of(self.id).known().full_load_wanted;
        // After a loss everyone resumes by what changed meanwhile, a handful of calls. A complete list
        // that fell due comes with the next session, when the budget has room for it.
        let resumes = trigger == Trigger::Connected;
        let enough = |loaded: Timestamp| resumes || recent(loaded);
        match mirror.watermark {
            Some(watermark) if !wanted && mirror.full_load.is_some_and(enough) => {
                self.read_delta(watermark).await
            }
            _ => self.read_everyone().await,
        }
    }

    async fn read_everyone(&mut self) -> Result<(), SessionError> {
        let (sync, organization) = (self.sync, self.id);
        let store = &sync.ports.store;
        let begin = BeginLoad(self.connection.environment);
        let mut load = store.apply(organization, begin).await?;
        if load.beginning.is_none() {
            // Before anyone is read: the newest change that Salesforce knows.
            let newest = self.first_page(UserQuery::Newest).await?;
            load.beginning = newest.users.first().map(|user| user.modified);
        }
        let after = load.resume_after.clone();
        let mut chain = Chain::default();
        let mut page = self.first_page(UserQuery::All { after }).await?;
        chained(&mut chain, &page)?;
        let expected = page.total;
        let (mut stored, mut users) = (0, Vec::new());
        let incomplete = loop {
            users.append(&mut page.users);
            let loaded = stored + users.len() as u64;
            if page.next.is_none() || Load::is_step(users.len(), stored) {
                let users = std::mem::take(&mut users);
                let load = load.clone();
                store
                    .apply(organization, StorePages { load, users })
                    .await?;
                stored = loaded;
            }
            sync.ports.notify(Notice::LoadProgress {
                organization,
                loaded,
                expected,
            });
            let Some(next) = page.next else { break None };
            let next = self.next_page(next).await;
            page = match next.and_then(|page| chained(&mut chain, &page).map(|()| page)) {
                Ok(page) => page,
                Err(error) => break Some(error),
            };
        };
        if let Some(error) = incomplete {
            // The next session goes on behind what was read, unless nothing may be kept any more.
            if error.keeps_what_was_read() {
                let kept = store.apply(organization, StorePages { load, users }).await;
                if let Err(error) = kept {
                    tracing::error!(%organization, %error, "pages that were read cannot be kept");
                }
            }
            return Err(error);
        }
        let evaluation = self.evaluation().await?;
        let resumed = load.resume_after.is_some();
        let publish = PublishLoad { load, evaluation };
        self.applied(store.apply(organization, publish).await?)?;
        sync.states
            .change(organization, |state| state.known.full_load_wanted = false);
        // Whoever was read before an interruption may have changed since.
        if resumed && let Some(watermark) = store.state(organization).await?.mirror.watermark {
            self.read_delta(watermark).await?;
        }
        Ok(())
    }

    async fn read_delta(&mut self, watermark: Timestamp) -> Result<(), SessionError> {
        let evaluation = self.evaluation().await?;
        let changed = UserQuery::ChangedSince(delta_from(watermark));
        let mut page = self.first_page(changed).await?;
        if page.total > LONGEST_DELTA {
            // Boxed: after an interrupted load, reading everyone reads a delta too.
            return Box::pin(self.read_everyone()).await;
        }
        let mut chain = Chain::default();
        chained(&mut chain, &page)?;
        let mut users = page.users;
        while let Some(next) = page.next {
            page = self.next_page(next).await?;
            chained(&mut chain, &page)?;
            users.append(&mut page.users);
        }
        let delta = StoreDelta { users, evaluation };
        self.applied(self.sync.ports.store.apply(self.id, delta).await?)
    }

    async fn evaluation(&mut self) -> Result<EvaluationInput, SessionError> {
        let salesforce = &self.sync.ports.salesforce;
        let frozen: Option<Vec<SalesforceId>> = self
            .ask(|access| async move { salesforce.frozen_users(&access).await })
            .await?;
        Ok(EvaluationInput {
            service_account: self.connection.account.user_id.clone(),
            frozen,
            now: self.sync.ports.now(),
            hold_back: true,
        })
    }

    async fn first_page(&mut self, query: UserQuery) -> Result<DirectoryPage, SessionError> {
        let (salesforce, query) = (&self.sync.ports.salesforce, &query);
        self.ask(|access| async move { salesforce.users(&access, query).await })
            .await
    }

    async fn next_page(&mut self, next: NextPage) -> Result<DirectoryPage, SessionError> {
        let (salesforce, next) = (&self.sync.ports.salesforce, &next);
        self.ask(|access| async move { salesforce.more_users(&access, next).await })
            .await
    }

    /// One request: counted, and with the API use it reported. What came is dropped where the session
    /// must not go on, and why not matters more than an error: a disconnection leads to both.
    pub(super) async fn ask<T, C, R>(&mut self, request: C) -> Result<T, SessionError>
    where
        C: Fn(Access) -> R,
        R: Future<Output = Result<Answer<T>, CallFailure>>,
    {
        let usage = self.sync.states.of(self.id).known().usage;
        may_ask(self.api_calls, self.spent, usage)?;
        self.api_calls += 1;
        let connections = &self.sync.connections;
        let answer = connections.ask(self.id, request).await;
        self.sync.may_go_on(self.id, self.connection).await?;
        Ok(connections.heard(self.id, answer?))
    }

    /// Counts what was applied; what is held back ends the session.
    fn applied(&mut self, verdict: Verdict<Changes>) -> Result<(), SessionError> {
        match verdict {
            Verdict::Applied(changes) => {
                self.changes += changes;
                Ok(())
            }
            Verdict::HeldBack(finding) => Err(SessionError::HeldBack(finding)),
        }
    }
}

/// A page that leads nowhere is no answer of Salesforce's.
fn chained(chain: &mut Chain, page: &DirectoryPage) -> Result<(), SessionError> {
    let taken = chain.take(page);
    taken.map_err(|why| {
        CallError::unreachable(Fault::new(FaultCode::ListUnbelievable, why), None).into()
    })
}
