//! What this machine is, and what it lacks that no package of ours brings.

use crate::program::{answer, program, succeeds};
use anyhow::{Result, bail};
use std::fs;

/// The oldest Node that the UI's tools run on, as in ui/package.json.
const NODE: (u32, u32) = (20, 19);

/// How far provisioning can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Machine {
    Debian,
    OtherLinux,
    /// Missing parts are named; the console runs as a bundle.
    MacOs,
    /// Missing parts are named.
    Windows,
}

impl Machine {
    /// The machine that we run on.
    pub fn current() -> Self {
        match std::env::consts::OS {
            "macos" => Self::MacOs,
            "windows" => Self::Windows,
            _ if is_debian(&fs::read_to_string("/etc/os-release").unwrap_or_default()) => {
                Self::Debian
            }
            _ => Self::OtherLinux,
        }
    }
}

fn is_debian(os_release: &str) -> bool {
    os_release.lines().any(|line| line.trim() == "ID=debian")
}

/// The name that starts npm.
pub fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

/// Stops with one sentence for each tool that is missing.
pub fn check_tools() -> Result<()> {
    let mut missing = Vec::new();
    match answer(&mut program("node", &["--version"])) {
        None => missing.push(format!(
            "Node.js {}.{} or newer is missing: install it from nodejs.org or with your version manager",
            NODE.0, NODE.1
        )),
        Some(text) if version(&text).is_none_or(|found| found < NODE) => missing.push(format!(
            "Node.js is {}, the UI needs {}.{} or newer",
            text.trim(),
            NODE.0,
            NODE.1
        )),
        Some(_) => {}
    }
    if !succeeds(npm(), &["--version"]) {
        missing.push("npm is missing; it comes with Node.js".to_owned());
    }
    if !succeeds("rustfmt", &["--version"]) || !succeeds("cargo", &["clippy", "--version"]) {
        missing
            .push("rustfmt or clippy is missing: `rustup component add rustfmt clippy`".to_owned());
    }
    match Machine::current() {
        Machine::MacOs if !succeeds("xcode-select", &["-p"]) => missing
            .push("The Xcode command line tools are missing: `xcode-select --install`".to_owned()),
        Machine::Windows if !has_webview2() => missing.push(
            "The WebView2 runtime is missing: install “Evergreen Bootstrapper” from Microsoft"
                .to_owned(),
        ),
        _ => {}
    }
    if missing.is_empty() {
        return Ok(());
    }
    bail!("this machine is not ready:\n  {}", missing.join("\n  "))
}

/// Major and minor number of `v20.19.1`.
fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(str::parse);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => Some((major, minor)),
        _ => None,
    }
}

fn has_webview2() -> bool {
    const CLIENT: &str = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    [
        r"HKLM\SOFTWARE\WOW6432Node",
        r"HKLM\SOFTWARE",
        r"HKCU\SOFTWARE",
    ]
    .iter()
    .any(|root| succeeds("reg", &["query", &format!(r"{root}\{CLIENT}"), "/v", "pv"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_names_its_version_with_a_v() {
        assert_eq!(version("v20.19.4\n"), Some((20, 19)));
        assert_eq!(version("nonsense"), None);
    }

    #[test]
    fn only_debian_itself_gets_packages_installed() {
        assert!(is_debian("NAME=\"x\"\nID=debian\n"));
        assert!(!is_debian("ID=ubuntu\nID_LIKE=debian\n"));
    }
}
