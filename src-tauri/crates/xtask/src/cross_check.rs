//! `cargo xtask cross-check`: the whole workspace type-checks for Windows and macOS, from Debian.
//!
//! Debian ships a compiler with the source of its standard library, from which Cargo builds that
//! library for any target. It is a check and never a build to ship.

use crate::cargo::plain;
use crate::packages::{Purpose, provision};
use crate::program::{answer, program, run as run_program};
use anyhow::{Context as _, Result, bail};
use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const COMPILER: &str = "/usr/bin/rustc";

struct Target {
    triple: &'static str,
    system: &'static str,
    /// Whether Debian has a C compiler for it; a stub serves otherwise.
    c_compiler: Option<&'static str>,
}

const TARGETS: [Target; 2] = [
    Target {
        triple: "x86_64-pc-windows-gnu",
        system: "Windows",
        c_compiler: Some("x86_64-w64-mingw32"),
    },
    Target {
        triple: "aarch64-apple-darwin",
        system: "macOS",
        c_compiler: None,
    },
];

pub fn run() -> Result<()> {
    provision(Purpose::CrossCheck)?;
    let version = compiler_version()?;
    let cache = cache_folder()?;
    fs::create_dir_all(&cache)?;
    let stub_cc = stub(&cache, "stub-cc", include_str!("cross_check/stub-cc"))?;
    let stub_ar = stub(&cache, "stub-ar", include_str!("cross_check/stub-ar"))?;
    println!(
        "rustc {version} of Debian; what it builds stays in {}",
        cache.display()
    );
    for target in &TARGETS {
        let begun = Instant::now();
        let prepared = |words: &[&str]| {
            let mut command = plain(words);
            target.prepare(&mut command, &cache, &stub_cc, &stub_ar);
            command
        };
        run_program(&mut prepared(&[
            "check",
            "--workspace",
            "--features",
            "stand-in,custom-protocol",
        ]))?;
        run_program(&mut prepared(&["check", "--features", "custom-protocol"]))?;
        println!(
            "{}: the console in both flavors and its tools type-check ({:.0} s)",
            target.system,
            begun.elapsed().as_secs_f64()
        );
    }
    Ok(())
}

impl Target {
    fn prepare(&self, command: &mut Command, cache: &Path, stub_cc: &Path, stub_ar: &Path) {
        let name = self.triple.replace('-', "_");
        let (cc, ar) = match self.c_compiler {
            Some(prefix) => (
                format!("{prefix}-gcc").into(),
                format!("{prefix}-ar").into(),
            ),
            None => (stub_cc.to_owned(), stub_ar.to_owned()),
        };
        command
            .args(["-Zbuild-std=std,panic_unwind", "--target", self.triple])
            .env("RUSTC", COMPILER)
            // The compiler is a stable one; building its library asks for this.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", cache)
            .env("SDKROOT", "/nonexistent")
            .env(format!("CC_{name}"), &cc)
            .env(format!("CXX_{name}"), &cc)
            .env(format!("AR_{name}"), ar);
    }
}

/// A library of another version than the compiler's would make the check meaningless.
fn compiler_version() -> Result<String> {
    let said =
        answer(&mut program(COMPILER, &["-vV"])).context("Debian's rustc does not answer")?;
    let release = said.lines().find_map(|line| line.strip_prefix("release: "));
    let release = release.context("rustc -vV names no release")?;
    let words = ["-W", "-f", "${Version}", "rust-web-src"];
    let source = answer(&mut program("dpkg-query", &words)).context("rust-web-src is missing")?;
    if !source.starts_with(&format!("{release}+")) {
        bail!("rustc is {release}, and the source of its library is {source}");
    }
    Ok(release.to_owned())
}

/// Outside the clone, so that the next clone does not compile everything again.
fn cache_folder() -> Result<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache")));
    let cache = cache.context("neither XDG_CACHE_HOME nor HOME is set")?;
    Ok(cache.join("lpc-admin-console/cross-check"))
}

fn stub(folder: &Path, name: &str, text: &str) -> Result<PathBuf> {
    let path = folder.join(name);
    fs::write(&path, text)?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
    Ok(path)
}
