//! The browser that shows the page as a host of the handlers.

use lpc_admin_console_shell::composition::{DesktopConsole, RealSalesforce, RealStore, RealVault};
use lpc_admin_console_shell::flavor::FLAVOR;
use lpc_api::error::{ApiError, ErrorCode};
use lpc_api::event::Event;
use lpc_api::host::{ChosenFile, DesktopHost, Flavor, Host, Shell};
use lpc_core::actor::Actor;
use lpc_core::secret::Secret;
use lpc_core::storage::StartProblem;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast::Sender;

/// What a page hears unasked.
#[derive(Debug, Clone)]
pub enum Told {
    Event(Event),
    /// Open this link beside the console.
    Open(String),
    /// Put this text into the clipboard.
    Copy(String),
}

/// The engines plus what a page can do for a desktop.
pub struct DevHost {
    console: Arc<DesktopConsole>,
    folder: PathBuf,
    events: Sender<Told>,
    clipboard: Mutex<String>,
}

impl DevHost {
    pub fn new(console: Arc<DesktopConsole>, folder: PathBuf, events: Sender<Told>) -> Self {
        Self {
            console,
            folder,
            events,
            clipboard: Mutex::default(),
        }
    }

    /// Has the page do it; fails where no page is open.
    fn ask(&self, told: Told, code: ErrorCode) -> Result<(), ApiError> {
        let sent = self.events.send(told);
        sent.map(drop)
            .map_err(|_| ApiError::new(code, "No page of the console is open."))
    }
}

impl Host for DevHost {
    type Vault = RealVault;
    type Store = RealStore;
    type Salesforce = RealSalesforce;

    fn engine(&self) -> &Arc<DesktopConsole> {
        &self.console
    }

    fn actor(&self) -> Actor {
        Actor::Person(lpc_platform::person())
    }

    fn flavor(&self) -> Flavor {
        FLAVOR
    }
}

impl DesktopHost for DevHost {
    fn data_folder(&self) -> String {
        self.folder.display().to_string()
    }

    fn log_folder(&self) -> String {
        "standard error".to_owned()
    }

    fn open_in_browser(&self, link: &Secret) -> Result<(), ApiError> {
        self.ask(Told::Open(link.expose().to_owned()), ErrorCode::Browser)
    }

    fn read_clipboard(&self) -> Result<Secret, ApiError> {
        let kept = self
            .clipboard
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        Ok(Secret::new(kept.as_str()))
    }

    async fn choose_entitlement(&self) -> Result<Option<ChosenFile>, ApiError> {
        Err(ApiError::new(
            ErrorCode::InvalidInput,
            "A browser shows no file dialog of the console: drop the file onto the page.",
        ))
    }

    fn write_clipboard(&self, text: &str) -> Result<(), ApiError> {
        let mut kept = self
            .clipboard
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        text.clone_into(&mut kept);
        self.ask(Told::Copy(text.to_owned()), ErrorCode::Clipboard)
    }

    /// Browsers zoom by themselves.
    fn zoom(&self, _: u32) {}
}

/// A development host that cannot start has no page to say why.
pub struct Started(pub Arc<DevHost>);

impl Shell for Started {
    type Host = DevHost;

    fn host(&self) -> Option<Arc<DevHost>> {
        Some(Arc::clone(&self.0))
    }

    fn start_problem(&self) -> Option<StartProblem> {
        None
    }

    async fn start_again(&self) -> Result<Option<StartProblem>, ApiError> {
        Ok(None)
    }

    fn copy_start_problem(&self) -> Result<(), ApiError> {
        Ok(())
    }

    fn open_data_folder(&self) -> Result<(), ApiError> {
        let folder = self.0.folder.display();
        let message = format!("A browser shows no folders. Open {folder} yourself.");
        Err(ApiError::new(ErrorCode::Internal, message))
    }
}
