//! The login: where it stands, and its buttons. Links, codes and states stay in Rust.

use crate::error::{Answer, ApiError, ErrorCode};
use crate::host::{DesktopHost, Host};
use lpc_core::connection::{StoredConnection, host_of};
use lpc_core::environment::Environment;
use lpc_core::login::{Confirmation, LoginReading};
use lpc_core::login::{LoginFailure, LoginPurpose};
use lpc_core::organization::OrganizationId;
use lpc_core::preflight::Check;
use lpc_core::secret::Secret;
use lpc_core::wire::Millis;
use serde::Serialize;
use ts_rs::TS;

/// Where the login stands. No code, state or address ever crosses.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
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
        question: Confirmation,
    },
    /// It ended without a connection. Stays until a new login begins or it is dismissed.
    Failed {
        failure: LoginFailure,
        /// Where it went, as far as that is still known: it is tried again there.
        environment: Option<Environment>,
        /// What happened and what to do.
        message: String,
        /// What to do now.
        next_step: String,
        /// The checks, if it came that far.
        checks: Vec<Check>,
        at: Millis,
    },
}

/// A callback that came for nothing.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LateCallback {
    /// What happened, and what to do.
    pub message: &'static str,
    pub at: Millis,
}

/// *Connect to Salesforce*, *Connect to Salesforce Sandbox*, and *Yes*: begins a login and opens
/// the browser. When the browser cannot be opened the login waits all the same: the link can be
/// copied.
pub async fn start_login(
    host: &impl DesktopHost,
    id: OrganizationId,
    environment: Environment,
) -> Answer<()> {
    begin(host, id, environment, LoginPurpose::Connect).await
}

/// *Change service account*: any account may sign in; both are shown before anything is saved.
pub async fn change_account(
    host: &impl DesktopHost,
    id: OrganizationId,
    environment: Environment,
) -> Answer<()> {
    begin(host, id, environment, LoginPurpose::Change).await
}

async fn begin(
    host: &impl DesktopHost,
    id: OrganizationId,
    environment: Environment,
    purpose: LoginPurpose,
) -> Answer<()> {
    let link = host
        .engine()
        .connections
        .start_login(&host.actor(), id, environment, purpose)
        .await?;
    host.open_in_browser(&link)
}

/// Ends the waiting login.
pub async fn cancel_login(host: &impl Host, id: OrganizationId) -> Answer<()> {
    Ok(host
        .engine()
        .connections
        .cancel_login(&host.actor(), id)
        .await?)
}

/// Ten more minutes from now.
pub async fn extend_login(host: &impl Host, id: OrganizationId) -> Answer<()> {
    let extended = host.engine().connections.extend_login(id).await?;
    if extended { Ok(()) } else { Err(no_login()) }
}

/// Opens the same link once more.
pub async fn open_login_again(host: &impl DesktopHost, id: OrganizationId) -> Answer<()> {
    host.open_in_browser(&link(host, id)?)
}

/// Puts the link into the clipboard, for another browser or a private window.
pub async fn copy_login_link(host: &impl DesktopHost, id: OrganizationId) -> Answer<()> {
    host.write_clipboard(link(host, id)?.expose())
}

/// Reads the callback address from the clipboard.
pub async fn paste_callback(host: &impl DesktopHost) -> Answer<()> {
    let text = host.read_clipboard()?;
    let address = text.expose().trim();
    host.engine()
        .connections
        .accept_callback(&host.actor(), address)
        .await
        .map_err(|refusal| {
            tracing::info!(outcome = %refusal, "a pasted address was refused");
            ApiError::new(ErrorCode::Clipboard, refusal.of_paste(host.flavor().scheme))
        })
}

/// Puts a shown text into the clipboard.
pub async fn copy_text(host: &impl DesktopHost, text: &str) -> Answer<()> {
    host.write_clipboard(text)
}

fn link(host: &impl Host, id: OrganizationId) -> Answer<Secret> {
    let link = host.engine().connections.login_link(id);
    link.ok_or_else(no_login)
}

fn no_login() -> ApiError {
    ApiError::new(
        ErrorCode::NotFound,
        "No sign-in is waiting any more. Start it again.",
    )
}

/// What the window knows of a login; the name to sign in with is the connected account's.
pub(crate) fn login_phase(
    reading: LoginReading,
    connection: Option<&StoredConnection>,
) -> LoginPhase {
    match reading {
        LoginReading::Idle => LoginPhase::Idle,
        LoginReading::Waiting {
            login,
            link_available,
        } => LoginPhase::Waiting {
            environment: login.environment,
            host: host_of(&login.login_origin).to_owned(),
            login_hint: connection
                .filter(|_| login.purpose == LoginPurpose::Connect)
                .map(|stored| stored.account.username.clone()),
            purpose: login.purpose,
            started: login.started.into(),
            expires: login.expires.into(),
            link_available,
        },
        LoginReading::Exchanging(environment) => LoginPhase::Exchanging { environment },
        LoginReading::Checking(environment) => LoginPhase::Checking { environment },
        LoginReading::Confirming(confirmation) => LoginPhase::Confirming {
            question: *confirmation,
        },
        LoginReading::Failed {
            failure,
            environment,
            checks,
            at,
        } => LoginPhase::Failed {
            message: failure.to_string(),
            next_step: failure.next_step(),
            checks,
            failure,
            environment,
            at: at.into(),
        },
    }
}
