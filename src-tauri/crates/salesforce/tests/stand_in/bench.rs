//! A stand-in, a client that trusts it, and a login.

use lpc_core::environment::Environment;
use lpc_core::login::callback::{CallbackAddresses, CallbackAnswer};
use lpc_core::port::salesforce::{
    Access, Authorization, AuthorizationRequest, Redemption, Salesforce, TokenFailure, TokenGrant,
};
use lpc_core::secret::Secret;
use lpc_salesforce::{Origin, SalesforceClient, TrustedHosts};
use salesforce_sim::{Config, Sim};
use serde_json::{Value, json};

pub struct Bench {
    pub sim: Sim,
    pub client: SalesforceClient,
    pub config: Config,
}

impl Bench {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::default();
        change(&mut config);
        let sim = Sim::start(config.clone()).await.expect("a free port");
        let origin = Origin::stand_in(&sim.origin()).expect("a stand-in's origin");
        let trusted = TrustedHosts::with_stand_in(origin.clone(), origin);
        let client = SalesforceClient::new(trusted, "lpc-tests/1").expect("set up");
        Self {
            sim,
            client,
            config,
        }
    }

    pub fn set(&self, switches: Value) {
        self.sim
            .control(json!({"set": switches}))
            .expect("known switches");
    }

    pub fn fault(&self, name: &str) {
        self.sim
            .control(json!({"fault": name}))
            .expect("a known fault");
    }

    pub fn users_fault(&self, name: &str, count: u64) -> Vec<String> {
        let state = self
            .sim
            .control(json!({"fault": name, "count": count}))
            .expect("a known fault");
        let users = state["last_fault"]["users"].as_array().expect("ids");
        users
            .iter()
            .map(|id| id.as_str().expect("an id").to_owned())
            .collect()
    }

    /// How many requests of a kind came so far.
    pub fn requests(&self, kind: &str) -> u64 {
        self.sim.state()["counters"]["requests"][kind]
            .as_u64()
            .unwrap_or(0)
    }

    pub fn redirect_uri(&self) -> String {
        callbacks().of(Environment::Production)
    }

    pub fn authorization(&self) -> Authorization {
        self.client
            .authorization(&AuthorizationRequest {
                login_origin: &self.sim.origin(),
                client_id: &self.config.client_id,
                redirect_uri: &self.redirect_uri(),
                login_hint: None,
            })
            .expect("the stand-in is trusted")
    }

    /// What a callback of a finished login gives to redeem.
    pub fn redemption(&self, authorization: &Authorization) -> Redemption {
        let address = self
            .sim
            .authorize_as(authorization.url.expose(), &self.config.username)
            .expect("a callback");
        let callback = callbacks().parse(&address).expect("a callback of ours");
        assert_eq!(callback.state.expose(), authorization.state.expose());
        let CallbackAnswer::Code(code) = callback.answer else {
            panic!("an error came to the callback");
        };
        Redemption {
            login_origin: self.sim.origin(),
            client_id: self.config.client_id.clone(),
            redirect_uri: self.redirect_uri(),
            code,
            verifier: authorization.verifier.clone(),
        }
    }

    pub async fn log_in(&self) -> TokenGrant {
        let redemption = self.redemption(&self.authorization());
        self.client.redeem(redemption).await.expect("a grant")
    }

    pub async fn refresh(&self, token: &Secret) -> Result<TokenGrant, TokenFailure> {
        self.client
            .refresh(&self.sim.origin(), &self.config.client_id, token)
            .await
    }
}

pub fn access(grant: &TokenGrant) -> Access {
    Access {
        token: grant.access_token.clone(),
        instance_url: grant.instance_url.clone(),
        generation: 1,
    }
}

pub fn refresh_token(grant: &TokenGrant) -> &Secret {
    grant.refresh_token.as_ref().expect("a refresh token")
}

fn callbacks() -> CallbackAddresses {
    CallbackAddresses::new("com.lpcadmin.console.demo")
}
