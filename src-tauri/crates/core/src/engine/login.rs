//! The login from the button to the stored connection.

use super::accept::{Checked, Stopped};
use super::connections::Connections;
use crate::actor::Actor;
use crate::audit::{AuditKind, Change};
use crate::environment::Environment;
use crate::fault::FaultCode;
use crate::gate::not_entitled;
use crate::key_store::KeyStoreNotice;
use crate::login::callback::{Callback, CallbackAnswer};
use crate::login::state::{Login, LoginPhase};
use crate::login::{
    CallbackRefusal, ConsumedLogin, LOGIN_LIFETIME, LoginFailure, LoginPurpose, NewLogin,
    PendingLogin,
};
use crate::notice::Notice;
use crate::organization::OrganizationId;
use crate::part::Part;
use crate::port::salesforce::{AuthorizationRequest, Redemption, Salesforce, TokenFailure};
use crate::port::store::Store;
use crate::port::vault::{SealState, Vault, VaultError};
use crate::preflight::Check;
use crate::refusal::{NotDone, may_sign_in};
use crate::secret::Secret;
use crate::session::Trigger;
use jiff::Timestamp;
use std::sync::Arc;

impl<V: Vault, S: Store, F: Salesforce> Connections<V, S, F> {
    /// Begins a login and answers the link to open. An older one of the organization is superseded.
    pub async fn start_login(
        self: &Arc<Self>,
        actor: &Actor,
        id: OrganizationId,
        environment: Environment,
        purpose: LoginPurpose,
    ) -> Result<Secret, NotDone> {
        self.license
            .entitlement()
            .map_err(|refusal| NotDone::NotEntitled(refusal.problem))?;
        let organization = self.ports.organization(id).await?;
        let busy = self.states.change(id, |state| state.login.is_finishing());
        let app = may_sign_in(&organization, environment, busy)?;
        let seal_state = self.ports.vault.seal_state().await?;
        if seal_state == SealState::KeyLost {
            // Pressing the button is the person's consent: a lost key is replaced only here.
            self.ports.vault.replace_lost_key().await?;
            self.take_up_logins().await?;
        } else if matches!(seal_state, SealState::NoKeyStore { .. })
            && let Some(notice) = KeyStoreNotice::of(seal_state)
        {
            return Err(NotDone::KeyStore(notice.text()));
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
        let login = PendingLogin {
            organization: id,
            environment,
            client_id: app.consumer_key,
            login_origin,
            purpose,
            started,
            expires: started + LOGIN_LIFETIME,
        };
        let begun = NewLogin {
            login: login.clone(),
            state: authorization.state,
            verifier: authorization.verifier,
        };
        self.ports.vault.begin_login(begun).await?;
        self.drop_held(id, Login::Idle);
        let link = Some(authorization.url.clone());
        self.states.change(id, |state| {
            state.login = Login::Waiting { login, link };
            state.refused_callback = None;
        });
        tracing::info!(organization = %id, environment = environment.slug(), "a login began");
        self.journal
            .record(
                actor,
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
    pub fn login_link(&self, id: OrganizationId) -> Option<Secret> {
        let now = self.ports.now();
        self.states.change(id, |state| match &state.login {
            Login::Waiting { login, link } if login.expires > now => link.clone(),
            _ => None,
        })
    }

    /// Gives a waiting login ten more minutes from now; `false` when none waits.
    pub async fn extend_login(&self, id: OrganizationId) -> Result<bool, VaultError> {
        let now = self.ports.now();
        let expires = now + LOGIN_LIFETIME;
        let extended = self.ports.vault.extend_login(id, expires, now).await?;
        if extended {
            self.states.change(id, |state| {
                if let Login::Waiting { login, .. } = &mut state.login {
                    login.expires = expires;
                }
            });
            self.ports.notify(Notice::ConnectionChanged(id));
        }
        Ok(extended)
    }

    /// Ends a waiting login, or drops an account that waits to be confirmed. Where a callback was
    /// quicker, its login goes on.
    pub async fn cancel_login(
        self: &Arc<Self>,
        actor: &Actor,
        id: OrganizationId,
    ) -> Result<(), VaultError> {
        let now = self.ports.now();
        let end = (self.states).change(id, |state| {
            (state.login).ended(LoginFailure::Canceled, Vec::new(), now)
        });
        let held = self.drop_held(id, end);
        let canceled = self.ports.vault.cancel_login(id).await;
        if held || matches!(canceled, Ok(true)) {
            self.end_login(actor, id, LoginFailure::Canceled, Vec::new())
                .await;
        }
        canceled.map(drop)
    }

    /// Forgets how the last login failed.
    pub fn dismiss_login_failure(&self, id: OrganizationId) {
        self.states.change(id, |state| {
            if matches!(state.login, Login::Failed { .. }) {
                state.login = Login::Idle;
            }
            state.refused_callback = None;
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
        let vault = &self.ports.vault;
        let consumed = match vault.consume_login(&state, environment, now).await {
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
        self.states.change(id, |state| {
            state.refused_callback = None;
            state.consumed = Some(now);
            state.login = Login::Exchanging(environment);
        });
        self.ports.notify(Notice::CallbackAccepted(id));
        self.ports.notify(Notice::ConnectionChanged(id));
        match answer {
            CallbackAnswer::Error { error, description } => {
                let fault = self.ports.salesforce.callback_fault(&error, &description);
                let failure = if fault.code == FaultCode::Denied {
                    LoginFailure::Denied(fault)
                } else {
                    LoginFailure::Refused(fault)
                };
                self.end_login(actor, id, failure, Vec::new()).await;
            }
            CallbackAnswer::Code(code) => {
                let (connections, by) = (Arc::clone(self), actor.clone());
                let redeem = async move { connections.redeem(&by, consumed, code).await };
                self.finish(actor, id, redeem);
            }
        }
        Ok(())
    }

    async fn redeem(
        &self,
        actor: &Actor,
        consumed: ConsumedLogin,
        code: Secret,
    ) -> Result<Checked, Stopped> {
        let ConsumedLogin { login, verifier } = consumed;
        // Without an entitlement the code is not redeemed: it ends by itself.
        (self.license.entitlement()).map_err(|refusal| (not_entitled(refusal), Vec::new()))?;
        let redemption = Redemption {
            login_origin: login.login_origin.clone(),
            client_id: login.client_id.clone(),
            redirect_uri: self.ports.callbacks.of(login.environment),
            code,
            verifier,
        };
        let failure = match self.ports.salesforce.redeem(redemption).await {
            Ok(grant) => return self.check_login(actor, login, grant).await,
            Err(TokenFailure::Lost(fault) | TokenFailure::Refused(fault)) => {
                LoginFailure::Refused(fault)
            }
            Err(TokenFailure::Transient { fault, .. }) => LoginFailure::Unreachable(fault),
            Err(TokenFailure::Untrusted { detail, tokens }) => {
                self.revoke_all(&login.login_origin, &tokens).await;
                LoginFailure::Untrusted { detail }
            }
        };
        Err((failure, Vec::new()))
    }

    /// Takes up how a login went on after its callback.
    async fn went_on(
        self: &Arc<Self>,
        actor: &Actor,
        id: OrganizationId,
        outcome: Result<Checked, Stopped>,
    ) {
        match outcome {
            // The new connection is durable: everyone is read with it.
            Ok(Checked::Stored) => {
                self.states.change(id, |state| state.login = Login::Idle);
                self.ports.notify(Notice::ConnectionChanged(id));
                // Which organizations are connected decides what the gate says of the others.
                self.ports.notify(Notice::GateChanged);
                self.states.start_session(id, Trigger::Connected);
            }
            Ok(Checked::Held) => self.ports.notify(Notice::ConnectionChanged(id)),
            Err((failure, checks)) => self.end_login(actor, id, failure, checks).await,
        }
    }

    /// Finishes a login whose callback was taken, detached for the same reason as a refresh: a redeemed
    /// code is spent. Whatever happens, it has an end.
    pub(super) fn finish(
        self: &Arc<Self>,
        actor: &Actor,
        id: OrganizationId,
        finishing: impl Future<Output = Result<Checked, Stopped>> + Send + 'static,
    ) {
        let (connections, actor) = (Arc::clone(self), actor.clone());
        let finish = async move {
            // Held until the outcome is durable: closing the console waits for it, and no refresh of
            // the old token runs beside it.
            let refreshing = Arc::clone(&connections.states.of(id).refreshing);
            let held = refreshing.lock_owned().await;
            let outcome = finishing.await;
            drop(held);
            connections.went_on(&actor, id, outcome).await;
        };
        let connections = Arc::clone(self);
        tokio::spawn(async move {
            let tasks = &connections.states.tasks;
            if tasks.run(Part::Login, finish).await.is_err() {
                let (actor, failure) = (Actor::Console, LoginFailure::Interrupted);
                connections.end_login(&actor, id, failure, Vec::new()).await;
            }
        });
    }

    /// A callback that came for nothing is told where its login began, so that nobody waits for
    /// it; only its own state leads there. One that is merely delivered twice is not told.
    async fn note_refusal(&self, state: &Secret, refusal: CallbackRefusal) {
        let Ok(Some(id)) = self.ports.vault.login_owner(state).await else {
            return;
        };
        let now = self.ports.now();
        let told = (self.states).change(id, |state| state.refuse_callback(refusal, now));
        if told {
            self.ports.notify(Notice::ConnectionChanged(id));
        }
    }

    /// Revokes what came with an answer that is not trusted.
    pub(super) async fn revoke_all(&self, origin: &str, tokens: &[Secret]) {
        for token in tokens {
            self.revoke(&[origin], token).await;
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

    async fn end_login(
        &self,
        actor: &Actor,
        id: OrganizationId,
        failure: LoginFailure,
        checks: Vec<Check>,
    ) {
        let at = self.ports.now();
        self.states.change(id, |state| {
            state.login = state.login.ended(failure.clone(), checks, at);
        });
        self.tell_end(actor, id, &failure).await;
    }

    async fn tell_end(&self, actor: &Actor, id: OrganizationId, failure: &LoginFailure) {
        tracing::info!(organization = %id, outcome = failure.name(), "a login ended without a connection");
        let change = match failure.fault() {
            Some(fault) => Change::to(&*fault.raw).of(failure.name()),
            None => Change::default().of(failure.name()),
        };
        let by_choice = failure.is_a_persons_choice();
        let actor = if by_choice { actor } else { &Actor::Console };
        self.journal
            .record(actor, AuditKind::LoginFailed, Some(id), change)
            .await;
        self.ports.notify(Notice::ConnectionChanged(id));
    }

    /// Where the login stands, and a callback that came for nothing since it began.
    pub async fn login_reading(
        self: &Arc<Self>,
        id: OrganizationId,
    ) -> (LoginPhase, Option<(CallbackRefusal, Timestamp)>) {
        self.end_overdue_login(id).await;
        self.states
            .change(id, |state| (state.login.phase(), state.refused_callback))
    }

    /// Ends a login that nobody came back from in time, or whose question nobody answered.
    pub(super) async fn end_overdue_login(self: &Arc<Self>, id: OrganizationId) {
        let now = self.ports.now();
        let overdue = self.states.change(id, |state| state.login.end_overdue(now));
        match overdue {
            None => return,
            Some(Login::Confirming(held)) => self.revoke_later(*held),
            Some(_) => {
                // Its verifier goes; a callback that still comes is told that it is late.
                if let Err(error) = self.ports.vault.pending_logins(now).await {
                    tracing::warn!(%error, "a login that timed out is still in the vault");
                }
            }
        }
        let actor = Actor::Console;
        self.tell_end(&actor, id, &LoginFailure::TimedOut).await;
    }

    /// Takes up what waits in the vault: the only thing about a login that outlives the process.
    pub(super) async fn take_up_logins(&self) -> Result<(), VaultError> {
        let waiting = self.ports.vault.pending_logins(self.ports.now()).await?;
        for (id, live) in self.states.all() {
            live.change(|state| {
                let gone = !waiting.iter().any(|login| login.organization == id);
                if gone && matches!(state.login, Login::Waiting { .. }) {
                    state.login = Login::Idle;
                }
            });
        }
        for login in waiting {
            self.states.change(login.organization, |state| {
                if !state.login.is_under_way() {
                    state.login = Login::Waiting { login, link: None };
                }
            });
        }
        Ok(())
    }
}
