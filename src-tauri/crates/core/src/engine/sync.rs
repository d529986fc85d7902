//! Sync sessions: what changed in Salesforce, applied page by page (design §3).

use super::access::{AccessFailure, CallError, KEEP_ALIVE_AFTER};
use super::live::LiveState;
use super::schedule::NOT_BY_HAND_FROM;
use super::{Console, Notice};
use crate::connection::{ConnectionFault, FaultKind, PassingFault, StoredConnection};
use crate::directory::{DirectoryPage, UserQuery};
use crate::organization::OrganizationId;
use crate::port::salesforce::{Answer, CallFailure, Salesforce};
use crate::port::store::{EvaluationInput, SessionEnd, Store, StoreError};
use crate::port::vault::Vault;
use crate::salesforce_id::SalesforceId;
use crate::session::{Changes, Outcome, Trigger};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// A full load runs when the last one is this old: it heals gaps and brings last-login dates.
pub const FULL_LOAD_EVERY: SignedDuration = SignedDuration::from_hours(6);

/// A delta asks this much further back than the watermark: Salesforce commits out of order.
const WATERMARK_OVERLAP: SignedDuration = SignedDuration::from_mins(2);

/// *Check now* at most this often.
const CHECK_NOW_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// The first pause after the API requests are used up; the allowance is a rolling window of a day.
const THROTTLE_PAUSE: SignedDuration = SignedDuration::from_mins(30);

/// What a session did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SessionReport {
    /// Members whose status changed.
    pub changes: Changes,
    /// Requests sent.
    pub api_calls: u64,
}

/// Why *Check now* did not start a session.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckNowRefused {
    /// Nobody has logged in, the switch is off, or a new login is needed first.
    #[error("there is nothing to check before the service account signs in")]
    NotConnected,
    /// The entitlement does not admit it.
    #[error(
        "sessions are stopped: your entitlement has ended or does not include this organization; import one that does"
    )]
    NotEntitled,
    /// A session runs already; its result will be shown.
    #[error("a session is running already")]
    Running,
    /// The organization's API requests are nearly used up by all apps together.
    #[error(
        "more than 95 % of the organization’s API requests are used; the console looks again once an hour"
    )]
    NoBudget,
    /// The last one was less than a minute ago.
    #[error("checked less than a minute ago; the next check is possible in {seconds} s")]
    TooSoon {
        /// Until the next one is possible.
        seconds: i64,
    },
}

/// What stopped a session.
#[derive(Debug, thiserror::Error)]
enum SessionError {
    #[error(transparent)]
    Call(#[from] CallError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(
        "Salesforce showed {shown} users where {known} were known; the list is kept as it was. Check the service account’s View All Users"
    )]
    HeldBack { shown: u64, known: u64 },
}

impl From<AccessFailure> for SessionError {
    fn from(failure: AccessFailure) -> Self {
        Self::Call(CallError::Access(failure))
    }
}

impl<V: Vault, S: Store, F: Salesforce> Console<V, S, F> {
    /// Starts a session in its own task unless one runs.
    pub fn start_session(self: &Arc<Self>, id: OrganizationId, trigger: Trigger) {
        let console = Arc::clone(self);
        tokio::spawn(async move { console.run_session(id, trigger).await });
    }

    /// Starts a session on a person's request.
    pub async fn check_now(self: &Arc<Self>, id: OrganizationId) -> Result<(), CheckNowRefused> {
        let connection = self.ports.vault.connection(id).await.ok().flatten();
        let lost = |connection: &StoredConnection| {
            connection
                .fault
                .as_ref()
                .is_some_and(|fault| fault.kind == FaultKind::Lost)
        };
        let switched_on = self
            .organization(id)
            .await
            .is_ok_and(|organization| organization.service_account_login);
        if !switched_on || connection.as_ref().is_none_or(lost) {
            return Err(CheckNowRefused::NotConnected);
        }
        if !connection
            .as_ref()
            .is_some_and(|known| self.entitled(known))
        {
            return Err(CheckNowRefused::NotEntitled);
        }
        let live = self.live(id);
        let state = live.read();
        if state.session_running {
            return Err(CheckNowRefused::Running);
        }
        if state
            .usage
            .is_some_and(|usage| usage.share() >= NOT_BY_HAND_FROM)
        {
            return Err(CheckNowRefused::NoBudget);
        }
        let now = self.now();
        if let Some(last) = state.last_manual {
            let wait = CHECK_NOW_EVERY - now.duration_since(last);
            if wait.is_positive() {
                return Err(CheckNowRefused::TooSoon {
                    seconds: wait.as_secs().max(1),
                });
            }
        }
        live.change(|live| live.last_manual = Some(now));
        self.start_session(id, Trigger::Manual);
        Ok(())
    }

    /// Runs one session to its end; `None` when one was running or the organization is not
    /// connected.
    pub async fn run_session(
        self: &Arc<Self>,
        id: OrganizationId,
        trigger: Trigger,
    ) -> Option<Outcome> {
        let live = self.live(id);
        let session = Arc::clone(&live.session);
        // The session after a login proves that everyone is back, so it waits for one that still
        // fails; any other would only repeat what runs.
        let running = match trigger {
            Trigger::Connected => session.lock_owned().await,
            Trigger::Schedule | Trigger::Manual => session.try_lock_owned().ok()?,
        };
        let connection = self.ports.vault.connection(id).await.ok().flatten()?;
        if !self.entitled(&connection) {
            return None;
        }
        live.change(|live| live.session_running = true);
        self.notify(Notice::UsersChanged(id));
        let outcome = self.record_session(id, trigger, &connection).await;
        // Free before anyone can see that it ended: whoever sees that may start the next.
        drop(running);
        live.change(|live| live.session_running = false);
        self.plan_next(id).await;
        self.notify(Notice::UsersChanged(id));
        match outcome {
            Ok(outcome) => Some(outcome),
            Err(error) => {
                tracing::error!(organization = %id, %error, "a session could not be recorded");
                None
            }
        }
    }

    async fn record_session(
        self: &Arc<Self>,
        id: OrganizationId,
        trigger: Trigger,
        connection: &StoredConnection,
    ) -> Result<Outcome, StoreError> {
        let session = self
            .ports
            .store
            .begin_session(id, trigger, self.now())
            .await?;
        let mut report = SessionReport::default();
        let result = self.read_changes(id, connection, &mut report).await;
        let ended = self.now();
        let (outcome, raw) = match &result {
            Ok(()) => (Outcome::Finished, None),
            Err(error) => (Outcome::Failed, Some(error.to_string())),
        };
        let SessionReport { changes, api_calls } = report;
        self.ports
            .store
            .end_session(
                session,
                SessionEnd {
                    ended,
                    outcome,
                    changes,
                    api_calls,
                    raw,
                },
            )
            .await?;
        match result {
            Ok(()) => self.succeeded(id, ended).await?,
            Err(error) => self.failed(id, &error, ended).await,
        }
        tracing::info!(
            organization = %id, ?trigger, ?outcome, changed = changes.changed, api_calls,
            "a session ended"
        );
        Ok(outcome)
    }

    async fn succeeded(&self, id: OrganizationId, now: Timestamp) -> Result<(), StoreError> {
        self.live(id).change(|live| live.failures = 0);
        self.set_passing(id, None);
        // A refusal by policy is over once everything could be read.
        if let Ok(Some(StoredConnection { fault: Some(_), .. })) =
            self.ports.vault.connection(id).await
            && let Err(error) = self.ports.vault.set_fault(id, None).await
        {
            tracing::error!(organization = %id, %error, "a fault that is over cannot be cleared");
        }
        self.ports.store.close_connection_incident(id, now).await?;
        self.notify(Notice::ConnectionChanged(id));
        Ok(())
    }

    async fn failed(&self, id: OrganizationId, error: &SessionError, now: Timestamp) {
        let live = self.live(id);
        live.change(|live| live.failures = live.failures.saturating_add(1));
        let failures = live.read().failures;
        let passing = match error {
            SessionError::Call(CallError::Call(CallFailure::RequestLimit { raw })) => {
                // 30 min, then 2.5, 4.5, 6.5 … hours while it lasts.
                let hours = i64::from(failures.saturating_sub(1)) * 2;
                let until = now + THROTTLE_PAUSE + SignedDuration::from_hours(hours.min(22));
                PassingFault::Throttled {
                    until,
                    raw: raw.clone(),
                }
            }
            SessionError::Call(
                CallError::Access(AccessFailure::Unreachable(detail))
                | CallError::Call(CallFailure::Unreachable { detail }),
            ) => unreachable(&live.read(), detail.clone(), now),
            // A locked key store is no fault of Salesforce's, but as passing: nobody turns red, and
            // the text says what to unlock.
            SessionError::Call(CallError::Access(AccessFailure::Vault(error))) => {
                unreachable(&live.read(), error.to_string(), now)
            }
            SessionError::Call(CallError::Call(
                CallFailure::SessionExpired { raw } | CallFailure::Refused { raw },
            )) if refuses_the_connection(raw) => {
                let fault = ConnectionFault {
                    kind: FaultKind::Refused,
                    raw: raw.clone(),
                    since: now,
                };
                if let Err(error) = self.record_fault(id, fault).await {
                    tracing::error!(organization = %id, %error, "a refusal cannot be recorded");
                }
                return;
            }
            // Recorded where it happened, or a fault of this one session.
            _ => return,
        };
        self.set_passing(id, Some(passing));
    }

    async fn read_changes(
        self: &Arc<Self>,
        id: OrganizationId,
        connection: &StoredConnection,
        report: &mut SessionReport,
    ) -> Result<(), SessionError> {
        let now = self.now();
        if now.duration_since(connection.last_refresh) >= KEEP_ALIVE_AFTER {
            self.access(id, Some(connection.generation)).await?;
        }
        let mirror = self.ports.store.mirror(id).await?;
        let recent = |loaded: Timestamp| now.duration_since(loaded) < FULL_LOAD_EVERY;
        match mirror.watermark {
            Some(watermark) if mirror.full_load.is_some_and(recent) => {
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
        let full_before = store.mirror(id).await?.full_load.is_some();
        let load = store.begin_load(id, connection.environment).await?;
        let query = UserQuery::All {
            after: load.resume_after.clone(),
        };
        let mut page = self.first_page(id, &query, report).await?;
        let expected = page.total;
        let mut loaded = 0;
        loop {
            loaded += page.users.len() as u64;
            store.store_load_page(&load, page.users).await?;
            self.notify(Notice::LoadProgress {
                organization: id,
                loaded,
                expected,
            });
            let Some(next) = page.next else { break };
            page = self.next_page(id, next, report).await?;
        }
        // The account itself is always there, and organizations do not lose half their people in
        // hours: such a list says that something is hidden, not that everyone has gone.
        let known = store.own_counts(id).await?.users;
        let from_the_start = load.resume_after.is_none();
        if from_the_start && (loaded == 0 || full_before && expected * 2 < known) {
            return Err(SessionError::HeldBack {
                shown: expected,
                known,
            });
        }
        let evaluation = self.evaluation(id, connection, report).await?;
        report.changes += store.publish_load(&load, evaluation).await?;
        Ok(())
    }

    async fn read_delta(
        self: &Arc<Self>,
        id: OrganizationId,
        connection: &StoredConnection,
        watermark: Timestamp,
        report: &mut SessionReport,
    ) -> Result<(), SessionError> {
        let store = &self.ports.store;
        let evaluation = self.evaluation(id, connection, report).await?;
        let query = UserQuery::ChangedSince(watermark - WATERMARK_OVERLAP);
        let mut page = self.first_page(id, &query, report).await?;
        loop {
            report.changes += store
                .store_delta_page(id, page.users, evaluation.clone())
                .await?;
            let Some(next) = page.next else { break };
            page = self.next_page(id, next, report).await?;
        }
        report.changes += store.store_frozen(id, evaluation).await?;
        Ok(())
    }

    async fn evaluation(
        self: &Arc<Self>,
        id: OrganizationId,
        connection: &StoredConnection,
        report: &mut SessionReport,
    ) -> Result<EvaluationInput, SessionError> {
        let salesforce = &self.ports.salesforce;
        let frozen: Option<Vec<SalesforceId>> = self
            .counted(id, report, |access| async move {
                salesforce.frozen_users(&access).await
            })
            .await?;
        let service_account = connection.account.user_id.clone();
        Ok(EvaluationInput {
            service_account,
            frozen,
            now: self.now(),
        })
    }

    async fn first_page(
        self: &Arc<Self>,
        id: OrganizationId,
        query: &UserQuery,
        report: &mut SessionReport,
    ) -> Result<DirectoryPage, SessionError> {
        let salesforce = &self.ports.salesforce;
        self.counted(id, report, |access| async move {
            salesforce.users(&access, query).await
        })
        .await
    }

    async fn next_page(
        self: &Arc<Self>,
        id: OrganizationId,
        next: crate::directory::NextPage,
        report: &mut SessionReport,
    ) -> Result<DirectoryPage, SessionError> {
        let (salesforce, next) = (&self.ports.salesforce, &next);
        self.counted(id, report, |access| async move {
            salesforce.more_users(&access, next).await
        })
        .await
    }

    /// One request: counted, and with the API use it reported.
    async fn counted<T, C, R>(
        self: &Arc<Self>,
        id: OrganizationId,
        report: &mut SessionReport,
        request: C,
    ) -> Result<T, SessionError>
    where
        C: Fn(crate::port::salesforce::Access) -> R,
        R: Future<Output = Result<Answer<T>, CallFailure>>,
    {
        report.api_calls += 1;
        let answer = self.call(id, request).await?;
        if answer.usage.is_some() {
            self.live(id).change(|live| live.usage = answer.usage);
        }
        Ok(answer.value)
    }
}

/// Not reached, since the first time in a row.
fn unreachable(live: &LiveState, detail: String, now: Timestamp) -> PassingFault {
    let since = match live.passing {
        Some(PassingFault::Unreachable { since, .. }) => since,
        _ => now,
    };
    PassingFault::Unreachable { detail, since }
}

/// Whether a refused data request concerns the connection rather than this one query.
fn refuses_the_connection(raw: &str) -> bool {
    [
        "INVALID_SESSION_ID",
        "API_DISABLED_FOR_ORG",
        "API_CURRENTLY_DISABLED",
    ]
    .iter()
    .any(|code| raw.starts_with(code))
}
