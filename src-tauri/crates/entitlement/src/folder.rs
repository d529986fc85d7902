//! The files: put into the data folder by *Import entitlement…*, by hand or by deployment.

use crate::verifier::Verifier;
use lpc_core::entitlement::{Candidate, Entitlement, Problem};
use lpc_core::port::entitlement::EntitlementSource;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// What an entitlement's file name ends with.
pub const EXTENSION: &str = "entitlement";

/// A longer text is no entitlement.
pub const MAX_BYTES: usize = 64 * 1024;

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
        files.sort();
        files.truncate(MAX_FILES);
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
                match read(path) {
                    Ok(text) => self.examine(&name, &text),
                    Err(error) => Candidate {
                        file: shown_name(&name),
                        content: Err(Problem::Unreadable {
                            detail: error.to_string(),
                        }),
                    },
                }
            })
            .collect()
    }

    fn examine(&self, file: &str, text: &str) -> Candidate {
        Candidate {
            file: shown_name(file),
            content: self.verifier.verify(text),
        }
    }

    fn keep(&self, text: &str, entitlement: &Entitlement) -> io::Result<()> {
        // Named by its end, so that a corrected one takes the place of the one it corrects and an
        // older one stays until it is over.
        let until = entitlement.expires.strftime("%Y-%m-%d");
        let path = self.folder.join(format!("until-{until}.{EXTENSION}"));
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
        fs::rename(&partial, &path)
    }
}

/// Reads a little more than is allowed, so that a larger file is seen to be one.
fn read(path: &Path) -> io::Result<String> {
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A name that fits into a line and moves no other text about.
fn shown_name(name: &str) -> String {
    const MAX: usize = 80;
    let plain = |character: char| {
        if character.is_alphanumeric() || " -_.()".contains(character) {
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
