//! The desktop's key store, unlocked as a login does it.

use crate::bus;
use crate::group::Group;
use crate::webdriver::until;
use anyhow::Context as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

const SERVICE: &str = "org.freedesktop.secrets";

/// Starts the key store and waits until it is open. `command` has the desktop's environment.
pub async fn unlock(mut command: Command, control: &Path) -> anyhow::Result<Group> {
    command
        .args(["--unlock", "--foreground", "--components=secrets"])
        .arg("--control-directory")
        .arg(control)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut daemon = Group::start(&mut command).context("gnome-keyring-daemon")?;
    let password = daemon.child.stdin.take();
    password
        .context("the key store takes its password")?
        .write_all(b"tour")?;
    until("the key store is unlocked", || async {
        // Asked before it owns its name, the bus would start a second one, which stays locked.
        Ok(bus::owner(SERVICE).is_some() && default_collection().is_some())
    })
    .await?;
    Ok(daemon)
}

/// Where new secrets go; there is none before the first unlock.
fn default_collection() -> Option<String> {
    let answer = bus::call(
        SERVICE,
        "/org/freedesktop/secrets",
        "org.freedesktop.Secret.Service.ReadAlias",
        "default",
    )?;
    answer.contains("/collection/").then_some(answer)
}
