//! A folder, a key store in memory, and things to store.

use jiff::{SignedDuration, Timestamp};
use lpc_core::connection::{Account, StoredConnection};
use lpc_core::environment::Environment;
use lpc_core::login::{LoginPurpose, NewLogin, PendingLogin};
use lpc_core::organization::OrganizationId;
use lpc_core::port::vault::{NewConnection, Vault};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::secret::Secret;
use lpc_platform::{KeyStore, KeyStoreError, Unlock};
use lpc_vault::SqliteVault;
use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use tempfile::TempDir;
use zeroize::Zeroizing;

/// How the key store behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Open,
    Locked,
    Denying,
    Gone,
    /// Says that it wrote, and did not.
    Forgetful,
    /// Knows nothing once, then is open.
    Busy,
}

/// The port in memory.
pub struct MemoryKeyStore {
    inner: Mutex<Inner>,
    /// Held by whoever makes a key, so that no two processes each make one.
    lock_file: PathBuf,
}

struct Inner {
    entries: HashMap<String, String>,
    mood: Mood,
    prompts: u32,
    writes: u32,
    writes_without_lock: u32,
}

impl MemoryKeyStore {
    pub fn empty(folder: &Path) -> Arc<Self> {
        Arc::new(Self {
            inner: Mutex::new(Inner {
                entries: HashMap::new(),
                mood: Mood::Open,
                prompts: 0,
                writes: 0,
                writes_without_lock: 0,
            }),
            lock_file: folder.join("vault.lock"),
        })
    }

    pub fn turn(&self, mood: Mood) {
        self.inner().mood = mood;
    }

    pub fn entry(&self) -> Option<String> {
        self.inner().entries.get(lpc_vault::DATA_KEY_NAME).cloned()
    }

    pub fn put(&self, value: &str) {
        let name = lpc_vault::DATA_KEY_NAME.to_owned();
        self.inner().entries.insert(name, value.to_owned());
    }

    pub fn remove(&self) -> Option<String> {
        self.inner().entries.remove(lpc_vault::DATA_KEY_NAME)
    }

    pub fn prompts(&self) -> u32 {
        self.inner().prompts
    }

    pub fn writes(&self) -> u32 {
        self.inner().writes
    }

    pub fn writes_without_lock(&self) -> u32 {
        self.inner().writes_without_lock
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner
            .lock()
            .expect("no test panics while it holds this")
    }
}

impl KeyStore for MemoryKeyStore {
    fn get(&self, name: &str, unlock: Unlock) -> Result<Zeroizing<String>, KeyStoreError> {
        let mut inner = self.inner();
        refuse(inner.mood).inspect_err(|_| {
            if unlock == Unlock::Allowed {
                inner.prompts += 1;
            }
        })?;
        if inner.mood == Mood::Busy {
            inner.mood = Mood::Open;
            return Err(KeyStoreError::NotFound);
        }
        let value = inner.entries.get(name).ok_or(KeyStoreError::NotFound)?;
        Ok(Zeroizing::new(value.clone()))
    }

    fn set(&self, name: &str, secret: &str) -> Result<(), KeyStoreError> {
        let mut inner = self.inner();
        refuse(inner.mood)?;
        inner.writes += 1;
        let lock = File::open(&self.lock_file).expect("the vault made it");
        if lock.try_lock().is_ok() {
            inner.writes_without_lock += 1;
        }
        if inner.mood != Mood::Forgetful {
            inner.entries.insert(name.to_owned(), secret.to_owned());
        }
        Ok(())
    }
}

fn refuse(mood: Mood) -> Result<(), KeyStoreError> {
    match mood {
        Mood::Open | Mood::Forgetful | Mood::Busy => Ok(()),
        Mood::Locked => Err(KeyStoreError::Locked),
        Mood::Denying => Err(KeyStoreError::Denied),
        Mood::Gone => Err(KeyStoreError::unavailable("turned off by the test")),
    }
}

/// A folder with its key store; vaults come and go.
pub struct Place {
    pub folder: TempDir,
    pub key_store: Arc<MemoryKeyStore>,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("temporary folder");
        let key_store = MemoryKeyStore::empty(folder.path());
        Self { folder, key_store }
    }

    /// Another handle, as after a restart or in another process.
    pub fn vault(&self) -> SqliteVault {
        let key_store: Arc<dyn KeyStore> = self.key_store.clone();
        SqliteVault::open(self.folder.path(), key_store, minute(0)).expect("opened")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The file as the first version of the console left it.
    pub fn make_older(&self) {
        let older = self.sql().execute_batch(
            "ALTER TABLE pending_login DROP COLUMN purpose;
             ALTER TABLE data_key DROP COLUMN kept;
             ALTER TABLE connection DROP COLUMN fault_code;
             PRAGMA user_version = 1",
        );
        older.expect("made older");
    }

    /// Looks into the file, or changes it, beside the vault.
    pub fn sql(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path("vault.db")).expect("opened beside")
    }
}

/// The beginning of time in these tests, plus minutes.
pub fn minute(minutes: i64) -> Timestamp {
    let start = Timestamp::new(1_790_000_000, 123_456_789).expect("an instant");
    start + SignedDuration::from_mins(minutes)
}

pub fn login(organization: OrganizationId, state: &str) -> NewLogin {
    NewLogin {
        login: PendingLogin {
            organization,
            environment: Environment::Production,
            client_id: "3MVG9.client".to_owned(),
            login_origin: "https://tallowstreet.my.salesforce.com".to_owned(),
            purpose: LoginPurpose::Connect,
            started: minute(0),
            expires: minute(10),
        },
        state: Secret::new(state),
        verifier: Secret::new(format!("verifier-of-{state}")),
    }
}

pub fn new_connection(organization: OrganizationId, token: &str) -> NewConnection {
    let id = |text| SalesforceId::parse(text).expect("an id");
    NewConnection {
        organization,
        environment: Environment::Production,
        client_id: "3MVG9.client".to_owned(),
        login_origin: "https://tallowstreet.my.salesforce.com".to_owned(),
        instance_url: "https://tallowstreet.my.salesforce.com".to_owned(),
        account: Account {
            user_id: id("005xx000001SwiU"),
            organization_id: id("00D5g0000000xyz"),
            username: "lpc@tallowstreet.example".to_owned(),
            display_name: "LPC Service".to_owned(),
            organization_name: "Tallow Street".to_owned(),
        },
        refresh_token: Secret::new(token),
        obtained: minute(0),
    }
}

/// A connected organization.
pub async fn connected(vault: &SqliteVault, token: &str) -> OrganizationId {
    let organization = OrganizationId::random();
    vault
        .store_connection(new_connection(organization, token))
        .await
        .expect("stored");
    organization
}

pub async fn begin(vault: &SqliteVault, organization: OrganizationId, state: &str) {
    let begun = vault.begin_login(login(organization, state)).await;
    begun.expect("begun");
}

/// What is kept of a connection that is there.
pub async fn row(vault: &SqliteVault, organization: OrganizationId) -> StoredConnection {
    let found = vault.connection(organization).await.expect("read");
    found.expect("there")
}

/// A refresh that was begun.
pub async fn intend(vault: &SqliteVault, organization: OrganizationId, generation: u64) {
    let opened = vault.open_refresh_intent(organization, generation, minute(1));
    opened.await.expect("written");
}
