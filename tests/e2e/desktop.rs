//! A private desktop: a display, a D-Bus session, an unlocked key store, a default browser.

use crate::bus;
use crate::default_browser::{self, DefaultBrowser};
use crate::entitlement;
use crate::group::Group;
use crate::key_store;
use salesforce_sim::Sim;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use tempfile::TempDir;

const INSIDE: &str = "LPC_E2E_DESKTOP";

/// Room for the console and the browser beside it.
const SCREEN: &str = "-screen 0 1440x1000x24";

/// A D-Bus session around a program. The bus and what it starts tell of each other on standard
/// error, at length; the program keeps the real one.
const QUIET_BUS: &str =
    r#"exec dbus-run-session -- sh -c 'exec "$@" 2>&3 3>&-' sh "$@" 3>&2 2>/dev/null"#;

/// Whether this process runs inside the private desktop.
pub fn inside() -> bool {
    std::env::var_os(INSIDE).is_some()
}

/// Starts this program again inside a private desktop and answers its exit code.
pub fn enter() -> ExitCode {
    let program = std::env::current_exe().unwrap();
    let status = Command::new("xvfb-run")
        .args(["-a", "-s", SCREEN, "sh", "-c", QUIET_BUS, "sh"])
        .arg(program)
        .args(std::env::args_os().skip(1))
        .env(INSIDE, "1")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null())
        .status();
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            println!("xvfb-run cannot be started ({error}); `cargo xtask test` installs it");
            ExitCode::FAILURE
        }
    }
}

/// The person's folders and background programs. On drop the programs end before the folders go.
pub struct Desktop {
    browser: DefaultBrowser,
    services: Services,
    home: TempDir,
}

/// What runs in the background of the desktop.
enum Services {
    /// The session's bus, with an unlocked key store.
    KeyStore { _daemon: Group },
    /// A bus of its own, that nobody offers a key store on and that starts none.
    OwnBus { _daemon: Group, address: String },
}

impl Desktop {
    pub async fn new() -> anyhow::Result<Self> {
        let home = folders()?;
        let daemon = command("gnome-keyring-daemon", home.path());
        let daemon = key_store::unlock(daemon, &home.path().join("run/keyring")).await?;
        Self::with(home, Services::KeyStore { _daemon: daemon })
    }

    /// A desktop that offers no key store.
    pub async fn without_key_store() -> anyhow::Result<Self> {
        let home = folders()?;
        let (daemon, address) = bus::without_services(home.path()).await?;
        let services = Services::OwnBus {
            _daemon: daemon,
            address,
        };
        Self::with(home, services)
    }

    fn with(home: TempDir, services: Services) -> anyhow::Result<Self> {
        let browser =
            DefaultBrowser::register(home.path(), |program| command(program, home.path()))?;
        Ok(Self {
            browser,
            services,
            home,
        })
    }

    /// A program in this desktop's environment.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = command(program, self.home.path());
        if let Services::OwnBus { address, .. } = &self.services {
            command.env("DBUS_SESSION_BUS_ADDRESS", address);
        }
        command
    }

    /// The debugging port of the browser that the desktop opens links with.
    pub fn browser_port(&self) -> u16 {
        self.browser.port
    }

    /// From now on links open nothing.
    pub fn without_browser(self) -> anyhow::Result<Self> {
        self.browser.stay_closed()?;
        Ok(self)
    }

    /// Where the console keeps its data.
    pub fn console_data(&self) -> PathBuf {
        self.home.path().join("data/com.lpcadmin.console.demo")
    }

    /// What the console and WebKit print.
    pub fn console_output(&self) -> PathBuf {
        self.home.path().join("console-output")
    }

    /// What the console's log says so far.
    pub fn console_log(&self) -> String {
        let entries = fs::read_dir(self.console_data().join("logs"));
        let mut files: Vec<PathBuf> = entries
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        files.sort();
        files
            .iter()
            .map(|file| fs::read_to_string(file).unwrap_or_default())
            .collect()
    }

    /// Every file of the person but those of the browser, which may know what it was sent to.
    pub fn files(&self) -> Vec<PathBuf> {
        let browser = self.home.path().join(default_browser::FOLDER);
        let mut folders = vec![self.home.path().to_owned()];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() && entry.path() != browser => {
                        folders.push(entry.path());
                    }
                    Ok(kind) if kind.is_file() => files.push(entry.path()),
                    _ => {}
                }
            }
        }
        files
    }

    /// Keeps a picture of the whole screen, the browser included, and prints what was said last.
    pub fn explain_failure(&self, pictures: &Path) {
        let screen = pictures.join("failure-screen.png");
        let mut import = self.command("import");
        let taken = import.args(["-window", "root"]).arg(&screen).status();
        if taken.is_ok_and(|status| status.success()) {
            println!("the screen at the failure: {}", screen.display());
        }
        let printed = fs::read_to_string(self.console_output()).unwrap_or_default();
        for text in [self.console_log(), printed] {
            let lines: Vec<&str> = text.lines().collect();
            println!("{}", lines[lines.len().saturating_sub(25)..].join("\n"));
        }
    }

    /// Forgets everything the console kept, for another first start of somebody who has access.
    pub fn forget_console(&self, sim: &Sim) -> anyhow::Result<()> {
        if self.console_data().exists() {
            fs::remove_dir_all(self.console_data())?;
        }
        self.deploy(&entitlement::genuine(sim)?)
    }

    /// Puts an entitlement into the data folder, as deployment does.
    pub fn deploy(&self, entitlement: &str) -> anyhow::Result<()> {
        fs::create_dir_all(self.console_data())?;
        let file = self.console_data().join("halden-group.entitlement");
        Ok(fs::write(file, entitlement)?)
    }
}

fn folders() -> anyhow::Result<TempDir> {
    let home = tempfile::Builder::new().prefix("lpc-e2e-").tempdir()?;
    for folder in [
        "data/applications",
        "data/keyrings",
        "config/fontconfig",
        "cache",
        "run",
    ] {
        fs::create_dir_all(home.path().join(folder))?;
    }
    fs::set_permissions(home.path().join("run"), fs::Permissions::from_mode(0o700))?;
    fs::write(home.path().join("config/fontconfig/fonts.conf"), FONTS)?;
    Ok(home)
}

fn command(program: impl AsRef<OsStr>, home: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .envs([
            ("HOME", home.to_owned()),
            ("XDG_DATA_HOME", home.join("data")),
            ("XDG_CONFIG_HOME", home.join("config")),
            ("XDG_CACHE_HOME", home.join("cache")),
            ("XDG_STATE_HOME", home.join("state")),
            ("XDG_RUNTIME_DIR", home.join("run")),
        ])
        .envs([
            // Without a desktop's name Debian's xdg-open does not understand quoted Exec lines.
            ("XDG_CURRENT_DESKTOP", "GNOME"),
            ("GDK_BACKEND", "x11"),
            ("GTK_THEME", "Adwaita"),
            ("NO_AT_BRIDGE", "1"),
            ("LANG", "en_US.UTF-8"),
            ("LANGUAGE", "en_US"),
            ("TZ", "UTC"),
        ])
        .stdin(Stdio::null());
    command
}

/// The mockups use a neutral system face; a bare Debian has only a wide one.
const FONTS: &str = r#"<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <alias binding="strong"><family>system-ui</family><prefer><family>Inter</family></prefer></alias>
  <alias binding="strong"><family>ui-monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias binding="strong"><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Inter</family></prefer></alias>
</fontconfig>
"#;
