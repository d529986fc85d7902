//! Reads what the preflight looks at: during a login with its new token, later with the stored one.

use super::connections::Connections;
use crate::connection::Account;
use crate::environment::Environment;
use crate::failure::CallError;
use crate::notice::Notice;
use crate::organization::OrganizationId;
use crate::plan::SavePreflight;
use crate::port::salesforce::{AccountExtras, AccountInspection, Answer, Salesforce};
use crate::port::store::{Store, StoreError};
use crate::port::vault::Vault;
use crate::preflight::{self, Check, CheckName, CheckResult, Facts, Membership, Preflight};
use crate::refusal::NotDone;
use crate::salesforce_id::SalesforceId;
use std::sync::Arc;

/// What reading an account costs, and what it may say beside.
pub(super) const INSPECTION_CALLS: u64 = 4;
pub(super) const EXTRAS_CALLS: u64 = 2;

impl From<CallError> for NotDone {
    fn from(error: CallError) -> Self {
        match error {
            CallError::NotConnected => Self::NotConnected,
            CallError::Vault(error) => Self::Vault(error),
            CallError::Store(error) => Self::Store(error),
            other => Self::NotChecked(other.fault()),
        }
    }
}

impl<V: Vault, S: Store, F: Salesforce> Connections<V, S, F> {
    /// Runs the checks of the connected account again and keeps how they ended. A check that blocks
    /// a login takes nothing away here: the sessions find out what does not work.
    pub async fn check_preflight(self: &Arc<Self>, id: OrganizationId) -> Result<(), NotDone> {
        let connection = self.ports.vault.connection(id).await?;
        let connection = connection.ok_or(NotDone::NotConnected)?;
        let inspection = self.inspect(id).await?;
        let (salesforce, user) = (&self.ports.salesforce, &inspection.account.user_id);
        let extras = self
            .call(id, EXTRAS_CALLS, |access| async move {
                let value = salesforce.account_extras(&access, user).await?;
                Ok(Answer { value, usage: None })
            })
            .await;
        let pinned = Some(&connection.account);
        // None of these is needed to work: not read is unknown.
        let extras = extras.unwrap_or_default();
        let checks = self
            .checks_of(id, connection.environment, &inspection, &extras, pinned)
            .await;
        Ok(self.keep_checks(id, checks).await?)
    }

    /// Reads who is connected and what this account may do.
    pub(super) async fn inspect(
        self: &Arc<Self>,
        id: OrganizationId,
    ) -> Result<AccountInspection, CallError> {
        let salesforce = &self.ports.salesforce;
        self.call(id, INSPECTION_CALLS, |access| async move {
            let value = salesforce.inspect_account(&access).await?;
            let usage = value.usage;
            Ok(Answer { value, usage })
        })
        .await
    }

    pub(super) async fn keep_checks(
        &self,
        id: OrganizationId,
        checks: Vec<Check>,
    ) -> Result<(), StoreError> {
        let checked = self.ports.now();
        let kept = SavePreflight(Some(Preflight { checked, checks }));
        self.ports.store.apply(id, kept).await?;
        self.ports.notify(Notice::ConnectionChanged(id));
        Ok(())
    }

    pub(super) async fn checks_of(
        &self,
        id: OrganizationId,
        environment: Environment,
        inspection: &AccountInspection,
        extras: &AccountExtras,
        pinned: Option<&Account>,
    ) -> Vec<Check> {
        preflight::checks(&Facts {
            environment,
            inspection,
            extras,
            pinned,
            membership: self.membership(id, &inspection.account.user_id).await,
            confirmed_no_lpc_user: self.is_confirmed(id).await,
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
        *check = preflight::not_a_member(membership, self.is_confirmed(id).await);
        match store.apply(id, SavePreflight(Some(preflight))).await {
            Ok(()) => self.ports.notify(Notice::ConnectionChanged(id)),
            Err(error) => {
                tracing::warn!(organization = %id, %error, "the checks could not be kept");
            }
        }
    }

    async fn is_confirmed(&self, id: OrganizationId) -> bool {
        let organization = self.ports.organization(id).await;
        organization.is_ok_and(|known| known.confirmed_no_lpc_user)
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
}
