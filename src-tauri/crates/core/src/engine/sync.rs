//! Sync sessions: how one begins, how it ends, and what its end says about the connection. What it
//! reads is in `changes`.

use super::access::{AccessFailure, CallError};
use super::live::LiveState;
use super::pace::{OwnShareUsed, throttle_pause};
use super::stop::SessionsStopped;
use super::{Console, Notice};
use crate::connection::{ConnectionFault, FaultKind, PassingFault, StoredConnection};
use crate::fault::{Fault, FaultCode};
use crate::holding::Finding;
use crate::number::grouped;
use crate::organization::OrganizationId;
use crate::port::salesforce::{CallFailure, Salesforce};
use crate::port::store::{SessionEnd, Store, StoreError};
use crate::port::vault::Vault;
use crate::session::{Changes, Outcome, Trigger};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// *Check now* at most this often.
const CHECK_NOW_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// What a session did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SessionReport {
    /// Members whose status changed.
    pub changes: Changes,
    pub api_calls: u64,
}

/// Why *Check now* did not start a session.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckNowRefused {
    /// Nobody has logged in, or a new login is needed first.
    #[error("there is nothing to check before the service account signs in")]
    NotConnected,
    /// No session may run.
    #[error(transparent)]
    Stopped(#[from] SessionsStopped),
    /// A session runs already; its result will be shown.
    #[error("a session is running already")]
    Running,
    /// The organization's API requests are nearly used up by all apps together.
    #[error(
        "more than 95 % of the organization’s API requests are used; the console looks again once an hour"
    )]
    NoBudget,
    /// The console has used its own share of them.
    #[error(
        "this console has used its own share of the API requests: {} of {} in the last 24 hours (5 % of {}); it looks once an hour, and checking by hand is possible again in {} at the earliest",
        grouped(.used.spent), grouped(.used.allowed), grouped(.used.limit), hours(*.minutes)
    )]
    OwnShareUsed {
        /// How much, and until when.
        used: OwnShareUsed,
        minutes: i64,
    },
    /// The last one was less than a minute ago.
    #[error("checked less than a minute ago; the next check is possible in {seconds} s")]
    TooSoon {
        /// Until the next one is possible.
        seconds: i64,
    },
}

/// "3 h 20 min", or the minutes alone.
fn hours(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// Why *Apply anyway* did not apply.
#[derive(Debug, thiserror::Error)]
pub enum ApplyRefused {
    /// The next session saw other numbers, or nothing is held back any more.
    #[error("the numbers have changed meanwhile; look at them again")]
    Changed,
    /// No session may run that would apply it.
    #[error(transparent)]
    ByHand(#[from] CheckNowRefused),
    /// The store cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What stopped a session.
#[derive(Debug, thiserror::Error)]
pub(super) enum SessionError {
    #[error(transparent)]
    Call(#[from] CallError),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nothing failed: everything was read, and nothing was changed.
    #[error("{}", .0.fault())]
    HeldBack(Finding),
    /// Nothing failed: it must not go on.
    #[error(transparent)]
    Stopped(#[from] SessionsStopped),
}

impl From<AccessFailure> for SessionError {
    fn from(failure: AccessFailure) -> Self {
        Self::Call(CallError::Access(failure))
    }
}

impl SessionError {
    pub(super) fn fault(&self) -> Fault {
        match self {
            Self::Call(error) => error.fault(),
            Self::Store(_) => Fault::new(FaultCode::OwnData, self.to_string()),
            Self::HeldBack(finding) => finding.fault(),
            Self::Stopped(stopped) => stopped.fault(),
        }
    }

    /// `Retry-After`, where the answer that stopped the session carried one.
    fn retry_after(&self) -> Option<SignedDuration> {
        match self {
            Self::Call(
                CallError::Access(AccessFailure::Unreachable { retry_after, .. })
                | CallError::Call(
                    CallFailure::Unreachable { retry_after, .. }
                    | CallFailure::RequestLimit { retry_after, .. },
                ),
            ) => *retry_after,
            _ => None,
        }
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
        self.start_by_hand(id, Trigger::Manual).await
    }

    /// Reads everyone again on a person's request; counts as a *Check now*.
    pub async fn reconcile(self: &Arc<Self>, id: OrganizationId) -> Result<(), CheckNowRefused> {
        self.start_by_hand(id, Trigger::Reconcile).await
    }

    /// Applies what is held back, `affected` members or users as the person was shown, with a
    /// session that begins now.
    pub async fn apply_held_back(
        self: &Arc<Self>,
        id: OrganizationId,
        affected: u64,
    ) -> Result<(), ApplyRefused> {
        // The agreement would wait, and apply to whatever the first session after that finds.
        self.may_ask_by_hand(id).await?;
        let (store, stamp) = (&self.ports.store, self.by_person());
        if !store.confirm_held_back(id, affected, stamp).await? {
            return Err(ApplyRefused::Changed);
        }
        tracing::info!(organization = %id, affected, "held-back changes were confirmed");
        self.notify(Notice::UsersChanged(id));
        // One that runs already may still apply them; if not, the next scheduled one does.
        self.start_session(id, Trigger::ApplyAnyway);
        Ok(())
    }

    /// Whether a person may have something read at all, and of which connection.
    pub(super) async fn may_ask_by_hand(
        &self,
        id: OrganizationId,
    ) -> Result<StoredConnection, CheckNowRefused> {
        let connection = self.ports.vault.connection(id).await.ok().flatten();
        let lost = |connection: &StoredConnection| {
            connection
                .fault
                .as_ref()
                .is_some_and(|fault| fault.kind == FaultKind::Lost)
        };
        let Ok(organization) = self.organization(id).await else {
            return Err(CheckNowRefused::NotConnected);
        };
        if !organization.synchronization {
            return Err(SessionsStopped::SynchronizationOff.into());
        }
        let key_lost = self.live(id).read().key_lost;
        let connection = connection
            .filter(|known| !key_lost && !lost(known))
            .ok_or(CheckNowRefused::NotConnected)?;
        match self.may_go_on(id, &connection).await {
            Ok(()) => Ok(connection),
            Err(SessionError::Stopped(stopped)) => Err(stopped.into()),
            Err(_) => Err(CheckNowRefused::NotConnected),
        }
    }

    /// Whether the console's own share of the API limit leaves room for what a person asks for.
    pub(super) async fn within_own_share(&self, id: OrganizationId) -> Result<(), CheckNowRefused> {
        let Some(used) = self.own_share_used(id).await else {
            return Ok(());
        };
        // A part of a minute counts as one: what was said must be true when it is over.
        let minutes = (used.until.duration_since(self.now()).as_secs() + 59) / 60;
        Err(CheckNowRefused::OwnShareUsed { used, minutes })
    }

    async fn start_by_hand(
        self: &Arc<Self>,
        id: OrganizationId,
        trigger: Trigger,
    ) -> Result<(), CheckNowRefused> {
        self.may_ask_by_hand(id).await?;
        let live = self.live(id);
        let state = live.read();
        if state.session_running {
            return Err(CheckNowRefused::Running);
        }
        state.has_budget_by_hand()?;
        self.within_own_share(id).await?;
        if let Some(refused) = too_soon(state.last_manual, self.now()) {
            return Err(refused);
        }
        live.change(|live| {
            live.last_manual = Some(self.now());
            live.full_load_wanted |= trigger == Trigger::Reconcile;
        });
        self.start_session(id, trigger);
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
            _ => session
                .try_lock_owned()
                .inspect_err(|_| live.change(|live| live.starting = false))
                .ok()?,
        };
        // The check of one member takes a moment, and is waited for.
        let reading = Arc::clone(&live.reading).lock_owned().await;
        let connection = self.ports.vault.connection(id).await.ok().flatten();
        let connection = match connection {
            Some(known) if self.may_go_on(id, &known).await.is_ok() => Some(known),
            _ => None,
        };
        live.change(|live| {
            live.starting = false;
            live.session_running = connection.is_some();
        });
        let connection = connection?;
        self.notify(Notice::UsersChanged(id));
        let outcome = self.record_session(id, trigger, &connection).await;
        // Planned while it still counts as running, or a plan made late would replace the one of the
        // session after it.
        self.plan_next(id).await;
        // Free before anyone can see that it ended: whoever sees that may start the next.
        drop(running);
        drop(reading);
        live.change(|live| live.session_running = false);
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
        let result = self
            .read_changes(id, connection, trigger, &mut report)
            .await;
        let ended = self.now();
        let outcome = match &result {
            Ok(()) => Outcome::Finished,
            Err(SessionError::HeldBack(_)) => Outcome::HeldBack,
            Err(SessionError::Stopped(_)) => Outcome::Interrupted,
            Err(_) => Outcome::Failed,
        };
        let SessionReport { changes, api_calls } = report;
        self.live(id).change(|live| live.last_calls = api_calls);
        self.ports
            .store
            .end_session(
                session,
                SessionEnd {
                    ended,
                    outcome,
                    changes,
                    api_calls,
                    fault: result.as_ref().err().map(SessionError::fault),
                },
            )
            .await?;
        match result {
            Ok(()) | Err(SessionError::HeldBack(_)) => {
                self.succeeded(id, ended).await?;
                self.settle_membership(id, &connection.account.user_id)
                    .await;
            }
            Err(SessionError::Stopped(_)) => {}
            Err(error) => self.failed(id, &error, ended).await,
        }
        tracing::info!(
            organization = %id, ?trigger, ?outcome, changed = changes.changed, api_calls,
            "a session ended"
        );
        Ok(outcome)
    }

    async fn succeeded(&self, id: OrganizationId, now: Timestamp) -> Result<(), StoreError> {
        self.live(id).change(|live| {
            live.failures = 0;
            live.throttlings = 0;
            live.not_before = None;
        });
        self.set_passing(id, None).await;
        // A refusal by policy is over once everything could be read.
        if let Ok(Some(StoredConnection { fault: Some(_), .. })) =
            self.ports.vault.connection(id).await
            && let Err(error) = self.ports.vault.set_fault(id, None).await
        {
            tracing::error!(organization = %id, %error, "a fault that is over cannot be cleared");
        }
        let store = &self.ports.store;
        let recovered = Some(self.by_console());
        if store
            .close_connection_incident(id, now, recovered)
            .await?
            .is_some()
        {
            self.raise_alert(id).await;
        }
        self.notify(Notice::ConnectionChanged(id));
        Ok(())
    }

    async fn failed(&self, id: OrganizationId, error: &SessionError, now: Timestamp) {
        let live = self.live(id);
        live.change(|live| live.failures = live.failures.saturating_add(1));
        self.heed(id, error, now).await;
    }

    /// Takes up what a failure says about the connection, and what Salesforce asked for with it.
    pub(super) async fn heed(&self, id: OrganizationId, error: &SessionError, now: Timestamp) {
        let live = self.live(id);
        let not_before = error.retry_after().map(|pause| now + pause);
        live.change(|live| live.not_before = not_before);
        let passing = match error {
            SessionError::Call(CallError::Call(CallFailure::RequestLimit { fault, .. })) => {
                live.change(|live| live.throttlings = live.throttlings.saturating_add(1));
                let until = now + throttle_pause(fault.code, live.read().throttlings);
                PassingFault::Throttled {
                    until: until.max(not_before.unwrap_or(until)),
                    fault: fault.clone(),
                }
            }
            // A locked key store is no fault of Salesforce's, but as passing: nobody turns red, and
            // the fault says what to unlock.
            SessionError::Call(
                CallError::Access(AccessFailure::Unreachable { .. } | AccessFailure::Vault(_))
                | CallError::Call(CallFailure::Unreachable { .. }),
            ) => unreachable(&live.read(), error.fault(), now),
            SessionError::Call(CallError::Call(
                CallFailure::SessionExpired(fault) | CallFailure::Refused(fault),
            )) if fault.code.refuses_the_connection() => {
                let fault = ConnectionFault {
                    kind: FaultKind::Refused,
                    fault: fault.clone(),
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
        self.set_passing(id, Some(passing)).await;
    }
}

/// Why something that a person asks for at most once a minute is asked for again too soon. A clock
/// that was set back keeps nobody waiting.
pub(super) fn too_soon(last: Option<Timestamp>, now: Timestamp) -> Option<CheckNowRefused> {
    let passed = now.duration_since(last?);
    let wait = CHECK_NOW_EVERY - passed;
    (wait.is_positive() && !passed.is_negative()).then(|| CheckNowRefused::TooSoon {
        seconds: wait.as_secs().max(1),
    })
}

/// Not reached, since the first time in a row.
fn unreachable(live: &LiveState, fault: Fault, now: Timestamp) -> PassingFault {
    let since = match live.passing {
        Some(PassingFault::Unreachable { since, .. }) => since,
        _ => now,
    };
    PassingFault::Unreachable { fault, since }
}
