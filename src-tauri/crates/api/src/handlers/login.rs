//! The login's buttons. Links, codes and states stay in Rust.

use super::{organization_id, sentence};
use crate::error::{ApiError, ErrorCode};
use crate::host::{DesktopHost, Host};
use crate::wire::Environment;
use lpc_core::engine::StartLoginError;
use lpc_core::login::{CallbackRefusal, LoginPurpose};
use lpc_core::secret::Secret;

/// *Connect to Salesforce*, *Connect to Salesforce Sandbox*, and *Yes*: begins a login and opens
/// the browser. When the browser cannot be opened the login waits all the same: the link can be
/// copied.
pub async fn start_login<H: DesktopHost>(
    host: &H,
    organization: &str,
    environment: Environment,
) -> Result<(), ApiError> {
    begin(host, organization, environment, LoginPurpose::Connect).await
}

/// *Change service account*: any account may sign in; both are shown before anything is saved.
pub async fn change_account<H: DesktopHost>(
    host: &H,
    organization: &str,
    environment: Environment,
) -> Result<(), ApiError> {
    begin(host, organization, environment, LoginPurpose::Change).await
}

async fn begin<H: DesktopHost>(
    host: &H,
    organization: &str,
    environment: Environment,
    purpose: LoginPurpose,
) -> Result<(), ApiError> {
    let id = organization_id(organization)?;
    let link = host
        .engine()
        .connections
        .start_login(&host.actor(), id, environment.into(), purpose)
        .await
        .map_err(not_started)?;
    host.open_in_browser(&link)
}

/// Ends the waiting login.
pub async fn cancel_login<H: Host>(host: &H, organization: &str) -> Result<(), ApiError> {
    Ok(host
        .engine()
        .connections
        .cancel_login(&host.actor(), organization_id(organization)?)
        .await?)
}

/// Ten more minutes from now.
pub async fn extend_login<H: Host>(host: &H, organization: &str) -> Result<(), ApiError> {
    let extended = host
        .engine()
        .connections
        .extend_login(organization_id(organization)?)
        .await?;
    if extended { Ok(()) } else { Err(no_login()) }
}

/// Opens the same link once more.
pub async fn open_login_again<H: DesktopHost>(
    host: &H,
    organization: &str,
) -> Result<(), ApiError> {
    host.open_in_browser(&link(host, organization)?)
}

/// Puts the link into the clipboard, for another browser or a private window.
pub async fn copy_login_link<H: DesktopHost>(host: &H, organization: &str) -> Result<(), ApiError> {
    host.write_clipboard(link(host, organization)?.expose())
}

/// Reads the callback address from the clipboard.
pub async fn paste_callback<H: DesktopHost>(host: &H) -> Result<(), ApiError> {
    let text = host.read_clipboard()?;
    let address = text.expose().trim();
    host.engine()
        .connections
        .accept_callback(&host.actor(), address)
        .await
        .map_err(|refusal| {
            tracing::info!(outcome = %refusal, "a pasted address was refused");
            ApiError::new(
                ErrorCode::Clipboard,
                refused_paste(refusal, host.flavor().scheme),
            )
        })
}

/// Puts a shown text into the clipboard.
pub async fn copy_text<H: DesktopHost>(host: &H, text: &str) -> Result<(), ApiError> {
    host.write_clipboard(text)
}

fn link<H: Host>(host: &H, organization: &str) -> Result<Secret, ApiError> {
    let id = organization_id(organization)?;
    let link = host.engine().connections.login_link(id);
    link.ok_or_else(no_login)
}

fn no_login() -> ApiError {
    ApiError::new(
        ErrorCode::NotFound,
        "No sign-in is waiting any more. Start it again.",
    )
}

fn not_started(error: StartLoginError) -> ApiError {
    match error {
        StartLoginError::SwitchedOff
        | StartLoginError::Busy
        | StartLoginError::NoConsumerKey
        | StartLoginError::NotConfirmed
        | StartLoginError::Host(_) => ApiError::new(ErrorCode::InvalidInput, sentence(&error)),
        StartLoginError::NotEntitled(_) => ApiError::new(
            ErrorCode::Entitlement,
            format!("{} Import an entitlement, then connect.", sentence(&error)),
        ),
        StartLoginError::KeyStore(problem) => ApiError::new(ErrorCode::KeyStore, problem),
        StartLoginError::Store(error) => error.into(),
        StartLoginError::Vault(error) => error.into(),
    }
}

fn refused_paste(refusal: CallbackRefusal, scheme: &str) -> String {
    match refusal {
        CallbackRefusal::Malformed => format!(
            "The clipboard holds no callback address. Copy the whole address that begins with {scheme}:// and press the button again."
        ),
        CallbackRefusal::Unknown => {
            "This address belongs to another or an older sign-in. Copy the address of the current one.".to_owned()
        }
        CallbackRefusal::Superseded => {
            "This address belongs to an older sign-in. Copy the address of the current one.".to_owned()
        }
        CallbackRefusal::Canceled => {
            "This address belongs to a sign-in that was canceled. Start it again.".to_owned()
        }
        CallbackRefusal::Replayed => "This address was used already.".to_owned(),
        CallbackRefusal::Late => {
            "The sign-in had ended before this address came. Start it again.".to_owned()
        }
        CallbackRefusal::KeyStore => {
            "The key store of this computer is locked. Unlock it, then press the button again.".to_owned()
        }
        CallbackRefusal::WrongEnvironment => {
            "This address belongs to the other environment. Check the callback URL of the External Client App.".to_owned()
        }
    }
}
