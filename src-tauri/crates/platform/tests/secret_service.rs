//! The real Secret Service: each test runs again in a D-Bus session of its own.

#![cfg(target_os = "linux")]

#[path = "secret_service/session.rs"]
mod session;

use lpc_platform::{DEFAULT_TIME_LIMIT, KeyStore, KeyStoreError, OsKeyStore, Unlock};
use secret_service::EncryptionType;
use secret_service::blocking::SecretService;
use session::{PASSWORD, World, inner, run_in};
use std::time::{Duration, Instant};
use zbus::blocking::Proxy;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

const SERVICE: &str = "com.lpcadmin.console.test";
const NAME: &str = "dek/v1";

#[test]
fn what_is_written_is_read_again_by_another_store() {
    run_in(World::Unlocked, "inner_written_and_read");
}

#[test]
fn inner_written_and_read() {
    let Some(inner) = inner() else { return };
    let store = OsKeyStore::new(SERVICE).expect("thread");
    let missing = store.get(NAME, Unlock::Never);
    assert!(
        matches!(missing, Err(KeyStoreError::NotFound)),
        "{missing:?}"
    );
    store.set(NAME, "v1:secret").expect("written");
    assert_eq!(
        *store.get(NAME, Unlock::Allowed).expect("read"),
        "v1:secret"
    );
    drop(store);

    let reopened = OsKeyStore::new(SERVICE).expect("thread");
    assert_eq!(
        *reopened.get(NAME, Unlock::Never).expect("read"),
        "v1:secret"
    );
    let other_name = reopened.get("dek/v2", Unlock::Never);
    assert!(matches!(other_name, Err(KeyStoreError::NotFound)));
    let other_application = OsKeyStore::new("com.lpcadmin.console.other").expect("thread");
    let foreign = other_application.get(NAME, Unlock::Never);
    assert!(matches!(foreign, Err(KeyStoreError::NotFound)));

    reopened.set(NAME, "v1:newer").expect("written over");
    assert_eq!(
        *reopened.get(NAME, Unlock::Never).expect("read"),
        "v1:newer"
    );
    assert!(!format!("{reopened:?}").contains("newer"));
    inner.done();
}

#[test]
fn without_a_bus_the_store_is_unavailable_at_once() {
    run_in(World::NoBus, "inner_unavailable");
}

#[test]
fn without_a_key_store_on_the_bus_it_is_unavailable_at_once() {
    run_in(World::NoService, "inner_unavailable");
}

#[test]
fn without_a_default_collection_it_is_unavailable_rather_than_empty() {
    run_in(World::NoCollection, "inner_unavailable");
}

#[test]
fn inner_unavailable() {
    let Some(inner) = inner() else { return };
    let store = OsKeyStore::new(SERVICE).expect("thread");
    let begun = Instant::now();
    let read = store.get(NAME, Unlock::Never);
    assert!(
        matches!(read, Err(KeyStoreError::Unavailable { .. })),
        "{read:?}"
    );
    let asked = store.get(NAME, Unlock::Allowed);
    assert!(
        matches!(asked, Err(KeyStoreError::Unavailable { .. })),
        "{asked:?}"
    );
    let written = store.set(NAME, "v1:secret");
    assert!(
        matches!(written, Err(KeyStoreError::Unavailable { .. })),
        "{written:?}"
    );
    assert!(
        begun.elapsed() < DEFAULT_TIME_LIMIT,
        "none of them waited for the time limit"
    );
    inner.done();
}

#[test]
fn a_locked_collection_is_locked_and_neither_read_nor_written() {
    run_in(World::Unlocked, "inner_locked");
}

#[test]
fn inner_locked() {
    let Some(inner) = inner() else { return };
    let store = OsKeyStore::new(SERVICE).expect("thread");
    for entry_exists in [false, true] {
        let desktop = SecretService::connect(EncryptionType::Plain).expect("bus");
        let collection = desktop.get_default_collection().expect("login collection");
        collection.lock().expect("locked");
        let begun = Instant::now();
        let read = store.get(NAME, Unlock::Never);
        assert!(
            matches!(read, Err(KeyStoreError::Locked)),
            "{entry_exists}: {read:?}"
        );
        let written = store.set(NAME, "v1:other");
        assert!(
            matches!(written, Err(KeyStoreError::Locked)),
            "{entry_exists}: {written:?}"
        );
        assert!(
            begun.elapsed() < DEFAULT_TIME_LIMIT,
            "a locked store is not waited for"
        );
        // Nobody can answer the prompt here: there is no display.
        let asked = store.get(NAME, Unlock::Allowed);
        assert!(
            matches!(asked, Err(KeyStoreError::Locked)),
            "{entry_exists}: {asked:?}"
        );
        assert!(
            begun.elapsed() < 2 * DEFAULT_TIME_LIMIT,
            "within the time limit"
        );
        assert!(
            collection.is_locked().expect("asked"),
            "nothing unlocked it"
        );

        unlock_with_password(&collection.collection_path);
        if entry_exists {
            assert_eq!(*store.get(NAME, Unlock::Never).expect("read"), "v1:first");
        } else {
            let missing = store.get(NAME, Unlock::Never);
            assert!(
                matches!(missing, Err(KeyStoreError::NotFound)),
                "{missing:?}"
            );
            store.set(NAME, "v1:first").expect("written");
        }
    }
    inner.done();
}

/// What the prompt of the desktop does with the password that a person typed.
fn unlock_with_password(collection: &ObjectPath<'_>) {
    const DAEMON: &str = "org.freedesktop.secrets";
    const SERVICE_PATH: &str = "/org/freedesktop/secrets";
    let bus = zbus::blocking::Connection::session().expect("bus");
    let service = Proxy::new(&bus, DAEMON, SERVICE_PATH, "org.freedesktop.Secret.Service");
    let (_, session): (OwnedValue, OwnedObjectPath) = service
        .expect("service")
        .call("OpenSession", &("plain", Value::from("")))
        .expect("session");
    let prompt = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface";
    let no_parameters: Vec<u8> = Vec::new();
    let master = (session, no_parameters, PASSWORD.as_bytes(), "text/plain");
    Proxy::new(&bus, DAEMON, SERVICE_PATH, prompt)
        .expect("interface")
        .call::<_, _, ()>("UnlockWithMasterPassword", &(collection, master))
        .expect("unlocked");
}

#[test]
fn a_store_that_hangs_is_given_up_and_a_late_write_does_not_happen() {
    run_in(World::Unlocked, "inner_hanging");
}

#[test]
fn inner_hanging() {
    let Some(inner) = inner() else { return };
    let limit = Duration::from_millis(300);
    let store = OsKeyStore::with_time_limit(SERVICE, limit).expect("thread");
    store.set(NAME, "v1:first").expect("written");
    inner.signal_daemon("STOP");
    let begun = Instant::now();
    let read = store.get(NAME, Unlock::Never);
    assert!(
        matches!(read, Err(KeyStoreError::Unavailable { .. })),
        "{read:?}"
    );
    let written = store.set(NAME, "v1:late");
    assert!(
        matches!(written, Err(KeyStoreError::Unavailable { .. })),
        "{written:?}"
    );
    assert!(
        begun.elapsed() < 10 * limit,
        "each waited for the limit only"
    );
    inner.signal_daemon("CONT");

    let deadline = Instant::now() + Duration::from_secs(20);
    let value = loop {
        match store.get(NAME, Unlock::Never) {
            Ok(value) => break value,
            Err(error) => assert!(Instant::now() < deadline, "{error:?}"),
        }
    };
    assert_eq!(
        *value, "v1:first",
        "a write that was given up before its turn never happens"
    );
    inner.done();
}
