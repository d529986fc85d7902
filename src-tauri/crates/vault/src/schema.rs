//! The tables of `vault.db`, as numbered steps.

use lpc_sqlite::{Description, M, Synchronous};

const STEPS: &[M<'static>] = &[
    M::up(
        "
    PRAGMA application_id = 0x4c504356;

    -- Which data key seals; the key itself is in the key store.
    CREATE TABLE data_key (
        id          INTEGER PRIMARY KEY CHECK (id = 1),
        fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32)
    ) STRICT;

    -- A login from its beginning until a day after its end; without the verifier once it ended.
    CREATE TABLE pending_login (
        state_hash   BLOB PRIMARY KEY NOT NULL CHECK (length(state_hash) = 32),
        organization TEXT NOT NULL,
        environment  TEXT NOT NULL CHECK (environment IN ('production', 'sandbox')),
        client_id    TEXT NOT NULL,
        login_origin TEXT NOT NULL,
        verifier     BLOB,
        started      INTEGER NOT NULL,
        expires      INTEGER NOT NULL,
        ended        TEXT CHECK (ended IN ('consumed', 'cancelled', 'superseded', 'expired')),
        CHECK (ended IS NOT NULL OR verifier IS NOT NULL)
    ) STRICT;
    CREATE UNIQUE INDEX pending_login_waiting ON pending_login (organization) WHERE ended IS NULL;

    CREATE TABLE connection (
        organization      TEXT PRIMARY KEY NOT NULL,
        environment       TEXT NOT NULL CHECK (environment IN ('production', 'sandbox')),
        client_id         TEXT NOT NULL,
        login_origin      TEXT NOT NULL,
        instance_url      TEXT NOT NULL,
        user_id           TEXT NOT NULL,
        organization_id   TEXT NOT NULL,
        username          TEXT NOT NULL,
        display_name      TEXT NOT NULL,
        organization_name TEXT NOT NULL,
        generation        INTEGER NOT NULL CHECK (generation > 0),
        refresh_token     BLOB NOT NULL,
        connected_since   INTEGER NOT NULL,
        last_refresh      INTEGER NOT NULL,
        rotated           INTEGER NOT NULL CHECK (rotated IN (0, 1)),
        fault_kind        TEXT CHECK (fault_kind IN ('lost', 'refused')),
        fault_raw         TEXT,
        fault_since       INTEGER,
        CHECK ((fault_kind IS NULL) = (fault_raw IS NULL)),
        CHECK ((fault_kind IS NULL) = (fault_since IS NULL))
    ) STRICT;

    -- A refresh that was begun and whose outcome is not recorded yet.
    CREATE TABLE refresh_intent (
        organization TEXT PRIMARY KEY NOT NULL
                     REFERENCES connection (organization) ON DELETE CASCADE,
        generation   INTEGER NOT NULL,
        token_hash   BLOB NOT NULL CHECK (length(token_hash) = 32),
        started      INTEGER NOT NULL,
        process      INTEGER NOT NULL,
        dummy        BLOB NOT NULL
    ) STRICT;
    ",
    ),
    // *Change service account* outlives a restart.
    M::up(
        "
    ALTER TABLE pending_login ADD COLUMN purpose TEXT NOT NULL DEFAULT 'connect'
        CHECK (purpose IN ('connect', 'change'));
    ",
    ),
    // A key that a process held in memory alone, because there was no key store.
    M::up(
        "
    ALTER TABLE data_key ADD COLUMN kept INTEGER NOT NULL DEFAULT 1 CHECK (kept IN (0, 1));
    ",
    ),
];

/// Nothing in it can be read again, so an answered write outlives a power loss.
pub(crate) const VAULT_DB: Description = Description {
    file: "vault.db",
    // `LPCV`.
    application_id: 0x4c50_4356,
    migrations: STEPS,
    synchronous: Synchronous::Full,
};
