//! Runs a test of this process again, in a D-Bus session of its own with a real gnome-keyring.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Set for the inner test: the file in which it says that it reached its end.
const REACHED: &str = "LPC_TEST_REACHED";
/// Set for the inner test: the process id of the key store's daemon.
const DAEMON: &str = "LPC_TEST_KEYRING_DAEMON";

/// Unlocks the login collection; the script below repeats it.
pub const PASSWORD: &str = "a-password";

/// The world in which an inner test runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum World {
    /// A bus with gnome-keyring and an unlocked login collection.
    Unlocked,
    /// A bus with gnome-keyring that has no collection yet.
    NoCollection,
    /// A bus on which nobody offers a key store.
    NoService,
    /// The address of a bus that is not there.
    NoBus,
}

/// Runs the test `name` of this executable in `world` and checks that it got to its end: a test that
/// was renamed, or returned early, does not pass for one that ran.
///
/// # Panics
/// When the inner test fails, or did not run.
pub fn run_in(world: World, name: &str) {
    let scratch = tempfile::tempdir().expect("temporary folder");
    let reached = scratch.path().join("reached");
    let mut command = match world {
        World::NoBus => Command::new(std::env::current_exe().expect("own path")),
        World::Unlocked | World::NoCollection | World::NoService => {
            let mut command = Command::new("dbus-run-session");
            command.args(["--", "sh", "-c", script(world), "sh"]);
            command.arg(std::env::current_exe().expect("own path"));
            command
        }
    };
    command.args(["--exact", name, "--nocapture", "--test-threads=1"]);
    isolate(&mut command, scratch.path());
    let output = command.env(REACHED, &reached).output().expect("started");
    assert!(
        output.status.success() && reached.exists(),
        "{name} in {world:?}: {}\n{}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
}

/// For the inner test: `None` outside of [`run_in`], where it has nothing to do.
pub fn inner() -> Option<Inner> {
    std::env::var_os(REACHED).map(|reached| Inner {
        reached: reached.into(),
    })
}

/// An inner test under way.
pub struct Inner {
    reached: PathBuf,
}

impl Inner {
    /// To be called as the last thing.
    pub fn done(self) {
        std::fs::write(self.reached, "").expect("marker written");
    }

    /// Sends a signal (`STOP`, `CONT`) to the key store's daemon.
    pub fn signal_daemon(&self, signal: &str) {
        let daemon = std::env::var(DAEMON).expect("the session names its daemon");
        let status = Command::new("kill")
            .args([format!("-{signal}"), daemon])
            .status();
        assert!(status.expect("started").success());
    }
}

fn script(world: World) -> &'static str {
    match world {
        World::Unlocked => {
            r#"
            printf %s a-password | gnome-keyring-daemon --foreground --unlock --components=secrets \
                --control-directory="$XDG_RUNTIME_DIR/keyring" >/dev/null &
            LPC_TEST_KEYRING_DAEMON=$!; export LPC_TEST_KEYRING_DAEMON
            gdbus wait --session --timeout 20 org.freedesktop.secrets || exit 97
            "$@"; result=$?
            kill "$LPC_TEST_KEYRING_DAEMON"; exit "$result""#
        }
        World::NoCollection => {
            r#"
            gnome-keyring-daemon --foreground --components=secrets \
                --control-directory="$XDG_RUNTIME_DIR/keyring" >/dev/null </dev/null &
            LPC_TEST_KEYRING_DAEMON=$!; export LPC_TEST_KEYRING_DAEMON
            gdbus wait --session --timeout 20 org.freedesktop.secrets || exit 97
            "$@"; result=$?
            kill "$LPC_TEST_KEYRING_DAEMON"; exit "$result""#
        }
        World::NoService => r#"exec "$@""#,
        World::NoBus => "",
    }
}

/// Nothing of the person's own desktop: no home, no display, no bus, no services to start.
fn isolate(command: &mut Command, scratch: &Path) {
    for variable in ["DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL"] {
        command.env_remove(variable);
    }
    for (variable, folder) in [
        ("HOME", "home"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_RUNTIME_DIR", "run"),
        ("XDG_DATA_DIRS", "no-services"),
        ("TMPDIR", "tmp"),
    ] {
        let folder = scratch.join(folder);
        private(&folder);
        command.env(variable, folder);
    }
    private(&scratch.join("data/keyrings"));
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
}

fn private(folder: &Path) {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .expect("folder created");
}
