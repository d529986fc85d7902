//! The login: where it stands, and its buttons. Links, codes and states stay in Rust.

use crate::error::{Answer, ApiError, ErrorCode};
use crate::host::{DesktopHost, Host};
use lpc_core::environment::Environment;
use lpc_core::login::LoginPurpose;
use lpc_core::organization::OrganizationId;
use lpc_core::secret::Secret;

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
