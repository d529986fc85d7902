//! The one thread that owns the connection to `vault.db`. The vault is small and its reads are
//! rare, so they take their turn there as well.

use crate::failure::storage;
use crate::write_fault;
use lpc_core::port::vault::VaultError;
use lpc_core::storage::WriteHealth;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Jobs that may wait; a caller beyond that waits without blocking its worker.
const QUEUE: usize = 64;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// A handle to the thread. The thread ends, and closes the connection, when the last handle is
/// dropped and every job is done.
#[derive(Clone)]
pub(crate) struct Database {
    jobs: mpsc::Sender<Job>,
    health: Arc<WriteHealth>,
}

/// The end of the thread.
pub(crate) struct Closed(oneshot::Receiver<Result<(), VaultError>>);

impl Closed {
    /// Waits for it, once all handles are dropped.
    pub(crate) async fn wait(self) -> Result<(), VaultError> {
        self.0.await.map_err(|_| ended())?
    }
}

impl Database {
    /// Starts the thread; also answers what tells when it has closed the connection.
    pub(crate) fn start(mut connection: Connection) -> std::io::Result<(Self, Closed)> {
        let (jobs, mut queue) = mpsc::channel::<Job>(QUEUE);
        let (closed, end) = oneshot::channel();
        std::thread::Builder::new()
            .name("vault".to_owned())
            .spawn(move || {
                while let Some(job) = queue.blocking_recv() {
                    job(&mut connection);
                }
                let result = connection.close().map_err(|(_, error)| storage(error));
                // Fails when nobody waits for the end.
                let _ = closed.send(result);
            })?;
        let health = Arc::default();
        Ok((Self { jobs, health }, Closed(end)))
    }

    /// Runs a job that begins as a write (`BEGIN IMMEDIATE`): an upgrade of a read could fail
    /// without waiting. Rolled back when it answers an error. A job goes on when nobody waits for
    /// it any more.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Transaction<'_>) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let (job, answer) = self.boxed_write(job);
        self.jobs.send(job).await.map_err(|_| ended())?;
        answer.await.map_err(|_| ended())?
    }

    /// How the last write went.
    pub(crate) fn health(&self) -> &WriteHealth {
        &self.health
    }

    fn boxed_write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Transaction<'_>) -> Result<T, VaultError> + Send + 'static,
    ) -> (Job, oneshot::Receiver<Result<T, VaultError>>) {
        let health = Arc::clone(&self.health);
        boxed(move |connection| {
            let before = connection.total_changes();
            let outcome = transact(connection, job);
            match &outcome {
                Ok(_) if connection.total_changes() != before => health.wrote(),
                Ok(_) => {}
                Err(error) => note(&health, error),
            }
            outcome
        })
    }

    /// Rebuilds the file from the rows that are left and cuts the log to nothing. What was deleted is
    /// in neither afterwards: `secure_delete` zeroes a row where it is, not the copies of it that stay
    /// where rows moved from page to page.
    pub(crate) async fn rebuild(&self) -> Result<(), VaultError> {
        let health = Arc::clone(&self.health);
        let (job, answer) = boxed(move |connection| {
            let outcome = rebuild(connection);
            match &outcome {
                Ok(()) => health.wrote(),
                Err(error) => note(&health, error),
            }
            outcome
        });
        self.jobs.send(job).await.map_err(|_| ended())?;
        answer.await.map_err(|_| ended())?
    }

    /// Runs a job that only reads.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let (job, answer) = boxed(|connection| job(connection));
        self.jobs.send(job).await.map_err(|_| ended())?;
        answer.await.map_err(|_| ended())?
    }

    /// [`Database::write`] for a plain thread. Panics on an async worker.
    pub(crate) fn write_blocking<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Transaction<'_>) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let (job, answer) = self.boxed_write(job);
        self.jobs.blocking_send(job).map_err(|_| ended())?;
        answer.blocking_recv().map_err(|_| ended())?
    }

    /// [`Database::read`] for a plain thread. Panics on an async worker.
    pub(crate) fn read_blocking<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let (job, answer) = boxed(|connection| job(connection));
        self.jobs.blocking_send(job).map_err(|_| ended())?;
        answer.blocking_recv().map_err(|_| ended())?
    }
}

fn boxed<T: Send + 'static>(
    job: impl FnOnce(&mut Connection) -> Result<T, VaultError> + Send + 'static,
) -> (Job, oneshot::Receiver<Result<T, VaultError>>) {
    let (reply, answer) = oneshot::channel();
    let job = Box::new(move |connection: &mut Connection| {
        // Fails when nobody waits any more.
        let _ = reply.send(job(connection));
    });
    (job, answer)
}

fn transact<T>(
    connection: &mut Connection,
    job: impl FnOnce(&Transaction<'_>) -> Result<T, VaultError>,
) -> Result<T, VaultError> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(storage)?;
    let result = job(&transaction)?;
    transaction.commit().map_err(storage)?;
    Ok(result)
}

fn rebuild(connection: &Connection) -> Result<(), VaultError> {
    connection.execute_batch("VACUUM").map_err(storage)?;
    let kept: bool = connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .map_err(storage)?;
    if kept {
        return Err(storage(
            "the log of vault.db cannot be emptied while another program reads the file",
        ));
    }
    Ok(())
}

/// Notes what keeps the file from being written.
fn note(health: &WriteHealth, error: &VaultError) {
    if let Some(fault) = write_fault::of(error) {
        health.failed(fault);
    }
}

fn ended() -> VaultError {
    storage("the thread of the vault has ended")
}

#[cfg(test)]
mod tests {
    use super::*;
    use lpc_core::storage::WriteFaultKind;

    #[tokio::test]
    async fn only_a_write_that_reached_the_file_ends_a_fault() {
        let connection = Connection::open_in_memory().expect("opens");
        connection
            .execute_batch("CREATE TABLE row (text TEXT)")
            .expect("made");
        let (database, _closed) = Database::start(connection).expect("starts");
        let run = |sql: &'static str| {
            database.write(move |transaction| transaction.execute_batch(sql).map_err(storage))
        };
        let refused = database.write(|transaction| {
            let sql = "PRAGMA query_only = ON; INSERT INTO row VALUES ('a')";
            let written = transaction.execute_batch(sql);
            let off = transaction.execute_batch("PRAGMA query_only = OFF");
            written.and(off).map_err(storage)
        });
        refused.await.expect_err("refused");
        let kind = || database.health().fault().map(|fault| fault.kind);
        assert_eq!(kind(), Some(WriteFaultKind::ReadOnly));
        run("DELETE FROM row").await.expect("nothing to do");
        assert_eq!(kind(), Some(WriteFaultKind::ReadOnly));
        run("INSERT INTO row VALUES ('a')").await.expect("written");
        assert_eq!(kind(), None);
        run("INSERT INTO nowhere VALUES (1)")
            .await
            .expect_err("no table");
        assert_eq!(kind(), None, "not the disk's");
    }

    #[tokio::test]
    async fn a_log_that_another_program_reads_is_not_taken_for_empty() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("vault.db");
        let connection = Connection::open(&path).expect("opens");
        connection
            .busy_timeout(std::time::Duration::ZERO)
            .expect("set");
        connection
            .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE row (text TEXT)")
            .expect("made");
        let (database, _closed) = Database::start(connection).expect("starts");
        let mut reader = Connection::open(&path).expect("opens beside");
        let reading = reader.transaction().expect("begun");
        reading
            .query_row("SELECT count(*) FROM row", [], |_| Ok(()))
            .expect("reads");
        let error = database.rebuild().await.expect_err("the log is read");
        assert!(error.to_string().contains("another program"), "{error}");
        drop(reading);
        database.rebuild().await.expect("nobody reads it");
        let log = std::fs::metadata(folder.path().join("vault.db-wal")).expect("is there");
        assert_eq!(log.len(), 0);
    }
}
