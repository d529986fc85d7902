//! What must hold for the repository as a whole: layering, permissions, the window's doors, and what
//! may not stand in a file.

#![allow(clippy::unwrap_used, reason = "tests say what they expect by failing")]

mod circles;
mod documents;
mod imports;
mod layers;
mod permissions;
mod texts;

use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files that belong to the repository: tracked, or new and not ignored.
pub fn files() -> Vec<PathBuf> {
    let output = Command::new("git")
        .args([
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z",
        ])
        .current_dir(root())
        .output()
        .expect("git lists the files");
    let text = String::from_utf8(output.stdout).expect("file names are UTF-8");
    let files: Vec<PathBuf> = text
        .split('\0')
        .filter(|name| !name.is_empty())
        .map(PathBuf::from)
        .collect();
    assert!(files.len() > 100, "the repository's files were found");
    files
        .into_iter()
        .filter(|file| root().join(file).is_file())
        .collect()
}

/// The text of a file; `None` for what is not text.
pub fn text(file: &Path) -> Option<String> {
    String::from_utf8(std::fs::read(root().join(file)).ok()?).ok()
}

/// Whether a file has one of these endings.
pub fn ends_with(file: &Path, endings: &[&str]) -> bool {
    file.to_str()
        .is_some_and(|name| endings.iter().any(|ending| name.ends_with(ending)))
}
