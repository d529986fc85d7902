//! The files: put into the data folder by *Import entitlement…*, by hand or by deployment.

use crate::verifier::{MAX_BYTES, Verifier};
use aws_lc_rs::digest::{SHA256, digest};
use jiff::Timestamp;
use lpc_core::entitlement::{Candidate, Entitlement, Problem};
use lpc_core::port::entitlement::EntitlementSource;
use std::cmp::Reverse;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What an entitlement's file name ends with.
pub const EXTENSION: &str = "entitlement";

/// More files than this are not looked at.
const MAX_FILES: usize = 64;

/// Looks for `*.entitlement` in a folder.
pub struct EntitlementFolder {
    folder: PathBuf,
    verifier: Verifier,
}

impl EntitlementFolder {
    /// In `folder`, trusting what `verifier` trusts.
    pub fn new(folder: &Path, verifier: Verifier) -> Self {
        Self {
            folder: folder.to_owned(),
            verifier,
        }
    }

    fn files(&self) -> io::Result<Vec<PathBuf>> {
        let mut files: Vec<PathBuf> = fs::read_dir(&self.folder)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension.eq_ignore_ascii_case(EXTENSION))
            })
            .collect();
        if files.len() > MAX_FILES {
            // The newest come first: what was imported last must not be hidden by what lay there.
            files.sort_by_cached_key(|path| Reverse(changed(path)));
            files.truncate(MAX_FILES);
        }
        files.sort();
        Ok(files)
    }
}

impl EntitlementSource for EntitlementFolder {
    fn find(&self) -> Vec<Candidate> {
        let files = self.files().unwrap_or_else(|error| {
            tracing::error!(%error, "the folder of the entitlements cannot be read");
            Vec::new()
        });
        files
            .iter()
            .map(|path| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let content = match read(path) {
                    Ok(text) => self.verifier.verify(&text),
                    Err(error) => Err(Problem::Unreadable {
                        detail: error.to_string(),
                    }),
                };
                Candidate {
                    file: shown_name(&name),
                    changed: changed(path).and_then(|at| Timestamp::try_from(at).ok()),
                    content,
                }
            })
            .collect()
    }

    fn examine(&self, file: &str, text: &str) -> Candidate {
        Candidate {
            file: shown_name(file),
            changed: None,
            content: self.verifier.verify(text),
        }
    }

    fn keep(&self, text: &str, entitlement: &Entitlement) -> io::Result<()> {
        // Named by its end, for people, and by its text: an import never takes the place of another
        // file, which may be the only one that admits an organization.
        let until = entitlement.expires.strftime("%Y-%m-%d");
        let mark = mark(text);
        let path = self
            .folder
            .join(format!("until-{until}-{mark}.{EXTENSION}"));
        let partial = path.with_extension("entitlement-partial");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut file = options.open(&partial)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        drop(file);
        fs::rename(&partial, &path)?;
        // The new name outlasts a power cut, too, before an older file may go.
        #[cfg(unix)]
        File::open(&self.folder)?.sync_all()?;
        Ok(())
    }

    fn remove_superseded(&self, by: &Entitlement) -> usize {
        let genuine: Vec<(PathBuf, Entitlement)> = self
            .files()
            .unwrap_or_default()
            .into_iter()
            .filter_map(|path| {
                let entitlement = self.verifier.verify(&read(&path).ok()?).ok()?;
                Some((path, entitlement))
            })
            .collect();
        if !genuine.iter().any(|(_, found)| found == by) {
            return 0;
        }
        let mut removed = 0;
        for (path, _) in genuine.iter().filter(|(_, old)| by.supersedes(old)) {
            match fs::remove_file(path) {
                Ok(()) => removed += 1,
                // It does no harm: a newer one counts.
                Err(error) => tracing::warn!(%error, "a superseded entitlement stays"),
            }
        }
        removed
    }
}

/// When a file was changed last; what cannot be asked is the oldest.
fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|file| file.modified()).ok()
}

/// What tells two texts apart in a file name.
fn mark(text: &str) -> String {
    let hash = digest(&SHA256, text.as_bytes());
    hash.as_ref()[..8]
        .iter()
        .fold(String::new(), |mut mark, byte| {
            mark.push_str(&format!("{byte:02x}"));
            mark
        })
}

/// Reads a little more of a file than an entitlement may have, so that a larger one is seen to be one.
pub fn read(path: &Path) -> io::Result<String> {
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    // Before it is opened: opening a pipe waits for somebody to write into it.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    let file = File::open(path)?;
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A name that fits into a line and moves no other text about.
fn shown_name(name: &str) -> String {
    const MAX: usize = 80;
    // Letters by their class, and nothing to the eye.
    const FILLERS: &str = "\u{115F}\u{1160}\u{3164}\u{FFA0}";
    let plain = |character: char| {
        let letter = character.is_alphanumeric() && !FILLERS.contains(character);
        if letter || " -_.()".contains(character) {
            character
        } else {
            '_'
        }
    };
    let mut shown: String = name.chars().take(MAX).map(plain).collect();
    if name.chars().count() > MAX {
        shown.push('…');
    }
    shown
}
