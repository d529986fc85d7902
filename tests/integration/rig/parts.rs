//! The clock, the key store and the host that a test holds in its hands.

use jiff::{SignedDuration, Timestamp};
use lpc_admin_console_shell::composition::{DesktopConsole, RealSalesforce, RealStore, RealVault};
use lpc_api::error::ApiError;
use lpc_api::host::{ChosenFile, DesktopHost, Flavor, Host};
use lpc_core::actor::Actor;
use lpc_core::clock::Clock;
use lpc_core::login::CallbackRefusal;
use lpc_core::secret::Secret;
use lpc_platform::{KeyStore, KeyStoreError, Unlock};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use zeroize::Zeroizing;

pub struct TestClock(Mutex<Timestamp>);

impl TestClock {
    pub fn new(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    pub fn advance(&self, by: SignedDuration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Keeps the data key in memory.
#[derive(Default)]
pub struct MemoryKeyStore(Mutex<HashMap<String, String>>, AtomicBool, AtomicBool);

impl MemoryKeyStore {
    pub fn forget(&self) {
        self.0.lock().unwrap().clear();
    }

    /// Whether anything is kept.
    pub fn has_entry(&self) -> bool {
        !self.0.lock().unwrap().is_empty()
    }

    pub fn lock(&self, locked: bool) {
        self.1.store(locked, Ordering::SeqCst);
    }

    /// As on a computer that has none.
    pub fn take_away(&self, gone: bool) {
        self.2.store(gone, Ordering::SeqCst);
    }

    fn there(&self) -> Result<(), KeyStoreError> {
        if self.2.load(Ordering::SeqCst) {
            return Err(KeyStoreError::unavailable("taken away"));
        }
        Ok(())
    }
}

impl KeyStore for MemoryKeyStore {
    fn get(&self, name: &str, _: Unlock) -> Result<Zeroizing<String>, KeyStoreError> {
        self.there()?;
        if self.1.load(Ordering::SeqCst) {
            return Err(KeyStoreError::Locked);
        }
        let secret = self.0.lock().unwrap().get(name).cloned();
        secret.map(Zeroizing::new).ok_or(KeyStoreError::NotFound)
    }

    fn set(&self, name: &str, secret: &str) -> Result<(), KeyStoreError> {
        self.there()?;
        self.0
            .lock()
            .unwrap()
            .insert(name.to_owned(), secret.to_owned());
        Ok(())
    }
}

/// Who sits at this computer.
pub fn person() -> Actor {
    Actor::Person(lpc_platform::person())
}

/// The handlers' host: its browser only remembers the link, so that a test decides who logs in.
pub struct TestHost {
    pub console: Arc<DesktopConsole>,
    pub opened: Mutex<Option<Secret>>,
    pub clipboard: Mutex<String>,
    /// What the person chooses in the file dialog.
    pub chosen: Mutex<Option<ChosenFile>>,
    pub folder: String,
}

impl TestHost {
    /// What the browser hands over.
    pub async fn take_callback(&self, raw: &str) -> Result<(), CallbackRefusal> {
        let connections = &self.console.connections;
        connections.accept_callback(&person(), raw).await
    }
}

impl Host for TestHost {
    type Vault = RealVault;
    type Store = RealStore;
    type Salesforce = RealSalesforce;

    fn engine(&self) -> &Arc<DesktopConsole> {
        &self.console
    }

    fn actor(&self) -> Actor {
        person()
    }

    fn flavor(&self) -> Flavor {
        lpc_admin_console_shell::flavor::FLAVOR
    }
}

impl DesktopHost for TestHost {
    fn data_folder(&self) -> String {
        self.folder.clone()
    }

    fn log_folder(&self) -> String {
        format!("{}/logs", self.folder)
    }

    fn open_in_browser(&self, link: &Secret) -> Result<(), ApiError> {
        *self.opened.lock().unwrap() = Some(link.clone());
        Ok(())
    }

    fn read_clipboard(&self) -> Result<Secret, ApiError> {
        Ok(Secret::new(self.clipboard.lock().unwrap().clone()))
    }

    async fn choose_entitlement(&self) -> Result<Option<ChosenFile>, ApiError> {
        Ok(self.chosen.lock().unwrap().clone())
    }

    fn zoom(&self, _: u32) {}

    fn write_clipboard(&self, text: &str) -> Result<(), ApiError> {
        text.clone_into(&mut self.clipboard.lock().unwrap());
        Ok(())
    }
}
