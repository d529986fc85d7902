//! Everything the stand-in knows, behind one lock.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::activity::Passing;
use crate::config::Config;
use crate::counters::Counters;
use crate::oauth::{Browsers, Grants};
use crate::organization::permission_sets::effective;
use crate::organization::{Organization, Right};
use crate::people::{OTHER_ROW, People, SERVICE_ROW};
use crate::rest::Cursors;
use crate::switches::Switches;

/// The organization, its people, its grants, and how it behaves.
pub(crate) struct World {
    pub(crate) config: Config,
    pub(crate) origin: String,
    pub(crate) organization: Organization,
    pub(crate) people: People,
    /// What has happened by itself.
    pub(crate) passing: Passing,
    pub(crate) grants: Grants,
    pub(crate) browsers: Browsers,
    pub(crate) cursors: Cursors,
    pub(crate) switches: Switches,
    pub(crate) counters: Counters,
    /// Milliseconds that a fault has moved the clock by.
    pub(crate) clock_moved_ms: i64,
    pub(crate) last_fault: Value,
}

impl World {
    pub(crate) fn new(config: Config, origin: String) -> Self {
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
        Self {
            switches: Switches::new(config.rotation, config.sandbox).with_activity(config.activity),
            passing: Passing::new(config.seed, start.as_millisecond()),
            config,
            origin,
            organization,
            people,
            grants: Grants::default(),
            browsers: Browsers::default(),
            cursors: Cursors::default(),
            counters: Counters::default(),
            clock_moved_ms: 0,
            last_fault: Value::Null,
        }
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
            "faults": crate::control::FAULTS.iter().copied().collect::<HashMap<_, _>>(),
            "switches": self.switches,
            "counters": self.counters,
            "live": {
                "refresh_tokens": self.grants.live_refresh_tokens(),
                "access_tokens": self.grants.live_access_tokens(self.now()),
                "cursors": self.cursors.len(),
            },
            "last_fault": self.last_fault,
        })
    }
}

/// The world, shared by the server's tasks and the handle.
pub(crate) struct Stand {
    world: Mutex<World>,
    /// Whether refreshes wait.
    pub(crate) held: watch::Sender<bool>,
}

impl Stand {
    pub(crate) fn new(world: World) -> Self {
        Self {
            world: Mutex::new(world),
            held: watch::Sender::new(false),
        }
    }

    /// The world, for as long as the guard lives. A panic elsewhere does not lock it for ever.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.pass_time();
        world
    }
}
