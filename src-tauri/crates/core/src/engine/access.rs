//! Access tokens: one refresh in flight per connection across tasks and processes (design §6; the
//! algorithm is facts/security §3.3).

use super::connections::Connections;
use crate::actor::Actor;
use crate::audit::{AuditKind, Change};
use crate::connection::{
    ConnectionFault, FaultKind, PassingFault, StoredConnection, passing_events,
};
use crate::failure::CallError;
use crate::fault::{Fault, FaultCode};
use crate::incident::{FaultClass, IncidentScope};
use crate::known::State;
use crate::notice::Notice;
use crate::organization::OrganizationId;
use crate::part::Part;
use crate::plan::Lose;
use crate::port::salesforce::{Access, Answer, CallFailure, Salesforce, TokenFailure, TokenGrant};
use crate::port::store::{Store, StoreError};
use crate::port::vault::{CompletedRefresh, Vault, VaultError};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

impl<V: Vault, S: Store, F: Salesforce> Connections<V, S, F> {
    /// An access token newer than `stale`, from memory or by a refresh. Callers that arrive while a
    /// refresh runs wait for it and take its token.
    pub(super) async fn access(
        self: &Arc<Self>,
        organization: OrganizationId,
        stale: Option<u64>,
    ) -> Result<Access, CallError> {
        let live = self.states.of(organization);
        let guard = Arc::clone(&live.refreshing).lock_owned().await;
        if let Some(access) = live.known().access
            && stale.is_none_or(|stale| access.generation > stale)
        {
            return Ok(access);
        }
        // Detached: a caller that gives up must not cut a refresh between Salesforce's answer and
        // the disk. The guard travels with the task.
        let connections = Arc::clone(self);
        let refresh = async move {
            let outcome = connections.refresh(organization).await;
            drop(guard);
            outcome
        };
        let refreshed = self.states.tasks.run(Part::Refresh, refresh).await;
        refreshed.unwrap_or_else(|panicked| {
            let fault = Fault::new(FaultCode::Unreachable, panicked.to_string());
            Err(CallError::unreachable(fault, None))
        })
    }

    /// Runs a request that belongs to no session; its calls count in the console's share.
    pub(super) async fn call<T, C, R>(
        self: &Arc<Self>,
        organization: OrganizationId,
        calls: u64,
        request: C,
    ) -> Result<T, CallError>
    where
        C: Fn(Access) -> R,
        R: Future<Output = Result<Answer<T>, CallFailure>>,
    {
        self.count(organization, calls);
        let answer = self.ask(organization, request).await?;
        Ok(self.heard(organization, answer))
    }

    /// Counts calls that belong to no session.
    pub(super) fn count(&self, organization: OrganizationId, calls: u64) {
        let now = self.ports.now();
        let count = |state: &mut State| state.known.count(calls, now);
        self.states.change(organization, count);
    }

    /// Takes up what an answer says of the organization's API use.
    pub(super) fn heard<T>(&self, organization: OrganizationId, answer: Answer<T>) -> T {
        self.states.change(organization, |state| {
            state.known.usage = answer.usage.or(state.known.usage);
        });
        answer.value
    }

    /// Runs a request with an access token; on an expired session refreshes and asks once more.
    pub(super) async fn ask<T, C, R>(
        self: &Arc<Self>,
        organization: OrganizationId,
        request: C,
    ) -> Result<Answer<T>, CallError>
    where
        C: Fn(Access) -> R,
        R: Future<Output = Result<Answer<T>, CallFailure>>,
    {
        let access = self.access(organization, None).await?;
        let spent = access.generation;
        match request(access).await {
            Err(failure) if failure.asks_for_a_refresh() => {
                let renewed = self.access(organization, Some(spent)).await?;
                Ok(request(renewed).await?)
            }
            outcome => Ok(outcome?),
        }
    }

    async fn refresh(&self, organization: OrganizationId) -> Result<Access, CallError> {
        let vault = &self.ports.vault;
        let _lock = vault.lock_refresh(organization).await?;
        let connection = vault
            .connection(organization)
            .await?
            .ok_or(CallError::NotConnected)?;
        if let Some(fault) = &connection.fault
            && !fault.may_pass()
        {
            return Err(CallError::Fault(fault.clone()));
        }
        if connection.refresh_unfinished {
            tracing::warn!(%organization, "an earlier refresh has no recorded outcome; its token is tried once more");
        }
        let (token, generation) = match vault.refresh_token(organization).await {
            Err(VaultError::KeyLost) => {
                self.states
                    .change(organization, |state| state.known.key_lost = true);
                self.ports.notify(Notice::ConnectionChanged(organization));
                return Err(CallError::KeyLost);
            }
            opened => opened?,
        };
        // If this fails, the token is not spent.
        vault
            .open_refresh_intent(organization, generation, self.ports.now())
            .await?;
        let answer = self
            .ports
            .salesforce
            .refresh(&connection.login_origin, &connection.client_id, &token)
            .await;
        match answer {
            Ok(grant) => self.keep(&connection, generation, grant).await,
            Err(failure) => self.refused(&connection, failure).await,
        }
    }

    /// Makes the new token durable before anyone sees the access token.
    async fn keep(
        &self,
        connection: &StoredConnection,
        spent_generation: u64,
        grant: TokenGrant,
    ) -> Result<Access, CallError> {
        let (organization, pinned) = (connection.organization, &connection.account);
        if !pinned.is(&grant.organization_id, &grant.user_id) {
            // Before anything of the pinned account is overwritten.
            if let Some(token) = &grant.refresh_token {
                self.revoke(&[&connection.login_origin], token).await;
            }
            let fault = ConnectionFault {
                kind: FaultKind::Refused,
                fault: Fault::new(
                    FaultCode::OtherAccount,
                    "the refreshed token names another account than the connected one",
                ),
                since: self.ports.now(),
            };
            self.record_fault(organization, fault.clone()).await?;
            return Err(CallError::Fault(fault));
        }
        let refresh = CompletedRefresh {
            organization,
            spent_generation,
            refresh_token: grant.refresh_token,
            instance_url: grant.instance_url.clone(),
            obtained: self.ports.now(),
        };
        let generation = self.save_rotation(refresh).await?;
        let access = Access {
            token: grant.access_token,
            instance_url: grant.instance_url,
            generation,
        };
        self.states.change(organization, |state| {
            state.known.access = Some(access.clone());
            state.known.key_lost = false;
        });
        tracing::info!(%organization, generation, "the access token was refreshed");
        self.ports.notify(Notice::ConnectionChanged(organization));
        Ok(access)
    }

    /// Tries once a second for as long as the process lives: a rotated token that is dropped loses
    /// the connection for everyone.
    async fn save_rotation(&self, refresh: CompletedRefresh) -> Result<u64, CallError> {
        let organization = refresh.organization;
        let mut told = false;
        loop {
            match self.ports.vault.complete_refresh(refresh.clone()).await {
                Ok(generation) => {
                    if told {
                        self.ports.notify(Notice::OwnDataChanged);
                    }
                    return Ok(generation);
                }
                // A newer login took its place; there is nothing left to save.
                Err(error @ (VaultError::NoConnection | VaultError::GenerationChanged)) => {
                    return Err(error.into());
                }
                Err(error) => {
                    if !told {
                        tracing::error!(%organization, %error, "the rotated token cannot be saved yet");
                        self.ports.notify(Notice::OwnDataChanged);
                        told = true;
                    }
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
    }

    async fn refused(
        &self,
        connection: &StoredConnection,
        failure: TokenFailure,
    ) -> Result<Access, CallError> {
        let organization = connection.organization;
        let (kind, fault) = match failure {
            TokenFailure::Lost(fault) => (FaultKind::Lost, fault),
            TokenFailure::Refused(fault) => (FaultKind::Refused, fault),
            // The intent stays open: whether Salesforce rotated is not known, and the next refresh
            // tries the stored token once more.
            TokenFailure::Transient { fault, retry_after } => {
                return Err(CallError::unreachable(fault, retry_after));
            }
            TokenFailure::Untrusted { detail, tokens } => {
                self.revoke_all(&connection.login_origin, &tokens).await;
                let fault = Fault::new(FaultCode::Unreachable, detail);
                return Err(CallError::unreachable(fault, None));
            }
        };
        self.ports.vault.close_refresh_intent(organization).await?;
        let fault = ConnectionFault {
            kind,
            fault,
            since: self.ports.now(),
        };
        self.record_fault(organization, fault.clone()).await?;
        Err(CallError::Fault(fault))
    }

    /// Records a lasting fault: one row in the vault, one incident; no member row is written. The
    /// stored token stays until a newer login succeeded.
    pub(super) async fn record_fault(
        &self,
        organization: OrganizationId,
        fault: ConnectionFault,
    ) -> Result<(), CallError> {
        tracing::warn!(%organization, kind = ?fault.kind, code = fault.fault.code.slug(), raw = %fault.fault, "the connection failed");
        let vault = &self.ports.vault;
        let before = vault.connection(organization).await?;
        let before = before.and_then(|connection| connection.fault);
        let (began, same_kind) = (fault.since, |known: &&ConnectionFault| {
            known.kind == fault.kind
        });
        // Tried again in vain, it holds since the first time.
        let since = before
            .as_ref()
            .filter(same_kind)
            .map_or(began, |known| known.since);
        let fault = ConnectionFault { since, ..fault };
        vault.set_fault(organization, Some(fault.clone())).await?;
        self.states.change(organization, |state| {
            state.known.access = None;
            state.known.passing = None;
        });
        let lose = Lose {
            scope: IncidentScope::Connection,
            class: FaultClass::Authorization,
            fault: fault.fault.clone(),
            since: began,
        };
        self.ports.store.apply(organization, lose).await?;
        // A refusal is looked at again and again; only the first of a row is news.
        if before.is_none_or(|before| before.kind != fault.kind || before.fault != fault.fault) {
            let kind = match fault.kind {
                FaultKind::Lost => AuditKind::ConnectionLost,
                FaultKind::Refused => AuditKind::ConnectionRefused,
            };
            let change = Change::to(fault.fault.raw);
            self.journal
                .record(&Actor::Console, kind, Some(organization), change)
                .await;
        }
        self.journal.raise_alert(organization).await;
        self.ports.notify(Notice::ConnectionChanged(organization));
        Ok(())
    }

    /// Salesforce refuses to let users be read: one incident, one alert, and nobody is suspended.
    pub(super) async fn not_read(
        &self,
        organization: OrganizationId,
        fault: Fault,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let known = self
            .states
            .change(organization, |state| state.known.is_not_read(&fault));
        if known {
            return Ok(());
        }
        let lose = Lose {
            scope: IncidentScope::Reading,
            class: FaultClass::Other,
            fault: fault.clone(),
            since: now,
        };
        self.ports.store.apply(organization, lose).await?;
        let (kind, change) = (AuditKind::ConnectionRefused, Change::to(fault.raw.clone()));
        let passing = PassingFault::NotRead { fault, since: now };
        self.set_passing(organization, Some(passing)).await;
        self.journal
            .record(&Actor::Console, kind, Some(organization), change)
            .await;
        self.journal.raise_alert(organization).await;
        Ok(())
    }

    pub(super) async fn set_passing(
        &self,
        organization: OrganizationId,
        passing: Option<PassingFault>,
    ) {
        let live = self.states.of(organization);
        let after = passing.clone();
        let before = live.change(|state| std::mem::replace(&mut state.known.passing, after));
        for (kind, change) in passing_events(before.as_ref(), passing.as_ref()) {
            self.journal
                .record(&Actor::Console, kind, Some(organization), change)
                .await;
        }
        self.ports.notify(Notice::ConnectionChanged(organization));
    }
}
