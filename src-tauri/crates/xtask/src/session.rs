//! What the demo needs of a Linux desktop session and a bare one lacks: a D-Bus session and an open
//! key store. A usual desktop has both, and then nothing is started.

use crate::program::{Running, answer, program, root};
use anyhow::{Context as _, Result, bail};
use std::env;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const SECRETS: &str = "org.freedesktop.secrets";
const OPENING: Duration = Duration::from_secs(10);

/// Whether somebody could see a window: always on Windows and macOS, on Linux where X or Wayland runs.
pub fn has_display() -> bool {
    let named = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || named("DISPLAY") || named("WAYLAND_DISPLAY")
}

/// Whether programs of this session can find each other.
pub fn has_bus() -> bool {
    let socket = env::var_os("XDG_RUNTIME_DIR").map(|folder| Path::new(&folder).join("bus"));
    env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some_and(|address| !address.is_empty())
        || socket.is_some_and(|socket| socket.exists())
}

/// This program again with the same words, in a D-Bus session of its own.
pub fn again_with_a_bus() -> Result<Command> {
    let mut command = program("dbus-run-session", &["--"]);
    command
        .arg(env::current_exe().context("this program’s own path")?)
        .args(env::args_os().skip(1));
    Ok(command)
}

/// A key store of the demo's own.
pub struct KeyStore(Running);

impl KeyStore {
    /// Starts one if the desktop has none. The desktop's own keyring is left alone.
    pub fn where_missing() -> Result<Option<Self>> {
        if is_open() {
            return Ok(None);
        }
        println!("This desktop has no open key store; the demo brings one of its own.");
        let folder = root().join("target/demo-key-store");
        fs::create_dir_all(folder.join("keyrings"))?;
        let mut daemon = program(
            "gnome-keyring-daemon",
            &["--unlock", "--foreground", "--components=secrets"],
        );
        daemon
            .arg("--control-directory")
            .arg(folder.join("control"))
            .env("XDG_DATA_HOME", &folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut store = Self(Running(daemon.spawn().context("gnome-keyring-daemon")?));
        // Whoever can read this folder could start the demo as well.
        let password = store.0.0.stdin.take().context("its standard input")?;
        { password }.write_all(b"demo")?;
        let deadline = Instant::now() + OPENING;
        while !is_open() {
            if Instant::now() > deadline {
                bail!("the demo’s key store does not open");
            }
            sleep(Duration::from_millis(50));
        }
        Ok(Some(store))
    }
}

/// Asks only who is there already: a question to a missing key store would start one that is locked.
fn is_open() -> bool {
    let owned = call(
        "org.freedesktop.DBus",
        "/org/freedesktop/DBus",
        "org.freedesktop.DBus.NameHasOwner",
        SECRETS,
    );
    owned.is_some_and(|answer| answer.contains("true"))
        && call(
            SECRETS,
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.ReadAlias",
            "default",
        )
        .is_some_and(|answer| answer.contains("/collection/"))
}

fn call(service: &str, object: &str, method: &str, argument: &str) -> Option<String> {
    let words = ["call", "--session", "--dest", service];
    let mut command = program("gdbus", &words);
    command.args(["--object-path", object, "--method", method, argument]);
    answer(&mut command)
}
