//! The connections that read.

use crate::connection;
use crate::failure::Failure;
use rusqlite::{Connection, Transaction};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;

/// Reads that run at the same time.
const AT_ONCE: usize = 4;

/// A small pool; connections are opened when they are first needed.
pub(crate) struct Readers {
    pool: Arc<Pool>,
    permits: Arc<Semaphore>,
}

struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self {
            pool: Arc::new(Pool {
                path,
                idle: Mutex::new(Vec::new()),
            }),
            permits: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Runs `work` on a blocking thread, in one transaction: all its queries see the same state.
    pub(crate) async fn read<T, W>(&self, work: W) -> Result<T, Failure>
    where
        T: Send + 'static,
        W: FnOnce(&Transaction<'_>) -> Result<T, Failure> + Send + 'static,
    {
        let permits = Arc::clone(&self.permits);
        let permit = permits
            .acquire_owned()
            .await
            .map_err(|_| Failure::NoAnswer)?;
        let pool = Arc::clone(&self.pool);
        tokio::task::spawn_blocking(move || {
            // Held until the work has ended, even if the caller has gone away meanwhile.
            let _permit = permit;
            let mut connection = pool.take()?;
            let answer = work(&connection.transaction()?);
            pool.idle().push(connection);
            answer
        })
        .await
        .map_err(|_| Failure::NoAnswer)?
    }
}

impl Pool {
    fn take(&self) -> Result<Connection, Failure> {
        let idle = self.idle().pop();
        match idle {
            Some(connection) => Ok(connection),
            None => Ok(connection::reader(&self.path)?),
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        // A list of idle connections is whole whatever its holder was doing.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
