//! The login from the button to the stored connection.

use super::accept::Checked;
use super::entitlement::not_entitled;
use super::live::{LoginFailure, LoginProgress};
use super::session_only::KeyStoreNotice;
use super::{Console, Notice};
use crate::audit::{AuditKind, Change};
use crate::connection::Account;
use crate::entitlement::Problem;
use crate::environment::Environment;
use crate::fault::FaultCode;
use crate::login::callback::{Callback, CallbackAnswer};
use crate::login::{
    CallbackRefusal, ConsumedLogin, LOGIN_LIFETIME, LoginPurpose, NewLogin, PendingLogin,
};
use crate::organization::{OrganizationChange, OrganizationId};
use crate::port::salesforce::{
    AuthorizationRequest, HostRefused, Redemption, Salesforce, TokenFailure,
};
use crate::port::store::{Store, StoreError};
use crate::port::vault::{SealState, Vault, VaultError};
use crate::preflight::Check;
use crate::secret::Secret;
use crate::session::Trigger;
use jiff::SignedDuration;
use std::sync::Arc;

/// The system may hand one address over by two ways within moments.
const DELIVERED_TWICE_WITHIN: SignedDuration = SignedDuration::from_secs(10);

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
        self: &Arc<Self>,
        id: OrganizationId,
        environment: Environment,
        purpose: LoginPurpose,
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
        } else if matches!(seal_state, SealState::NoKeyStore { .. })
            && let Some(notice) = KeyStoreNotice::of(seal_state)
        {
            return Err(StartLoginError::KeyStore(notice.text()));
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
                .filter(|_| purpose == LoginPurpose::Connect)
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
                purpose,
                started,
                expires,
            })
            .await?;
        self.drop_held(id);
        self.live(id).change(|live| {
            live.login = LoginProgress::Idle;
            live.link = Some(authorization.url.clone());
            live.waiting_until = Some(expires);
            live.refused_callback = None;
        });
        tracing::info!(organization = %id, environment = environment.slug(), "a login began");
        self.record(
            self.by_person(),
            AuditKind::LoginStarted,
            Some(id),
            Change::to(environment.slug()),
        )
        .await;
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

    /// Ends a waiting login, or drops an account that waits to be confirmed.
    pub async fn cancel_login(self: &Arc<Self>, id: OrganizationId) -> Result<(), VaultError> {
        let live = self.live(id);
        let held = self.drop_held(id);
        // Here first: as long as the login waits in the vault it shows as waiting, and once it does
        // not its end must be there already.
        let end = LoginProgress::ended(LoginFailure::Canceled, self.now());
        let before = live.change(|live| {
            let waits = held || matches!(live.login, LoginProgress::Idle);
            waits.then(|| std::mem::replace(&mut live.login, end))
        });
        let canceled = self.ports.vault.cancel_login(id).await;
        if held || matches!(canceled, Ok(true)) {
            self.end_login(id, LoginFailure::Canceled).await;
        } else if let Some(before) = before {
            live.change(|live| {
                // A callback may have come meanwhile.
                if live.login.is_canceled() {
                    live.login = before;
                }
            });
        }
        canceled.map(drop)
    }

    /// Forgets how the last login failed.
    pub fn dismiss_login_failure(&self, id: OrganizationId) {
        self.live(id).change(|live| {
            if matches!(live.login, LoginProgress::Failed { .. }) {
                live.login = LoginProgress::Idle;
            }
            live.refused_callback = None;
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
            Ok(Ok(consumed)) => consumed,
            Ok(Err(refusal)) => {
                self.note_refusal(&state, refusal).await;
                return Err(refusal);
            }
            Err(error) => {
                tracing::error!(%error, "a callback could not be matched with its login");
                return Err(CallbackRefusal::KeyStore);
            }
        };
        let id = consumed.login.organization;
        self.live(id).change(|live| {
            live.link = None;
            live.waiting_until = None;
            live.refused_callback = None;
            live.consumed = Some(now);
            live.login = LoginProgress::Exchanging(environment);
        });
        self.notify(Notice::CallbackAccepted(id));
        self.notify(Notice::ConnectionChanged(id));
        match answer {
            CallbackAnswer::Error { error, description } => {
                let fault = self.ports.salesforce.callback_fault(&error, &description);
                let failure = if fault.code == FaultCode::Denied {
                    LoginFailure::Denied(fault)
                } else {
                    LoginFailure::Refused(fault)
                };
                self.end_login(id, failure).await;
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
            Err(refusal) => Err((not_entitled(refusal), Vec::new())),
            Ok(_) => match self.ports.salesforce.redeem(redemption).await {
                Ok(grant) => self.check_login(&consumed.login, grant).await,
                Err(failure) => Err((
                    self.redeem_failed(&consumed.login, failure).await,
                    Vec::new(),
                )),
            },
        };
        drop(finishing);
        match outcome {
            Ok(Checked::Stored) => self.connected(id),
            Ok(Checked::Held) => self.notify(Notice::ConnectionChanged(id)),
            Err((failure, checks)) => self.end_checked_login(id, failure, checks).await,
        }
    }

    /// The new connection is durable: everyone is read with it.
    pub(super) fn connected(self: &Arc<Self>, id: OrganizationId) {
        self.live(id)
            .change(|live| live.login = LoginProgress::Idle);
        self.notify(Notice::ConnectionChanged(id));
        // Which organizations are connected decides what the gate says of the others.
        self.notify(Notice::GateChanged);
        self.start_session(id, Trigger::Connected);
    }

    /// A callback that came for nothing is told where its login began, so that nobody waits for
    /// it; only its own state leads there. One that is merely delivered twice is not told.
    async fn note_refusal(&self, state: &Secret, refusal: CallbackRefusal) {
        let Ok(Some(id)) = self.ports.vault.login_owner(state).await else {
            return;
        };
        let now = self.now();
        let live = self.live(id);
        let delivered_twice = refusal == CallbackRefusal::Replayed
            && live
                .read()
                .consumed
                .is_some_and(|consumed| now.duration_since(consumed) < DELIVERED_TWICE_WITHIN);
        if !delivered_twice {
            live.change(|live| live.refused_callback = Some((refusal, now)));
            self.notify(Notice::ConnectionChanged(id));
        }
    }

    async fn redeem_failed(&self, login: &PendingLogin, failure: TokenFailure) -> LoginFailure {
        match failure {
            TokenFailure::Lost(fault) | TokenFailure::Refused(fault) => {
                LoginFailure::Refused(fault)
            }
            TokenFailure::Transient { fault, .. } => LoginFailure::Unreachable(fault),
            TokenFailure::Untrusted { detail, tokens } => {
                for token in &tokens {
                    self.revoke(&[&login.login_origin], token).await;
                }
                LoginFailure::Untrusted { detail }
            }
        }
    }

    /// The organization takes Salesforce's name unless a person chose one.
    pub(super) async fn adopt_name(&self, id: OrganizationId, account: &Account) {
        if account.organization_name.is_empty() {
            return;
        }
        let change = OrganizationChange::AdoptName(account.organization_name.clone());
        let stamp = self.by_console();
        let store = &self.ports.store;
        if let Err(error) = store.change_organization(id, change, stamp).await {
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

    pub(super) async fn end_login(&self, id: OrganizationId, failure: LoginFailure) {
        self.end_checked_login(id, failure, Vec::new()).await;
    }

    pub(super) async fn end_checked_login(
        &self,
        id: OrganizationId,
        failure: LoginFailure,
        checks: Vec<Check>,
    ) {
        tracing::info!(organization = %id, outcome = failure.name(), "a login ended without a connection");
        let change = match failure.fault() {
            Some(fault) => Change::to(&*fault.raw).of(failure.name()),
            None => Change::default().of(failure.name()),
        };
        let stamp = if failure.is_a_persons_choice() {
            self.by_person()
        } else {
            self.by_console()
        };
        let at = stamp.at;
        self.live(id).change(|live| {
            live.link = None;
            live.waiting_until = None;
            live.login = LoginProgress::Failed {
                failure,
                checks,
                at,
            };
        });
        self.record(stamp, AuditKind::LoginFailed, Some(id), change)
            .await;
        self.notify(Notice::ConnectionChanged(id));
    }
}
