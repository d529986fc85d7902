//! A redeemed login: checked, perhaps shown to the admin, then stored.
//!
//! Every check comes before anything is saved; whenever one blocks, the new token is revoked. What
//! only a person can decide (another account, an account that stands in the group) is held in
//! memory until the admin has answered.

use super::connections::Connections;
use super::login_state::{Confirmation, HeldLogin, Login};
use super::ports::Notice;
use super::states::Known;
use super::tasks::Part;
use crate::actor::Actor;
use crate::audit::{AuditKind, Change, Stamp};
use crate::connection::{Account, StoredConnection};
use crate::login::LoginFailure;
use crate::login::verdict::{confirmed, failure_of, no_refresh_token, not_saved, replace_check};
use crate::login::{LOGIN_LIFETIME, LoginPurpose, PendingLogin};
use crate::organization::{OrganizationChange, OrganizationId};
use crate::plan::{OrganizationEdit, SavePreflight, SetSource};
use crate::port::salesforce::{Access, AccountInspection, CallFailure, Salesforce, TokenGrant};
use crate::port::store::Store;
use crate::port::vault::{NewConnection, Vault};
use crate::preflight::{self, Check, CheckName, Preflight};
use std::sync::Arc;

/// How a login went on after its checks.
pub(super) enum Checked {
    Stored,
    /// The admin is asked.
    Held,
}

/// A failure with the checks, if it came that far.
pub(super) type Stopped = (LoginFailure, Vec<Check>);

/// Why a confirmation was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmError {
    /// Nobody waits to be confirmed any more.
    #[error("no account waits to be confirmed any more; start the sign-in again")]
    NothingHeld,
    /// The statement about LPC users is part of the answer.
    #[error("confirm first that no LPC user works with this account")]
    NotConfirmed,
}

impl<V: Vault, S: Store, F: Salesforce> Connections<V, S, F> {
    pub(super) async fn check_login(
        &self,
        actor: &Actor,
        login: &PendingLogin,
        grant: TokenGrant,
    ) -> Result<Checked, Stopped> {
        let id = login.organization;
        self.states
            .change(id, |state| state.login = Login::Checking(login.environment));
        self.ports.notify(Notice::ConnectionChanged(id));
        let refresh_token = grant.refresh_token.clone();
        let instance_url = grant.instance_url.clone();
        let outcome = self.check_and_decide(actor, login, grant).await;
        if outcome.is_err()
            && let Some(token) = refresh_token
        {
            self.revoke(&[&login.login_origin, &instance_url], &token)
                .await;
        }
        outcome
    }

    async fn check_and_decide(
        &self,
        actor: &Actor,
        login: &PendingLogin,
        grant: TokenGrant,
    ) -> Result<Checked, Stopped> {
        let id = login.organization;
        let bare = |failure| (failure, Vec::new());
        let inspection = self.inspect_login(&grant).await.map_err(bare)?;
        let pinned = self
            .ports
            .vault
            .connection(id)
            .await
            .map_err(|error| bare(not_saved(&error)))?
            .map(|stored| stored.account);
        let another = pinned
            .as_ref()
            .is_some_and(|pinned| !pinned.is_same_as(&inspection.account));
        let replacing = another && login.purpose == LoginPurpose::Change;
        let access = access_of(&grant);
        let mut checks = self
            .checks_of(
                id,
                login.environment,
                &access,
                &inspection,
                pinned.as_ref().filter(|_| !replacing),
            )
            .await;
        let asks = |check: &Check| check.name == CheckName::NotAMember;
        let failed = preflight::blocking(&checks).find(|check| !asks(check));
        // An organization that is not included says so before it lists what its account lacks. Where
        // another one signed in than was meant, that comes first.
        let not_meant =
            |check: &Check| matches!(check.name, CheckName::Environment | CheckName::Identity);
        if !failed.is_some_and(not_meant)
            && let Err(failure) = self.license.admit(&inspection.account, login.environment)
        {
            return Err((failure, checks));
        }
        if let Some(failed) = failed.cloned() {
            let failure = failure_of(&failed, &checks, login, pinned.as_ref(), &inspection);
            return Err((failure, checks));
        }
        if grant.refresh_token.is_none() {
            return Err((no_refresh_token(), checks));
        }
        let member = preflight::blocking(&checks).next().is_some();
        if replacing {
            replace_check(&mut checks, preflight::differs());
        }
        if replacing || member {
            let confirmation = Confirmation {
                environment: login.environment,
                pinned,
                found: inspection.account.clone(),
                member,
                checks,
                until: self.ports.now() + LOGIN_LIFETIME,
            };
            self.hold(HeldLogin {
                login: login.clone(),
                grant,
                inspection,
                confirmation,
            });
            return Ok(Checked::Held);
        }
        match self
            .store_login(
                actor,
                login,
                grant,
                inspection,
                checks.clone(),
                pinned.as_ref(),
            )
            .await
        {
            Ok(()) => Ok(Checked::Stored),
            Err(failure) => Err((failure, checks)),
        }
    }

    async fn inspect_login(&self, grant: &TokenGrant) -> Result<AccountInspection, LoginFailure> {
        let inspection = self
            .ports
            .salesforce
            .inspect_account(&access_of(grant))
            .await
            .map_err(|failure| match failure {
                CallFailure::Unreachable { fault, .. } => LoginFailure::Unreachable(fault),
                CallFailure::SessionExpired(fault)
                | CallFailure::RequestLimit { fault, .. }
                | CallFailure::Refused(fault) => LoginFailure::Refused(fault),
            })?;
        let account = &inspection.account;
        if !account.is(&grant.organization_id, &grant.user_id) {
            return Err(LoginFailure::Untrusted {
                detail: "The token and the account answer name different users.".to_owned(),
            });
        }
        Ok(inspection)
    }

    fn hold(&self, held: HeldLogin) {
        self.states.change(held.login.organization, |state| {
            state.login = Login::Confirming(Box::new(held))
        });
    }

    /// The admin has looked at the account and takes it.
    pub fn confirm_account(
        self: &Arc<Self>,
        actor: &Actor,
        id: OrganizationId,
        no_lpc_user: bool,
    ) -> Result<(), ConfirmError> {
        if !no_lpc_user {
            return Err(ConfirmError::NotConfirmed);
        }
        let now = self.ports.now();
        let held = self.states.change(id, |state| match &state.login {
            Login::Confirming(held) if held.confirmation.until > now => {
                let environment = held.login.environment;
                state.login.take_held(Login::Checking(environment))
            }
            _ => None,
        });
        let held = held.ok_or(ConfirmError::NothingHeld)?;
        self.ports.notify(Notice::ConnectionChanged(id));
        let (console, actor) = (Arc::clone(self), actor.clone());
        // Detached: closing the tab must not cut the saving.
        self.finish(
            id,
            async move { console.store_held(&actor, id, held).await },
        );
        Ok(())
    }

    async fn store_held(self: Arc<Self>, actor: &Actor, id: OrganizationId, held: HeldLogin) {
        let finishing = Arc::clone(&self.states.of(id).refreshing)
            .lock_owned()
            .await;
        let HeldLogin {
            login,
            grant,
            inspection,
            confirmation,
        } = held;
        let token = grant.refresh_token.clone();
        let instance_url = grant.instance_url.clone();
        let Confirmation { pinned, checks, .. } = confirmation;
        let checks = confirmed(checks);
        let stored = self
            .store_login(
                actor,
                &login,
                grant,
                inspection,
                checks.clone(),
                pinned.as_ref(),
            )
            .await;
        drop(finishing);
        match stored {
            Ok(()) => {
                self.confirm_no_lpc_user(actor, id).await;
                self.connected(id);
            }
            Err(failure) => {
                if let Some(token) = token {
                    self.revoke(&[&login.login_origin, &instance_url], &token)
                        .await;
                }
                self.end_checked_login(actor, id, failure, checks).await;
            }
        }
    }

    async fn confirm_no_lpc_user(&self, actor: &Actor, id: OrganizationId) {
        let change = OrganizationChange::NoLpcUser(true);
        let stamp = Stamp::by(actor, self.ports.now());
        let store = &self.ports.store;
        match store
            .edit_organization(OrganizationEdit::Change(id, change), stamp)
            .await
        {
            Ok(_) => self.ports.notify(Notice::ConnectionChanged(id)),
            Err(error) => {
                tracing::warn!(organization = %id, %error, "the confirmation could not be kept");
            }
        }
    }

    /// Withdraws the question, if one is asked, and revokes the token behind it.
    pub(super) fn drop_held(self: &Arc<Self>, id: OrganizationId, next: Login) -> bool {
        let held = self.states.change(id, |state| state.login.take_held(next));
        held.map(|held| self.revoke_later(held)).is_some()
    }

    pub(super) fn revoke_later(self: &Arc<Self>, held: HeldLogin) {
        let connections = Arc::clone(self);
        let revoke = async move { connections.revoke_held(held).await };
        self.states.tasks.spawn(Part::Login, revoke);
    }

    pub(super) async fn revoke_held(&self, held: HeldLogin) {
        if let Some(token) = held.grant.refresh_token {
            let origins = [&*held.login.login_origin, &*held.grant.instance_url];
            self.revoke(&origins, &token).await;
        }
    }

    /// `seen` is the pinned account that the decision rests on; if another one is pinned by now,
    /// nothing is stored.
    async fn store_login(
        &self,
        actor: &Actor,
        login: &PendingLogin,
        grant: TokenGrant,
        inspection: AccountInspection,
        checks: Vec<Check>,
        seen: Option<&Account>,
    ) -> Result<(), LoginFailure> {
        let id = login.organization;
        let account = &inspection.account;
        let refresh_token = grant.refresh_token.clone().ok_or_else(no_refresh_token)?;
        // Again, for the admin may have been asked meanwhile.
        self.license.admit(account, login.environment)?;
        let vault = &self.ports.vault;
        // A refresh of the old token in this or another process must not interleave.
        let _lock = vault
            .lock_refresh(id)
            .await
            .map_err(|error| not_saved(&error))?;
        // Once more under the lock: another login may have pinned an account meanwhile.
        let older = vault
            .connection(id)
            .await
            .map_err(|error| not_saved(&error))?;
        if let Some(older) = &older
            && !older.account.is_same_as(account)
            && !seen.is_some_and(|seen| older.account.is_same_as(seen))
        {
            return Err(LoginFailure::WrongAccount {
                pinned: Box::new(older.account.clone()),
                found: Box::new(account.clone()),
            });
        }
        let before = older
            .as_ref()
            .map(|older| older.account.organization_id.clone());
        // Before the connection: users of another organization must never pass for this one's.
        self.ports
            .store
            .apply(
                id,
                SetSource {
                    before,
                    now: account.organization_id.clone(),
                    at: self.ports.now(),
                },
            )
            .await
            .map_err(|error| not_saved(&error))?;
        // A connection that nothing belongs to would bring the organization back.
        self.ports
            .organization(id)
            .await
            .map_err(|error| LoginFailure::NotSaved {
                detail: error.to_string(),
            })?;
        let superseded = vault
            .store_connection(NewConnection {
                organization: id,
                environment: login.environment,
                client_id: login.client_id.clone(),
                login_origin: login.login_origin.clone(),
                instance_url: grant.instance_url.clone(),
                account: account.clone(),
                refresh_token,
                obtained: self.ports.now(),
            })
            .await
            .map_err(|error| not_saved(&error))?;
        // It is durable: whatever fails from here on must not revoke it.
        let stored = vault.connection(id).await.ok().flatten();
        let access = Access {
            generation: stored.map_or(0, |stored| stored.generation),
            ..access_of(&grant)
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
                ..Known::default()
            };
        });
        tracing::info!(organization = %id, user = %account.user_id, replaced, "the service account is connected");
        let mut checks = checks;
        // Only now, when the new login is durable, the superseded token may go.
        if let Some(token) = superseded {
            self.revoke_superseded(older.as_ref(), login, &grant, &token)
                .await;
            self.recount_approvals(&access, &inspection, &mut checks)
                .await;
        }
        let preflight = Preflight {
            checked: self.ports.now(),
            checks,
        };
        let kept = SavePreflight(Some(preflight));
        if let Err(error) = self.ports.store.apply(id, kept).await {
            tracing::warn!(organization = %id, %error, "the checks could not be kept");
        }
        let kind = if replaced {
            AuditKind::ServiceAccountChanged
        } else {
            AuditKind::Connected
        };
        let change = Change::to(format!("{} ({})", account.username, account.user_id))
            .of(login.environment.slug());
        self.journal.record(actor, kind, Some(id), change).await;
        self.adopt_name(id, account).await;
        Ok(())
    }

    /// An old token is known where it was given: after a change of the environment that is another
    /// host than the new one's.
    async fn revoke_superseded(
        &self,
        older: Option<&StoredConnection>,
        login: &PendingLogin,
        grant: &TokenGrant,
        token: &crate::secret::Secret,
    ) {
        match older {
            Some(older) => {
                let origins = [&*older.login_origin, &*older.instance_url];
                self.revoke(&origins, token).await;
            }
            None => {
                self.revoke(&[&login.login_origin, &grant.instance_url], token)
                    .await;
            }
        }
    }
}

fn access_of(grant: &TokenGrant) -> Access {
    Access {
        token: grant.access_token.clone(),
        instance_url: grant.instance_url.clone(),
        generation: 0,
    }
}
