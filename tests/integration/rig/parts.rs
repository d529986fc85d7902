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
use std::backtrace::Backtrace;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use zeroize::Zeroizing;

/// A clock that is set by hand. It is asked everywhere, so a mistake of the console can be made at
/// any place: where a function asks for the time.
pub struct TestClock {
    now: Mutex<Timestamp>,
    mine: Mutex<Option<Mine>>,
}

/// Where the console panics once.
#[derive(Clone, PartialEq)]
enum Mine {
    /// Where these lines of the engine ask for the time.
    Lines(&'static str, Range<usize>),
    /// Where the rig passes by.
    Place(&'static str),
}

impl TestClock {
    pub fn new(now: Timestamp) -> Self {
        Self {
            now: Mutex::new(now),
            mine: Mutex::default(),
        }
    }

    pub fn advance(&self, by: SignedDuration) {
        *self.now.lock().unwrap() += by;
    }

    /// The next time that this function of the engine asks for the time it panics.
    pub fn panic_in(&self, file: &'static str, function: &str) {
        let engine = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/crates/core/src/engine");
        let source = std::fs::read_to_string(engine.join(file)).unwrap();
        let head = format!("fn {function}(");
        let lines = source.lines().enumerate();
        let (begin, _) = lines
            .clone()
            .find(|(_, line)| line.contains(&head))
            .unwrap();
        let mut behind = lines.skip(begin);
        let (end, _) = behind.find(|(_, line)| *line == "    }").unwrap();
        *self.mine.lock().unwrap() = Some(Mine::Lines(file, begin + 1..end + 2));
    }

    /// The next time that the rig passes by there it panics.
    pub fn panic_at(&self, place: &'static str) {
        *self.mine.lock().unwrap() = Some(Mine::Place(place));
    }

    /// Panics if it was to panic here.
    pub fn pass(&self, place: &'static str) {
        self.blow(&Mine::Place(place));
    }

    fn blow(&self, here: &Mine) {
        let met = self.mine.lock().unwrap().take_if(|mine| mine == here);
        assert!(met.is_none(), "a mistake with a {CANARY} in it");
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let mine = self.mine.lock().unwrap().clone();
        if let Some(Mine::Lines(file, lines)) = mine {
            let frames = Backtrace::force_capture().to_string();
            let asks = frames.lines().find_map(|frame| {
                let (_, place) = frame.split_once("core/src/engine/")?;
                let mut parts = place.split(':');
                let known = (parts.next()?, parts.next()?.parse().ok()?);
                Some(known).filter(|(of, _): &(&str, usize)| *of != "ports.rs")
            });
            if asks.is_some_and(|(of, line)| of == file && lines.contains(&line)) {
                self.blow(&Mine::Lines(file, lines));
            }
        }
        *self.now.lock().unwrap()
    }
}

/// What a panic carries and no log may hold.
pub const CANARY: &str = "canary-5Aep";

/// Keeps the data key in memory.
#[derive(Default)]
pub struct MemoryKeyStore(
    Mutex<HashMap<String, String>>,
    AtomicBool,
    AtomicBool,
    AtomicBool,
);

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

    /// The next question to it panics.
    pub fn panic_once(&self) {
        self.3.store(true, Ordering::SeqCst);
    }

    fn there(&self) -> Result<(), KeyStoreError> {
        assert!(
            !self.3.swap(false, Ordering::SeqCst),
            "a mistake with a {CANARY} in it"
        );
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
