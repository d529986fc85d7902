//! Sync sessions: how one begins, how it ends, and what its end says about the connection. What it
//! reads is in `changes`.

use super::changes::Reading;
use super::states::Live;
use super::stop::Sync;
use crate::actor::Actor;
use crate::audit::Stamp;
use crate::connection::StoredConnection;
use crate::failure::SessionError;
use crate::known::{Known, Says, State, TOO_MANY_REFUSALS};
use crate::notice::Notice;
use crate::organization::OrganizationId;
use crate::pace::{Pace, next_due};
use crate::part::Part;
use crate::plan::{ConfirmHeldBack, EndLoss, EndSession, SessionEnd};
use crate::port::store::{Store, StoreError};
use crate::port::{Salesforce, Vault};
use crate::refusal::{NotDone, SessionsStopped, has_budget_by_hand, too_soon};
use crate::session::{Outcome, Trigger};
use crate::turn::Turn;
use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl<V: Vault, S: Store, F: Salesforce> Sync<V, S, F> {
    /// Starts a session in its own task unless one runs.
    pub fn start(self: &Arc<Self>, id: OrganizationId, trigger: Trigger) {
        let sync = Arc::clone(self);
        tokio::spawn(async move {
            let (session, tasks) = (Arc::clone(&sync), &sync.states.tasks);
            let run = async move { session.run(id, trigger).await };
            if tasks.run(Part::Session, run).await.is_err() {
                sync.states.change(id, not_started);
                sync.ports.notify(Notice::UsersChanged(id));
            }
        });
    }

    /// Starts a session on a person's request.
    pub async fn check_now(self: &Arc<Self>, id: OrganizationId) -> Result<(), NotDone> {
        self.start_by_hand(id, Trigger::Manual).await
    }

    /// Reads everyone again on a person's request; counts as a *Check now*.
    pub async fn reconcile(self: &Arc<Self>, id: OrganizationId) -> Result<(), NotDone> {
        self.start_by_hand(id, Trigger::Reconcile).await
    }

    /// Applies what is held back, `affected` members or users as the person was shown, with a
    /// session that begins now.
    pub async fn apply_held_back(
        self: &Arc<Self>,
        actor: &Actor,
        id: OrganizationId,
        affected: u64,
    ) -> Result<(), NotDone> {
        // The agreement would wait, and apply to whatever the first session after that finds.
        self.may_ask_by_hand(id).await?;
        let (store, stamp) = (&self.ports.store, Stamp::by(actor, self.ports.now()));
        if !store.apply(id, ConfirmHeldBack { affected, stamp }).await? {
            return Err(NotDone::NumbersChanged);
        }
        tracing::info!(organization = %id, affected, "held-back changes were confirmed");
        self.ports.notify(Notice::UsersChanged(id));
        // One that runs already may still apply them; if not, the next scheduled one does.
        self.start(id, Trigger::ApplyAnyway);
        Ok(())
    }

    /// Whether a person may have something read at all, and of which connection.
    pub(super) async fn may_ask_by_hand(
        &self,
        id: OrganizationId,
    ) -> Result<StoredConnection, NotDone> {
        let connection = self.ports.vault.connection(id).await.ok().flatten();
        let Ok(organization) = self.ports.organization(id).await else {
            return Err(NotDone::NothingToCheck);
        };
        if !organization.synchronization {
            return Err(SessionsStopped::SynchronizationOff.into());
        }
        let key_lost = self.states.of(id).known().key_lost;
        let connection = connection
            .filter(|known| !key_lost && !known.is_over())
            .ok_or(NotDone::NothingToCheck)?;
        match self.may_go_on(id, &connection).await {
            Ok(()) => Ok(connection),
            Err(SessionError::Stopped(stopped)) => Err(stopped.into()),
            Err(_) => Err(NotDone::NothingToCheck),
        }
    }

    /// Whether the console's own share of the API limit leaves room for what a person asks for.
    pub(super) async fn within_own_share(&self, id: OrganizationId) -> Result<(), NotDone> {
        let Some(used) = self.connections.own_share_used(id).await else {
            return Ok(());
        };
        // A part of a minute counts as one: what was said must be true when it is over.
        let minutes = (used.until.duration_since(self.ports.now()).as_secs() + 59) / 60;
        Err(NotDone::OwnShareUsed { used, minutes })
    }

    async fn start_by_hand(
        self: &Arc<Self>,
        id: OrganizationId,
        trigger: Trigger,
    ) -> Result<(), NotDone> {
        self.may_ask_by_hand(id).await?;
        let live = self.states.of(id);
        let known = live.known();
        if live.change(|state| state.turn.is_running()) {
            return Err(NotDone::Running);
        }
        has_budget_by_hand(known.usage)?;
        self.within_own_share(id).await?;
        let now = self.ports.now();
        if let Some(refused) = too_soon(known.last_manual, now) {
            return Err(refused);
        }
        live.change(|state| {
            state.known.last_manual = Some(now);
            state.known.full_load_wanted |= trigger == Trigger::Reconcile;
        });
        self.start(id, trigger);
        Ok(())
    }

    /// Runs one session to its end; `None` when one was running or the organization is not
    /// connected.
    pub async fn run(self: &Arc<Self>, id: OrganizationId, trigger: Trigger) -> Option<Outcome> {
        let live = self.states.of(id);
        let session = Arc::clone(&live.session);
        // The session after a login proves that everyone is back, so it waits for one that still
        // fails; any other would only repeat what runs.
        let running = match trigger {
            Trigger::Connected => session.lock_owned().await,
            _ => session
                .try_lock_owned()
                .inspect_err(|_| live.change(not_started))
                .ok()?,
        };
        // The check of one member takes a moment, and is waited for.
        let reading = Arc::clone(&live.reading).lock_owned().await;
        let connection = self.ports.vault.connection(id).await.ok().flatten();
        let connection = match connection {
            Some(known) if self.may_go_on(id, &known).await.is_ok() => known,
            _ => {
                live.change(not_started);
                return None;
            }
        };
        let turn = RunningTurn::begin(Arc::clone(&live));
        self.ports.notify(Notice::UsersChanged(id));
        let outcome = self.record_session(id, trigger, &connection).await;
        let due = self.plan_next(id).await;
        // Free before anyone can see that it ended: whoever sees that may start the next.
        drop(running);
        drop(reading);
        turn.end(due);
        self.ports.notify(Notice::UsersChanged(id));
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
            .begin_session(id, trigger, self.ports.now())
            .await?;
        let calls = self.connections.own_calls(id, u64::MAX).await;
        let spent = calls.map_or(0, |calls| calls.spent);
        let mut reading = Reading::begin(self, id, connection, spent);
        let result = reading.read_changes(trigger).await;
        let (changes, api_calls) = (reading.changes, reading.api_calls);
        let ended = self.ports.now();
        let outcome = match &result {
            Ok(()) => Outcome::Finished,
            Err(SessionError::HeldBack(_)) => Outcome::HeldBack,
            Err(SessionError::Stopped(_)) => Outcome::Interrupted,
            Err(_) => Outcome::Failed,
        };
        self.states
            .change(id, |state| state.known.last_calls = api_calls);
        let end = SessionEnd {
            ended,
            outcome,
            changes,
            api_calls,
            fault: result.as_ref().err().map(SessionError::fault),
        };
        let work = EndSession { id: session, end };
        self.ports.store.apply(id, work).await?;
        match result {
            Ok(()) | Err(SessionError::HeldBack(_)) => {
                self.succeeded(id, ended).await?;
                self.connections
                    .settle_membership(id, &connection.account.user_id)
                    .await;
            }
            Err(SessionError::Stopped(_)) => {}
            Err(error) => {
                let count = |known: &mut Known| known.failures = known.failures.saturating_add(1);
                self.states.change(id, |state| count(&mut state.known));
                let first = self.ports.store.state(id).await?.mirror.full_load.is_none();
                let too_many = if first { 1 } else { TOO_MANY_REFUSALS };
                self.heed(id, &error, Some(too_many), ended).await;
            }
        }
        tracing::info!(
            organization = %id, ?trigger, ?outcome, changed = changes.changed, api_calls,
            "a session ended"
        );
        Ok(outcome)
    }

    /// Plans the session after one that just ended.
    async fn plan_next(&self, id: OrganizationId) -> Timestamp {
        let connection = self.ports.vault.connection(id).await.ok().flatten();
        let live = self.states.of(id);
        let now = self.ports.now();
        let calls = self.connections.own_calls(id, u64::MAX).await;
        let spent = calls.map_or(0, |calls| calls.spent);
        let state = self.ports.store.state(id).await;
        let held_back = state.is_ok_and(|state| state.held_back.is_some());
        let own_share = self.connections.own_share_used(id).await;
        let known = live.known();
        let pace = Pace {
            held_back,
            hidden: self.states.hidden.load(Ordering::Relaxed),
            fault: connection.and_then(|known| known.fault_kind()),
            interval: self.states.settings().interval(),
            ..known.pace(spent)
        };
        let due = next_due(now, &pace, (self.ports.random)());
        live.change(|state| {
            state.known.last_ended = Some(now);
            state.known.own_share = own_share;
        });
        due
    }

    async fn succeeded(&self, id: OrganizationId, now: Timestamp) -> Result<(), StoreError> {
        self.states.change(id, |state| {
            state.known.failures = 0;
            state.known.throttlings = 0;
            state.known.refusals = 0;
            state.known.not_before = None;
        });
        self.connections.set_passing(id, None).await;
        // A refusal by policy is over once everything could be read.
        if let Ok(Some(StoredConnection { fault: Some(_), .. })) =
            self.ports.vault.connection(id).await
            && let Err(error) = self.ports.vault.set_fault(id, None).await
        {
            tracing::error!(organization = %id, %error, "a fault that is over cannot be cleared");
        }
        let store = &self.ports.store;
        let recovered = Some(Stamp::console(self.ports.now()));
        if store
            .apply(id, EndLoss { at: now, recovered })
            .await?
            .is_some()
        {
            self.connections.journal.raise_alert(id).await;
        }
        self.ports.notify(Notice::ConnectionChanged(id));
        Ok(())
    }

    /// Takes up what a failure says about the connection, and what Salesforce asked for with it.
    pub(super) async fn heed(
        &self,
        id: OrganizationId,
        error: &SessionError,
        too_many: Option<u32>,
        now: Timestamp,
    ) {
        let says = (self.states).change(id, |state| state.known.heed(error, too_many, now));
        match says {
            Says::Passing(passing) => self.connections.set_passing(id, Some(passing)).await,
            Says::Reached => self.connections.set_passing(id, None).await,
            Says::NotRead(fault) => {
                if let Err(error) = self.connections.not_read(id, fault, now).await {
                    tracing::error!(organization = %id, %error, "that nothing is read cannot be recorded");
                }
            }
            Says::Refused(fault) => {
                if let Err(error) = self.connections.record_fault(id, fault).await {
                    tracing::error!(organization = %id, %error, "a refusal cannot be recorded");
                }
            }
            Says::Nothing => {}
        }
    }
}

/// It fell due, and another one runs or none may.
fn not_started(state: &mut State) {
    if state.turn == Turn::Starting {
        state.turn = Turn::Unplanned;
    }
}

/// A session's place in the schedule: however it ends, the next one is not kept from running.
struct RunningTurn(Arc<Live>);

impl RunningTurn {
    fn begin(live: Arc<Live>) -> Self {
        live.change(|state| state.turn = Turn::Running);
        Self(live)
    }

    fn end(self, due: Timestamp) {
        let why = Trigger::Schedule;
        self.0
            .change(|state| state.turn = Turn::Due { at: due, why });
    }
}

impl Drop for RunningTurn {
    fn drop(&mut self) {
        self.0.change(|state| {
            if state.turn.is_running() {
                state.turn = Turn::Unplanned;
            }
        });
    }
}
