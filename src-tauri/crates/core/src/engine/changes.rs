//! What a session reads: everyone, or what changed since the watermark (design §3).

use super::access::keep_alive_after;
use super::ports::Notice;
use super::session_error::{SessionError, SessionReport};
use super::stop::Sync;
use crate::connection::StoredConnection;
use crate::directory::{DirectoryPage, UserQuery};
use crate::holding::Verdict;
use crate::organization::OrganizationId;
use crate::plan::{BeginLoad, EvaluationInput, PublishLoad, State, StoreDelta, StorePage};
use crate::port::salesforce::{Access, Answer, CallFailure, Salesforce};
use crate::port::store::Store;
use crate::port::vault::Vault;
use crate::salesforce_id::SalesforceId;
use crate::session::{Changes, Trigger};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// A full load runs when the last one is this old: it heals gaps and brings last-login dates.
pub const FULL_LOAD_EVERY: SignedDuration = SignedDuration::from_hours(6);

/// A delta asks this much further back than the watermark: Salesforce commits out of order.
const WATERMARK_OVERLAP: SignedDuration = SignedDuration::from_mins(2);

/// A delta is counted as a whole before any of it is kept, so it waits in memory; a longer one is
/// read as a full load, which waits in the database.
const LONGEST_DELTA: u64 = 50_000;

impl<V: Vault, S: Store, F: Salesforce> Sync<V, S, F> {
    pub(super) async fn read_changes(
        self: &Arc<Self>,
        id: OrganizationId,
        connection: &StoredConnection,
        trigger: Trigger,
        report: &mut SessionReport,
    ) -> Result<(), SessionError> {
        let now = self.ports.now();
        let longest_idle = keep_alive_after(self.states.settings().token_policy_days);
        if now.duration_since(connection.last_refresh) >= longest_idle {
            self.connections
                .access(id, Some(connection.generation))
                .await?;
        }
        let store = &self.ports.store;
        let State {
            mirror, held_back, ..
        } = store.state(id).await?;
        let recent = |loaded: Timestamp| now.duration_since(loaded) < FULL_LOAD_EVERY;
        // Only a complete list can show that another complete list was wrong.
        let doubted = held_back.is_some_and(|held| held.by_full_load);
        let wanted = doubted || self.states.of(id).known().full_load_wanted;
        // After a loss everyone resumes by what changed meanwhile, a handful of calls. A complete list
        // that fell due comes with the next session, when the budget has room for it.
        let resumes = trigger == Trigger::Connected;
        let enough = |loaded: Timestamp| resumes || recent(loaded);
        match mirror.watermark {
            Some(watermark) if !wanted && mirror.full_load.is_some_and(enough) => {
                self.read_delta(id, connection, watermark, report).await
            }
            _ => self.read_everyone(id, connection, report).await,
        }
    }

    async fn read_everyone(
        self: &Arc<Self>,
        id: OrganizationId,
        connection: &StoredConnection,
        report: &mut SessionReport,
    ) -> Result<(), SessionError> {
        let store = &self.ports.store;
        let begin = BeginLoad(connection.environment);
        let mut load = store.apply(id, begin).await?;
        if load.beginning.is_none() {
            load.beginning = self.newest_change(id, connection, report).await?;
        }
        let query = UserQuery::All {
            after: load.resume_after.clone(),
        };
        let mut page = self.first_page(id, connection, &query, report).await?;
        let expected = page.total;
        let mut loaded = 0;
        loop {
            loaded += page.users.len() as u64;
            let stored = StorePage {
                load: load.clone(),
                users: page.users,
            };
            store.apply(id, stored).await?;
            self.ports.notify(Notice::LoadProgress {
                organization: id,
                loaded,
                expected,
            });
            let Some(next) = page.next else { break };
            page = self.next_page(id, connection, next, report).await?;
        }
        let evaluation = self.evaluation(id, connection, report).await?;
        let resumed = load.resume_after.is_some();
        let verdict = store.apply(id, PublishLoad { load, evaluation }).await?;
        applied(verdict, report)?;
        self.states
            .change(id, |state| state.known.full_load_wanted = false);
        // Whoever was read before an interruption may have changed since.
        if resumed && let Some(watermark) = store.state(id).await?.mirror.watermark {
            self.read_delta(id, connection, watermark, report).await?;
        }
        Ok(())
    }

    /// Asks, before anyone is read, for the newest change that Salesforce knows.
    async fn newest_change(
        self: &Arc<Self>,
        id: OrganizationId,
        connection: &StoredConnection,
        report: &mut SessionReport,
    ) -> Result<Option<Timestamp>, SessionError> {
        let newest = self
            .first_page(id, connection, &UserQuery::Newest, report)
            .await?;
        Ok(newest.users.first().map(|user| user.modified))
    }

    async fn read_delta(
        self: &Arc<Self>,
        id: OrganizationId,
        connection: &StoredConnection,
        watermark: Timestamp,
        report: &mut SessionReport,
    ) -> Result<(), SessionError> {
        let evaluation = self.evaluation(id, connection, report).await?;
        let query = UserQuery::ChangedSince(earlier(watermark));
        let mut page = self.first_page(id, connection, &query, report).await?;
        if page.total > LONGEST_DELTA {
            // Boxed: after an interrupted load, reading everyone reads a delta too.
            return Box::pin(self.read_everyone(id, connection, report)).await;
        }
        let mut users = page.users;
        while let Some(next) = page.next {
            page = self.next_page(id, connection, next, report).await?;
            users.append(&mut page.users);
        }
        let delta = StoreDelta { users, evaluation };
        applied(self.ports.store.apply(id, delta).await?, report)
    }

    async fn evaluation(
        self: &Arc<Self>,
        id: OrganizationId,
        connection: &StoredConnection,
        report: &mut SessionReport,
    ) -> Result<EvaluationInput, SessionError> {
        let salesforce = &self.ports.salesforce;
        let frozen: Option<Vec<SalesforceId>> = self
            .counted(id, connection, report, |access| async move {
                salesforce.frozen_users(&access).await
            })
            .await?;
        let service_account = connection.account.user_id.clone();
        Ok(EvaluationInput {
            service_account,
            frozen,
            now: self.ports.now(),
            hold_back: true,
        })
    }

    async fn first_page(
        self: &Arc<Self>,
        id: OrganizationId,
        connection: &StoredConnection,
        query: &UserQuery,
        report: &mut SessionReport,
    ) -> Result<DirectoryPage, SessionError> {
        let salesforce = &self.ports.salesforce;
        self.counted(id, connection, report, |access| async move {
            salesforce.users(&access, query).await
        })
        .await
    }

    async fn next_page(
        self: &Arc<Self>,
        id: OrganizationId,
        connection: &StoredConnection,
        next: crate::directory::NextPage,
        report: &mut SessionReport,
    ) -> Result<DirectoryPage, SessionError> {
        let (salesforce, next) = (&self.ports.salesforce, &next);
        self.counted(id, connection, report, |access| async move {
            salesforce.more_users(&access, next).await
        })
        .await
    }

    /// One request: counted, and with the API use it reported. What came is dropped where the session
    /// must not go on, and why not matters more than an error: a disconnection leads to both.
    pub(super) async fn counted<T, C, R>(
        self: &Arc<Self>,
        id: OrganizationId,
        connection: &StoredConnection,
        report: &mut SessionReport,
        request: C,
    ) -> Result<T, SessionError>
    where
        C: Fn(Access) -> R,
        R: Future<Output = Result<Answer<T>, CallFailure>>,
    {
        report.api_calls += 1;
        let answer = self.connections.call(id, request).await;
        self.may_go_on(id, connection).await?;
        let answer = answer?;
        if answer.usage.is_some() {
            self.states
                .change(id, |state| state.known.usage = answer.usage);
        }
        Ok(answer.value)
    }
}

/// Counts what was applied; what is held back ends the session.
fn applied(verdict: Verdict<Changes>, report: &mut SessionReport) -> Result<(), SessionError> {
    match verdict {
        Verdict::Applied(changes) => {
            report.changes += changes;
            Ok(())
        }
        Verdict::HeldBack(finding) => Err(SessionError::HeldBack(finding)),
    }
}

/// What a delta asks from. The watermark is Salesforce's word and may be any instant.
fn earlier(watermark: Timestamp) -> Timestamp {
    let earlier = watermark.checked_sub(WATERMARK_OVERLAP);
    earlier.unwrap_or_default().max(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watermark_at_the_edge_of_time_is_one_like_any_other() {
        assert_eq!(earlier(Timestamp::MIN), Timestamp::UNIX_EPOCH);
        let day = Timestamp::from_second(86_400).expect("valid");
        assert_eq!(earlier(day).as_second(), 86_280);
    }
}
