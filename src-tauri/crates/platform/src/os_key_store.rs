//! The key store of the operating system: Secret Service, Credential Manager or Keychain.

use crate::key_store::{KeyStore, KeyStoreError, Unlock};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::time::Duration;
use zeroize::Zeroizing;

#[cfg_attr(target_os = "linux", path = "os_key_store/linux.rs")]
#[cfg_attr(target_os = "macos", path = "os_key_store/macos.rs")]
#[cfg_attr(windows, path = "os_key_store/windows.rs")]
mod backend;
mod shared;

use backend::Backend;
use shared::Prompting;

/// How long a call waits for the operating system.
pub const DEFAULT_TIME_LIMIT: Duration = Duration::from_secs(3);

/// Calls that may wait while one is under way; more mean that the store hangs.
const QUEUE: usize = 16;

/// The real key store.
///
/// One thread makes all calls: Windows does not keep the order of calls that come from several
/// threads, and the D-Bus client must not run inside another runtime. A call that the operating
/// system does not answer in time is given up by the caller; as the thread may hang in it (a prompt
/// that nobody answers), later calls are given up as well until it returns.
pub struct OsKeyStore {
    service: String,
    time_limit: Duration,
    calls: SyncSender<Call>,
    /// Whether the thread waits for a person; tells a locked store from a dead one.
    prompting: Arc<AtomicBool>,
}

impl OsKeyStore {
    /// A store for one application, with [`DEFAULT_TIME_LIMIT`]. `service` is the application's
    /// identifier; entries of another identifier are not seen. Nothing is asked yet.
    pub fn new(service: &str) -> std::io::Result<Self> {
        Self::with_time_limit(service, DEFAULT_TIME_LIMIT)
    }

    /// As [`OsKeyStore::new`], with another time limit.
    pub fn with_time_limit(service: &str, time_limit: Duration) -> std::io::Result<Self> {
        let (calls, queue) = mpsc::sync_channel(QUEUE);
        let prompting = Arc::new(AtomicBool::new(false));
        let thread_service = service.to_owned();
        let thread_prompting = Arc::clone(&prompting);
        std::thread::Builder::new()
            .name("key store".to_owned())
            .spawn(move || serve(&thread_service, &queue, &thread_prompting))?;
        Ok(Self {
            service: service.to_owned(),
            time_limit,
            calls,
            prompting,
        })
    }

    fn call(&self, name: &str, request: Request) -> Result<Zeroizing<String>, KeyStoreError> {
        let (reply, answer) = mpsc::sync_channel(1);
        let turn = Arc::new(AtomicU8::new(WAITING));
        let call = Call {
            name: name.to_owned(),
            request,
            turn: Arc::clone(&turn),
            reply,
        };
        if self.calls.try_send(call).is_err() {
            return Err(self.no_answer());
        }
        match answer.recv_timeout(self.time_limit) {
            Ok(result) => result,
            Err(RecvTimeoutError::Timeout) => {
                // A write that nobody waits for any more must not happen later.
                turn.store(GIVEN_UP, Ordering::SeqCst);
                Err(self.no_answer())
            }
            Err(RecvTimeoutError::Disconnected) => {
                Err(KeyStoreError::unavailable("the key store's thread ended"))
            }
        }
    }

    fn no_answer(&self) -> KeyStoreError {
        if self.prompting.load(Ordering::SeqCst) {
            KeyStoreError::Locked
        } else {
            KeyStoreError::unavailable(format!(
                "no answer within {} ms",
                self.time_limit.as_millis()
            ))
        }
    }
}

impl KeyStore for OsKeyStore {
    fn get(&self, name: &str, unlock: Unlock) -> Result<Zeroizing<String>, KeyStoreError> {
        self.call(name, Request::Get(unlock))
    }

    fn set(&self, name: &str, secret: &str) -> Result<(), KeyStoreError> {
        let secret = Zeroizing::new(secret.to_owned());
        self.call(name, Request::Set(secret)).map(drop)
    }
}

impl fmt::Debug for OsKeyStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OsKeyStore")
            .field("service", &self.service)
            .field("time_limit", &self.time_limit)
            .finish_non_exhaustive()
    }
}

enum Request {
    Get(Unlock),
    Set(Zeroizing<String>),
}

struct Call {
    name: String,
    request: Request,
    turn: Arc<AtomicU8>,
    reply: SyncSender<Result<Zeroizing<String>, KeyStoreError>>,
}

const WAITING: u8 = 0;
const BEGUN: u8 = 1;
const GIVEN_UP: u8 = 2;

fn serve(service: &str, queue: &Receiver<Call>, prompting: &AtomicBool) {
    let mut connected = None;
    for call in queue {
        let may_begin =
            call.turn
                .compare_exchange(WAITING, BEGUN, Ordering::SeqCst, Ordering::SeqCst);
        if may_begin.is_err() {
            continue;
        }
        let result = answer(service, &mut connected, &call.name, call.request, prompting);
        if matches!(result, Err(KeyStoreError::Unavailable { .. })) {
            // The store may have been restarted: connect again next time.
            connected = None;
        }
        // Fails when the caller has given up, which is fine.
        let _ = call.reply.send(result);
    }
}

fn answer(
    service: &str,
    connected: &mut Option<Backend>,
    name: &str,
    request: Request,
    prompting: &AtomicBool,
) -> Result<Zeroizing<String>, KeyStoreError> {
    let backend = match connected {
        Some(backend) => backend,
        None => connected.insert(Backend::connect()?),
    };
    match request {
        Request::Get(unlock) => {
            let ask = || Prompting::begin(prompting);
            let bytes = Zeroizing::new(backend.get(service, name, unlock, ask)?);
            let text = std::str::from_utf8(&bytes)
                .map_err(|_| KeyStoreError::unavailable("the entry is not text"))?;
            Ok(Zeroizing::new(text.to_owned()))
        }
        Request::Set(secret) => backend
            .set(service, name, secret.as_bytes())
            .map(|()| Zeroizing::new(String::new())),
    }
}
