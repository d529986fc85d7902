//! How many statements run: tests bound what a question may cost. Counted in builds with debug
//! assertions only.

use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

/// Statements since the database was opened, without those that begin and end a transaction and
/// those that triggers and the full-text index run by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statements {
    pub read: u64,
    /// By the thread that writes.
    pub written: u64,
}

thread_local! {
    /// Of the job that this thread runs: SQLite's hook takes a function without state.
    static RUN: Cell<u64> = const { Cell::new(0) };
}

pub(crate) fn watch(connection: &Connection) {
    if cfg!(debug_assertions) {
        connection.trace_v2(
            TraceEventCodes::SQLITE_TRACE_STMT,
            Some(|event| {
                if let TraceEvent::Stmt(_, sql) = event
                    && counts(sql)
                {
                    RUN.set(RUN.get() + 1);
                }
            }),
        );
    }
}

/// Runs `work` on this thread and adds its statements to `total`.
pub(crate) fn counted<T>(total: &AtomicU64, work: impl FnOnce() -> T) -> T {
    RUN.set(0);
    let answer = work();
    total.fetch_add(RUN.get(), Ordering::Relaxed);
    answer
}

fn counts(sql: &str) -> bool {
    let of_a_trigger = sql.starts_with("--");
    let of_the_index = sql.contains("'main'.");
    let frame = ["BEGIN", "COMMIT", "ROLLBACK"];
    !of_a_trigger && !of_the_index && !frame.iter().any(|word| sql.starts_with(word))
}
