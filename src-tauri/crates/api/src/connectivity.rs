//! The tab *Salesforce Connectivity*: the switch, the login, the connection.

use crate::overview::ApiUsage;
use crate::preflight::{
    AccountQuestion, LateCallback, LoginPurpose, Preflight, PreflightCheck, TwoAccounts,
};
use crate::wire::{ConnectionStateName, Count, Environment, Explanation, Millis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the tab shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Connectivity {
    pub organization_id: String,
    pub organization_name: String,
    /// The switch *Login using Salesforce Service Account*.
    pub service_account_login: bool,
    /// The admin's confirmation that no LPC user works with the service account.
    pub confirmed_no_lpc_user: bool,
    pub state: ConnectionStateName,
    /// Production and Sandbox, in this order.
    pub client_apps: Vec<ClientApp>,
    /// Where the login stands.
    pub login: LoginPhase,
    /// The connection, once there is one.
    pub connection: Option<Connection>,
    /// The fault that stops it: Lost, Refused, KeyLost, Unreachable, Throttled.
    pub fault: Option<ConnectionFault>,
    /// The account signed in again after a loss, and no session has proved yet that it works.
    pub resuming: Option<Resuming>,
    /// What the last recovery achieved, until dismissed.
    pub recovery: Option<Recovery>,
    /// What there is to know about the key store; `None` when a sign-in is kept safely.
    pub key_store_problem: Option<KeyStoreProblem>,
    /// How the checks of the connected account last ended.
    pub preflight: Option<Preflight>,
    /// A callback that came for nothing, until it is dismissed or a new login begins.
    pub late_callback: Option<LateCallback>,
}

/// Why a sign-in is not kept on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeyStoreProblem {
    /// What follows from it.
    pub consequence: KeyStoreConsequence,
    /// What it means and what to do.
    pub text: String,
}

/// What follows from a key store that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum KeyStoreConsequence {
    /// Nobody can sign in before it is there again.
    Blocked,
    /// Nobody can sign in, unless the person lets sign-ins be held in memory.
    OffersSession,
    /// Sign-ins are held in memory until the console is closed.
    HeldForSession,
}

/// One environment's External Client App.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClientApp {
    pub environment: Environment,
    /// The consumer key; empty until entered.
    pub consumer_key: String,
    /// The My Domain's host; empty for the standard login host.
    pub my_domain: String,
    /// The host that will be opened.
    pub login_host: String,
    /// To be registered at the app, byte for byte.
    pub callback_url: String,
}

/// Where the login stands. No code, state or address ever crosses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "phase",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum LoginPhase {
    Idle,
    /// The browser is open.
    Waiting {
        environment: Environment,
        /// The host that was opened.
        host: String,
        /// The user name that was pre-filled, on a reconnect.
        login_hint: Option<String>,
        started: Millis,
        /// When it ends unless extended.
        expires: Millis,
        /// Whether *Open again* and *Copy link* can work: the link is kept in memory only, so after
        /// a restart the callback is still awaited but the link is gone.
        link_available: bool,
        /// What it is for.
        purpose: LoginPurpose,
    },
    /// The callback came; the code is being redeemed.
    Exchanging {
        environment: Environment,
    },
    /// The account is being checked; nothing is saved yet.
    Checking {
        environment: Environment,
    },
    /// Every check has passed; the admin has to look at the account before it is saved.
    Confirming {
        question: AccountQuestion,
    },
    /// It ended without a connection. Stays until a new login begins or it is dismissed.
    Failed {
        /// Where it went, as far as that is still known: it is tried again there.
        environment: Option<Environment>,
        /// What the window shows beside the text.
        code: LoginFailure,
        /// What happened and what to do.
        message: String,
        /// The text as received.
        raw: Option<String>,
        /// The received text, explained.
        explanation: Option<Explanation>,
        /// What to do now.
        next_step: String,
        /// Both accounts, where another one than the connected one signed in.
        accounts: Option<TwoAccounts>,
        /// The checks, if it came that far.
        checks: Vec<PreflightCheck>,
        at: Millis,
    },
}

/// How a login ended without a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LoginFailure {
    /// Deny was pressed in the browser.
    Denied,
    /// Nothing came back in time.
    TimedOut,
    Canceled,
    /// Salesforce refused the code or the app.
    Refused,
    /// Salesforce or the network was not there.
    Unreachable,
    /// Another account or organization than the pinned one.
    WrongAccount,
    /// Sandbox chosen for production, or the reverse.
    WrongEnvironment,
    /// The account lacks something that is needed.
    CheckFailed,
    /// There is no valid entitlement any more.
    NotEntitled,
    /// The entitlement does not include the organization.
    OrganizationNotEntitled,
    /// The entitlement does not include the sandbox.
    SandboxNotEntitled,
    /// The answer broke a security rule.
    Untrusted,
    /// The console itself made a mistake.
    Interrupted,
    /// The sign-in could not be kept.
    NotSaved,
}

/// The connected service account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    pub environment: Environment,
    /// The service account's user id, 18 characters.
    pub user_id: String,
    pub username: String,
    pub display_name: String,
    /// The Salesforce organization's id, 18 characters.
    pub salesforce_organization_id: String,
    /// The Salesforce organization's name.
    pub salesforce_organization_name: String,
    /// The host that serves the data.
    pub instance_host: String,
    /// When this account was first connected.
    pub connected_since: Millis,
    /// When a token was last obtained.
    pub last_refresh: Millis,
    /// Whether the last refresh rotated the token.
    pub rotated: bool,
    /// Days until the assumed idle limit ends the token.
    pub idle_days_left: u32,
    /// The assumed idle limit in days.
    pub idle_limit_days: u32,
    /// When the token would end if the console stayed closed.
    pub idle_ends: Millis,
    /// The organization's API use as Salesforce last named it.
    pub api_usage: Option<ApiUsage>,
    /// Calls of this console's sessions in the last 24 hours.
    pub own_calls: Count,
}

/// What stops the connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionFault {
    /// The received text, explained.
    pub explanation: Explanation,
    /// Since when, where that is known.
    pub since: Option<Millis>,
    /// When it is tried again by itself.
    pub retry_at: Option<Millis>,
    /// Members who are suspended by it alone.
    pub suspended: Count,
    /// Members with a fault of their own.
    pub own_faults: Count,
}

/// What the last recovery achieved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Recovery {
    /// Members who are active again.
    pub resumed: Count,
    /// Members who stay suspended for a fault of their own.
    pub need_attention: Count,
    /// Members the proving session checked.
    pub members_read: Count,
    /// When the connection had been lost.
    pub lost_since: Millis,
    /// When the proving session finished.
    pub recovered_at: Millis,
}

/// Between a new sign-in and the session that proves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Resuming {
    /// When the connection had been lost.
    pub lost_since: Millis,
    /// Members who wait for the session.
    pub members: Count,
}

/// What an admin enters for one environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClientAppInput {
    pub environment: Environment,
    /// The consumer key; spaces around it are dropped.
    pub consumer_key: String,
    /// A My Domain name, host or pasted address; empty for the standard login host.
    pub my_domain: String,
}
