//! A console on a temporary folder, connected to a stand-in, with a clock set by hand.

mod entitlement;
mod parts;

pub use entitlement::{ENTITLEMENT, deploy_entitlement, entitlement_for, sign};
pub use parts::{CANARY, MemoryKeyStore, TestClock, TestHost, person};

use jiff::Timestamp;
use lpc_admin_console_shell::composition::{
    DesktopConsole, Parts, compose, first_organization, ports,
};
use lpc_admin_console_shell::flavor::FLAVOR;
use lpc_admin_console_shell::start_failure::explain;
use lpc_api::users::UsersPage;
use lpc_core::alert::Alert;
use lpc_core::clock::Clock;
use lpc_core::connection::ConnectionStateName;
use lpc_core::connectivity::Connectivity;
use lpc_core::engine::Engine;
use lpc_core::environment::Environment;
use lpc_core::login::LoginPhase;
use lpc_core::login::LoginPurpose;
use lpc_core::login::callback::CallbackAddresses;
use lpc_core::notice::Notice;
use lpc_core::organization::{OrganizationChange, OrganizationId};
use lpc_core::port::store::{SortColumn, Window};
use lpc_core::secret::Secret;
use lpc_core::session::{Outcome, Trigger};
use lpc_core::storage::StartProblem;
use lpc_core::users::ShownFilter;
use lpc_core::users::UserCounts;
use lpc_core::users::UserQuery;
use lpc_salesforce::{Origin, TrustedHosts};
use lpc_sqlite::Database;
use salesforce_sim::{Config, Sim};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::watch;

pub const USERNAME: &str = "svc-lpc@example.com";
pub const LOST: &str = "invalid_grant: expired access/refresh token";

/// Nothing in a test takes longer than this unless it hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// Counts what the console told its host.
pub type Changes = watch::Receiver<u64>;

/// Alerts in the order in which they came.
pub type Alerts = Arc<Mutex<Vec<Alert>>>;

pub struct Rig {
    pub sim: Sim,
    pub clock: Arc<TestClock>,
    pub key_store: Arc<MemoryKeyStore>,
    pub host: TestHost,
    pub id: OrganizationId,
    pub folder: Arc<TempDir>,
    /// What the desktop was told since this console was opened.
    pub alerts: Alerts,
    /// `console.db` and `vault.db`.
    pub databases: [Database; 2],
    changed: Changes,
}

impl Rig {
    /// A fresh console and a stand-in with 300 users, nobody connected yet.
    pub async fn new() -> Self {
        Self::with(Config {
            users: 300,
            ..Config::default()
        })
        .await
    }

    pub async fn with(config: Config) -> Self {
        Self::at(config, Arc::new(TestClock::new(Timestamp::now()))).await
    }

    pub async fn at(config: Config, clock: Arc<TestClock>) -> Self {
        let sim = Sim::start(config).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        deploy_entitlement(&folder, &[&sim], clock.now());
        let key_store = Arc::new(MemoryKeyStore::default());
        let rig = Self::open(sim, clock, key_store, Arc::new(folder)).await;
        lpc_api::connectivity::confirm_no_lpc_user(&rig.host, rig.org(), true)
            .await
            .unwrap();
        rig
    }

    async fn open(
        sim: Sim,
        clock: Arc<TestClock>,
        key_store: Arc<MemoryKeyStore>,
        folder: Arc<TempDir>,
    ) -> Self {
        let (console, changed, alerts, databases) =
            open_console(&sim, &clock, &key_store, &folder).await;
        let id = console.directory.organizations().await.unwrap()[0].id;
        let host = TestHost {
            console,
            opened: Mutex::new(None),
            clipboard: Mutex::new(String::new()),
            chosen: Mutex::new(None),
            folder: folder.path().display().to_string(),
        };
        Self {
            sim,
            clock,
            key_store,
            host,
            id,
            folder,
            alerts,
            databases,
            changed,
        }
    }

    /// The console closed and opened again on the same folder.
    pub async fn restarted(self) -> Self {
        self.restarted_after(|_| {}).await
    }

    /// The same, with something that happens to the folder in between.
    pub async fn restarted_after(self, happens: impl FnOnce(&std::path::Path)) -> Self {
        let closed = self.closed().await;
        happens(closed.folder.path());
        closed.opened().await
    }

    /// The console closed.
    pub async fn closed(self) -> Closed {
        let Self {
            sim,
            clock,
            key_store,
            host,
            folder,
            databases,
            ..
        } = self;
        host.console.connections.settle().await;
        drop((host, databases));
        // What still runs in the background keeps the files open, as long as the stand-in lets it.
        let open = ["console.db-wal", "vault.db-wal"].map(|log| folder.path().join(log));
        let closing = async {
            while open.iter().any(|log| log.exists()) {
                tokio::task::yield_now().await;
            }
        };
        let _ = tokio::time::timeout(Duration::from_secs(2), closing).await;
        Closed {
            sim,
            clock,
            key_store,
            folder,
        }
    }

    /// A second console process on the same folder.
    pub async fn beside(&self) -> Arc<DesktopConsole> {
        open_console(&self.sim, &self.clock, &self.key_store, &self.folder)
            .await
            .0
    }

    /// The same service account connected by a console on another computer.
    pub async fn connect_elsewhere(&self) {
        let folder = tempfile::tempdir().unwrap();
        let key_store = Arc::new(MemoryKeyStore::default());
        deploy_entitlement(&folder, &[&self.sim], self.clock.now());
        let (console, changed, ..) =
            open_console(&self.sim, &self.clock, &key_store, &folder).await;
        let id = console.directory.organizations().await.unwrap()[0].id;
        let confirmed = OrganizationChange::NoLpcUser(true);
        console
            .organizations
            .change(&person(), id, confirmed)
            .await
            .unwrap();
        let environment = lpc_core::environment::Environment::Production;
        let link = console
            .connections
            .start_login(&person(), id, environment, LoginPurpose::Connect)
            .await
            .unwrap();
        let callback = self.approve(&link, USERNAME);
        console
            .connections
            .accept_callback(&person(), &callback)
            .await
            .unwrap();
        until("connected elsewhere", changed, async || {
            let reading = console.directory.connection(id).await;
            reading.unwrap().connection.is_some()
        })
        .await;
        console.connections.settle().await;
    }

    /// An entitlement for the organization that the stand-in is now.
    pub async fn renew_entitlement(&self) {
        deploy_entitlement(&self.folder, &[&self.sim], self.clock.now());
        lpc_api::gate::check_entitlement(&self.host).await.unwrap();
    }

    pub fn org(&self) -> OrganizationId {
        self.id
    }

    /// Presses *Connect to Salesforce* and answers the link that the browser got.
    pub async fn start_login(&self) -> Secret {
        lpc_api::login::start_login(&self.host, self.org(), Environment::Production)
            .await
            .unwrap();
        self.host.opened.lock().unwrap().clone().unwrap()
    }

    /// Logs in at the stand-in and answers the callback address.
    pub fn approve(&self, link: &Secret, username: &str) -> String {
        self.sim.authorize_as(link.expose(), username).unwrap()
    }

    /// The whole way to *Connected* with everyone listed.
    pub async fn connect(&mut self) {
        self.log_in_as(USERNAME).await;
        self.wait_for_session().await;
        assert_eq!(self.state().await, ConnectionStateName::Connected);
    }

    /// A login up to its end, whichever it is.
    pub async fn log_in_as(&mut self, username: &str) -> LoginPhase {
        let link = self.start_login().await;
        let callback = self.approve(&link, username);
        self.host.take_callback(&callback).await.unwrap();
        self.wait_for_login().await
    }

    /// Waits until the login is neither being exchanged nor checked.
    pub async fn wait_for_login(&mut self) -> LoginPhase {
        loop {
            let phase = self.connectivity().await.login;
            match phase {
                LoginPhase::Exchanging { .. } | LoginPhase::Checking { .. } => self.change().await,
                ended => return ended,
            }
        }
    }

    /// Waits until no session runs and one has ended.
    pub async fn wait_for_session(&mut self) {
        loop {
            let overview = lpc_api::overview::overview(&self.host).await.unwrap();
            let organization = &overview.organizations[0];
            if !organization.session_running && organization.last_session.is_some() {
                return;
            }
            self.change().await;
        }
    }

    /// Waits until so many sessions have ended and none runs.
    pub async fn wait_for_sessions(&mut self, ended: i64) {
        while self.ended_sessions() < ended {
            self.change().await;
        }
        self.wait_for_session().await;
    }

    /// Sessions that have ended, as the database tells.
    pub fn ended_sessions(&self) -> i64 {
        let database = rusqlite::Connection::open(self.folder.path().join("console.db")).unwrap();
        let sql = "SELECT count(*) FROM session WHERE ended IS NOT NULL";
        database.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// Waits until the session after a reconnect has closed the incident.
    pub async fn wait_for_recovery(&mut self) {
        while self.connectivity().await.recovery.is_none() {
            self.change().await;
        }
    }

    /// Whether the host was told of anything since the last time it was asked.
    pub fn was_told(&mut self) -> bool {
        let told = self.changed.has_changed().unwrap();
        self.changed.mark_unchanged();
        told
    }

    async fn change(&mut self) {
        tokio::time::timeout(PATIENCE, self.changed.changed())
            .await
            .expect("the console tells of a change")
            .unwrap();
    }

    /// Waits until it holds; the console tells of a change that may be it.
    pub async fn until(&self, what: &str, holds: impl AsyncFnMut() -> bool) {
        until(what, self.changed.clone(), holds).await;
    }

    /// Waits until a counter of the stand-in has this value.
    pub async fn until_counted(&self, pointer: &str, value: u64) {
        let counted = |state: &serde_json::Value| state.pointer(pointer) == Some(&json!(value));
        tokio::time::timeout(PATIENCE, self.sim.until(counted))
            .await
            .unwrap_or_else(|_| panic!("{pointer} is not {value}"));
    }

    /// Runs one scheduled session to its end, after the one that runs already.
    pub async fn session(&self) -> Outcome {
        let mut outcome = None;
        let sync = &self.host.console.sync;
        self.until("a session runs", async || {
            outcome = sync.run(self.id, Trigger::Schedule).await;
            outcome.is_some()
        })
        .await;
        outcome.unwrap()
    }

    pub async fn connectivity(&self) -> Connectivity {
        lpc_api::connectivity::connectivity(&self.host, self.org())
            .await
            .unwrap()
    }

    pub async fn state(&self) -> ConnectionStateName {
        self.connectivity().await.state
    }

    pub async fn counts(&self) -> UserCounts {
        lpc_api::users::user_counts(&self.host, self.org())
            .await
            .unwrap()
    }

    pub async fn users(&self, filter: ShownFilter, search: &str) -> UsersPage {
        let query = UserQuery {
            organization_id: self.org(),
            filter,
            search: search.to_owned(),
            sort: SortColumn::EffectiveStatus,
            descending: false,
            window: Window {
                offset: 0,
                limit: 500,
            },
        };
        lpc_api::users::users(&self.host, query).await.unwrap()
    }

    pub fn fault(&self, fault: &str) {
        self.sim.control(json!({ "fault": fault })).unwrap();
    }

    pub fn set(&self, switch: &str, value: serde_json::Value) {
        self.sim
            .control(json!({ "set": { switch: value } }))
            .unwrap();
    }

    /// A counter of the stand-in.
    pub fn counter(&self, name: &str) -> u64 {
        self.sim.state()["counters"][name].as_u64().unwrap()
    }

    /// Requests that the stand-in's endpoint got.
    pub fn requests(&self, endpoint: &str) -> u64 {
        self.sim.state()["counters"]["requests"][endpoint]
            .as_u64()
            .unwrap_or(0)
    }

    /// Revokes the token as an admin in Salesforce would, and lets a session find out.
    pub async fn lose(&self) {
        self.fault("revoke_refresh_tokens");
        self.fault("expire_access_tokens");
        assert_eq!(self.session().await, Outcome::Failed);
        assert_eq!(self.state().await, ConnectionStateName::Lost);
    }
}

/// A console that is not running.
pub struct Closed {
    sim: Sim,
    clock: Arc<TestClock>,
    key_store: Arc<MemoryKeyStore>,
    pub folder: Arc<TempDir>,
}

impl Closed {
    pub async fn opened(self) -> Rig {
        Rig::open(self.sim, self.clock, self.key_store, self.folder).await
    }

    /// Why it does not start, as the window says it.
    pub fn start_problem(&self) -> StartProblem {
        let origin = Origin::stand_in(&self.sim.origin()).unwrap();
        let parts = Parts {
            key_store: Arc::<MemoryKeyStore>::clone(&self.key_store),
            trusted: TrustedHosts::with_stand_in(origin.clone(), origin),
            clock: Arc::<TestClock>::clone(&self.clock),
            callbacks: CallbackAddresses::new(FLAVOR.scheme),
            notify: Arc::new(|_| {}),
            alert: Arc::new(|_| {}),
        };
        let error = compose(self.folder.path(), parts)
            .err()
            .expect("it does not start");
        explain(&error, self.folder.path())
    }
}

async fn open_console(
    sim: &Sim,
    clock: &Arc<TestClock>,
    key_store: &Arc<MemoryKeyStore>,
    folder: &TempDir,
) -> (Arc<DesktopConsole>, Changes, Alerts, [Database; 2]) {
    let alerts = Alerts::default();
    let told = Arc::clone(&alerts);
    let (sender, changed) = watch::channel(0_u64);
    let (telling, alerting) = (Arc::clone(clock), Arc::clone(clock));
    let notify = move |_: Notice| {
        sender.send_modify(|count| *count += 1);
        telling.pass("notify");
    };
    let origin = Origin::stand_in(&sim.origin()).unwrap();
    let trusted = TrustedHosts::with_stand_in(origin.clone(), origin);
    let ports = ports(
        folder.path(),
        Parts {
            key_store: Arc::<MemoryKeyStore>::clone(key_store),
            trusted,
            clock: Arc::<TestClock>::clone(clock),
            callbacks: CallbackAddresses::new(FLAVOR.scheme),
            notify: Arc::new(notify),
            alert: Arc::new(move |alert| {
                alerting.pass("alert");
                told.lock().unwrap().push(alert);
            }),
        },
    )
    .unwrap();
    let databases = [ports.store.database(), ports.vault.database()].map(Clone::clone);
    let console = Engine::new(ports);
    console.prepare(first_organization()).await.unwrap();
    (console, changed, alerts, databases)
}

/// Waits until it holds. It is looked at again whenever the console tells of a change.
pub async fn until(what: &str, mut changed: Changes, mut holds: impl AsyncFnMut() -> bool) {
    let waiting = async {
        changed.mark_unchanged();
        while !holds().await {
            changed.changed().await.expect("the console is open");
        }
    };
    let outcome = tokio::time::timeout(PATIENCE, waiting).await;
    outcome.unwrap_or_else(|_| panic!("{what}"));
}

/// A console over two stand-ins, one for each environment, without an organization that is used.
pub async fn open_console_with(
    production: &Sim,
    sandbox: &Sim,
    clock: &Arc<TestClock>,
    key_store: Arc<MemoryKeyStore>,
) -> (Arc<DesktopConsole>, Changes, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    deploy_entitlement(&folder, &[production, sandbox], clock.now());
    let (sender, changed) = watch::channel(0_u64);
    let origin = |sim: &Sim| Origin::stand_in(&sim.origin()).unwrap();
    let console = compose(
        folder.path(),
        Parts {
            key_store,
            trusted: TrustedHosts::with_stand_in(origin(production), origin(sandbox)),
            clock: Arc::<TestClock>::clone(clock),
            callbacks: CallbackAddresses::new(FLAVOR.scheme),
            notify: Arc::new(move |_| sender.send_modify(|count| *count += 1)),
            alert: Arc::new(|_| {}),
        },
    )
    .unwrap();
    console.license.check().await;
    (console, changed, folder)
}
