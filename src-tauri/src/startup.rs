//! Starting the console, again if need be: where the data cannot be opened the window opens all the
//! same, says why, and tries again when the person asks.

use crate::clipboard::KeptClipboard;
use crate::flavor::FLAVOR;
use crate::start_failure;
use lpc_api::error::{ApiError, ErrorCode};
use lpc_core::storage::StartProblem;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

type Attempt = Box<dyn Fn() -> anyhow::Result<()> + Send + Sync>;

/// The start of the console, and how the last attempt ended.
pub struct Startup {
    folder: PathBuf,
    attempt: Attempt,
    /// Held during an attempt; whether one has succeeded.
    started: Mutex<bool>,
    problem: Mutex<Option<StartProblem>>,
    clipboard: KeptClipboard,
}

impl Startup {
    /// `attempt` opens the data in `folder` and makes the engines; it is not called after it
    /// succeeded.
    pub fn new(
        folder: PathBuf,
        attempt: impl Fn() -> anyhow::Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self {
            folder,
            attempt: Box::new(attempt),
            started: Mutex::new(false),
            problem: Mutex::new(None),
            clipboard: KeptClipboard::default(),
        }
    }

    /// Starts the console unless it runs. Blocks for as long as that takes.
    pub fn begin(&self) -> Option<StartProblem> {
        let mut started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        if *started {
            return None;
        }
        let problem = (self.attempt)().err().map(|error| {
            tracing::error!(error = format!("{error:#}"), "the console could not start");
            // Where the log cannot be written this is all there is beside the window.
            eprintln!("LPC Admin Console could not start: {error:#}");
            start_failure::explain(&error, &self.folder)
        });
        *started = problem.is_none();
        *self.problem.lock().unwrap_or_else(PoisonError::into_inner) = problem.clone();
        problem
    }

    /// Why the last attempt failed.
    pub fn problem(&self) -> Option<StartProblem> {
        let problem = self.problem.lock().unwrap_or_else(PoisonError::into_inner);
        problem.clone()
    }

    /// Puts the problem into the clipboard.
    pub fn copy(&self) -> Result<(), ApiError> {
        let Some(problem) = self.problem() else {
            return Ok(());
        };
        self.clipboard.write(&problem.as_text(FLAVOR.version))
    }

    /// Shows the data folder in the desktop's file browser, or the nearest folder that exists.
    pub fn open_folder(&self) -> Result<(), ApiError> {
        let there = self.folder.ancestors().find(|path| path.is_dir());
        let opened = there.map(|path| tauri_plugin_opener::open_path(path, None::<&str>));
        if let Some(Ok(())) = opened {
            return Ok(());
        }
        Err(ApiError::new(
            ErrorCode::Internal,
            format!(
                "The folder could not be shown. Open {} yourself.",
                self.folder.display()
            ),
        ))
    }
}
