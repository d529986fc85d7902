//! The console's own two files: what keeps them from being written, and which were set aside.

use super::ports::{Ports, locked};
use crate::notice::Notice;
use crate::port::store::{Store, StoreError};
use crate::port::{Salesforce, Vault};
use crate::storage::{DataFile, SetAsideFile, WriteFault};
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex};

/// Between two tries to write again, while something keeps a file from being written.
const TRY_EVERY: SignedDuration = SignedDuration::from_secs(10);

/// The health of the console's own files.
pub struct OwnData<V, S, F> {
    pub(super) ports: Arc<Ports<V, S, F>>,
    /// When a file that could not be written was last tried again.
    pub(super) tried_writing: Mutex<Option<Timestamp>>,
}

impl<V: Vault, S: Store, F: Salesforce> OwnData<V, S, F> {
    /// What keeps the files from being written now.
    pub fn write_faults(&self) -> Vec<(DataFile, WriteFault)> {
        let faults = [
            (DataFile::Vault, self.ports.vault.write_fault()),
            (DataFile::Console, self.ports.store.write_fault()),
        ];
        faults
            .into_iter()
            .filter_map(|(file, fault)| Some((file, fault?)))
            .collect()
    }

    /// Writes to both files, which finds out whether a fault is over.
    pub async fn try_writing(&self) {
        let before = self.write_faults();
        let written = self.ports.vault.try_writing().await.map_err(drop);
        let written = written.and(self.ports.store.try_writing().await.map_err(drop));
        if written.is_ok() && !before.is_empty() {
            tracing::info!("the console's data can be written again");
        }
        if self.write_faults() != before {
            self.ports.notify(Notice::OwnDataChanged);
        }
    }

    /// The same from time to time, while there is a fault: nobody may have to press a button.
    pub(super) async fn try_writing_again(&self) {
        if self.write_faults().is_empty() {
            return;
        }
        let now = self.ports.now();
        let waits = locked(&self.tried_writing)
            .is_some_and(|last| now.duration_since(last).abs() < TRY_EVERY);
        if !waits {
            *locked(&self.tried_writing) = Some(now);
            self.try_writing().await;
        }
    }

    /// The files that were set aside and not dismissed. They are looked for on the disk: what a start
    /// that failed, or a console that was closed before anyone looked, has set aside is found as well.
    pub async fn set_aside(&self) -> Result<Vec<SetAsideFile>, StoreError> {
        let mut found = Vec::new();
        for file in DataFile::ALL {
            let dismissed = self.ports.store.setting(file.dismissal_key()).await?;
            let dismissed = dismissed.unwrap_or_default();
            let kept = self.files_set_aside(file).into_iter();
            found.extend(
                kept.filter(|path| !dismissed.lines().any(|known| known == path))
                    .map(|path| SetAsideFile::at(path, file)),
            );
        }
        Ok(found)
    }

    fn files_set_aside(&self, file: DataFile) -> Vec<String> {
        match file {
            DataFile::Console => self.ports.store.set_aside(),
            DataFile::Vault => self.ports.vault.set_aside(),
        }
    }

    /// A person has read of what was set aside. The files stay.
    pub async fn dismiss_set_aside(&self, file: DataFile) -> Result<(), StoreError> {
        let read = self.files_set_aside(file).join("\n");
        let store = &self.ports.store;
        store.set_setting(file.dismissal_key(), &read, None).await?;
        self.ports.notify(Notice::OwnDataChanged);
        Ok(())
    }
}
