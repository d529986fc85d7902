//! Folders with a package.json: their packages, scripts and tools.

use crate::machine::npm;
use crate::program::{program, root, run};
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// A folder with a package.json, as a path from the repository's folder.
#[derive(Debug, Clone, Copy)]
pub struct Project(pub &'static str);

/// The console's UI.
pub const UI: Project = Project("ui");
/// Clients written by others, tried against the stand-in.
pub const CLIENTS: Project = Project("tests/salesforce-sim/clients");

impl Project {
    /// Where it lies on this machine.
    pub fn folder(self) -> PathBuf {
        root().join(self.0)
    }

    /// A script of its package.json.
    pub fn script(self, name: &str) -> Command {
        self.npm(&["run", "--silent", name])
    }

    /// A tool out of its node_modules.
    pub fn tool(self, words: &[&str]) -> Command {
        self.npm(&[&["exec", "--no", "--"], words].concat())
    }

    /// Installs the packages of the lock file, unless that has been done.
    pub fn install(self) -> Result<()> {
        let folder = self.folder();
        let mark = folder.join("node_modules/.package-lock.json");
        let lock = changed(&folder.join("package-lock.json"));
        if changed(&mark) >= lock.max(changed(&folder.join("package.json"))) {
            println!("{}/node_modules is up to date", self.0);
            return Ok(());
        }
        // No package here needs a script at its installation.
        run(&mut self.npm(&["ci", "--no-audit", "--no-fund", "--ignore-scripts"]))?;
        // npm keeps the time of an unchanged tree; the comparison above needs this one.
        fs::File::options()
            .append(true)
            .open(mark)?
            .set_modified(SystemTime::now())?;
        Ok(())
    }

    fn npm(self, words: &[&str]) -> Command {
        let mut command = program(npm(), words);
        command.current_dir(self.folder());
        command
    }
}

/// The last change of a file.
pub fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}
