//! The connections that read.

use crate::count::counted;
use crate::{Error, connection};
use rusqlite::{Connection, Transaction};
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;

/// Reads that run at the same time.
const AT_ONCE: u32 = 4;

/// A small pool; connections are opened when they are first needed.
pub(crate) struct Readers {
    pool: Arc<Pool>,
    permits: Arc<Semaphore>,
}

struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    statements: AtomicU64,
}

impl Readers {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self {
            pool: Arc::new(Pool {
                path,
                idle: Mutex::default(),
                statements: AtomicU64::default(),
            }),
            permits: Arc::new(Semaphore::new(AT_ONCE as usize)),
        }
    }

    pub(crate) async fn read<T, E>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|_| Error::NoAnswer)?;
        let pool = Arc::clone(&self.pool);
        let answer = tokio::task::spawn_blocking(move || {
            // Held until the work has ended, even if the caller has gone away meanwhile.
            let _permit = permit;
            let mut connection = pool.take()?;
            let transaction = connection.transaction().map_err(Error::from)?;
            let answer = counted(&pool.statements, || work(&transaction));
            drop(transaction);
            pool.idle().push(connection);
            answer
        });
        answer.await.map_err(|_| Error::NoAnswer)?
    }

    pub(crate) fn statements(&self) -> &AtomicU64 {
        &self.pool.statements
    }

    /// Waits for the reads that run, and refuses further ones.
    pub(crate) async fn close(&self) {
        let all = self.permits.acquire_many(AT_ONCE).await;
        self.permits.close();
        self.pool.idle().clear();
        drop(all);
    }
}

impl Pool {
    fn take(&self) -> Result<Connection, Error> {
        let idle = self.idle().pop();
        idle.map_or_else(|| Ok(connection::reader(&self.path)?), Ok)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        // A list of idle connections is whole whatever its holder was doing.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
