//! What the window may do: exactly the declared commands, and nothing of any plugin.

use crate::text;
use lpc_api::bindings::COMMANDS;
use serde_json::Value;
use std::collections::BTreeSet;

fn commands() -> BTreeSet<String> {
    // `subscribe` takes a channel and so stands beside the table.
    COMMANDS
        .iter()
        .map(|command| command.name.to_owned())
        .chain(["subscribe".to_owned()])
        .collect()
}

fn json(file: &str) -> Value {
    serde_json::from_str(&text(file.as_ref()).unwrap()).unwrap()
}

#[test]
fn permissions_are_the_commands_and_the_capability_lists_exactly_them() {
    let permissions = text("src-tauri/permissions/app.toml".as_ref()).unwrap();
    let values = |key: &str| -> BTreeSet<String> {
        permissions
            .lines()
            .filter_map(|line| line.strip_prefix(key)?.trim().strip_prefix('='))
            .map(|value| value.trim().trim_matches(['[', ']', '"']).to_owned())
            .collect()
    };
    assert_eq!(values("commands.allow"), commands());
    let identifiers: BTreeSet<String> = commands()
        .iter()
        .map(|name| format!("allow-{}", name.replace('_', "-")))
        .collect();
    assert_eq!(values("identifier"), identifiers);
    let capability = json("src-tauri/capabilities/main.json");
    let listed: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|permission| permission.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(listed, identifiers, "no core: and no plugin permission");
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert!(
        capability.get("remote").is_none(),
        "no remote page may call anything"
    );
}

#[test]
fn every_command_has_a_handler_in_the_shell() {
    let shell = text("src-tauri/src/lib.rs".as_ref()).unwrap();
    let handled: BTreeSet<String> = shell
        .split("commands::")
        .skip(1)
        .map(|rest| {
            rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .next()
                .unwrap()
        })
        .map(str::to_owned)
        .collect();
    assert_eq!(handled, commands());
}

#[test]
fn the_windows_doors_are_closed() {
    let config = json("tauri.conf.json");
    assert_eq!(config["identifier"], "com.lpcadmin.console");
    assert_eq!(config["app"]["withGlobalTauri"], false);
    let security = &config["app"]["security"];
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(security["assetProtocol"]["enable"], false);
    assert_eq!(security["dangerousDisableAssetCspModification"], false);
    assert_eq!(security["capabilities"], serde_json::json!(["main"]));
    assert_eq!(
        security["csp"],
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src ipc: http://ipc.localhost; object-src 'none'; \
         base-uri 'none'; form-action 'none'; frame-src 'none'; frame-ancestors 'none'"
    );
    let windows = config["app"]["windows"].as_array().unwrap();
    assert_eq!(windows.len(), 1, "one window");
    assert_eq!(windows[0]["dragDropEnabled"], false);
}
