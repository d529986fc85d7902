//! What handlers need from the console that hosts them.

use crate::error::ApiError;
use lpc_core::actor::Actor;
use lpc_core::engine::Engine;
use lpc_core::port::salesforce::Salesforce;
use lpc_core::port::store::Store;
use lpc_core::port::vault::Vault;
use lpc_core::secret::Secret;
use lpc_core::storage::StartProblem;
use std::sync::Arc;

/// A host: the desktop, a test, later a server. Grows only when a handler needs more.
pub trait Host: Send + Sync + 'static {
    /// Secrets and connections.
    type Vault: Vault;
    /// Organizations, mirror, sessions, incidents.
    type Store: Store;
    /// Salesforce.
    type Salesforce: Salesforce;

    /// The engines.
    fn engine(&self) -> &Arc<Engine<Self::Vault, Self::Store, Self::Salesforce>>;

    /// Who asks.
    fn actor(&self) -> Actor;

    /// The flavor.
    fn flavor(&self) -> Flavor;
}

/// A host with a person in front of it: what the desktop does for a command.
#[trait_variant::make(Send)]
pub trait DesktopHost: Host {
    /// The folder of the console's own files, for people.
    fn data_folder(&self) -> String;

    /// The folder of its log, for people.
    fn log_folder(&self) -> String;

    /// Opens a link in the person's browser. The link is secret: it carries the state.
    fn open_in_browser(&self, link: &Secret) -> Result<(), ApiError>;

    /// Reads the clipboard as text.
    fn read_clipboard(&self) -> Result<Secret, ApiError>;

    /// Puts text into the clipboard.
    fn write_clipboard(&self, text: &str) -> Result<(), ApiError>;

    /// Lets the person choose an entitlement file; `None` when they chose none.
    async fn choose_entitlement(&self) -> Result<Option<ChosenFile>, ApiError>;

    /// Shows everything in the window at `percent` of its size.
    fn zoom(&self, percent: u32);
}

/// What there is before the engine, and when it cannot start.
#[trait_variant::make(Send)]
pub trait Shell: Send + Sync + 'static {
    /// The console once it has started.
    type Host: DesktopHost;

    /// The console, once it has started.
    fn host(&self) -> Option<Arc<Self::Host>>;

    /// Why it has not started; `None` when it runs.
    fn start_problem(&self) -> Option<StartProblem>;

    /// Tries to start again.
    async fn start_again(&self) -> Result<Option<StartProblem>, ApiError>;

    /// Puts why it does not start into the clipboard.
    fn copy_start_problem(&self) -> Result<(), ApiError>;

    /// Shows the data folder.
    fn open_data_folder(&self) -> Result<(), ApiError>;
}

/// A file that a person chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenFile {
    /// Its name, without the folder.
    pub name: String,
    /// What it holds; bytes that are no text are replaced.
    pub text: String,
}

/// What tells the flavors apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flavor {
    pub version: &'static str,
    /// Whether this is the demo flavor.
    pub demo: bool,
    /// Whom customers ask for access.
    pub support_address: &'static str,
    /// The custom URI scheme.
    pub scheme: &'static str,
    /// The consumer key that a new organization brings along; empty where none is known.
    pub consumer_key: &'static str,
}

impl Flavor {
    /// Name and version of this console.
    pub fn console(&self) -> String {
        let demo = if self.demo { " (demo)" } else { "" };
        format!("LPC Admin Console {}{demo}", self.version)
    }
}
