//! The UI that the shell embeds, and the one on recorded answers that the window tests look at.

use crate::npm::{UI, changed};
use crate::packages::{Purpose, provision};
use crate::program::run;
use anyhow::Result;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// Makes the machine ready and builds ui/dist, with which the shell compiles.
pub fn ready(purpose: Purpose) -> Result<()> {
    provision(purpose)?;
    UI.install()?;
    build()
}

/// Builds ui/dist, unless it is newer than everything it is made of. An unchanged folder also
/// spares compiling the shell again.
pub fn build() -> Result<()> {
    vite("dist", &[])
}

/// Builds the UI on recorded answers, which any browser shows.
pub fn build_replay() -> Result<()> {
    let folder = "node_modules/.replay";
    vite(folder, &["--mode", "replay", "--outDir", folder])
}

fn vite(folder: &str, options: &[&str]) -> Result<()> {
    let ui = UI.folder();
    let sources = [
        "src",
        "public",
        "index.html",
        "package-lock.json",
        "vite.config.ts",
    ]
    .iter()
    .map(|name| newest(&ui.join(name)))
    .max()
    .flatten();
    if changed(&ui.join(folder).join("index.html")) >= sources {
        println!("ui/{folder} is up to date");
        return Ok(());
    }
    run(&mut UI.tool(&[&["vite", "build"], options].concat()))
}

/// The last change of a file, or of anything in a folder, the folder's own list included.
fn newest(path: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries
        .map(|entry| newest(&entry.path()))
        .max()
        .flatten()
        .max(changed(path))
}
