//! Finding files that were renamed to be kept.

use std::path::{Path, PathBuf};

/// The companions of a database are kept beside it and not told apart.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Files beside `path` whose name is its name and `suffix` and more, the oldest name first. A folder
/// that cannot be read has none.
pub fn set_aside(path: &Path, suffix: &str) -> Vec<PathBuf> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Vec::new();
    };
    let begins = format!("{}{suffix}", name.to_string_lossy());
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with(&begins) && !COMPANIONS.iter().any(|end| name.ends_with(end))
        })
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_set_aside_is_found() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in [
            "a.db",
            "a.db-wal",
            "a.db.bak-3",
            "a.db.corrupt-2",
            "a.db.corrupt-1",
            "a.db.corrupt-1-wal",
            "b.db.corrupt-1",
        ] {
            std::fs::write(folder.path().join(name), "").expect("writes");
        }
        let found = set_aside(&folder.path().join("a.db"), ".corrupt-");
        let expected = ["a.db.corrupt-1", "a.db.corrupt-2"].map(|name| folder.path().join(name));
        assert_eq!(found, expected);
        assert!(set_aside(&folder.path().join("missing/a.db"), ".corrupt-").is_empty());
    }
}
