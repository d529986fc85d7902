//! Compiles the window's permissions, embeds the configuration, and looks at the entitlement keys.

#[path = "crates/entitlement/src/key_list.rs"]
#[allow(dead_code, reason = "the build asks one of its questions")]
mod key_list;

fn main() {
    // Without these two lines an edited permission would not rebuild the application.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    println!("cargo:rerun-if-env-changed={}", key_list::VARIABLE);
    println!("cargo:rerun-if-env-changed=LPC_SUPPORT_ADDRESS");
    demand_entitlement_keys();
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(
            tauri_build::AppManifest::new()
                .permissions_path_pattern("./src-tauri/permissions/**/*.toml"),
        );
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("the Tauri configuration does not build: {error:#}");
    }
}

/// A release of the shipped flavor that nobody could open is not built.
fn demand_entitlement_keys() {
    let set = |name: &str| std::env::var_os(name).is_some();
    let released = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let shipped = !set("CARGO_FEATURE_STAND_IN");
    let keys = std::env::var(key_list::VARIABLE).ok();
    if let Err(problem) = key_list::demand(keys.as_deref(), shipped && released) {
        println!("cargo:error={problem}");
    }
}
