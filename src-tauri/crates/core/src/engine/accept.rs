//! A redeemed login: checked, perhaps shown to the admin, then stored.
//!
//! Every check comes before anything is saved; whenever one blocks, the new token is revoked. What
//! only a person can decide (another account, an account that stands in the group) is held in
//! memory until the admin has answered.

use super::connections::Connections;
use super::preflight::{EXTRAS_CALLS, INSPECTION_CALLS};
use crate::actor::Actor;
use crate::audit::AuditKind;
use crate::known::Known;
use crate::login::state::{Confirmation, HeldLogin, Login};
use crate::login::verdict::{
    confirmed, judge, no_refresh_token, not_saved, replace_check, trusted,
};
use crate::login::{LOGIN_LIFETIME, LoginFailure, LoginPurpose, PendingLogin};
use crate::notice::Notice;
use crate::organization::{OrganizationChange, OrganizationId};
use crate::part::Part;
use crate::plan::{OrganizationEdit, SetSource};
use crate::port::salesforce::{Access, AccountInspection, Salesforce, TokenGrant};
use crate::port::store::Store;
use crate::port::vault::{NewConnection, Vault};
use crate::preflight::{self, Check};
use crate::refusal::NotDone;
use std::sync::Arc;

/// How a login went on after its checks.
pub(super) enum Checked {
    Stored,
    /// The admin is asked.
    Held,
}

/// A failure with the checks, if it came that far.
pub(super) type Stopped = (LoginFailure, Vec<Check>);

impl<V: Vault, S: Store, F: Salesforce> Connections<V, S, F> {
    pub(super) async fn check_login(
        &self,
        actor: &Actor,
        login: PendingLogin,
        grant: TokenGrant,
    ) -> Result<Checked, Stopped> {
        let id = login.organization;
        self.states
            .change(id, |state| state.login = Login::Checking(login.environment));
        self.ports.notify(Notice::ConnectionChanged(id));
        let (inspection, confirmation) = match self.weigh(&login, &grant).await {
            Ok(weighed) => weighed,
            Err(stopped) => {
                self.revoke_grant(&login, &grant).await;
                return Err(stopped);
            }
        };
        let held = HeldLogin {
            login,
            grant,
            inspection,
            confirmation,
        };
        if held.confirmation.asks() {
            self.states
                .change(id, |state| state.login = Login::Confirming(Box::new(held)));
            return Ok(Checked::Held);
        }
        self.store_or_revoke(actor, &held).await
    }

    /// Checks the account, and answers what the admin would be asked about it.
    async fn weigh(
        &self,
        login: &PendingLogin,
        grant: &TokenGrant,
    ) -> Result<(AccountInspection, Confirmation), Stopped> {
        let (id, environment) = (login.organization, login.environment);
        let bare = |failure| (failure, Vec::new());
        let (salesforce, access) = (&self.ports.salesforce, access_of(grant));
        let inspection = salesforce.inspect_account(&access).await;
        let inspection = trusted(inspection, grant).map_err(bare)?;
        let found = &inspection.account;
        let pinned = self.ports.vault.connection(id).await;
        let pinned = pinned.map_err(|error| bare(not_saved(error)))?;
        let pinned = pinned.map(|stored| stored.account);
        let another = pinned
            .as_ref()
            .is_some_and(|pinned| !pinned.is_same_as(found));
        let replacing = another && login.purpose == LoginPurpose::Change;
        let extras = salesforce.account_extras(&access, &found.user_id);
        // None of these is needed to work: not read is unknown.
        let extras = extras.await.unwrap_or_default();
        let compared = pinned.as_ref().filter(|_| !replacing);
        let mut checks = self
            .checks_of(id, environment, &inspection, &extras, compared)
            .await;
        let admitted = self.license.admit(found, environment);
        let rotates = grant.refresh_token.is_some();
        let checked = judge(
            login,
            pinned.as_ref(),
            &inspection,
            &checks,
            admitted,
            rotates,
        );
        if let Err(failure) = checked {
            return Err((failure, checks));
        }
        let member = preflight::blocking(&checks).next().is_some();
        if replacing {
            replace_check(&mut checks, preflight::differs());
        }
        let confirmation = Confirmation {
            environment,
            pinned,
            found: found.clone(),
            member,
            checks,
            until: self.ports.now() + LOGIN_LIFETIME,
        };
        Ok((inspection, confirmation))
    }

    /// The admin has looked at the account and takes it.
    pub fn confirm_account(
        self: &Arc<Self>,
        actor: &Actor,
        id: OrganizationId,
        no_lpc_user: bool,
    ) -> Result<(), NotDone> {
        if !no_lpc_user {
            return Err(NotDone::AccountNotConfirmed);
        }
        let now = self.ports.now();
        let held = self.states.change(id, |state| match &state.login {
            Login::Confirming(held) if held.confirmation.until > now => {
                let environment = held.login.environment;
                state.login.take_held(Login::Checking(environment))
            }
            _ => None,
        });
        let mut held = held.ok_or(NotDone::NothingHeld)?;
        held.confirmation.checks = confirmed(held.confirmation.checks);
        self.ports.notify(Notice::ConnectionChanged(id));
        let (connections, by) = (Arc::clone(self), actor.clone());
        self.finish(actor, id, async move {
            let stored = connections.store_or_revoke(&by, &held).await?;
            let change = OrganizationEdit::Change(id, OrganizationChange::NoLpcUser(true));
            if let Err(error) = connections.ports.edit(&by, change).await {
                tracing::warn!(organization = %id, %error, "the confirmation could not be kept");
            }
            Ok(stored)
        });
        Ok(())
    }

    /// Withdraws the question, if one is asked, and revokes the token behind it.
    pub(super) fn drop_held(self: &Arc<Self>, id: OrganizationId, next: Login) -> bool {
        let held = self.states.change(id, |state| state.login.take_held(next));
        held.map(|held| self.revoke_later(held)).is_some()
    }

    pub(super) fn revoke_later(self: &Arc<Self>, held: HeldLogin) {
        let connections = Arc::clone(self);
        let revoke = async move { connections.revoke_grant(&held.login, &held.grant).await };
        self.states.tasks.spawn(Part::Login, revoke);
    }

    pub(super) async fn revoke_grant(&self, login: &PendingLogin, grant: &TokenGrant) {
        if let Some(token) = &grant.refresh_token {
            self.revoke(&[&login.login_origin, &grant.instance_url], token)
                .await;
        }
    }

    async fn store_or_revoke(&self, actor: &Actor, held: &HeldLogin) -> Result<Checked, Stopped> {
        match self.store_login(actor, held).await {
            Ok(()) => Ok(Checked::Stored),
            Err(failure) => {
                self.revoke_grant(&held.login, &held.grant).await;
                Err((failure, held.confirmation.checks.clone()))
            }
        }
    }

    /// If another account is pinned by now than the decision rests on, nothing is stored.
    async fn store_login(&self, actor: &Actor, held: &HeldLogin) -> Result<(), LoginFailure> {
        let HeldLogin {
            login,
            grant,
            inspection,
            confirmation,
        } = held;
        let (id, environment) = (login.organization, login.environment);
        let account = &inspection.account;
        let refresh_token = grant.refresh_token.clone().ok_or_else(no_refresh_token)?;
        // Again, for the admin may have been asked meanwhile.
        self.license.admit(account, environment)?;
        let vault = &self.ports.vault;
        // A refresh of the old token in this or another process must not interleave.
        let _lock = vault.lock_refresh(id).await.map_err(not_saved)?;
        // Once more under the lock: another login may have pinned an account meanwhile.
        let older = vault.connection(id).await.map_err(not_saved)?;
        let mut expected = std::iter::once(account).chain(&confirmation.pinned);
        if let Some(older) = &older
            && !expected.any(|known| older.account.is_same_as(known))
        {
            return Err(LoginFailure::WrongAccount {
                pinned: Box::new(older.account.clone()),
                found: Box::new(account.clone()),
            });
        }
        // Before the connection: users of another organization must never pass for this one's.
        let source = SetSource {
            before: older
                .as_ref()
                .map(|older| older.account.organization_id.clone()),
            now: account.organization_id.clone(),
            at: self.ports.now(),
        };
        let store = &self.ports.store;
        store.apply(id, source).await.map_err(not_saved)?;
        // A connection that nothing belongs to would bring the organization back.
        self.ports.organization(id).await.map_err(not_saved)?;
        let connection = NewConnection {
            organization: id,
            environment,
            client_id: login.client_id.clone(),
            login_origin: login.login_origin.clone(),
            instance_url: grant.instance_url.clone(),
            account: account.clone(),
            refresh_token,
            obtained: self.ports.now(),
        };
        let superseded = vault.store_connection(connection).await;
        let superseded = superseded.map_err(not_saved)?;
        // It is durable: whatever fails from here on must not revoke it.
        let stored = vault.connection(id).await.ok().flatten();
        let access = Access {
            generation: stored.map_or(0, |stored| stored.generation),
            ..access_of(grant)
        };
        let replaced = older
            .as_ref()
            .is_some_and(|older| !older.account.is_same_as(account));
        self.states.change(id, |state| {
            let same = Some(&state.known).filter(|_| older.is_some() && !replaced);
            state.known = Known {
                access: Some(access.clone()),
                usage: inspection.usage.or(same.and_then(|known| known.usage)),
                full_load_wanted: same.is_some_and(|known| known.full_load_wanted),
                calls_beside: same.map_or_else(Vec::new, |known| known.calls_beside.clone()),
                ..Known::default()
            };
        });
        self.count(id, INSPECTION_CALLS + EXTRAS_CALLS);
        tracing::info!(organization = %id, user = %account.user_id, replaced, "the service account is connected");
        let mut checks = confirmation.checks.clone();
        // Only now, when the new login is durable, the superseded token may go.
        if let Some(token) = superseded {
            // An old token is known where it was given: after a change of the environment that is
            // another host than the new one's.
            let given = older
                .as_ref()
                .map(|it| (&it.login_origin, &it.instance_url));
            let (login_origin, instance) =
                given.unwrap_or((&login.login_origin, &grant.instance_url));
            self.revoke(&[login_origin, instance], &token).await;
            self.count(id, EXTRAS_CALLS);
            // The superseded approval is gone by now; the number that is kept must not count it.
            let extras = self
                .ports
                .salesforce
                .account_extras(&access, &account.user_id);
            if let Ok(extras) = extras.await {
                replace_check(&mut checks, preflight::approvals(&extras));
            }
        }
        if let Err(error) = self.keep_checks(id, checks).await {
            tracing::warn!(organization = %id, %error, "the checks could not be kept");
        }
        let kind = if replaced {
            AuditKind::ServiceAccountChanged
        } else {
            AuditKind::Connected
        };
        let change = account.as_change("", environment);
        self.journal.record(actor, kind, Some(id), change).await;
        // The organization takes Salesforce's name unless a person chose one.
        let name = account.organization_name.clone();
        if !name.is_empty() {
            let adopt = OrganizationEdit::Change(id, OrganizationChange::AdoptName(name));
            if let Err(error) = self.ports.edit(&Actor::Console, adopt).await {
                tracing::warn!(organization = %id, %error, "the organization keeps its old name");
            }
        }
        Ok(())
    }
}

fn access_of(grant: &TokenGrant) -> Access {
    Access {
        token: grant.access_token.clone(),
        instance_url: grant.instance_url.clone(),
        generation: 0,
    }
}
