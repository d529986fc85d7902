//! Everything the stand-in knows, behind one lock.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::activity::Passing;
use crate::config::Config;
use crate::counters::Counters;
use crate::interference::{Planned, Recent};
use crate::oauth::{Apps, Browsers, Grants, Keys, Secrets};
use crate::organization::permission_sets::effective;
use crate::organization::{Organization, Right};
use crate::people::{OTHER_ROW, People, SERVICE_ROW};
use crate::rest::Cursors;
use crate::soql::Effort;
use crate::switches::Switches;

/// The organization, its people, its grants, and how it behaves.
pub(crate) struct World {
    pub(crate) config: Config,
    pub(crate) origin: String,
    pub(crate) organization: Organization,
    pub(crate) people: People,
    pub(crate) apps: Apps,
    /// Requests to the REST API by position of the app.
    pub(crate) app_requests: HashMap<usize, u64>,
    /// What has happened by itself.
    pub(crate) passing: Passing,
    pub(crate) grants: Grants,
    pub(crate) keys: Keys,
    pub(crate) secrets: Secrets,
    pub(crate) browsers: Browsers,
    pub(crate) cursors: Cursors,
    /// What is left of the allowance of the request that is being answered.
    pub(crate) effort: Effort,
    pub(crate) switches: Switches,
    pub(crate) counters: Counters,
    /// Milliseconds that a fault has moved the clock by.
    pub(crate) clock_moved_ms: i64,
    pub(crate) last_fault: Value,
    /// Faults that wait for their requests.
    pub(crate) planned: Vec<Planned>,
    /// The last answers, the newest first.
    pub(crate) recent: VecDeque<Recent>,
    /// How often chance was asked.
    pub(crate) drawn: u64,
    /// Milliseconds since the epoch at which the objects became what they are.
    pub(crate) described_at: i64,
    /// How often the organization has been refreshed.
    pub(crate) refreshed: u64,
}

impl World {
    /// An app that cannot be registered is left out; [`Apps::check`] tells beforehand.
    pub(crate) fn new(config: Config, origin: String) -> Self {
        let registered = config.registered();
        let mut secrets = Secrets::default();
        for secret in registered
            .iter()
            .filter_map(|app| app.client_secret.as_ref())
        {
            secrets.issued(secret);
        }
        let apps = Apps::new(registered);
        let organization = Organization::new(config.seed, config.sandbox);
        let start = (config.clock)();
        let people = People::draw(
            config.seed,
            config.users,
            &organization.domain,
            &organization.id,
            &config.username,
            start,
        );
        let effort = Effort::new(people.len());
        let described_at = (config.clock)().as_millisecond();
        Self {
            switches: Switches::new(config.rotation, config.sandbox).with_activity(config.activity),
            passing: Passing::new(config.seed, start.as_millisecond()),
            config,
            origin,
            organization,
            people,
            apps,
            app_requests: HashMap::new(),
            grants: Grants::default(),
            keys: Keys::default(),
            secrets,
            browsers: Browsers::default(),
            cursors: Cursors::default(),
            effort,
            counters: Counters::default(),
            clock_moved_ms: 0,
            last_fault: Value::Null,
            planned: Vec::new(),
            recent: VecDeque::new(),
            drawn: 0,
            described_at,
            refreshed: 0,
        }
    }

    /// Notes a session's token among the secrets.
    pub(crate) fn access_token_issued(&mut self, token: &str) {
        self.secrets.issued(token);
    }

    /// Milliseconds since the epoch by the stand-in's clock.
    pub(crate) fn now(&self) -> i64 {
        (self.config.clock)()
            .as_millisecond()
            .saturating_add(self.clock_moved_ms)
    }

    pub(crate) fn user_id(&self, row: usize) -> String {
        self.organization.users.id(row)
    }

    /// The identity URL of a user.
    pub(crate) fn identity(&self, row: usize) -> String {
        format!(
            "{}/id/{}/{}",
            self.origin,
            self.organization.id,
            self.user_id(row)
        )
    }

    /// Lets happen what has been due since the last time.
    pub(crate) fn pass_time(&mut self) {
        let (now, rates) = (self.now(), self.switches.activity());
        self.people.forget_old_logins(now);
        self.passing
            .until(now, rates, &mut self.people, &mut self.counters.activity);
    }

    /// The effective right of a user, as the switch says or else as profile and permission sets
    /// give it.
    pub(crate) fn permission(&self, row: usize, name: &str) -> bool {
        if let Some(&set) = self.switches.permissions.get(name) {
            return set;
        }
        let person = self.people.person(row);
        Right::named(name)
            .is_some_and(|right| effective(self.people.seed(), row, &person).has(right))
    }

    /// Milliseconds that an access token lives without use.
    pub(crate) fn session_life(&self) -> i64 {
        self.switches.session_minutes.saturating_mul(60_000)
    }

    /// Requests used and allowed in the rolling day.
    pub(crate) fn api_usage(&self) -> (u64, u64) {
        let base = if self.switches.is_sandbox {
            5_000_000
        } else {
            100_000
        };
        let limit = self
            .switches
            .api_limit
            .unwrap_or(base + self.people.len() as u64 * 1_000);
        let used = self.switches.api_used.unwrap_or(0) + self.counters.api_requests;
        (used.min(limit), limit)
    }

    /// The usage as `Sforce-Limit-Info` tells it.
    pub(crate) fn limit_info(&self, app: Option<usize>) -> String {
        let (used, limit) = self.api_usage();
        let all = format!("api-usage={used}/{limit}");
        match (self.switches.per_app_limit, app) {
            (Some(limit), Some(app)) => {
                let used = self.app_requests.get(&app).copied().unwrap_or(0).min(limit);
                let name = &self.apps.get(app).name;
                format!("{all}; per-app-api-usage={used}/{limit}(appName={name})")
            }
            _ => all,
        }
    }

    /// Counts a request against the allowances of the organization and of the app.
    pub(crate) fn count_api_request(&mut self, app: Option<usize>) {
        self.counters.api_requests += 1;
        if let Some(app) = app {
            *self.app_requests.entry(app).or_default() += 1;
        }
    }

    /// What `GET /_control` answers: faults, switches, counters, and the world's identity.
    pub(crate) fn describe(&self) -> Value {
        let now = Timestamp::from_millisecond(self.now()).map(|now| now.to_string());
        let account = |row| json!({"id": self.user_id(row), "username": self.people.username(row)});
        json!({
            "origin": self.origin,
            "organization": {"id": self.organization.id, "name": self.organization.name},
            "users": self.people.len(),
            "service_account": account(SERVICE_ROW),
            "other_account": account(OTHER_ROW),
            "clock": now.unwrap_or_default(),
            "apps": self.apps.describe(),
            "faults": crate::control::FAULTS.iter().copied().collect::<HashMap<_, _>>(),
            "switches": self.switches,
            "switch_defaults": Switches::new(self.config.rotation, self.config.sandbox)
                .with_activity(self.config.activity),
            "counters": self.counters,
            "live": {
                "refresh_tokens": self.grants.live_refresh_tokens(),
                "access_tokens": self.grants.live_access_tokens(self.now()),
                "cursors": self.cursors.len(),
            },
            "last_fault": self.last_fault,
            "recent": self.recent,
            "waiting_faults": self.planned.iter().map(Planned::describe).collect::<Vec<_>>(),
        })
    }
}

/// The world, shared by the server's tasks and the handle.
pub(crate) struct Stand {
    world: Mutex<World>,
    /// Whether refreshes wait.
    pub(crate) held: watch::Sender<bool>,
    /// Endpoints and groups whose requests wait.
    pub(crate) held_endpoints: watch::Sender<Vec<String>>,
    /// Sent to when a counter has changed.
    pub(crate) counted: watch::Sender<()>,
    /// Bytes of bodies sent, as they left for the connection.
    pub(crate) bytes_sent: AtomicU64,
}

impl Stand {
    pub(crate) fn new(world: World) -> Self {
        Self {
            world: Mutex::new(world),
            held: watch::Sender::new(false),
            held_endpoints: watch::Sender::new(Vec::new()),
            counted: watch::Sender::new(()),
            bytes_sent: AtomicU64::new(0),
        }
    }

    /// The state that the control interface shows.
    pub(crate) fn describe(&self) -> Value {
        let mut state = self.world().describe();
        state["counters"]["bytes_sent"] = self.bytes_sent.load(Ordering::Relaxed).into();
        state
    }

    /// The world, for as long as the guard lives. A panic elsewhere does not lock it for ever.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.pass_time();
        world
    }
}
