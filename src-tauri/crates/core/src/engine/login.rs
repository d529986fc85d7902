//! The login from the button to the stored connection.

use super::accept::Checked;
use super::connections::Connections;
use super::license::not_entitled;
use super::ports::Notice;
use super::session_only::KeyStoreNotice;
use super::states::{LoginFailure, LoginProgress};
use crate::actor::Actor;
use crate::audit::{AuditKind, Change, Stamp};
use crate::connection::Account;
use crate::entitlement::Problem;
use crate::environment::Environment;
use crate::login::callback::{Callback, CallbackAnswer};
use crate::login::{
    CallbackRefusal, ConsumedLogin, LOGIN_LIFETIME, LoginPurpose, NewLogin, PendingLogin,
};
use crate::organization::{OrganizationChange, OrganizationId};
use crate::plan::OrganizationEdit;
use crate::port::salesforce::{
    AuthorizationRequest, HostRefused, Redemption, Salesforce, TokenFailure,
};
use crate::port::store::{Store, StoreError};
use crate::port::vault::{SealState, Vault, VaultError};
use crate::preflight::Check;
use crate::secret::Secret;
use crate::session::Trigger;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// The system may hand one address over by two ways within moments.
const DELIVERED_TWICE_WITHIN: SignedDuration = SignedDuration::from_secs(10);

/// Where the login of an organization stands.
#[derive(Debug, Clone)]
pub enum LoginReading {
    Idle,
    /// The browser is open.
    Waiting {
        login: PendingLogin,
        /// Whether its link is still known.
        link_available: bool,
    },
    Progress(LoginProgress),
}

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

impl<V: Vault, S: Store, F: Salesforce> Connections<V, S, F> {
    /// Begins a login and answers the link to open. An older one of the organization is superseded.
    pub async fn start_login(
        self: &Arc<Self>,
        actor: &Actor,
        id: OrganizationId,
        environment: Environment,
        purpose: LoginPurpose,
    ) -> Result<Secret, StartLoginError> {
        self.license
            .entitlement()
            .map_err(|refusal| StartLoginError::NotEntitled(refusal.problem))?;
        let organization = self.ports.organization(id).await?;
        let app = organization.client_app(environment);
        if !organization.service_account_login {
            return Err(StartLoginError::SwitchedOff);
        }
        if matches!(
            self.states.of(id).read().login,
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
        let started = self.ports.now();
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
        self.states.of(id).change(|live| {
            live.login = LoginProgress::Idle;
            live.link = Some(authorization.url.clone());
            live.waiting_until = Some(expires);
            live.refused_callback = None;
        });
        tracing::info!(organization = %id, environment = environment.slug(), "a login began");
        self.journal
            .record(
                Stamp::by(actor, self.ports.now()),
                AuditKind::LoginStarted,
                Some(id),
                Change::to(environment.slug()),
            )
            .await;
        self.ports.notify(Notice::ConnectionChanged(id));
        Ok(authorization.url)
    }

    /// The link of the waiting login, for *Open again* and *Copy link*; `None` when none waits or
    /// it began before a restart.
    pub async fn login_link(&self, id: OrganizationId) -> Result<Option<Secret>, VaultError> {
        let waits = self
            .ports
            .vault
            .pending_login(id, self.ports.now())
            .await?
            .is_some();
        Ok(if waits {
            self.states.of(id).read().link
        } else {
            None
        })
    }

    /// Gives a waiting login ten more minutes from now; `false` when none waits.
    pub async fn extend_login(&self, id: OrganizationId) -> Result<bool, VaultError> {
        let now = self.ports.now();
        let expires = now + LOGIN_LIFETIME;
        let extended = self.ports.vault.extend_login(id, expires, now).await?;
        if extended {
            self.states
                .of(id)
                .change(|live| live.waiting_until = Some(expires));
            self.ports.notify(Notice::ConnectionChanged(id));
        }
        Ok(extended)
    }

    /// Ends a waiting login, or drops an account that waits to be confirmed.
    pub async fn cancel_login(
        self: &Arc<Self>,
        actor: &Actor,
        id: OrganizationId,
    ) -> Result<(), VaultError> {
        let live = self.states.of(id);
        let held = self.drop_held(id);
        // Here first: as long as the login waits in the vault it shows as waiting, and once it does
        // not its end must be there already.
        let end = LoginProgress::ended(LoginFailure::Canceled, self.ports.now());
        let before = live.change(|live| {
            let waits = held || matches!(live.login, LoginProgress::Idle);
            waits.then(|| std::mem::replace(&mut live.login, end))
        });
        let canceled = self.ports.vault.cancel_login(id).await;
        if held || matches!(canceled, Ok(true)) {
            self.end_login(actor, id, LoginFailure::Canceled).await;
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
        self.states.of(id).change(|live| {
            if matches!(live.login, LoginProgress::Failed { .. }) {
                live.login = LoginProgress::Idle;
            }
            live.refused_callback = None;
        });
        self.ports.notify(Notice::ConnectionChanged(id));
    }

    /// Takes a raw callback from wherever it came. Everything before [`Vault::consume_login`] costs
    /// no network; what is refused leaves every waiting login as it was.
    pub async fn accept_callback(
        self: &Arc<Self>,
        actor: &Actor,
        raw: &str,
    ) -> Result<(), CallbackRefusal> {
        let callback = self.ports.callbacks.parse(raw)?;
        let now = self.ports.now();
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
        self.states.of(id).change(|live| {
            live.link = None;
            live.waiting_until = None;
            live.refused_callback = None;
            live.consumed = Some(now);
            live.login = LoginProgress::Exchanging(environment);
        });
        self.ports.notify(Notice::CallbackAccepted(id));
        self.ports.notify(Notice::ConnectionChanged(id));
        match answer {
            CallbackAnswer::Error { code, raw } => {
                // Salesforce's help prints the code with a hyphen, its servers with an underscore.
                let denied = matches!(code.as_str(), "access_denied" | "access-denied");
                self.end_login(
                    actor,
                    id,
                    if denied {
                        LoginFailure::Denied { raw }
                    } else {
                        LoginFailure::Refused { raw }
                    },
                )
                .await;
            }
            CallbackAnswer::Code(code) => {
                let (console, actor) = (Arc::clone(self), actor.clone());
                // Detached for the same reason as a refresh: a redeemed code is spent.
                tokio::spawn(async move { console.finish_login(&actor, consumed, code).await });
            }
        }
        Ok(())
    }

    async fn finish_login(self: Arc<Self>, actor: &Actor, consumed: ConsumedLogin, code: Secret) {
        let id = consumed.login.organization;
        // Held until the outcome is durable: closing the console waits for it, and no refresh of
        // the old token runs beside it.
        let finishing = Arc::clone(&self.states.of(id).refreshing)
            .lock_owned()
            .await;
        let redemption = Redemption {
            login_origin: consumed.login.login_origin.clone(),
            client_id: consumed.login.client_id.clone(),
            redirect_uri: self.ports.callbacks.of(consumed.login.environment),
            code,
            verifier: consumed.verifier,
        };
        let outcome = match self.license.entitlement() {
            // The code is not redeemed: it ends by itself.
            Err(refusal) => Err((not_entitled(refusal), Vec::new())),
            Ok(_) => match self.ports.salesforce.redeem(redemption).await {
                Ok(grant) => self.check_login(actor, &consumed.login, grant).await,
                Err(failure) => Err((
                    self.redeem_failed(&consumed.login, failure).await,
                    Vec::new(),
                )),
            },
        };
        drop(finishing);
        match outcome {
            Ok(Checked::Stored) => self.connected(id),
            Ok(Checked::Held) => self.ports.notify(Notice::ConnectionChanged(id)),
            Err((failure, checks)) => self.end_checked_login(actor, id, failure, checks).await,
        }
    }

    /// The new connection is durable: everyone is read with it.
    pub(super) fn connected(self: &Arc<Self>, id: OrganizationId) {
        self.states
            .of(id)
            .change(|live| live.login = LoginProgress::Idle);
        self.ports.notify(Notice::ConnectionChanged(id));
        // Which organizations are connected decides what the gate says of the others.
        self.ports.notify(Notice::GateChanged);
        self.states.start_session(id, Trigger::Connected);
    }

    /// A callback that came for nothing is told where its login began, so that nobody waits for
    /// it; only its own state leads there. One that is merely delivered twice is not told.
    async fn note_refusal(&self, state: &Secret, refusal: CallbackRefusal) {
        let Ok(Some(id)) = self.ports.vault.login_owner(state).await else {
            return;
        };
        let now = self.ports.now();
        let live = self.states.of(id);
        let delivered_twice = refusal == CallbackRefusal::Replayed
            && live
                .read()
                .consumed
                .is_some_and(|consumed| now.duration_since(consumed) < DELIVERED_TWICE_WITHIN);
        if !delivered_twice {
            live.change(|live| live.refused_callback = Some((refusal, now)));
            self.ports.notify(Notice::ConnectionChanged(id));
        }
    }

    async fn redeem_failed(&self, login: &PendingLogin, failure: TokenFailure) -> LoginFailure {
        match failure {
            TokenFailure::Lost { raw } | TokenFailure::Refused { raw } => {
                LoginFailure::Refused { raw }
            }
            TokenFailure::Transient { detail, .. } => LoginFailure::Unreachable { detail },
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
        let stamp = Stamp::console(self.ports.now());
        let store = &self.ports.store;
        let edit = OrganizationEdit::Change(id, change);
        if let Err(error) = store.edit_organization(edit, stamp).await {
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

    pub(super) async fn end_login(&self, actor: &Actor, id: OrganizationId, failure: LoginFailure) {
        self.end_checked_login(actor, id, failure, Vec::new()).await;
    }

    pub(super) async fn end_checked_login(
        &self,
        actor: &Actor,
        id: OrganizationId,
        failure: LoginFailure,
        checks: Vec<Check>,
    ) {
        tracing::info!(organization = %id, outcome = failure.name(), "a login ended without a connection");
        let change = match failure.raw() {
            Some(raw) => Change::to(raw).of(failure.name()),
            None => Change::default().of(failure.name()),
        };
        let stamp = if failure.is_a_persons_choice() {
            Stamp::by(actor, self.ports.now())
        } else {
            Stamp::console(self.ports.now())
        };
        let at = stamp.at;
        self.states.of(id).change(|live| {
            live.link = None;
            live.waiting_until = None;
            live.login = LoginProgress::Failed {
                failure,
                checks,
                at,
            };
        });
        self.journal
            .record(stamp, AuditKind::LoginFailed, Some(id), change)
            .await;
        self.ports.notify(Notice::ConnectionChanged(id));
    }

    /// Reads where the login stands.
    pub async fn login_reading(
        self: &Arc<Self>,
        id: OrganizationId,
    ) -> Result<LoginReading, VaultError> {
        self.end_timed_out_login(id).await;
        let waiting = self.ports.vault.pending_login(id, self.ports.now()).await?;
        // After the vault: what ends a waiting login has said so here before.
        let live = self.states.of(id).read();
        if let Some(login) = waiting {
            return Ok(LoginReading::Waiting {
                login,
                link_available: live.link.is_some(),
            });
        }
        Ok(match live.login {
            LoginProgress::Idle => LoginReading::Idle,
            progress => LoginReading::Progress(progress),
        })
    }

    /// A callback of the organization that came for nothing since the last login began.
    pub fn refused_callback(&self, id: OrganizationId) -> Option<(CallbackRefusal, Timestamp)> {
        self.states.of(id).read().refused_callback
    }

    pub(super) async fn end_timed_out_login(self: &Arc<Self>, id: OrganizationId) {
        let now = self.ports.now();
        let unanswered = match self.states.of(id).read().login {
            LoginProgress::Confirming(confirmation) => confirmation.until <= now,
            _ => false,
        };
        if unanswered && self.drop_held(id) {
            self.end_login(&Actor::Console, id, LoginFailure::TimedOut)
                .await;
        }
        let ended = self
            .states
            .of(id)
            .read()
            .waiting_until
            .is_some_and(|until| until <= now);
        if !ended || !matches!(self.ports.vault.pending_login(id, now).await, Ok(None)) {
            return;
        }
        // Several look at once; one of them ends it.
        let first = self.states.of(id).change(|live| {
            let first = live.waiting_until.take_if(|until| *until <= now).is_some();
            if first {
                live.login = LoginProgress::ended(LoginFailure::TimedOut, now);
            }
            first
        });
        if first {
            self.end_login(&Actor::Console, id, LoginFailure::TimedOut)
                .await;
        }
    }
}
