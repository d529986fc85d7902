//! Folders and files that only their owner can read. On Windows they inherit the access list of the
//! person's profile, which says the same.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// Creates a folder, with those above it, for its owner alone (mode 0700), and takes rights away
/// that an existing one gives to others.
pub fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)?;
    restrict(path, 0o700)
}

/// Opens a file to read and write, for its owner alone (mode 0600); creates it if it is missing and
/// leaves its content alone if it is there.
pub fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let file = options.open(path)?;
    restrict(path, 0o600)?;
    Ok(file)
}

/// Takes rights away that an existing file gives to others. Does not open it: on unix, closing a
/// file gives up the locks that SQLite holds on it elsewhere in the process.
pub fn restrict_file(path: &Path) -> io::Result<()> {
    restrict(path, 0o600)
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    const OTHERS: u32 = 0o077;
    if fs::metadata(path)?.permissions().mode() & OTHERS == 0 {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn restrict(path: &Path, _mode: u32) -> io::Result<()> {
    fs::metadata(path).map(drop)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("exists").permissions().mode() & 0o777
    }

    #[test]
    fn a_new_folder_and_its_file_belong_to_their_owner_alone() {
        let scratch = tempfile::tempdir().expect("temporary folder");
        let folder = scratch.path().join("above").join("data");
        private_folder(&folder).expect("created");
        private_file(&folder.join("secret")).expect("created");
        assert_eq!(mode(&scratch.path().join("above")), 0o700);
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join("secret")), 0o600);
    }

    #[test]
    fn a_folder_and_a_file_that_others_could_read_are_closed_and_keep_their_content() {
        let scratch = tempfile::tempdir().expect("temporary folder");
        let file = scratch.path().join("secret");
        fs::write(&file, "kept").expect("written");
        for path in [scratch.path(), &file] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("opened");
        }
        private_folder(scratch.path()).expect("closed");
        private_file(&file).expect("closed");
        assert_eq!((mode(scratch.path()), mode(&file)), (0o700, 0o600));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("opened again");
        restrict_file(&file).expect("closed");
        assert_eq!(mode(&file), 0o600);
        assert_eq!(fs::read_to_string(&file).expect("readable"), "kept");
    }
}
