//! The frame of the window: organizations, the status bar, settings.

use crate::sessions::HeldBack;
use crate::settings::Settings;
use crate::wire::{ConnectionStateName, Count, Environment, Millis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the frame shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    pub version: String,
    /// Whether this is the demo flavor, which talks to the stand-in.
    pub demo: bool,
    /// The custom URI scheme, for help texts.
    pub scheme: String,
    /// All organizations, worst first.
    pub organizations: Vec<OrganizationSummary>,
    pub settings: Settings,
}

/// One organization in the frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationSummary {
    pub id: String,
    pub name: String,
    /// The id it has elsewhere; empty until set.
    pub external_id: String,
    /// Whether its members are synchronized at all; off stops sessions whatever the state.
    pub synchronization: bool,
    /// Whether the entitlement lets its sessions run; true where nothing is connected.
    pub entitled: bool,
    /// The host it is connected to, or the one that would be opened; empty when none is known.
    pub host: String,
    /// The service account's user name, if it is connected.
    pub username: Option<String>,
    /// The text as received that explains the state, where there is one.
    pub reason: Option<String>,
    /// When it is tried again by itself, while Salesforce limits or does not answer.
    pub retry_at: Option<Millis>,
    /// Days until the assumed idle limit ends the token, if it is connected.
    pub idle_days_left: Option<u32>,
    pub idle_ends: Option<Millis>,
    /// Where it is connected, if it is.
    pub environment: Option<Environment>,
    pub state: ConnectionStateName,
    /// Since when that state holds, where that is known.
    pub state_since: Option<Millis>,
    /// Users whom Salesforce shows.
    pub users: Count,
    /// Members of the group.
    pub members: Count,
    /// Members who are effectively suspended.
    pub suspended: Count,
    /// The newest session that ended.
    pub last_session: Option<SessionSummary>,
    /// When the next session is due; `None` while sessions are stopped or one runs.
    pub next_session: Option<Millis>,
    /// Changes that wait for a person's *Apply anyway*.
    pub held_back: Option<HeldBack>,
    /// Whether a session runs now.
    pub session_running: bool,
    /// The organization's API use as Salesforce last named it.
    pub api_usage: Option<ApiUsage>,
    /// The console's own share of it, while it is used up: sessions run once an hour.
    pub own_share: Option<OwnShare>,
}

/// A session for the status bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionSummary {
    pub ended: Millis,
    /// How long it took, in milliseconds.
    pub duration: Count,
    pub members_checked: Count,
    /// Members whose status changed.
    pub changed: Count,
    /// Whether it read everything.
    pub finished: bool,
    /// The text that stopped it.
    pub raw: Option<String>,
}

/// Calls of the last 24 hours, by all apps of the organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApiUsage {
    pub used: Count,
    pub limit: Count,
}

/// The console's own calls of the last 24 hours, when they are as many as may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnShare {
    pub used: Count,
    pub allowed: Count,
    /// When there is room again at the earliest.
    pub until: Millis,
}

/// How the window looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the operating system says.
    #[default]
    System,
    Light,
    Dark,
}
