//! System packages. On Debian they are installed, elsewhere on Linux they are named.

use crate::machine::{Machine, check_tools};
use crate::program::{answer, as_root, program, run, succeeds};
use anyhow::{Result, bail};

/// Compiles the console.
const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
    "libayatana-appindicator3-dev",
];

/// Runs it: key store, session bus, the URI scheme and the default browser.
const RUN: &[&str] = &[
    "dbus",
    "desktop-file-utils",
    "gnome-keyring",
    "libglib2.0-bin",
    "xdg-utils",
];

/// Drives its window without a screen, with a real browser beside it.
const DRIVE: &[&str] = &[
    "chromium",
    "chromium-driver",
    "fonts-dejavu-core",
    "fonts-inter",
    "imagemagick",
    "libgl1-mesa-dri",
    "webkit2gtk-driver",
    "xauth",
    "xvfb",
];

/// Type-checks for Windows and macOS: a compiler with its library's source, and a C compiler for the
/// one of the two that has one here.
const CROSS_CHECK: &[&str] = &["rustc-web", "rust-web-src", "gcc-mingw-w64-x86-64"];

/// What must be found afterwards, whatever the package manager said.
const PROOF: &[&str] = &["webkit2gtk-4.1", "librsvg-2.0"];

/// What the machine is made ready for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Build the console and open it on this desktop.
    Run,
    /// Build it and drive its window in a desktop session of its own.
    Drive,
    /// Type-check for the other systems.
    CrossCheck,
}

/// Installs what is missing, or says what is.
pub fn provision(purpose: Purpose) -> Result<()> {
    check_tools()?;
    let wanted: Vec<&str> = match purpose {
        Purpose::Run => [BUILD, RUN, browser()].concat(),
        Purpose::Drive => [BUILD, RUN, DRIVE].concat(),
        Purpose::CrossCheck => [BUILD, CROSS_CHECK].concat(),
    };
    match Machine::current() {
        Machine::Debian => install(&missing(&wanted))?,
        _ if purpose == Purpose::CrossCheck => {
            bail!("the other systems are checked from Debian only")
        }
        Machine::OtherLinux => {
            if !proven() {
                bail!(
                    "WebKitGTK 4.1 is missing. Install what your distribution calls these Debian packages: {}",
                    wanted.join(" ")
                );
            }
        }
        Machine::MacOs | Machine::Windows if purpose == Purpose::Drive => {
            bail!("the window is driven on Linux only")
        }
        Machine::MacOs | Machine::Windows => {}
    }
    if purpose == Purpose::Drive {
        crate::policy::write()?;
    }
    Ok(())
}

/// Chromium where no browser is there to sign in with.
fn browser() -> &'static [&'static str] {
    let any = ["x-www-browser", "firefox", "chromium", "google-chrome"]
        .iter()
        .any(|name| succeeds("sh", &["-c", "command -v \"$0\"", name]));
    if any { &[] } else { &["chromium"] }
}

fn missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    wanted
        .iter()
        .copied()
        .filter(|package| {
            let format = ["-W", "-f", "${db:Status-Status}", package];
            answer(&mut program("dpkg-query", &format)).as_deref() != Some("installed")
        })
        .collect()
}

fn install(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    println!("Installing {}", packages.join(" "));
    // Update and install stand together: an update beside an install can take the downloads away.
    // Once more, because a mirror may be in the middle of its own update.
    if let Err(error) = update_and_install(packages) {
        println!("{error:#}; trying once more");
        update_and_install(packages)?;
    }
    let left = missing(packages);
    if !left.is_empty() || !proven() {
        bail!(
            "the packages are still missing after the installation: {}",
            left.join(" ")
        );
    }
    Ok(())
}

fn update_and_install(packages: &[&str]) -> Result<()> {
    run(&mut as_root("apt-get", &["update", "-qq"])?)?;
    let mut words = vec!["install", "-y", "-qq", "--no-install-recommends"];
    words.extend(packages);
    run(&mut as_root("apt-get", &words)?)
}

fn proven() -> bool {
    PROOF
        .iter()
        .all(|library| succeeds("pkg-config", &["--exists", library]))
}
