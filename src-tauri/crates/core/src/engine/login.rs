//! The login from the button to the stored connection.

use super::entitlement::not_entitled;
use super::live::{LoginFailure, LoginProgress};
use super::preflight::{check_environment, check_identity, check_permissions};
use super::{Console, Notice};
use crate::connection::Account;
use crate::entitlement::Problem;
use crate::environment::Environment;
use crate::login::callback::{Callback, CallbackAnswer};
use crate::login::{CallbackRefusal, ConsumedLogin, LOGIN_LIFETIME, NewLogin, PendingLogin};
use crate::organization::OrganizationId;
use crate::port::salesforce::{
    Access, AccountInspection, AuthorizationRequest, CallFailure, HostRefused, Redemption,
    Salesforce, TokenFailure, TokenGrant,
};
use crate::port::store::{Store, StoreError};
use crate::port::vault::{NewConnection, SealState, Vault, VaultError};
use crate::secret::Secret;
use crate::session::Trigger;
use std::sync::Arc;

/// Why a login could not begin. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StartLoginError {
    /// There is no valid entitlement.
    #[error("{0}")]
    NotEntitled(Problem),
    /// The switch is off.
    #[error("Login using Salesforce Service Account is disabled; enable it first")]
    SwitchedOff,
    /// The callback of an earlier one came; it is being finished.
    #[error("a sign-in is being finished; wait until it is over")]
    Busy,
    /// No consumer key for this environment.
    #[error("the consumer key of this environment is missing")]
    NoConsumerKey,
    /// The admin has not confirmed that no LPC user works with the account.
    #[error("confirm first that no LPC user works with the service account")]
    NotConfirmed,
    /// No key store, a locked one, or one that lost the key.
    #[error("{0}")]
    KeyStore(&'static str),
    /// The login host breaks the host rule.
    #[error(transparent)]
    Host(#[from] HostRefused),
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault cannot be written.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl<V: Vault, S: Store, F: Salesforce> Console<V, S, F> {
    /// Begins a login and answers the link to open. An older one of the organization is superseded.
    pub async fn start_login(
        &self,
        id: OrganizationId,
        environment: Environment,
    ) -> Result<Secret, StartLoginError> {
        self.entitlement()
            .map_err(|refusal| StartLoginError::NotEntitled(refusal.problem))?;
        let organization = self.organization(id).await?;
        let app = organization.client_app(environment);
        if !organization.service_account_login {
            return Err(StartLoginError::SwitchedOff);
        }
        if matches!(
            self.live(id).read().login,
            LoginProgress::Exchanging(_) | LoginProgress::Checking(_)
        ) {
            return Err(StartLoginError::Busy);
        }
        if app.consumer_key.is_empty() {
            return Err(StartLoginError::NoConsumerKey);
        }
        if !organization.confirmed_no_lpc_user {
            return Err(StartLoginError::NotConfirmed);
        }
        let seal_state = self.ports.vault.seal_state().await?;
        if seal_state == SealState::KeyLost {
            // Pressing the button is the person's consent: a lost key is replaced only here.
            self.ports.vault.replace_lost_key().await?;
        } else if seal_state == SealState::NoKeyStore
            && let Some(problem) = key_store_problem(seal_state)
        {
            return Err(StartLoginError::KeyStore(problem));
        }
        // A locked store is no obstacle yet: sealing the verifier lets the system ask for it.
        let connection = self.ports.vault.connection(id).await?;
        let login_origin = app
            .login_origin
            .unwrap_or_else(|| self.ports.salesforce.standard_login_origin(environment));
        let authorization = self.ports.salesforce.authorization(&AuthorizationRequest {
            login_origin: &login_origin,
            client_id: &app.consumer_key,
            redirect_uri: &self.ports.callbacks.of(environment),
            login_hint: connection
                .as_ref()
                .map(|known| known.account.username.as_str()),
        })?;
        let started = self.now();
        let expires = started + LOGIN_LIFETIME;
        self.ports
            .vault
            .begin_login(NewLogin {
                organization: id,
                environment,
                client_id: app.consumer_key,
                login_origin,
                state: authorization.state,
                verifier: authorization.verifier,
                started,
                expires,
            })
            .await?;
        self.live(id).change(|live| {
            live.login = LoginProgress::Idle;
            live.link = Some(authorization.url.clone());
            live.waiting_until = Some(expires);
        });
        tracing::info!(organization = %id, environment = environment.slug(), "a login began");
        self.notify(Notice::ConnectionChanged(id));
        Ok(authorization.url)
    }

    /// The link of the waiting login, for *Open again* and *Copy link*; `None` when none waits or
    /// it began before a restart.
    pub async fn login_link(&self, id: OrganizationId) -> Result<Option<Secret>, VaultError> {
        let waits = self
            .ports
            .vault
            .pending_login(id, self.now())
            .await?
            .is_some();
        Ok(if waits {
            self.live(id).read().link
        } else {
            None
        })
    }

    /// Gives a waiting login ten more minutes from now; `false` when none waits.
    pub async fn extend_login(&self, id: OrganizationId) -> Result<bool, VaultError> {
        let now = self.now();
        let expires = now + LOGIN_LIFETIME;
        let extended = self.ports.vault.extend_login(id, expires, now).await?;
        if extended {
            self.live(id)
                .change(|live| live.waiting_until = Some(expires));
            self.notify(Notice::ConnectionChanged(id));
        }
        Ok(extended)
    }

    /// Ends a waiting login.
    pub async fn cancel_login(&self, id: OrganizationId) -> Result<(), VaultError> {
        if self.ports.vault.cancel_login(id).await? {
            self.end_login(id, LoginFailure::Cancelled);
        }
        Ok(())
    }

    /// Forgets how the last login failed.
    pub fn dismiss_login_failure(&self, id: OrganizationId) {
        self.live(id).change(|live| {
            if matches!(live.login, LoginProgress::Failed { .. }) {
                live.login = LoginProgress::Idle;
            }
        });
        self.notify(Notice::ConnectionChanged(id));
    }

    /// Takes a raw callback from wherever it came. Everything before [`Vault::consume_login`] costs
    /// no network; what is refused leaves every waiting login as it was.
    pub async fn accept_callback(self: &Arc<Self>, raw: &str) -> Result<(), CallbackRefusal> {
        let callback = self.ports.callbacks.parse(raw)?;
        let now = self.now();
        let Callback {
            environment,
            state,
            answer,
        } = callback;
        let consumed = match self
            .ports
            .vault
            .consume_login(&state, environment, now)
            .await
        {
            Ok(consumed) => consumed?,
            Err(error) => {
                tracing::error!(%error, "a callback could not be matched with its login");
                return Err(CallbackRefusal::KeyStore);
            }
        };
        let id = consumed.login.organization;
        self.live(id).change(|live| {
            live.link = None;
            live.waiting_until = None;
            live.login = LoginProgress::Exchanging(environment);
        });
        self.notify(Notice::CallbackAccepted(id));
        self.notify(Notice::ConnectionChanged(id));
        match answer {
            CallbackAnswer::Error { code, raw } => {
                // Salesforce's help prints the code with a hyphen, its servers with an underscore.
                let denied = matches!(code.as_str(), "access_denied" | "access-denied");
                self.end_login(
                    id,
                    if denied {
                        LoginFailure::Denied { raw }
                    } else {
                        LoginFailure::Refused { raw }
                    },
                );
            }
            CallbackAnswer::Code(code) => {
                let console = Arc::clone(self);
                // Detached for the same reason as a refresh: a redeemed code is spent.
                tokio::spawn(async move { console.finish_login(consumed, code).await });
            }
        }
        Ok(())
    }

    async fn finish_login(self: Arc<Self>, consumed: ConsumedLogin, code: Secret) {
        let id = consumed.login.organization;
        // Held until the outcome is durable: closing the console waits for it, and no refresh of
        // the old token runs beside it.
        let finishing = Arc::clone(&self.live(id).refreshing).lock_owned().await;
        let redemption = Redemption {
            login_origin: consumed.login.login_origin.clone(),
            client_id: consumed.login.client_id.clone(),
            redirect_uri: self.ports.callbacks.of(consumed.login.environment),
            code,
            verifier: consumed.verifier,
        };
        let outcome = match self.entitlement() {
            // The code is not redeemed: it ends by itself.
            Err(refusal) => Err(not_entitled(refusal)),
            Ok(_) => match self.ports.salesforce.redeem(redemption).await {
                Ok(grant) => self.check_and_store(&consumed.login, grant).await,
                Err(failure) => Err(self.redeem_failed(&consumed.login, failure).await),
            },
        };
        drop(finishing);
        match outcome {
            Ok(()) => {
                self.live(id)
                    .change(|live| live.login = LoginProgress::Idle);
                self.notify(Notice::ConnectionChanged(id));
                self.start_session(id, Trigger::Connected);
            }
            Err(failure) => self.end_login(id, failure),
        }
    }

    async fn redeem_failed(&self, login: &PendingLogin, failure: TokenFailure) -> LoginFailure {
        match failure {
            TokenFailure::Lost { raw } | TokenFailure::Refused { raw } => {
                LoginFailure::Refused { raw }
            }
            TokenFailure::Transient { detail } => LoginFailure::Unreachable { detail },
            TokenFailure::Untrusted { detail, tokens } => {
                for token in &tokens {
                    self.revoke(&[&login.login_origin], token).await;
                }
                LoginFailure::Untrusted { detail }
            }
        }
    }

    /// Every check comes before anything is saved; whenever one blocks, the new token is revoked.
    async fn check_and_store(
        &self,
        login: &PendingLogin,
        grant: TokenGrant,
    ) -> Result<(), LoginFailure> {
        let id = login.organization;
        self.live(id)
            .change(|live| live.login = LoginProgress::Checking(login.environment));
        self.notify(Notice::ConnectionChanged(id));
        let refresh_token = grant.refresh_token.clone();
        let instance_url = grant.instance_url.clone();
        let stored = self.check_account(login, &grant).await;
        let stored = match stored {
            Ok(inspection) => self.store_login(login, grant, inspection).await,
            Err(failure) => Err(failure),
        };
        if stored.is_err()
            && let Some(token) = refresh_token
        {
            self.revoke(&[&login.login_origin, &instance_url], &token)
                .await;
        }
        stored
    }

    async fn check_account(
        &self,
        login: &PendingLogin,
        grant: &TokenGrant,
    ) -> Result<AccountInspection, LoginFailure> {
        let access = Access {
            token: grant.access_token.clone(),
            instance_url: grant.instance_url.clone(),
            generation: 0,
        };
        let inspection = self
            .ports
            .salesforce
            .inspect_account(&access)
            .await
            .map_err(|failure| match failure {
                CallFailure::Unreachable { detail } => LoginFailure::Unreachable { detail },
                CallFailure::SessionExpired { raw }
                | CallFailure::RequestLimit { raw }
                | CallFailure::Refused { raw } => LoginFailure::Refused { raw },
            })?;
        let account = &inspection.account;
        if account.user_id != grant.user_id || account.organization_id != grant.organization_id {
            return Err(LoginFailure::Untrusted {
                detail: "The token and the account answer name different users.".to_owned(),
            });
        }
        check_environment(login.environment, &inspection)?;
        self.check_entitled(account, login.environment)?;
        let pinned = self
            .ports
            .vault
            .connection(login.organization)
            .await
            .map_err(not_saved)?;
        check_identity(pinned.as_ref(), account)?;
        check_permissions(&inspection)?;
        Ok(inspection)
    }

    async fn store_login(
        &self,
        login: &PendingLogin,
        grant: TokenGrant,
        inspection: AccountInspection,
    ) -> Result<(), LoginFailure> {
        let id = login.organization;
        let refresh_token = grant.refresh_token.ok_or_else(|| LoginFailure::CheckFailed {
            check: "Salesforce gave no refresh token: add the scope refresh_token to the External Client App."
                .to_owned(),
        })?;
        // A refresh of the old token in this or another process must not interleave.
        let _lock = self.ports.vault.lock_refresh(id).await.map_err(not_saved)?;
        // Once more under the lock: another login may have pinned an account meanwhile.
        let pinned = self.ports.vault.connection(id).await.map_err(not_saved)?;
        check_identity(pinned.as_ref(), &inspection.account)?;
        let superseded = self
            .ports
            .vault
            .store_connection(NewConnection {
                organization: id,
                environment: login.environment,
                client_id: login.client_id.clone(),
                login_origin: login.login_origin.clone(),
                instance_url: grant.instance_url.clone(),
                account: inspection.account.clone(),
                refresh_token,
                obtained: self.now(),
            })
            .await
            .map_err(not_saved)?;
        // It is durable: whatever fails from here on must not revoke it.
        let stored = self.ports.vault.connection(id).await.ok().flatten();
        self.live(id).change(|live| {
            live.access = stored.map(|stored| Access {
                token: grant.access_token,
                instance_url: grant.instance_url.clone(),
                generation: stored.generation,
            });
            live.passing = None;
            live.key_lost = false;
            live.failures = 0;
            live.usage = inspection.usage.or(live.usage);
        });
        tracing::info!(organization = %id, user = %inspection.account.user_id, "the service account is connected");
        // Only now, when the new login is durable, the superseded token may go.
        if let Some(token) = superseded {
            self.revoke(&[&login.login_origin, &grant.instance_url], &token)
                .await;
        }
        self.adopt_name(id, &inspection.account).await;
        Ok(())
    }

    /// The organization takes Salesforce's name unless a person chose one.
    async fn adopt_name(&self, id: OrganizationId, account: &Account) {
        let Ok(mut organization) = self.organization(id).await else {
            return;
        };
        if organization.named_by_hand || account.organization_name.is_empty() {
            return;
        }
        organization.name.clone_from(&account.organization_name);
        if let Err(error) = self.ports.store.save_organization(organization).await {
            tracing::warn!(organization = %id, %error, "the organization keeps its old name");
        }
    }

    /// Revokes a token at the first origin that takes it: a standard login host may send revocations
    /// on to the instance, and redirects are never followed.
    pub(super) async fn revoke(&self, origins: &[&str], token: &Secret) {
        for origin in origins {
            match self.ports.salesforce.revoke(origin, token).await {
                Ok(()) => return,
                Err(failure) => tracing::warn!(%failure, "a token could not be revoked there"),
            }
        }
    }

    pub(super) fn end_login(&self, id: OrganizationId, failure: LoginFailure) {
        tracing::info!(organization = %id, outcome = failure.name(), "a login ended without a connection");
        let at = self.now();
        self.live(id).change(|live| {
            live.link = None;
            live.waiting_until = None;
            live.login = LoginProgress::Failed { failure, at };
        });
        self.notify(Notice::ConnectionChanged(id));
    }
}

/// What to do about a key store that cannot keep a sign-in.
pub(super) fn key_store_problem(state: SealState) -> Option<&'static str> {
    match state {
        // A lost key is shown as the state of its connection; signing in again replaces it.
        SealState::Ready | SealState::KeyLost => None,
        SealState::NoKeyStore => Some(
            "This computer offers no key store, so a sign-in cannot be kept safely. Start the key store (Credential Manager, Keychain or Secret Service), then try again.",
        ),
        SealState::KeyStoreLocked => {
            Some("The key store of this computer is locked. Unlock it, then try again.")
        }
    }
}

fn not_saved(error: VaultError) -> LoginFailure {
    LoginFailure::NotSaved {
        detail: error.to_string(),
    }
}
