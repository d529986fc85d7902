//! A private desktop: a display, a D-Bus session, an unlocked key store, a default browser.

use anyhow::{Context as _, ensure};
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use tempfile::TempDir;

const INSIDE: &str = "LPC_E2E_DESKTOP";

/// Lets pages of the stand-in start the demo flavour's scheme without a prompt that no test could
/// answer. Managed policies are the only place where Chromium takes this from.
const POLICY: &str = "/etc/chromium/policies/managed/lpc-admin-console-demo.json";

/// Room for the console and the browser beside it.
const SCREEN: &str = "-screen 0 1440x1000x24";

/// Whether this process runs inside the private desktop.
pub fn inside() -> bool {
    std::env::var_os(INSIDE).is_some()
}

/// Starts this program again inside a private desktop and answers its exit code.
pub fn enter() -> ExitCode {
    let program = std::env::current_exe().unwrap();
    let status = Command::new("xvfb-run")
        .args(["-a", "-s", SCREEN, "dbus-run-session", "--"])
        .arg(program)
        .args(std::env::args_os().skip(1))
        .env(INSIDE, "1")
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

/// The person's folders and background programs; removed and ended on drop.
pub struct Desktop {
    home: TempDir,
    browser_port: u16,
    _key_store: Group,
}

impl Desktop {
    pub fn new() -> anyhow::Result<Self> {
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
        ensure!(
            Path::new(POLICY).exists(),
            "{POLICY} is missing; `cargo xtask tour` writes it"
        );
        let browser_port = free_port()?;
        let key_store = unlock_key_store(home.path())?;
        let desktop = Self {
            home,
            browser_port,
            _key_store: key_store,
        };
        desktop.register_browser()?;
        Ok(desktop)
    }

    /// A program in this desktop's environment.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .envs(environment(self.home.path()))
            .stdin(Stdio::null());
        command
    }

    /// The debugging port of the browser that the desktop opens links with.
    pub fn browser_port(&self) -> u16 {
        self.browser_port
    }

    /// Where the console keeps its data.
    pub fn console_data(&self) -> PathBuf {
        self.home.path().join("data/com.lpcadmin.console.demo")
    }

    /// Forgets everything the console kept, for another first start.
    pub fn forget_console(&self) -> anyhow::Result<()> {
        if self.console_data().exists() {
            fs::remove_dir_all(self.console_data())?;
        }
        Ok(())
    }

    /// Makes Chromium the person's browser, as a desktop would: by a .desktop file and xdg-mime.
    fn register_browser(&self) -> anyhow::Result<()> {
        let script = self.home.path().join("browser.sh");
        let profile = self.home.path().join("browser");
        fs::write(
            &script,
            format!(
                "#!/bin/sh\nexec chromium --no-sandbox --disable-gpu --disable-quic --no-first-run \
                 --no-default-browser-check --disable-background-networking --disable-component-update \
                 --disable-sync --password-store=basic --window-size=1180,860 --window-position=0,0 \
                 --remote-debugging-port={} --user-data-dir={} \"$@\" >/dev/null 2>&1\n",
                self.browser_port,
                profile.display(),
            ),
        )?;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
        fs::write(
            self.home
                .path()
                .join("data/applications/tour-browser.desktop"),
            format!(
                "[Desktop Entry]\nType=Application\nName=Browser\nExec={} %u\nMimeType=x-scheme-handler/http;x-scheme-handler/https;\n",
                script.display(),
            ),
        )?;
        for scheme in ["x-scheme-handler/http", "x-scheme-handler/https"] {
            let status = self
                .command("xdg-mime")
                .args(["default", "tour-browser.desktop", scheme])
                .status()?;
            ensure!(status.success(), "xdg-mime cannot register the browser");
        }
        Ok(())
    }
}

fn environment(home: &Path) -> Vec<(&'static str, PathBuf)> {
    vec![
        ("HOME", home.to_owned()),
        ("XDG_DATA_HOME", home.join("data")),
        ("XDG_CONFIG_HOME", home.join("config")),
        ("XDG_CACHE_HOME", home.join("cache")),
        ("XDG_RUNTIME_DIR", home.join("run")),
        // Without a desktop's name Debian's xdg-open does not understand quoted Exec lines.
        ("XDG_CURRENT_DESKTOP", "GNOME".into()),
        ("GTK_THEME", "Adwaita".into()),
        ("NO_AT_BRIDGE", "1".into()),
        ("LANG", "en_US.UTF-8".into()),
        ("LANGUAGE", "en_US".into()),
        ("TZ", "UTC".into()),
    ]
}

fn unlock_key_store(home: &Path) -> anyhow::Result<Group> {
    let mut command = Command::new("gnome-keyring-daemon");
    command
        .args([
            "--unlock",
            "--foreground",
            "--components=secrets",
            "--control-directory",
        ])
        .arg(home.join("run/keyring"))
        .envs(environment(home))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut daemon = Group::start(&mut command).context("gnome-keyring-daemon")?;
    let mut password = daemon
        .child
        .stdin
        .take()
        .context("the key store takes its password")?;
    password.write_all(b"tour")?;
    Ok(daemon)
}

pub fn free_port() -> std::io::Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?
        .local_addr()?
        .port())
}

/// A program with everything that it starts; ended as a whole on drop.
pub struct Group {
    pub child: Child,
}

impl Group {
    pub fn start(command: &mut Command) -> std::io::Result<Self> {
        command.process_group(0).spawn().map(|child| Self { child })
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let group = i32::try_from(self.child.id())
            .ok()
            .and_then(rustix::process::Pid::from_raw);
        if let Some(group) = group {
            rustix::process::kill_process_group(group, rustix::process::Signal::KILL).ok();
        }
        self.child.wait().ok();
    }
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
