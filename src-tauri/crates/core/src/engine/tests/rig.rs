//! The engine over a store, a vault and a Salesforce in memory, with the clock in hand.

use super::salesforce::MemorySalesforce;
use super::vault::MemoryVault;
use crate::actor::Actor;
use crate::alert::Alert;
use crate::clock::Clock;
use crate::connection::Account;
use crate::engine::{Engine, Ports};
use crate::entitlement::{Candidate, Entitlement, REQUIRED_EDITION};
use crate::environment::Environment;
use crate::fault::{Fault, FaultCode};
use crate::known::State;
use crate::login::callback::CallbackAddresses;
use crate::login::{LoginPhase, LoginPurpose};
use crate::notice::Notice;
use crate::organization::{Organization, OrganizationChange, OrganizationId};
use crate::port::Store;
use crate::port::entitlement::EntitlementSource;
use crate::port::salesforce::CallFailure;
pub(super) use crate::port::store::conformance::rig::{at, id, inactive, user};
use crate::port::store::memory::MemoryStore;
use crate::salesforce_id::SalesforceId;
use crate::session::{Outcome, Trigger};
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex};

pub(super) fn account() -> Account {
    Account {
        user_id: id(999_999),
        organization_id: SalesforceId::parse("00D000000000001").expect("valid"),
        username: "svc@example.com".to_owned(),
        display_name: "LPC Service".to_owned(),
        organization_name: "Halden".to_owned(),
    }
}

pub(super) fn person() -> &'static Actor {
    &Actor::Person(None)
}

pub(super) fn unreachable() -> CallFailure {
    CallFailure::Unreachable {
        fault: Fault::new(FaultCode::Unreachable, "timed out"),
        retry_after: None,
    }
}

#[derive(Clone)]
pub(super) struct Hand(Arc<Mutex<Timestamp>>);

impl Hand {
    pub(super) fn advance(&self, by: SignedDuration) {
        *self.0.lock().expect("no test panics in here") += by;
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("no test panics in here")
    }
}

/// The entitlement files that are found.
#[derive(Clone, Default)]
pub(super) struct Files(pub(super) Arc<Mutex<Vec<Candidate>>>);

pub(super) fn entitlement(organization: &str) -> Candidate {
    Candidate {
        file: "halden.entitlement".to_owned(),
        changed: None,
        content: Ok(Entitlement {
            customer: "Halden Group".to_owned(),
            edition: REQUIRED_EDITION.to_owned(),
            organizations: vec![SalesforceId::parse(organization).expect("valid")],
            sandboxes: false,
            issued: at(-10),
            not_before: at(-10),
            expires: at(90 * 86_400),
            key_id: "key".to_owned(),
        }),
    }
}

impl EntitlementSource for Files {
    fn find(&self) -> Vec<Candidate> {
        self.0.lock().expect("no test panics in here").clone()
    }
    fn examine(&self, _: &str, text: &str) -> Candidate {
        entitlement(text)
    }
    fn keep(&self, text: &str, _: &Entitlement) -> std::io::Result<()> {
        let mut files = self.0.lock().expect("no test panics in here");
        files.push(entitlement(text));
        Ok(())
    }
    fn remove_superseded(&self, _: &Entitlement) -> usize {
        0
    }
}

pub(super) struct Rig {
    pub(super) engine: Arc<Engine<MemoryVault, MemoryStore, MemorySalesforce>>,
    pub(super) salesforce: MemorySalesforce,
    pub(super) files: Files,
    pub(super) clock: Hand,
    pub(super) alerts: Arc<Mutex<Vec<Alert>>>,
    pub(super) notices: Arc<Mutex<Vec<Notice>>>,
    pub(super) id: OrganizationId,
}

impl Rig {
    /// An organization that is set up and that nobody signed in to, with three users.
    pub(super) async fn new() -> Self {
        let salesforce = MemorySalesforce::default();
        salesforce.with(|org| org.users = (1..=3).map(user).collect());
        // A delta does not read the others again.
        salesforce.with(|org| org.users[2].modified = at(1_900));
        let files = Files::default();
        files
            .keep(
                "00D000000000001",
                &entitlement("00D000000000001").content.expect("valid"),
            )
            .expect("memory takes everything");
        let clock = Hand(Arc::new(Mutex::new(at(2_000))));
        let alerts: Arc<Mutex<Vec<Alert>>> = Arc::default();
        let notices: Arc<Mutex<Vec<Notice>>> = Arc::default();
        let (alerted, noticed) = (Arc::clone(&alerts), Arc::clone(&notices));
        let engine = Engine::new(Ports {
            vault: MemoryVault::default(),
            store: MemoryStore::default(),
            salesforce: salesforce.clone(),
            entitlements: Arc::new(files.clone()),
            clock: Arc::new(clock.clone()),
            callbacks: CallbackAddresses::new("com.lpcadmin.console"),
            notify: Arc::new(move |notice| noticed.lock().expect("never panics").push(notice)),
            alert: Arc::new(move |alert| alerted.lock().expect("never panics").push(alert)),
            random: Arc::new(|| 0.5),
        });
        let first = Organization::named("Halden".to_owned(), None, "3MVG9");
        let id = first.id;
        engine
            .prepare(first)
            .await
            .expect("memory takes everything");
        let confirmed = OrganizationChange::NoLpcUser(true);
        let changed = engine.organizations.change(&Actor::Console, id, confirmed);
        changed.await.expect("memory takes everything");
        Self {
            engine,
            salesforce,
            files,
            clock,
            alerts,
            notices,
            id,
        }
    }

    /// The same, signed in and read once.
    pub(super) async fn connected() -> Self {
        let rig = Self::new().await;
        rig.log_in().await;
        rig
    }

    pub(super) async fn begin_login(&self) {
        let (connections, purpose) = (&self.engine.connections, LoginPurpose::Connect);
        connections
            .start_login(person(), self.id, Environment::Production, purpose)
            .await
            .expect("nothing stands in the way");
    }

    pub(super) async fn come_back(&self) {
        let callback = "com.lpcadmin.console://oauth/production?code=c&state=s";
        let taken = self.engine.connections.accept_callback(person(), callback);
        taken.await.expect("it was waited for");
        self.until(|state| !state.login.is_finishing()).await;
    }

    /// Signs in, and waits for the first session.
    pub(super) async fn log_in(&self) {
        self.begin_login().await;
        self.come_back().await;
        self.until(|state| state.turn.due().is_some()).await;
    }

    /// Lets the other tasks run until something is so.
    pub(super) async fn until(&self, so: impl Fn(&State) -> bool) {
        for _ in 0..100_000 {
            if self.state(|state| so(state)) {
                return;
            }
            tokio::task::yield_now().await;
        }
        panic!("it never came");
    }

    pub(super) fn state<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        self.engine.states.change(self.id, look)
    }

    pub(super) async fn session(&self) -> Option<Outcome> {
        self.engine.sync.run(self.id, Trigger::Schedule).await
    }

    pub(super) async fn login(&self) -> LoginPhase {
        self.engine.connections.login_reading(self.id).await.0
    }

    pub(super) fn vault(&self) -> &MemoryVault {
        &self.engine.ports.vault
    }

    pub(super) fn store(&self) -> &impl Store {
        &self.engine.ports.store
    }
}
