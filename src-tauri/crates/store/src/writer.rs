//! The one thread that writes.

use crate::failure::Failure;
use crate::write_fault;
use lpc_core::storage::WriteHealth;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::sync::{mpsc, oneshot};

/// Writes that may wait in line; whoever comes later waits to be let in.
const QUEUE: usize = 64;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Takes writes in turn. Dropped, it finishes what is in line, empties the write-ahead log and
/// waits for its thread.
pub(crate) struct Writer {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    health: Arc<WriteHealth>,
}

impl Writer {
    pub(crate) fn start(connection: Connection) -> io::Result<Self> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("console.db".to_owned())
            .spawn(move || run(connection, queue))?;
        Ok(Self {
            jobs: Some(jobs),
            thread: Some(thread),
            health: Arc::default(),
        })
    }

    /// How the last write went.
    pub(crate) fn health(&self) -> &WriteHealth {
        &self.health
    }

    /// Runs `work` in one transaction, which is committed when it succeeds. Once in line it runs,
    /// even if nobody waits for the answer any more.
    pub(crate) async fn write<T, W>(&self, work: W) -> Result<T, Failure>
    where
        T: Send + 'static,
        W: FnOnce(&Transaction<'_>) -> Result<T, Failure> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let health = Arc::clone(&self.health);
        let job: Job = Box::new(move |connection| {
            let before = connection.total_changes();
            let outcome = in_transaction(connection, work);
            match &outcome {
                Ok(_) if connection.total_changes() != before => health.wrote(),
                Ok(_) => {}
                Err(failure) => note(&health, failure),
            }
            // An error means that the caller went away.
            let _ = reply.send(outcome);
        });
        let jobs = self.jobs.as_ref().ok_or(Failure::NoAnswer)?;
        jobs.send(job).await.map_err(|_| Failure::NoAnswer)?;
        answer.await.map_err(|_| Failure::NoAnswer)?
    }

    /// Moves the write-ahead log into the database and cuts it to nothing: it holds what pages were
    /// before they were wiped.
    pub(crate) async fn empty_log(&self) -> Result<(), Failure> {
        self.run(|connection| match checkpoint(connection, "TRUNCATE")? {
            Kept::Nothing => Ok(()),
            Kept::Some => Err(Failure::LogIsRead),
        })
        .await
    }

    /// Writes the file anew from its rows: `secure_delete` reaches no copy that SQLite left where it
    /// had moved a row from page to page. Others wait meanwhile, about 0.3 s for 100,000 users.
    pub(crate) async fn rebuild(&self) -> Result<(), Failure> {
        self.run(|connection| Ok(connection.execute_batch("VACUUM")?))
            .await
    }

    /// Runs `work` in turn, outside of a transaction.
    async fn run(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<(), Failure> + Send + 'static,
    ) -> Result<(), Failure> {
        let (reply, answer) = oneshot::channel();
        let health = Arc::clone(&self.health);
        let job: Job = Box::new(move |connection| {
            let outcome = work(connection);
            if let Err(failure) = &outcome {
                note(&health, failure);
            }
            // An error means that the caller went away.
            let _ = reply.send(outcome);
        });
        let jobs = self.jobs.as_ref().ok_or(Failure::NoAnswer)?;
        jobs.send(job).await.map_err(|_| Failure::NoAnswer)?;
        answer.await.map_err(|_| Failure::NoAnswer)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread that writes console.db panicked");
        }
    }
}

fn run(mut connection: Connection, mut queue: mpsc::Receiver<Job>) {
    while let Some(job) = queue.blocking_recv() {
        // The transaction rolls back while the panic unwinds, so the connection stays usable.
        if catch_unwind(AssertUnwindSafe(|| job(&mut connection))).is_err() {
            tracing::error!("a write to console.db panicked and was rolled back");
        }
        // The caller has its answer; the next page of a load is still on its way from Salesforce.
        if queue.is_empty() {
            checkpoint(&connection, "PASSIVE").ok();
        }
    }
    checkpoint(&connection, "TRUNCATE").ok();
}

/// Notes what keeps the file from being written.
fn note(health: &WriteHealth, failure: &Failure) {
    if let Some(fault) = write_fault::of(failure) {
        health.failed(fault);
    }
}

/// What a checkpoint left in the write-ahead log.
enum Kept {
    Nothing,
    /// Pages that somebody still reads.
    Some,
}

/// Moves the write-ahead log into the database. When that fails the log stays and nothing is lost.
fn checkpoint(connection: &Connection, mode: &str) -> rusqlite::Result<Kept> {
    let pragma = format!("PRAGMA wal_checkpoint({mode})");
    let busy = connection.query_row(&pragma, [], |row| row.get::<_, bool>(0));
    let busy = busy.inspect_err(
        |error| tracing::warn!(%error, "the write-ahead log of console.db stays for now"),
    )?;
    Ok(if busy { Kept::Some } else { Kept::Nothing })
}

fn in_transaction<T, W>(connection: &mut Connection, work: W) -> Result<T, Failure>
where
    W: FnOnce(&Transaction<'_>) -> Result<T, Failure>,
{
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let answer = work(&transaction)?;
    transaction.commit()?;
    Ok(answer)
}
