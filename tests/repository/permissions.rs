//! The window's doors: its own pages, its own commands.

use crate::text;
use serde_json::Value;

fn json(file: &str) -> Value {
    serde_json::from_str(&text(file.as_ref()).unwrap()).unwrap()
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
