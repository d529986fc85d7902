//! Chromium as the person's browser, as a desktop would make it: by a .desktop file and xdg-mime.

use anyhow::ensure;
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Lets pages of the stand-in start the demo flavor's scheme without a prompt that no test could
/// answer. Managed policies are the only place where Chromium takes this from.
const POLICY: &str = "/etc/chromium/policies/managed/lpc-admin-console-demo.json";

/// The browser's folder in the person's home; all that it keeps is its own.
pub const FOLDER: &str = "browser";

/// How long the browser may take to close.
const CLOSING: Duration = Duration::from_secs(5);

/// The registered browser; closed on drop, if a link opened it.
pub struct DefaultBrowser {
    /// Where it can be attached to, once it is open.
    pub port: u16,
    folder: PathBuf,
}

impl DefaultBrowser {
    /// `command` makes programs of this desktop.
    pub fn register(home: &Path, command: impl Fn(&str) -> Command) -> anyhow::Result<Self> {
        ensure!(
            Path::new(POLICY).exists(),
            "{POLICY} is missing; `cargo xtask tour` writes it"
        );
        let folder = home.join(FOLDER);
        fs::create_dir_all(&folder)?;
        let browser = Self {
            port: free_port()?,
            folder,
        };
        let script = browser.folder.join("open");
        fs::write(&script, browser.script())?;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
        fs::write(
            home.join("data/applications/tour-browser.desktop"),
            format!(
                "[Desktop Entry]\nType=Application\nName=Browser\nExec={} %u\n\
                 MimeType=x-scheme-handler/http;x-scheme-handler/https;\n",
                script.display(),
            ),
        )?;
        for scheme in ["x-scheme-handler/http", "x-scheme-handler/https"] {
            let status = command("xdg-mime")
                .args(["default", "tour-browser.desktop", scheme])
                .status()?;
            ensure!(status.success(), "xdg-mime cannot register the browser");
        }
        Ok(browser)
    }

    /// Lets links open nothing: an open browser takes the keyboard away from the console.
    pub fn stay_closed(&self) -> anyhow::Result<()> {
        Ok(fs::write(self.folder.join("open"), "#!/bin/sh\n")?)
    }

    fn script(&self) -> String {
        format!(
            "#!/bin/sh\nexec chromium --no-sandbox --disable-gpu --disable-quic --no-first-run \
             --no-default-browser-check --disable-background-networking --disable-component-update \
             --disable-sync --password-store=basic --window-size=1180,860 --window-position=0,0 \
             --remote-debugging-port={port} --user-data-dir={profile} \"$@\" >/dev/null 2>&1\n",
            port = self.port,
            profile = self.folder.join("profile").display(),
        )
    }

    /// The browser and its helpers: each names the folder on its command line.
    fn processes(&self) -> Vec<Pid> {
        let folder = self.folder.as_os_str().as_encoded_bytes();
        let names_folder = |process: &Path| {
            fs::read(process.join("cmdline"))
                .is_ok_and(|line| line.windows(folder.len()).any(|part| part == folder))
        };
        let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
        entries
            .filter(|entry| names_folder(&entry.path()))
            .filter_map(|entry| Pid::from_raw(entry.file_name().to_str()?.parse().ok()?))
            .collect()
    }
}

impl Drop for DefaultBrowser {
    fn drop(&mut self) {
        let deadline = Instant::now() + CLOSING;
        let mut signal = Signal::TERM;
        // A helper that is left would write its cache into a folder that is about to go.
        loop {
            let open = self.processes();
            if open.is_empty() {
                return;
            }
            if Instant::now() > deadline {
                signal = Signal::KILL;
            }
            for process in open {
                kill_process(process, signal).ok();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// A port that nobody listens at.
pub fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
