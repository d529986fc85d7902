mod app;

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

pub use app::{App, PreAuthorized};

/// Tells the time to the stand-in. Tests pass one that they move by hand.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The callback addresses that are registered when none are given.
pub const DEFAULT_CALLBACKS: [&str; 5] = [
    "com.lpcadmin.console://oauth/production",
    "com.lpcadmin.console://oauth/sandbox",
    "com.lpcadmin.console.demo://oauth/production",
    "com.lpcadmin.console.demo://oauth/sandbox",
    "http://localhost:1717/OauthRedirect",
];

/// How often something happens by itself, in the whole organization and per day. Nothing does
/// unless asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// Users who log in.
    pub logins_per_day: u32,
    /// Users whose name, title, role or profile changes.
    pub edits_per_day: u32,
    /// New users.
    pub arrivals_per_day: u32,
    /// Users who are deactivated.
    pub departures_per_day: u32,
}

/// What the server proves itself with; both are PEM.
#[derive(Clone, PartialEq, Eq)]
pub struct Tls {
    /// The certificate chain, the server's own certificate first.
    pub cert: Vec<u8>,
    /// Its private key: PKCS #8, PKCS #1 or SEC 1.
    pub key: Vec<u8>,
}

/// What a stand-in is started with.
#[derive(Clone)]
pub struct Config {
    /// TCP port on 127.0.0.1 and ::1; 0 picks a free one.
    pub port: u16,
    /// Number of users in the organization, both service accounts included; 10 to 1,000,000.
    pub users: usize,
    /// The same seed gives the same organization and the same people.
    pub seed: u64,
    /// Whether a refresh answers with a new refresh token and spends the old one.
    pub rotation: bool,
    /// The consumer key of the first app, a public client.
    pub client_id: String,
    /// The consumer secret of the first app. It is never required; one that is sent is checked.
    pub client_secret: Option<String>,
    /// User name of the service account.
    pub username: String,
    /// Password of every account of the organization.
    pub password: String,
    /// Security token of every account, which may follow the password where no page asks for it.
    pub security_token: String,
    /// Whether the organization is a sandbox.
    pub sandbox: bool,
    /// Registered callback addresses of the first app, compared byte for byte.
    pub callbacks: Vec<String>,
    /// The other apps. One without callbacks has those of the first app, and one whose `run_as`
    /// is empty runs as the service account. By default there is [`App::confidential`].
    pub apps: Vec<App>,
    /// What happens by itself at first; switches change it later.
    pub activity: Activity,
    /// Certificate and key, where the stand-in is to be reached by https.
    pub tls: Option<Tls>,
    /// Where the time comes from.
    pub clock: Clock,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            port: 0,
            users: 100,
            seed: 1,
            rotation: true,
            client_id: "3MVG9_stand_in_consumer_key_of_the_console".to_owned(),
            client_secret: None,
            username: "svc-lpc@example.com".to_owned(),
            password: "stand-in-password".to_owned(),
            security_token: "StandInSecurityToken0001".to_owned(),
            sandbox: false,
            callbacks: DEFAULT_CALLBACKS.iter().map(|s| (*s).to_owned()).collect(),
            apps: vec![App::confidential()],
            activity: Activity::default(),
            tls: None,
            clock: system_clock(),
        }
    }
}

impl Config {
    /// Every app that is registered at the start, the first one first.
    pub(crate) fn registered(&self) -> Vec<App> {
        let first = App {
            client_id: self.client_id.clone(),
            name: "LPC Admin Console".to_owned(),
            client_secret: self.client_secret.clone(),
            callbacks: self.callbacks.clone(),
            ..App::default()
        };
        let others = self.apps.iter().cloned().map(|mut app| {
            if app.callbacks.is_empty() {
                app.callbacks.clone_from(&self.callbacks);
            }
            if app.run_as.as_deref() == Some("") {
                app.run_as = Some(self.username.clone());
            }
            app
        });
        std::iter::once(first).chain(others).collect()
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("port", &self.port)
            .field("users", &self.users)
            .field("seed", &self.seed)
            .field("rotation", &self.rotation)
            .field("client_id", &self.client_id)
            .field("username", &self.username)
            .field("sandbox", &self.sandbox)
            .field("callbacks", &self.callbacks)
            .field("apps", &self.apps)
            .field("activity", &self.activity)
            .field("tls", &self.tls.is_some())
            .finish_non_exhaustive()
    }
}

/// The clock of the machine.
pub fn system_clock() -> Clock {
    Arc::new(Timestamp::now)
}
