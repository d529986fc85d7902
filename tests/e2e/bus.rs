//! The desktop's D-Bus session: who is there.

use crate::group::Group;
use crate::webdriver::until;
use anyhow::Context as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The process that owns a name, if anybody does. Starts nothing.
pub fn owner(name: &str) -> Option<i32> {
    let answer = call(
        "org.freedesktop.DBus",
        "/org/freedesktop/DBus",
        "org.freedesktop.DBus.GetConnectionUnixProcessID",
        name,
    )?;
    // `(uint32 4711,)`
    let digits: String = answer.chars().filter(char::is_ascii_digit).collect();
    digits.strip_prefix("32")?.parse().ok()
}

/// What a method that takes one text answers, as `gdbus` writes it.
pub fn call(service: &str, object: &str, method: &str, argument: &str) -> Option<String> {
    let output = Command::new("gdbus")
        .args(["call", "--session", "--dest", service])
        .args(["--object-path", object, "--method", method, argument])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let answer = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| answer.trim().to_owned())
}

/// A bus that starts no service, and its address: the session's own one would start a key store of
/// the person who runs the tests.
pub async fn without_services(home: &Path) -> anyhow::Result<(Group, String)> {
    let (config, socket) = (home.join("bus.conf"), home.join("run/bus"));
    let address = format!("unix:path={}", socket.display());
    fs::write(
        &config,
        format!(
            r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>{address}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#
        ),
    )?;
    let mut daemon = Command::new("dbus-daemon");
    daemon
        .args(["--nofork", "--nopidfile"])
        .arg(format!("--config-file={}", config.display()))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        // It tells of limits that a container does not let it raise.
        .stderr(Stdio::null());
    let daemon = Group::start(&mut daemon).context("dbus-daemon")?;
    until("the bus listens", || async { Ok(socket.exists()) }).await?;
    Ok((daemon, address))
}
