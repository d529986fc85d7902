//! The browser's policy for the window tests: pages on localhost may open the demo flavor's scheme
//! without asking. A person's browser asks; nobody is there to answer in a test.

use crate::program::{as_root, run};
use anyhow::{Context as _, Result};
use std::fs;
use std::path::Path;

const FOLDER: &str = "/etc/chromium/policies/managed";
const FILE: &str = "lpc-admin-console-demo.json";

/// Without a port the pattern fits every port.
const POLICY: &str = r#"{
  "AutoLaunchProtocolsFromOrigins": [
    { "protocol": "com.lpcadmin.console.demo", "allowed_origins": ["http://localhost"] }
  ]
}
"#;

/// Writes the policy where it is not there yet.
pub fn write() -> Result<()> {
    let path = Path::new(FOLDER).join(FILE);
    if fs::read_to_string(&path).is_ok_and(|text| text == POLICY) {
        return Ok(());
    }
    println!("Writing the browser policy {}", path.display());
    let draft = std::env::temp_dir().join(FILE);
    fs::write(&draft, POLICY).context("the policy cannot be drafted")?;
    let (draft, path) = (draft.display().to_string(), path.display().to_string());
    run(&mut as_root(
        "install",
        &["-D", "-m", "644", &draft, &path],
    )?)
}
