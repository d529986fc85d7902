//! An open database.

use crate::readers::Readers;
use crate::writer::{Writer, checkpoint};
use crate::{Description, Error, OpenError, Opening, Statements, files, open};
use jiff::Timestamp;
use lpc_core::storage::WriteFault;
use rusqlite::{Transaction, TransactionBehavior};
use std::error::Error as StdError;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// A handle; the last one that is dropped finishes the writes in line and waits for them. Its
/// methods need a Tokio runtime.
#[derive(Clone)]
pub struct Database(Arc<Inner>);

struct Inner {
    // Readers are dropped first, so that the writer is the last to close the file.
    readers: Readers,
    writer: Writer,
    path: PathBuf,
    version: i64,
    quarantined: Vec<PathBuf>,
}

impl Database {
    /// Opens a database in a folder, and makes both if needed. Blocks while it checks the file and
    /// brings it up to date, so it is called before anything else runs.
    pub fn open(
        of: &Description,
        folder: &Path,
        now: Timestamp,
    ) -> Result<(Self, Opening), OpenError> {
        let (connection, opening) = open::open(of, folder, now)?;
        let path = folder.join(of.file);
        let inner = Inner {
            readers: Readers::new(path.clone()),
            writer: Writer::start(of.file, connection)?,
            quarantined: files::quarantined(&path),
            version: of.version(),
            path,
        };
        Ok((Self(Arc::new(inner)), opening))
    }

    /// Runs `work` on a blocking thread, in one transaction: all its queries see the same state, and
    /// none waits for a write.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.0.readers.read(work).await
    }

    /// Runs `work` in one transaction (`BEGIN IMMEDIATE`: an upgrade of a read could fail without
    /// waiting), which is committed when it succeeds. Once in line it runs, even if nobody waits for
    /// the answer any more.
    pub async fn write<T, E>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + StdError + Send + 'static,
    {
        let job = self.0.writer.run(|connection| {
            let transaction = connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(Error::from)?;
            let answer = work(&transaction)?;
            transaction.commit().map_err(Error::from)?;
            Ok(answer)
        });
        job.await
    }

    /// Removes what deleted rows left elsewhere: the copies from before migrations go as a whole, the
    /// file is written anew from its rows, the log cut to nothing. `secure_delete` zeroes a row where
    /// it is, not the copies of it that stay where rows moved from page to page. Others wait
    /// meanwhile, about 0.3 s for 100,000 users.
    pub async fn rebuild(&self) -> Result<(), Error> {
        let path = self.0.path.clone();
        let job = self.0.writer.run(move |connection| {
            files::remove_backups(&path).map_err(Error::File)?;
            connection.execute_batch("VACUUM")?;
            match checkpoint(connection, "TRUNCATE")? {
                true => Err(Error::LogIsRead),
                false => Ok(()),
            }
        });
        job.await?;
        self.0.writer.state().health.wrote();
        Ok(())
    }

    /// Finds out whether a fault is over: the version is written again although it is the same, and
    /// there is room for more: the log has some of its own, for small writes on a full disk.
    pub async fn try_writing(&self) -> Result<(), Error> {
        let (path, version) = (self.0.path.clone(), self.0.version);
        let job = self.0.writer.run(move |connection| {
            files::try_room(&path).map_err(Error::File)?;
            Ok::<_, Error>(connection.pragma_update(None, "user_version", version)?)
        });
        job.await?;
        self.0.writer.state().health.wrote();
        Ok(())
    }

    /// What keeps the file from being written, as its last write tells.
    pub fn write_fault(&self) -> Option<WriteFault> {
        self.0.writer.state().health.fault()
    }

    /// Notes a failure beside the file, which says of the disk what a write would.
    pub fn note(&self, error: &(dyn StdError + 'static)) {
        self.0.writer.state().health.failed(error);
    }

    /// Where damaged files are kept whose place an empty one took, now or at an earlier start.
    pub fn quarantined(&self) -> &[PathBuf] {
        &self.0.quarantined
    }

    /// What ran since the database was opened.
    pub fn statements(&self) -> Statements {
        let written = &self.0.writer.state().statements;
        Statements {
            read: self.0.readers.statements().load(Ordering::Relaxed),
            written: written.load(Ordering::Relaxed),
        }
    }

    /// Finishes what runs and is in line, writes the log back and closes the file; later calls, of
    /// other handles too, are refused.
    pub async fn close(&self) {
        self.0.readers.close().await;
        let inner = Arc::clone(&self.0);
        // It ends by itself if nobody waits.
        let _ = tokio::task::spawn_blocking(move || inner.writer.close()).await;
    }
}
