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
    // What a fault is, beside its text. The texts are those that the version before knew.
    M::up(
        "
    ALTER TABLE connection ADD COLUMN fault_code TEXT;
    UPDATE connection SET fault_code = CASE
        WHEN fault_raw LIKE 'invalid_grant: expired access/refresh token%' THEN 'token-expired'
        WHEN fault_raw LIKE 'invalid_grant: expired authorization code%'
          OR fault_raw LIKE 'invalid_grant: invalid authorization code%' THEN 'code-too-late'
        WHEN fault_raw LIKE 'invalid_grant: user hasn''t approved this consumer%'
            THEN 'approval-gone'
        WHEN fault_raw LIKE 'invalid_grant: ip restricted%' THEN 'network-not-allowed'
        WHEN fault_raw LIKE 'invalid_grant: authentication failure%' THEN 'account-cannot-sign-in'
        WHEN fault_raw LIKE 'invalid_token%' THEN 'token-invalid'
        WHEN fault_raw LIKE 'invalid_client_id%' THEN 'consumer-key-unknown'
        WHEN fault_raw LIKE 'invalid_client%' THEN 'app-not-accepted'
        WHEN fault_raw LIKE 'app_not_found%' THEN 'app-not-installed'
        WHEN fault_raw LIKE 'app_blocked%' OR fault_raw LIKE 'fail_close_app_blocked%'
            THEN 'app-blocked'
        WHEN fault_raw LIKE 'inactive_org%' THEN 'organization-locked'
        WHEN fault_raw LIKE 'inactive_user%' THEN 'account-inactive'
        WHEN fault_raw LIKE 'invalid_app_access%' THEN 'not-approved'
        WHEN fault_raw LIKE 'invalid_request%' THEN 'request-not-accepted'
        WHEN fault_raw LIKE 'invalid_scope%' THEN 'scope-missing'
        WHEN fault_raw LIKE 'invalid_session_level%' THEN 'session-level-too-low'
        WHEN fault_raw LIKE 'oauth_flow_disabled%' THEN 'flow-disabled'
        WHEN fault_raw LIKE 'redirect_uri_mismatch%' THEN 'callback-mismatch'
        WHEN fault_raw LIKE 'unsupported_grant_type%' THEN 'flow-not-allowed'
        WHEN fault_raw LIKE 'INVALID_SESSION_ID: This session is not valid for use with%'
            THEN 'token-not-for-api'
        WHEN fault_raw LIKE 'INVALID_SESSION_ID%' THEN 'session-not-accepted'
        WHEN fault_raw LIKE 'API_DISABLED_FOR_ORG%' THEN 'api-disabled-for-organization'
        WHEN fault_raw LIKE 'API_CURRENTLY_DISABLED%' THEN 'api-disabled-for-account'
        WHEN fault_raw LIKE 'the refreshed token names another account%' THEN 'other-account'
        WHEN fault_raw LIKE 'sign-in over: %' THEN 'sign-in-over'
        ELSE 'unknown' END
    WHERE fault_kind IS NOT NULL;
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use lpc_sqlite::{Database, Error};

    #[tokio::test]
    async fn a_fault_of_the_version_before_gets_the_code_of_its_text() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let now = Timestamp::UNIX_EPOCH;
        let before = Description {
            migrations: &STEPS[..3],
            ..VAULT_DB
        };
        let (old, _) = Database::open(&before, folder.path(), now).expect("the version before");
        let added = old.write(|db| {
            for (organization, raw) in [
                ("a", "invalid_grant: expired access/refresh token"),
                ("b", "invalid_client_id: client identifier invalid"),
                ("c", "a text nobody has seen"),
            ] {
                let sql = "INSERT INTO connection VALUES (?1, 'sandbox', 'key', 'https://a',
                    'https://b', 'u', 'o', 'n', 'd', 'h', 1, x'', 0, 0, 0, 'lost', ?2, 7)";
                db.execute(sql, [organization, raw])?;
            }
            Ok::<_, Error>(())
        });
        added.await.expect("added");
        drop(old);
        let (vault, _) = Database::open(&VAULT_DB, folder.path(), now).expect("brought up to date");
        let sql = "SELECT group_concat(fault_code, ' ' ORDER BY organization) FROM connection";
        let codes =
            vault.write(move |db| Ok::<String, Error>(db.query_row(sql, [], |row| row.get(0))?));
        assert_eq!(
            codes.await.expect("reads"),
            "token-expired consumer-key-unknown unknown"
        );
    }
}
