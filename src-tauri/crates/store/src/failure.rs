//! How a transaction fails inside this crate.

use lpc_core::naming::NamingProblem;
use lpc_core::plan::NotFound;
use lpc_core::port::store::StoreError;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Database(#[from] lpc_sqlite::Error),
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("there is no such {0}")]
    NotFound(&'static str),
    #[error(transparent)]
    Naming(#[from] NamingProblem),
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NotFound(what) => Self::NotFound(what),
            Failure::Naming(problem) => Self::Naming(problem),
            other => Self::Storage(Box::new(other)),
        }
    }
}

impl From<NotFound> for Failure {
    fn from(NotFound(what): NotFound) -> Self {
        Self::NotFound(what)
    }
}
