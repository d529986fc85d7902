//! The real permissions around the real commands, in Tauri's mock runtime.

use crate::rig::Rig;
use lpc_api::table::COMMANDS;
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, WebviewWindow, WebviewWindowBuilder};

fn app(rig: &Rig) -> App<MockRuntime> {
    let app = lpc_admin_console_shell::with_commands(mock_builder())
        .build(lpc_admin_console_shell::context())
        .unwrap();
    let folder = rig.folder.path().to_owned();
    lpc_admin_console_shell::manage(&app, rig.host.console.clone(), folder);
    app
}

fn window(app: &App<MockRuntime>, label: &str) -> WebviewWindow<MockRuntime> {
    WebviewWindowBuilder::new(app, label, tauri::WebviewUrl::default())
        .build()
        .unwrap()
}

fn call(
    window: &WebviewWindow<MockRuntime>,
    command: &str,
    arguments: Value,
) -> Result<Value, Value> {
    let url = if cfg!(any(windows, target_os = "android")) {
        "http://tauri.localhost"
    } else {
        "tauri://localhost"
    };
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: url.parse().unwrap(),
        body: InvokeBody::Json(arguments),
        headers: tauri::http::HeaderMap::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_window_may_call_every_command_and_another_window_none() {
    let rig = Rig::new().await;
    let app = app(&rig);
    let (main, other) = (window(&app, "main"), window(&app, "other"));
    let overview = call(&main, "overview", json!({})).unwrap();
    assert_eq!(overview["organizations"].as_array().unwrap().len(), 1);
    for command in COMMANDS {
        let refused = call(&other, command.name, json!({})).unwrap_err();
        assert!(
            refused.to_string().contains("not allowed"),
            "{}: {refused}",
            command.name
        );
        if let Err(error) = call(&main, command.name, json!({})) {
            assert!(
                !error.to_string().contains("not allowed"),
                "{}: {error}",
                command.name
            );
            assert!(
                !error.to_string().contains("not found"),
                "{}: {error}",
                command.name
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_plugin_command_is_open_to_the_window() {
    let rig = Rig::new().await;
    let main = window(&app(&rig), "main");
    for command in [
        "plugin:deep-link|get_current",
        "plugin:opener|open_url",
        "plugin:event|listen",
        "plugin:window|close",
        "plugin:path|resolve_directory",
        "plugin:app|version",
    ] {
        let refused = call(&main, command, json!({})).unwrap_err().to_string();
        assert!(
            refused.contains("not allowed") || refused.contains("not found"),
            "{command}: {refused}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_crosses_as_code_and_message() {
    let rig = Rig::new().await;
    let main = window(&app(&rig), "main");
    let error = call(&main, "connectivity", json!({ "organizationId": "nobody" })).unwrap_err();
    assert_eq!(error["code"], "notFound");
    assert!(
        error["message"]
            .as_str()
            .is_some_and(|message| !message.is_empty())
    );
}
