//! How values cross to the window: an enum by its name, an instant in milliseconds.

use crate::audit::{AuditKind, AuditTopic};
use crate::environment::Environment;
use crate::holding::Suspicion;
use crate::member_check::CheckOutcome;
use crate::preflight::CheckResult;
use crate::session::{Outcome, Trigger};
use crate::settings::SettingKey;
use crate::status::{EffectiveStatus, OwnStatus};
use crate::storage::DataFile;
use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use ts_rs::{Config, TS};

/// Milliseconds since 1970-01-01T00:00Z.
pub(crate) fn millis<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(at.as_millisecond())
}

fn name(variant: &impl std::fmt::Debug) -> String {
    let mut name = format!("{variant:?}");
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    name
}

macro_rules! by_name {
    ($($Type:ident),*) => {$(
        impl Serialize for $Type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&name(self))
            }
        }

        impl<'de> Deserialize<'de> for $Type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                let known = Self::ALL.into_iter().find(|known| name(known) == text);
                known.ok_or_else(|| D::Error::custom("no such value"))
            }
        }

        impl TS for $Type {
            type WithoutGenerics = Self;
            type OptionInnerType = Self;

            fn name(_: &Config) -> String {
                stringify!($Type).to_owned()
            }

            fn inline(_: &Config) -> String {
                Self::ALL.map(|known| format!("\"{}\"", name(&known))).join(" | ")
            }

            fn decl(config: &Config) -> String {
                format!("type {} = {};", <Self as TS>::name(config), Self::inline(config))
            }

            fn output_path() -> Option<std::path::PathBuf> {
                Some(concat!(stringify!($Type), ".ts").into())
            }
        }
    )*};
}

by_name!(
    AuditKind,
    AuditTopic,
    CheckOutcome,
    CheckResult,
    DataFile,
    EffectiveStatus,
    Environment,
    Outcome,
    OwnStatus,
    SettingKey,
    Suspicion,
    Trigger
);
