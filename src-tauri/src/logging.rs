//! The log: one file a day beside the data, two weeks of them, never a secret and never a person.

use anyhow::Context as _;
use std::path::Path;
use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

const FILES_KEPT: usize = 14;

/// Writes what is left when it is dropped.
pub type Guard = WorkerGuard;

/// Starts logging into `folder`; dropping the guard writes what is left.
pub fn start(folder: &Path) -> anyhow::Result<Guard> {
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("console")
        .filename_suffix("log")
        .max_log_files(FILES_KEPT)
        .build(folder)
        .with_context(|| format!("the log folder {} cannot be written", folder.display()))?;
    let (writer, guard) = tracing_appender::non_blocking(appender);
    // Only our own crates: libraries may log addresses at their debug levels.
    let filter = EnvFilter::new(
        "off,lpc_admin_console_shell=info,lpc_api=info,lpc_core=info,lpc_platform=info,lpc_salesforce=info,lpc_sqlite=info,lpc_store=info,lpc_vault=info",
    );
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(writer)
        .try_init()
        .ok();
    std::panic::set_hook(Box::new(log_panic));
    Ok(guard)
}

/// A panic is told by its place and never by what it carries, which may be a secret.
pub fn log_panic(panic: &std::panic::PanicHookInfo<'_>) {
    if let Some(place) = panic.location() {
        tracing::error!(
            file = place.file(),
            line = place.line(),
            "the console panicked"
        );
        eprintln!("LPC Admin Console panicked at {place}");
    }
}
