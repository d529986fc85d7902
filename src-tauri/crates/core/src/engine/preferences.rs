//! The settings: read once, changed at once, kept in the store.

use super::ports::Ports;
use super::states::States;
use crate::actor::Actor;
use crate::audit::{AuditKind, Change, NewEntry, Stamp};
use crate::port::store::{Store, StoreError};
use crate::port::{Salesforce, Vault};
use crate::refusal::NotDone;
use crate::settings::{SettingKey, Settings};
use std::sync::Arc;

/// The settings of the console.
pub struct Preferences<V, S, F> {
    pub(super) ports: Arc<Ports<V, S, F>>,
    pub(super) states: Arc<States>,
}

impl<V: Vault, S: Store, F: Salesforce> Preferences<V, S, F> {
    /// The settings as they are now.
    pub fn settings(&self) -> Settings {
        self.states.settings()
    }

    /// Reads the settings. What cannot be understood takes its usual value.
    pub(super) async fn read_settings(&self) -> Result<(), StoreError> {
        let mut settings = Settings::default();
        for key in SettingKey::ALL {
            if let Some(value) = self.ports.store.setting(key.slug()).await?
                && let Err(problem) = settings.set(key, &value)
            {
                tracing::warn!(key = key.slug(), %problem, "a stored setting is not understood");
            }
        }
        self.states.change_settings(|known| *known = settings);
        Ok(())
    }

    /// Changes a setting: checked, kept with its entry in the audit, and in force when this
    /// returns.
    pub async fn change_setting(
        &self,
        actor: &Actor,
        key: SettingKey,
        value: &str,
    ) -> Result<(), NotDone> {
        let mut checked = self.states.settings();
        let before = checked.value(key);
        checked.set(key, value)?;
        let value = checked.value(key);
        if value == before {
            return Ok(());
        }
        let entry = NewEntry {
            stamp: Stamp::by(actor, self.ports.now()),
            kind: AuditKind::SettingChanged,
            organization: None,
            change: Change::between(before, value.as_str()).of(key.slug()),
        };
        let store = &self.ports.store;
        store.set_setting(key.slug(), &value, Some(entry)).await?;
        // Another setting may have changed meanwhile, so only this one is taken over.
        self.states
            .change_settings(|known| known.set(key, &value))?;
        if key == SettingKey::IntervalMinutes {
            self.bring_sessions_forward();
        }
        Ok(())
    }

    /// After a shorter interval nobody waits for the end of the longer one. A throttling, a budget and
    /// what Salesforce asked for hold on.
    fn bring_sessions_forward(&self) {
        let interval = self.states.settings().interval();
        let now = self.ports.now();
        let latest = now + interval.mul_f64((self.ports.random)());
        for (_, live) in self.states.all() {
            live.change(|state| state.bring_forward(latest, now));
        }
        self.states.tasks.wake.notify_one();
    }
}
