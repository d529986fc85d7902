//! The settings: read once, changed at once, kept in the store.

use super::{Console, locked};
use crate::port::salesforce::Salesforce;
use crate::port::store::{Store, StoreError};
use crate::port::vault::Vault;
use crate::settings::{SettingKey, SettingProblem, Settings};

/// Why a setting was not changed.
#[derive(Debug, thiserror::Error)]
pub enum SettingError {
    /// It cannot take the value.
    #[error(transparent)]
    Problem(#[from] SettingProblem),
    /// It cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<V: Vault, S: Store, F: Salesforce> Console<V, S, F> {
    /// The settings as they are now.
    pub fn settings(&self) -> Settings {
        locked(&self.settings).clone()
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
        *locked(&self.settings) = settings;
        Ok(())
    }

    /// Changes a setting: checked, kept with its entry in the audit, and in force when this
    /// returns.
    pub async fn change_setting(&self, key: SettingKey, value: &str) -> Result<(), SettingError> {
        let mut checked = self.settings();
        let before = checked.value(key);
        checked.set(key, value)?;
        let value = checked.value(key);
        if value == before {
            return Ok(());
        }
        let stamp = self.by_person();
        self.ports
            .store
            .change_setting(key.slug(), &before, &value, stamp)
            .await?;
        // Another setting may have changed meanwhile, so only this one is taken over.
        locked(&self.settings).set(key, &value)?;
        if key == SettingKey::IntervalMinutes {
            self.bring_sessions_forward();
        }
        Ok(())
    }

    /// After a shorter interval nobody waits for the end of the longer one. A throttling, a budget and
    /// what Salesforce asked for hold on.
    fn bring_sessions_forward(&self) {
        let interval = self.settings().interval();
        let now = self.now();
        let latest = now + interval.mul_f64((self.ports.random)());
        for live in locked(&self.live).values() {
            live.change(|live| {
                if live.failures == 0 && !live.must_wait(now) {
                    live.next_due = live.next_due.map(|due| due.min(latest));
                }
            });
        }
    }
}
