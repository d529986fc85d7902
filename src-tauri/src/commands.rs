//! The window's commands: what the table of `lpc_api` declares, and `subscribe`. Tauri checks the
//! permission for each by name before it comes here.

use crate::events::Events;
use crate::host::DesktopHost;
use crate::startup::Startup;
use lpc_api::error::{ApiError, ErrorCode};
use lpc_api::event::Event;
use lpc_api::host::Shell;
use lpc_api::table::COMMANDS;
use lpc_core::storage::StartProblem;
use serde_json::Value;
use std::sync::Arc;
use tauri::ipc::{Channel, Invoke, InvokeBody, InvokeError, InvokeResponseBody};
use tauri::{AppHandle, Builder, Manager as _, Runtime, State};

/// Receives events from now on.
#[tauri::command]
fn subscribe(events: State<'_, Arc<Events>>, channel: Channel<Event>) {
    events.subscribe(channel);
}

/// Adds every command to a builder; the permissions decide who may call them.
pub fn with_commands<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    let subscribe: Box<dyn Fn(Invoke<R>) -> bool + Send + Sync> =
        Box::new(tauri::generate_handler![subscribe]);
    builder.invoke_handler(move |invoke| {
        let name = invoke.message.command();
        if COMMANDS.iter().all(|command| command.name != name) {
            return subscribe(invoke);
        }
        answer(invoke);
        true
    })
}

fn answer<R: Runtime>(invoke: Invoke<R>) {
    let Invoke {
        message, resolver, ..
    } = invoke;
    let shell = Arc::new(DesktopShell(message.webview_ref().app_handle().clone()));
    let name = message.command().to_owned();
    let parameters = match message.payload() {
        InvokeBody::Json(parameters) => parameters.clone(),
        InvokeBody::Raw(_) => Value::Null,
    };
    resolver.respond_async_serialized(async move {
        let answer = lpc_api::dispatch(shell, &name, parameters).await;
        answer
            .map(InvokeResponseBody::Json)
            .map_err(InvokeError::from)
    });
}

/// What is managed by now.
struct DesktopShell<R: Runtime>(AppHandle<R>);

impl<R: Runtime> DesktopShell<R> {
    fn startup(&self) -> Result<Arc<Startup>, ApiError> {
        let startup = self.0.try_state::<Arc<Startup>>();
        let there = startup.map(|startup| Arc::clone(&startup));
        there.ok_or_else(|| ApiError::new(ErrorCode::Internal, "The start has not begun."))
    }
}

impl<R: Runtime> Shell for DesktopShell<R> {
    type Host = DesktopHost;

    fn host(&self) -> Option<Arc<DesktopHost>> {
        let host = self.0.try_state::<Arc<DesktopHost>>()?;
        Some(Arc::clone(&host))
    }

    fn start_problem(&self) -> Option<StartProblem> {
        self.startup().ok()?.problem()
    }

    async fn start_again(&self) -> Result<Option<StartProblem>, ApiError> {
        let startup = self.startup()?;
        // It reads and checks files.
        tauri::async_runtime::spawn_blocking(move || startup.begin())
            .await
            .map_err(|error| ApiError::new(ErrorCode::Internal, error.to_string()))
    }

    fn copy_start_problem(&self) -> Result<(), ApiError> {
        self.startup()?.copy()
    }

    fn open_data_folder(&self) -> Result<(), ApiError> {
        self.startup()?.open_folder()
    }
}
