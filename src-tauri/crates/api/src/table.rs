//! The commands that the window may call, a line each.
//!
//! A line names the handler, its parameters, its answer, and what it means for answers that were
//! given before: a read *provides* tags; a change *invalidates* what provides one of them, for its
//! organization where it names one. From it come [`dispatch`], the window's permissions, and
//! `ui/src/ipc/bindings.ts`. A handler that does not fit its line does not compile.

use crate::activity::ActivityQuery;
use crate::connectivity::ClientAppInput;
use crate::error::{ApiError, ErrorCode};
use crate::gate::Gate;
use crate::help::Help;
use crate::host::{DesktopHost, Host, Shell};
use crate::overview::Overview;
use crate::own_data::OwnData;
use crate::sessions::SessionsQuery;
use crate::types::Types;
use crate::user::UserNotification;
use crate::users::UsersPage;
use lpc_core::audit::EntryPage;
use lpc_core::connection::Disconnection;
use lpc_core::connection_test::ConnectionTest;
use lpc_core::connectivity::{ClientApp, Connectivity};
use lpc_core::environment::Environment;
use lpc_core::member_check::MemberCheck;
use lpc_core::organization::OrganizationId;
use lpc_core::overview::HeldBack;
use lpc_core::port::store::SessionPage;
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::settings::SettingKey;
use lpc_core::storage::{DataFile, StartProblem};
use lpc_core::users::{UserCounts, UserQuery};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::pin::Pin;
use std::sync::Arc;
use ts_rs::TS;

/// What an answer is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Tag {
    Organizations,
    /// The login, the connection, and with it every effective status.
    Connection,
    /// Users, counts, sessions, what is held back.
    Users,
    Activity,
    Settings,
    License,
    OwnData,
    Startup,
}

/// What a command means for answers that were given before.
#[derive(Debug, Clone, Copy)]
pub enum Effect {
    Provides(&'static [Tag]),
    Invalidates(&'static [Tag]),
}

/// Names a type in TypeScript, and collects what declares it.
type TypeName = fn(&mut Types) -> String;

/// A line of the table, as the permissions and the TypeScript see it.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    pub name: &'static str,
    /// Names, in Rust's spelling, with the type in TypeScript's.
    pub(crate) parameters: &'static [(&'static str, TypeName)],
    pub(crate) answer: fn(&mut Types) -> String,
    pub effect: Effect,
}

type Answer = Pin<Box<dyn Future<Output = Result<String, ApiError>> + Send>>;

macro_rules! effect {
    (provides $($tag:ident)*) => { Effect::Provides(&[$(Tag::$tag),*]) };
    (invalidates $($tag:ident)*) => { Effect::Invalidates(&[$(Tag::$tag),*]) };
}

macro_rules! commands {
    ($($section:ident: $Bound:ident {
        $($module:ident::$name:ident($($parameter:ident: $Type:ty),*) -> $Answer:ty,
            $effect:ident [$($tag:ident),*];)*
    })*) => {
        /// Every command, beside `subscribe`, which takes the channel of events.
        pub const COMMANDS: &[Command] = &[$($(Command {
            name: stringify!($name),
            parameters: &[$((stringify!($parameter), Types::name_of::<$Type>)),*],
            answer: Types::name_of::<$Answer>,
            effect: effect!($effect $($tag)*),
        },)*)*];

        $(fn $section<H: $Bound>(host: Arc<H>, name: &str, call: Call) -> Option<Answer> {
            Some(match name {
                $(stringify!($name) => Box::pin(async move {
                    $(let $parameter: $Type = call.parameter(stringify!($parameter))?;)*
                    let answer: $Answer =
                        crate::$module::$name(&*host, $(Pass::pass(&$parameter)),*).await?;
                    call.answer(&answer)
                }),)*
                _ => return None,
            })
        })*
    };
}

commands! {
    on_host: Host {
        overview::overview() -> Overview, provides [Organizations, Connection, Users, Settings, License];
        overview::check_now(organization_id: OrganizationId) -> (), invalidates [Connection, Users, Activity];

        organizations::create_organization(name: String, external_id: String) -> OrganizationId,
            invalidates [Organizations, Activity];
        organizations::rename_organization(organization_id: OrganizationId, name: String) -> (),
            invalidates [Organizations, Connection, Activity];
        organizations::set_external_id(organization_id: OrganizationId, external_id: String) -> (),
            invalidates [Organizations, Activity];
        organizations::set_synchronization(organization_id: OrganizationId, enabled: bool) -> (),
            invalidates [Organizations, Connection, Users, Activity];
        organizations::delete_organization(organization_id: OrganizationId, name: String) -> (),
            invalidates [Organizations, Connection, Users, Activity, License];

        connectivity::connectivity(organization_id: OrganizationId) -> Connectivity,
            provides [Organizations, Connection, Users, Settings, License];
        connectivity::set_service_account_login(organization_id: OrganizationId, enabled: bool) -> (),
            invalidates [Connection, Users, Activity];
        connectivity::confirm_no_lpc_user(organization_id: OrganizationId, confirmed: bool) -> (),
            invalidates [Connection, Activity];
        connectivity::save_client_app(organization_id: OrganizationId, client_app: ClientAppInput) -> ClientApp,
            invalidates [Connection, Activity];
        connectivity::dismiss_login_failure(organization_id: OrganizationId) -> (), invalidates [Connection];
        connectivity::dismiss_recovery(organization_id: OrganizationId) -> (), invalidates [Connection];
        connectivity::hold_sign_ins_for_session() -> (), invalidates [Connection, Activity];
        login::cancel_login(organization_id: OrganizationId) -> (), invalidates [Connection, Activity];
        login::extend_login(organization_id: OrganizationId) -> (), invalidates [Connection];
        account::confirm_account(organization_id: OrganizationId, no_lpc_user: bool) -> (),
            invalidates [Connection, Users, Activity, License];
        account::test_connection(organization_id: OrganizationId) -> ConnectionTest,
            invalidates [Connection, Users, Activity];
        account::check_preflight(organization_id: OrganizationId) -> (), invalidates [Connection, Activity];
        account::disconnect(organization_id: OrganizationId, regardless: bool) -> Disconnection,
            invalidates [Connection, Users, Activity, License];

        users::users(query: UserQuery) -> UsersPage, provides [Connection, Users];
        users::user_counts(organization_id: OrganizationId) -> UserCounts, provides [Connection, Users];
        user::user_notification(organization_id: OrganizationId, user_id: SalesforceId) -> UserNotification,
            provides [Connection, Users, License];
        user::check_member(organization_id: OrganizationId, user_id: SalesforceId) -> MemberCheck,
            invalidates [Connection, Users, Activity];

        sessions::sessions(query: SessionsQuery) -> SessionPage, provides [Users];
        sessions::reconcile(organization_id: OrganizationId) -> (), invalidates [Connection, Users, Activity];
        sessions::held_back(organization_id: OrganizationId) -> Option<HeldBack>, provides [Users];
        sessions::apply_held_back(organization_id: OrganizationId, affected: u64) -> (),
            invalidates [Users, Activity];

        activity::activity(query: ActivityQuery) -> EntryPage, provides [Activity];
        gate::gate() -> Gate, provides [License, Connection];
        gate::import_entitlement_text(file: String, text: String) -> Gate,
            invalidates [License, Connection, Users, Activity];
        gate::check_entitlement() -> Gate, invalidates [License, Connection, Users, Activity];
        own_data::try_writing() -> (), invalidates [OwnData];
        own_data::dismiss_set_aside(file: DataFile) -> (), invalidates [OwnData];
    }
    on_desktop: DesktopHost {
        login::start_login(organization_id: OrganizationId, environment: Environment) -> (),
            invalidates [Connection, Activity];
        login::change_account(organization_id: OrganizationId, environment: Environment) -> (),
            invalidates [Connection, Activity];
        login::open_login_again(organization_id: OrganizationId) -> (), invalidates [Connection];
        login::copy_login_link(organization_id: OrganizationId) -> (), invalidates [Connection];
        login::paste_callback() -> (), invalidates [Connection, Users, Activity, License];
        login::copy_text(text: String) -> (), invalidates [];
        gate::import_entitlement() -> Gate, invalidates [License, Connection, Users, Activity];
        settings::change_setting(name: SettingKey, value: String) -> (),
            invalidates [Settings, Activity];
        own_data::own_data() -> OwnData, provides [OwnData];
        help::help() -> Help, provides [License, Connection];
    }
    on_shell: Shell {
        own_data::start_problem() -> Option<StartProblem>, provides [Startup];
        own_data::try_start_again() -> Option<StartProblem>,
            invalidates [Startup, Organizations, Connection, Users, Activity, Settings, License, OwnData];
        own_data::copy_start_problem() -> (), invalidates [];
        own_data::open_data_folder() -> (), invalidates [];
    }
}

/// Carries a command out: `name` with its parameters as a JSON object. The answer is JSON text.
/// A name that is not in the table is [`ErrorCode::NotFound`].
pub async fn dispatch<S: Shell>(
    shell: Arc<S>,
    name: &str,
    parameters: Value,
) -> Result<String, ApiError> {
    let Some(host) = shell.host() else {
        return match on_shell(shell, name, Call(parameters)) {
            Some(answer) => answer.await,
            None => Err(ApiError::new(
                ErrorCode::Internal,
                "The console has not started.",
            )),
        };
    };
    let call = || Call(parameters.clone());
    let answer = on_host(Arc::clone(&host), name, call())
        .or_else(|| on_desktop(host, name, call()))
        .or_else(|| on_shell(shell, name, call()));
    match answer {
        Some(answer) => answer.await,
        None => Err(ApiError::new(
            ErrorCode::NotFound,
            format!("There is no command {name}."),
        )),
    }
}

/// The parameters of one call.
struct Call(Value);

impl Call {
    /// Only an address that somebody changed by hand names what is no id, so that is not there.
    fn parameter<T: DeserializeOwned>(&self, name: &str) -> Result<T, ApiError> {
        T::deserialize(self.0.get(camel(name)).unwrap_or(&Value::Null)).map_err(|error| {
            let message = format!("There is nothing of this {name}: {error}.");
            ApiError::new(ErrorCode::NotFound, message)
        })
    }

    fn answer(self, answer: &impl Serialize) -> Result<String, ApiError> {
        serde_json::to_string(answer)
            .map_err(|error| ApiError::new(ErrorCode::Internal, error.to_string()))
    }
}

/// A parameter's name as the window spells it.
pub(crate) fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (head, tail) = word.split_at(1);
        name + &head.to_uppercase() + tail
    })
}

/// What a handler takes of a parameter.
trait Pass<'a, T> {
    fn pass(&'a self) -> T;
}

impl<'a> Pass<'a, &'a str> for String {
    fn pass(&'a self) -> &'a str {
        self
    }
}

impl<T: Clone> Pass<'_, T> for T {
    fn pass(&self) -> T {
        self.clone()
    }
}
