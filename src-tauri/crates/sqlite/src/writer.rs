//! The one thread that writes.

use crate::count::counted;
use crate::health::Health;
use crate::{Error, OpenError};
use rusqlite::Connection;
use std::error::Error as StdError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::{mpsc, oneshot};

/// Jobs that may wait in line; whoever comes later waits to be let in.
const QUEUE: usize = 64;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Takes jobs in turn. Dropped, it finishes what is in line, empties the write-ahead log and waits
/// for its thread.
pub(crate) struct Writer {
    running: Mutex<Option<Running>>,
    state: Arc<State>,
}

struct Running {
    jobs: mpsc::Sender<Job>,
    thread: JoinHandle<()>,
}

pub(crate) struct State {
    pub(crate) health: Health,
    pub(crate) statements: AtomicU64,
}

impl Writer {
    pub(crate) fn start(file: &'static str, connection: Connection) -> Result<Self, OpenError> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name(file.to_owned())
            .spawn(move || run(file, connection, queue))
            .map_err(OpenError::Thread)?;
        Ok(Self {
            running: Mutex::new(Some(Running { jobs, thread })),
            state: Arc::new(State {
                health: Health::new(file),
                statements: AtomicU64::default(),
            }),
        })
    }

    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Runs `job` in turn. Once in line it runs, even if nobody waits for the answer any more.
    pub(crate) async fn run<T, E>(
        &self,
        job: impl FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + StdError + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let state = Arc::clone(&self.state);
        let job: Job = Box::new(move |connection| {
            let before = connection.total_changes();
            let outcome = counted(&state.statements, || job(connection));
            match &outcome {
                Ok(_) if connection.total_changes() != before => state.health.wrote(),
                Ok(_) => {}
                Err(error) => state.health.failed(error),
            }
            // An error means that the caller went away.
            let _ = reply.send(outcome);
        });
        let jobs = self.running(|running| running.as_ref().map(|running| running.jobs.clone()));
        let jobs = jobs.ok_or(Error::NoAnswer)?;
        jobs.send(job).await.map_err(|_| Error::NoAnswer)?;
        drop(jobs);
        answer.await.map_err(|_| Error::NoAnswer)?
    }

    /// Finishes what is in line, empties the write-ahead log and closes the file; later jobs are
    /// refused. Blocks.
    pub(crate) fn close(&self) {
        if let Some(Running { jobs, thread }) = self.running(Option::take) {
            drop(jobs);
            // A panic of a job is caught; one of the thread was told by the hook.
            let _ = thread.join();
        }
    }

    fn running<T>(&self, look: impl FnOnce(&mut Option<Running>) -> T) -> T {
        look(&mut self.running.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

fn run(file: &'static str, mut connection: Connection, mut queue: mpsc::Receiver<Job>) {
    while let Some(job) = queue.blocking_recv() {
        // The transaction rolls back while the panic unwinds, so the connection stays usable.
        if catch_unwind(AssertUnwindSafe(|| job(&mut connection))).is_err() {
            tracing::error!(file, "a job on a database panicked and was rolled back");
        }
        // The caller has its answer; the file alone, copied or without its log, stays fresh.
        if queue.is_empty() {
            checkpoint(&connection, "PASSIVE").ok();
        }
    }
    checkpoint(&connection, "TRUNCATE").ok();
}

/// Moves the write-ahead log into the file; whether something of it is kept, because somebody still
/// reads it. When that fails the log stays and nothing is lost.
pub(crate) fn checkpoint(connection: &Connection, mode: &str) -> rusqlite::Result<bool> {
    let pragma = format!("PRAGMA wal_checkpoint({mode})");
    let busy = connection.query_row(&pragma, [], |row| row.get(0));
    busy.inspect_err(|error| tracing::warn!(%error, "a write-ahead log stays for now"))
}
