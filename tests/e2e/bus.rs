//! The desktop's D-Bus session: who is there.

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
