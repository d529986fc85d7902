//! Files that only their owner may read. On Windows the profile's access list does the same.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;

/// Makes the folder if needed and keeps others out of it.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    restrict(folder, 0o700)
}

/// Makes an empty file. It has its mode before there is anything in it; SQLite gives the files
/// beside it the same mode.
pub(crate) fn create_empty(file: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(file)?;
    restrict_file(file)
}

/// Keeps others out of a file that exists.
pub(crate) fn restrict_file(file: &Path) -> io::Result<()> {
    restrict(file, 0o600)
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}
