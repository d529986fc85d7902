use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use reqwest::header::HeaderMap;
use reqwest::{Client, Response, StatusCode, redirect};
use salesforce_sim::{App, Config, Sim};
use serde_json::Value;
use sha2::{Digest, Sha256};
use url::Url;

pub const SERVICE: &str = "svc-lpc@example.com";
pub const PASSWORD: &str = "stand-in-password";
pub const CALLBACK: &str = "com.lpcadmin.console://oauth/production";
pub const VERIFIER: &str = "a-verifier-of-more-than-forty-three-characters-in-all";

/// A stand-in with a clock that only moves when told, and a client that follows no redirect.
pub struct Bench {
    pub sim: Sim,
    pub http: Client,
    now: Arc<AtomicI64>,
}

/// Status, headers and text of an answer.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub async fn of(response: Response) -> Self {
        Self {
            status: response.status(),
            headers: response.headers().clone(),
            text: response.text().await.expect("the body is text"),
        }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("an ASCII header"))
    }

    /// Error and description of an OAuth error.
    pub fn oauth_error(&self) -> (String, String) {
        assert_eq!(self.status, StatusCode::BAD_REQUEST, "{}", self.text);
        let json = self.json();
        let get = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
        (get("error"), get("error_description"))
    }
}

/// What a login gives.
pub struct Tokens {
    pub access: String,
    pub refresh: String,
    pub answer: Value,
}

impl Bench {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let start: Timestamp = "2026-11-23T12:00:00Z".parse().expect("a valid time");
        let now = Arc::new(AtomicI64::new(start.as_millisecond()));
        let told = Arc::clone(&now);
        let clock = Arc::new(move || {
            Timestamp::from_millisecond(told.load(Ordering::SeqCst)).unwrap_or(Timestamp::MIN)
        });
        let mut config = Config {
            clock,
            ..Config::default()
        };
        change(&mut config);
        let sim = Sim::start(config).await.expect("a free port");
        let http = Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("a client");
        Self { sim, http, now }
    }

    pub fn advance(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }

    pub fn set(&self, switches: Value) {
        self.sim
            .control(serde_json::json!({ "set": switches }))
            .expect("known switches");
    }

    pub fn fault(&self, fault: &str) -> Value {
        self.sim
            .control(serde_json::json!({ "fault": fault }))
            .expect("a known fault")
    }

    pub fn counter(&self, name: &str) -> u64 {
        self.sim.state()["counters"][name]
            .as_u64()
            .expect("a counter")
    }

    pub fn client_id(&self) -> String {
        Config::default().client_id
    }

    /// A good authorize address, with some parameters replaced, added or (empty) left out.
    pub fn authorize_url(&self, changes: &[(&str, &str)]) -> String {
        let client_id = self.client_id();
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
        let mut params = vec![
            ("response_type", "code"),
            ("client_id", client_id.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
            ("scope", "api refresh_token id"),
            ("state", "a state"),
        ];
        for change in changes {
            params.retain(|(name, _)| name != &change.0);
            params.push(*change);
        }
        params.retain(|(_, value)| !value.is_empty());
        let address = format!("{}/services/oauth2/authorize", self.sim.origin());
        Url::parse_with_params(&address, params)
            .expect("an address")
            .into()
    }

    pub async fn get(&self, path: &str) -> Answer {
        let address = if path.starts_with("http") {
            path.to_owned()
        } else {
            self.sim.origin() + path
        };
        Answer::of(self.http.get(address).send().await.expect("an answer")).await
    }

    /// A GET with an access token.
    pub async fn call(&self, access: &str, path: &str) -> Answer {
        let request = self.http.get(self.sim.origin() + path).bearer_auth(access);
        Answer::of(request.send().await.expect("an answer")).await
    }

    pub async fn query(&self, access: &str, soql: &str) -> Answer {
        let address = self.sim.origin() + "/services/data/v66.0/query";
        let request = self
            .http
            .get(address)
            .bearer_auth(access)
            .query(&[("q", soql)]);
        Answer::of(request.send().await.expect("an answer")).await
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let request = self.http.post(self.sim.origin() + path).form(form);
        Answer::of(request.send().await.expect("an answer")).await
    }

    /// A request to the token endpoint with the app's id.
    pub async fn token(&self, form: &[(&str, &str)]) -> Answer {
        let client_id = self.client_id();
        let mut all = vec![("client_id", client_id.as_str())];
        all.extend_from_slice(form);
        self.post("/services/oauth2/token", &all).await
    }

    /// A request to the token endpoint as the confidential app with its secret.
    pub async fn confidential(&self, form: &[(&str, &str)]) -> Answer {
        let mut all = vec![
            ("client_id", App::CONFIDENTIAL_CLIENT_ID),
            ("client_secret", App::CONFIDENTIAL_CLIENT_SECRET),
        ];
        all.extend_from_slice(form);
        self.post("/services/oauth2/token", &all).await
    }

    /// Changes or registers an app.
    pub fn app(&self, app: Value) {
        self.sim
            .control(serde_json::json!({ "app": app }))
            .expect("an app");
    }

    /// A POST to another of the stand-in's hosts.
    pub async fn post_at(&self, name: &str, path: &str, form: &[(&str, &str)]) -> Answer {
        let origin = self.sim.origin();
        let host = origin.replace("http://localhost", name);
        let request = self
            .http
            .post(origin + path)
            .header("host", host)
            .form(form);
        Answer::of(request.send().await.expect("an answer")).await
    }

    pub async fn refresh(&self, token: &str) -> Answer {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)])
            .await
    }

    pub fn code_for(&self, username: &str) -> String {
        self.code(&self.authorize_url(&[]), username)
    }

    pub fn code(&self, authorize_url: &str, username: &str) -> String {
        let callback = self
            .sim
            .authorize_as(authorize_url, username)
            .expect("a callback");
        param(&callback, "code").expect("a code")
    }

    pub async fn redeem(&self, code: &str) -> Answer {
        self.token(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ])
        .await
    }

    pub async fn log_in(&self) -> Tokens {
        self.log_in_as(SERVICE).await
    }

    pub async fn log_in_as(&self, username: &str) -> Tokens {
        let answer = self.redeem(&self.code_for(username)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        tokens(&answer)
    }
}

pub fn tokens(answer: &Answer) -> Tokens {
    let json = answer.json();
    let get = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
    Tokens {
        access: get("access_token"),
        refresh: get("refresh_token"),
        answer: json,
    }
}

/// A decoded query parameter of an address.
pub fn param(address: &str, name: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// An error of the REST API: status, code and message.
pub fn api_error(answer: &Answer) -> (u16, String, String) {
    let json = answer.json();
    let get = |name: &str| json[0][name].as_str().unwrap_or_default().to_owned();
    (answer.status.as_u16(), get("errorCode"), get("message"))
}

/// The value of an attribute in a page, entities resolved where they occur in addresses.
pub fn attribute(page: &str, before: &str) -> String {
    let start = page
        .find(before)
        .unwrap_or_else(|| panic!("{before} is not in {page}"));
    let rest = &page[start + before.len()..];
    rest[..rest.find('"').expect("a closing quote")].replace("&amp;", "&")
}
