//! Reads what the preflight looks at: during a login with its new token, later with the stored one.

use super::access::{AccessFailure, CallError};
use super::connections::Connections;
use super::ports::Notice;
use crate::connection::Account;
use crate::environment::Environment;
use crate::fault::Fault;
use crate::organization::OrganizationId;
use crate::plan::SavePreflight;
use crate::port::salesforce::{Access, AccountInspection, Salesforce};
use crate::port::store::{Store, StoreError};
use crate::port::vault::{Vault, VaultError};
use crate::preflight::{self, Check, CheckName, CheckResult, Facts, Membership, Preflight};
use crate::salesforce_id::SalesforceId;
use std::sync::Arc;

/// Why the checks could not be run again. Those of the last time stay.
#[derive(Debug, thiserror::Error)]
pub enum PreflightError {
    /// There is nobody to check.
    #[error("nobody is connected")]
    NotConnected,
    /// Salesforce did not answer, or refused.
    #[error(transparent)]
    NotAnswered(Fault),
    /// The vault cannot be read.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The store cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<CallError> for PreflightError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Access(AccessFailure::NotConnected) => Self::NotConnected,
            CallError::Access(AccessFailure::Vault(error)) => Self::Vault(error),
            CallError::Access(AccessFailure::Store(error)) => Self::Store(error),
            other => Self::NotAnswered(other.fault()),
        }
    }
}

impl<V: Vault, S: Store, F: Salesforce> Connections<V, S, F> {
    /// Runs the checks of the connected account again and keeps how they ended. A check that blocks
    /// a login takes nothing away here: the sessions find out what does not work.
    pub async fn check_preflight(
        self: &Arc<Self>,
        id: OrganizationId,
    ) -> Result<(), PreflightError> {
        let connection = self
            .ports
            .vault
            .connection(id)
            .await?
            .ok_or(PreflightError::NotConnected)?;
        let salesforce = &self.ports.salesforce;
        let (access, inspection) = self
            .call(id, |access| async move {
                let inspection = salesforce.inspect_account(&access).await?;
                Ok((access, inspection))
            })
            .await?;
        let checks = self
            .checks_of(
                id,
                connection.environment,
                &access,
                &inspection,
                Some(&connection.account),
            )
            .await;
        self.states.change(id, |state| {
            state.known.usage = inspection.usage.or(state.known.usage)
        });
        let preflight = Preflight {
            checked: self.ports.now(),
            checks,
        };
        let kept = SavePreflight(Some(preflight));
        self.ports.store.apply(id, kept).await?;
        self.ports.notify(Notice::ConnectionChanged(id));
        Ok(())
    }

    pub(super) async fn checks_of(
        &self,
        id: OrganizationId,
        environment: Environment,
        access: &Access,
        inspection: &AccountInspection,
        pinned: Option<&Account>,
    ) -> Vec<Check> {
        let user = &inspection.account.user_id;
        let extras = self.ports.salesforce.account_extras(access, user).await;
        // None of these is needed to work: not read is unknown.
        let extras = extras.unwrap_or_default();
        let confirmed = self.ports.organization(id).await;
        preflight::checks(&Facts {
            environment,
            inspection,
            extras: &extras,
            pinned,
            membership: self.membership(id, user).await,
            confirmed_no_lpc_user: confirmed.is_ok_and(|known| known.confirmed_no_lpc_user),
        })
    }

    /// Before the first sign-in nobody knows the group; the first session that has read it settles
    /// the one check that was left open by that.
    pub(super) async fn settle_membership(&self, id: OrganizationId, account: &SalesforceId) {
        let store = &self.ports.store;
        let Ok(Some(mut preflight)) = store.preflight(id).await else {
            return;
        };
        let open = preflight.checks.iter_mut().find(|check| {
            check.name == CheckName::NotAMember && check.result == CheckResult::Unknown
        });
        let Some(check) = open else {
            return;
        };
        let membership = self.membership(id, account).await;
        if membership == Membership::Unknown {
            return;
        }
        let confirmed = self.ports.organization(id).await;
        let confirmed = confirmed.is_ok_and(|known| known.confirmed_no_lpc_user);
        *check = preflight::not_a_member(membership, confirmed);
        match store.apply(id, SavePreflight(Some(preflight))).await {
            Ok(()) => self.ports.notify(Notice::ConnectionChanged(id)),
            Err(error) => {
                tracing::warn!(organization = %id, %error, "the checks could not be kept");
            }
        }
    }

    async fn membership(&self, id: OrganizationId, account: &SalesforceId) -> Membership {
        let store = &self.ports.store;
        let state = store.state(id).await;
        if !state.is_ok_and(|state| state.mirror.full_load.is_some()) {
            return Membership::Unknown;
        }
        match store.user(id, account).await {
            Ok(Some(user)) if user.status.is_some() => Membership::Member,
            Ok(_) => Membership::No,
            Err(_) => Membership::Unknown,
        }
    }

    /// The superseded approval is gone by now; the number that is kept must not count it.
    pub(super) async fn recount_approvals(
        &self,
        access: &Access,
        inspection: &AccountInspection,
        checks: &mut [Check],
    ) {
        let user = &inspection.account.user_id;
        let Ok(extras) = self.ports.salesforce.account_extras(access, user).await else {
            return;
        };
        for check in checks {
            if check.name == CheckName::Approvals {
                *check = preflight::approvals(&extras);
            }
        }
    }
}
