//! The demo flavor as a macOS application: macOS knows a URI scheme only from a bundle.

use crate::program::{program, run};
use crate::{cargo, machine};
use anyhow::Result;
use std::path::PathBuf;

/// The bundler; the same major version as the `tauri` crate.
const CLI: &str = "@tauri-apps/cli@2";

/// What differs from tauri.conf.json in the demo flavor.
const DEMO: &str = r#"{
  "identifier": "com.lpcadmin.console.demo",
  "productName": "LPC Admin Console Demo",
  "plugins": { "deep-link": { "desktop": { "schemes": ["com.lpcadmin.console.demo"] } } }
}"#;

/// Builds the bundle and answers the executable in it.
pub fn build() -> Result<PathBuf> {
    println!("macOS opens the scheme of a bundled application only: building an .app");
    let words = ["--yes", CLI, "build", "--debug", "--bundles", "app"];
    let npx = machine::npm().replace("npm", "npx");
    let mut command = program(&npx, &words);
    command.args(["--features", "stand-in", "--config", DEMO]);
    run(&mut command)?;
    let app = cargo::target_folder()?.join("debug/bundle/macos/LPC Admin Console Demo.app");
    // Launch Services learns the scheme now, not at the first start from the Finder.
    let register = "/System/Library/Frameworks/CoreServices.framework/Frameworks/LaunchServices.framework/Support/lsregister";
    run(&mut program(register, &["-f", &app.display().to_string()]))?;
    Ok(app.join("Contents/MacOS/lpc-admin-console"))
}
