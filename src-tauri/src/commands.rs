//! The commands: take, call, map. Each is declared in `lpc_api::bindings` and allowed by name in
//! `permissions/app.toml`; a test holds the three together.

use crate::events::Events;
use crate::host::DesktopHost;
use crate::window;
use lpc_api::activity::{ActivityPage, ActivityQuery};
use lpc_api::connectivity::{ClientApp, ClientAppInput, Connectivity};
use lpc_api::error::ApiError;
use lpc_api::event::Event;
use lpc_api::gate::Gate;
use lpc_api::handlers;
use lpc_api::help::Help;
use lpc_api::host::Host as _;
use lpc_api::overview::Overview;
use lpc_api::preflight::{ConnectionTest, Disconnection};
use lpc_api::sessions::{HeldBack, SessionsPage, SessionsQuery};
use lpc_api::settings::SettingName;
use lpc_api::users::{MemberCheck, UserCounts, UserNotification, UsersPage, UsersQuery};
use lpc_api::wire::{Count, Environment};
use std::sync::Arc;
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime, State};

type Shell<'a> = State<'a, Arc<DesktopHost>>;
type Answer<T> = Result<T, ApiError>;

/// Receives events from now on.
#[tauri::command]
pub fn subscribe(events: State<'_, Arc<Events>>, channel: Channel<Event>) {
    events.subscribe(channel);
}

/// See [`handlers::overview::overview`].
#[tauri::command]
pub async fn overview(host: Shell<'_>) -> Answer<Overview> {
    handlers::overview::overview(&**host).await
}

/// See [`handlers::connectivity::connectivity`].
#[tauri::command]
pub async fn connectivity(host: Shell<'_>, organization_id: String) -> Answer<Connectivity> {
    handlers::connectivity::connectivity(&**host, &organization_id).await
}

/// See [`handlers::connectivity::set_service_account_login`].
#[tauri::command]
pub async fn set_service_account_login(
    host: Shell<'_>,
    organization_id: String,
    enabled: bool,
) -> Answer<()> {
    handlers::connectivity::set_service_account_login(&**host, &organization_id, enabled).await
}

/// See [`handlers::connectivity::confirm_no_lpc_user`].
#[tauri::command]
pub async fn confirm_no_lpc_user(
    host: Shell<'_>,
    organization_id: String,
    confirmed: bool,
) -> Answer<()> {
    handlers::connectivity::confirm_no_lpc_user(&**host, &organization_id, confirmed).await
}

/// See [`handlers::connectivity::save_client_app`].
#[tauri::command]
pub async fn save_client_app(
    host: Shell<'_>,
    organization_id: String,
    client_app: ClientAppInput,
) -> Answer<ClientApp> {
    handlers::connectivity::save_client_app(&**host, &organization_id, client_app).await
}

/// See [`handlers::login::start_login`].
#[tauri::command]
pub async fn start_login(
    host: Shell<'_>,
    organization_id: String,
    environment: Environment,
) -> Answer<()> {
    handlers::login::start_login(&**host, &organization_id, environment).await
}

/// See [`handlers::login::change_account`].
#[tauri::command]
pub async fn change_account(
    host: Shell<'_>,
    organization_id: String,
    environment: Environment,
) -> Answer<()> {
    handlers::login::change_account(&**host, &organization_id, environment).await
}

/// See [`handlers::account::confirm_account`].
#[tauri::command]
pub async fn confirm_account(
    host: Shell<'_>,
    organization_id: String,
    no_lpc_user: bool,
) -> Answer<()> {
    handlers::account::confirm_account(&**host, &organization_id, no_lpc_user).await
}

/// See [`handlers::account::test_connection`].
#[tauri::command]
pub async fn test_connection(host: Shell<'_>, organization_id: String) -> Answer<ConnectionTest> {
    handlers::account::test_connection(&**host, &organization_id).await
}

/// See [`handlers::account::check_preflight`].
#[tauri::command]
pub async fn check_preflight(host: Shell<'_>, organization_id: String) -> Answer<()> {
    handlers::account::check_preflight(&**host, &organization_id).await
}

/// See [`handlers::account::disconnect`].
#[tauri::command]
pub async fn disconnect(
    host: Shell<'_>,
    organization_id: String,
    regardless: bool,
) -> Answer<Disconnection> {
    handlers::account::disconnect(&**host, &organization_id, regardless).await
}

/// See [`handlers::login::cancel_login`].
#[tauri::command]
pub async fn cancel_login(host: Shell<'_>, organization_id: String) -> Answer<()> {
    handlers::login::cancel_login(&**host, &organization_id).await
}

/// See [`handlers::login::extend_login`].
#[tauri::command]
pub async fn extend_login(host: Shell<'_>, organization_id: String) -> Answer<()> {
    handlers::login::extend_login(&**host, &organization_id).await
}

/// See [`handlers::login::open_login_again`].
#[tauri::command]
pub async fn open_login_again(host: Shell<'_>, organization_id: String) -> Answer<()> {
    handlers::login::open_login_again(&**host, &organization_id).await
}

/// See [`handlers::login::copy_login_link`].
#[tauri::command]
pub async fn copy_login_link(host: Shell<'_>, organization_id: String) -> Answer<()> {
    handlers::login::copy_login_link(&**host, &organization_id).await
}

/// See [`handlers::login::paste_callback`].
#[tauri::command]
pub async fn paste_callback(host: Shell<'_>) -> Answer<()> {
    handlers::login::paste_callback(&**host).await
}

/// See [`handlers::connectivity::dismiss_login_failure`].
#[tauri::command]
pub fn dismiss_login_failure(host: Shell<'_>, organization_id: String) -> Answer<()> {
    handlers::connectivity::dismiss_login_failure(&**host, &organization_id)
}

/// See [`handlers::connectivity::dismiss_recovery`].
#[tauri::command]
pub async fn dismiss_recovery(host: Shell<'_>, organization_id: String) -> Answer<()> {
    handlers::connectivity::dismiss_recovery(&**host, &organization_id).await
}

/// See [`handlers::connectivity::hold_sign_ins_for_session`].
#[tauri::command]
pub async fn hold_sign_ins_for_session(host: Shell<'_>) -> Answer<()> {
    handlers::connectivity::hold_sign_ins_for_session(&**host).await
}

/// See [`handlers::overview::check_now`].
#[tauri::command]
pub async fn check_now(host: Shell<'_>, organization_id: String) -> Answer<()> {
    handlers::overview::check_now(&**host, &organization_id).await
}

/// See [`handlers::member_check::check_member`].
#[tauri::command]
pub async fn check_member(
    host: Shell<'_>,
    organization_id: String,
    user_id: String,
) -> Answer<MemberCheck> {
    handlers::member_check::check_member(&**host, &organization_id, &user_id).await
}

/// See [`handlers::users::users`].
#[tauri::command]
pub async fn users(host: Shell<'_>, query: UsersQuery) -> Answer<UsersPage> {
    handlers::users::users(&**host, query).await
}

/// See [`handlers::users::user_counts`].
#[tauri::command]
pub async fn user_counts(host: Shell<'_>, organization_id: String) -> Answer<UserCounts> {
    handlers::users::user_counts(&**host, &organization_id).await
}

/// See [`handlers::users::user_notification`].
#[tauri::command]
pub async fn user_notification(
    host: Shell<'_>,
    organization_id: String,
    user_id: String,
) -> Answer<UserNotification> {
    handlers::users::user_notification(&**host, &organization_id, &user_id).await
}

/// See [`handlers::sessions::sessions`].
#[tauri::command]
pub async fn sessions(host: Shell<'_>, query: SessionsQuery) -> Answer<SessionsPage> {
    handlers::sessions::sessions(&**host, query).await
}

/// See [`handlers::sessions::reconcile`].
#[tauri::command]
pub async fn reconcile(host: Shell<'_>, organization_id: String) -> Answer<()> {
    handlers::sessions::reconcile(&**host, &organization_id).await
}

/// See [`handlers::sessions::held_back`].
#[tauri::command]
pub async fn held_back(host: Shell<'_>, organization_id: String) -> Answer<Option<HeldBack>> {
    handlers::sessions::held_back(&**host, &organization_id).await
}

/// See [`handlers::sessions::apply_held_back`].
#[tauri::command]
pub async fn apply_held_back(
    host: Shell<'_>,
    organization_id: String,
    affected: Count,
) -> Answer<()> {
    handlers::sessions::apply_held_back(&**host, &organization_id, affected).await
}

/// See [`handlers::login::copy_text`].
#[tauri::command]
pub fn copy_text(host: Shell<'_>, text: String) -> Answer<()> {
    handlers::login::copy_text(&**host, &text)
}

/// See [`handlers::organizations::create_organization`].
#[tauri::command]
pub async fn create_organization(
    host: Shell<'_>,
    name: String,
    external_id: String,
) -> Answer<String> {
    handlers::organizations::create_organization(&**host, &name, &external_id).await
}

/// See [`handlers::organizations::rename_organization`].
#[tauri::command]
pub async fn rename_organization(
    host: Shell<'_>,
    organization_id: String,
    name: String,
) -> Answer<()> {
    handlers::organizations::rename_organization(&**host, &organization_id, &name).await
}

/// See [`handlers::organizations::set_external_id`].
#[tauri::command]
pub async fn set_external_id(
    host: Shell<'_>,
    organization_id: String,
    external_id: String,
) -> Answer<()> {
    handlers::organizations::set_external_id(&**host, &organization_id, &external_id).await
}

/// See [`handlers::organizations::set_synchronization`].
#[tauri::command]
pub async fn set_synchronization(
    host: Shell<'_>,
    organization_id: String,
    enabled: bool,
) -> Answer<()> {
    handlers::organizations::set_synchronization(&**host, &organization_id, enabled).await
}

/// See [`handlers::organizations::delete_organization`].
#[tauri::command]
pub async fn delete_organization(
    host: Shell<'_>,
    organization_id: String,
    name: String,
) -> Answer<()> {
    handlers::organizations::delete_organization(&**host, &organization_id, &name).await
}

/// See [`handlers::activity::activity`].
#[tauri::command]
pub async fn activity(host: Shell<'_>, query: ActivityQuery) -> Answer<ActivityPage> {
    handlers::activity::activity(&**host, query).await
}

/// See [`handlers::settings::change_setting`].
#[tauri::command]
pub async fn change_setting<R: Runtime>(
    app: AppHandle<R>,
    host: Shell<'_>,
    name: SettingName,
    value: String,
) -> Answer<()> {
    handlers::settings::change_setting(&**host, name, &value).await?;
    // Only the shell can zoom: the window itself may call no plugin.
    if name == SettingName::Zoom {
        window::zoom(&app, host.engine().preferences.settings().zoom_percent);
    }
    Ok(())
}

/// See [`handlers::gate::gate`].
#[tauri::command]
pub async fn gate(host: Shell<'_>) -> Answer<Gate> {
    handlers::gate::gate(&**host).await
}

/// See [`handlers::gate::import_entitlement`].
#[tauri::command]
pub async fn import_entitlement(host: Shell<'_>) -> Answer<Gate> {
    handlers::gate::import_entitlement(&**host).await
}

/// See [`handlers::gate::import_entitlement_text`].
#[tauri::command]
pub async fn import_entitlement_text(host: Shell<'_>, file: String, text: String) -> Answer<Gate> {
    handlers::gate::import_entitlement_text(&**host, &file, &text).await
}

/// See [`handlers::gate::check_entitlement`].
#[tauri::command]
pub async fn check_entitlement(host: Shell<'_>) -> Answer<Gate> {
    handlers::gate::check_entitlement(&**host).await
}

/// See [`handlers::help::help`].
#[tauri::command]
pub async fn help(host: Shell<'_>) -> Answer<Help> {
    handlers::help::help(&**host).await
}
