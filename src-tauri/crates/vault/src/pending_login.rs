//! The table `pending_login`.
//!
//! The state is kept as its SHA-256 and compared by SQL, which does not take constant time. That is
//! fine: how far a comparison gets tells something about the hash only, and whoever can steer a hash
//! byte by byte towards an unknown one has broken SHA-256. The state itself is 256 random bits.

use crate::column::Nanos;
use crate::data_key::DataKey;
use crate::failure::{Failure, storage};
use crate::seal::{self, Kind, Place, Row as SealedRow};
use jiff::{SignedDuration, Timestamp};
use lpc_core::environment::Environment;
use lpc_core::login::{CallbackRefusal, ConsumedLogin, LoginPurpose, NewLogin, PendingLogin};
use lpc_core::organization::OrganizationId;
use lpc_core::port::vault::VaultError;
use lpc_core::secret::Secret;
use lpc_sqlite::{Key, Sql as _, Word};
use rusqlite::{Connection, Result, Row, named_params, params};
use sha2::{Digest, Sha256};

/// How long a login that ended is remembered, without its verifier, to tell a replayed callback
/// from an unknown one. Counted from the end that it was given.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

/// The hash under which a login is found.
pub(crate) type StateHash = [u8; 32];

/// Hashes a state.
pub(crate) fn hash(state: &Secret) -> StateHash {
    Sha256::digest(state.expose().as_bytes()).into()
}

/// A login that was consumed, with its verifier still sealed; it is wiped from the row.
pub(crate) struct Consumed {
    state_hash: StateHash,
    login: PendingLogin,
    verifier: Vec<u8>,
}

impl Consumed {
    pub(crate) fn open(self, key: &DataKey) -> Result<ConsumedLogin, VaultError> {
        let login = self.login;
        let place = Place {
            kind: Kind::Verifier,
            organization: login.organization,
            environment: login.environment,
            client_id: &login.client_id,
            login_origin: &login.login_origin,
            row: SealedRow::StateHash(&self.state_hash),
        };
        let verifier = seal::open(key, &place, &self.verifier)?;
        Ok(ConsumedLogin { login, verifier })
    }
}

/// Ends what has expired and forgets what ended long ago. Comes first in every write that knows the
/// time.
pub(crate) fn sweep(db: &Connection, now: Timestamp) -> Result<(), Failure> {
    db.run(
        "UPDATE pending_login SET ended = 'expired', verifier = NULL
             WHERE ended IS NULL AND expires <= ?1",
        [Nanos(now)],
    )?;
    let forgotten = now.checked_sub(REMEMBERED).map_err(storage)?;
    let sql = "DELETE FROM pending_login WHERE ended IS NOT NULL AND expires <= ?1";
    Ok(db.run(sql, [Nanos(forgotten)])?)
}

/// Writes a login; one that waits for the same organization is superseded.
pub(crate) fn insert(db: &Connection, new: &NewLogin, key: &DataKey) -> Result<(), Failure> {
    let login = &new.login;
    end(db, login.organization, "superseded")?;
    let state_hash = hash(&new.state);
    let place = Place {
        kind: Kind::Verifier,
        organization: login.organization,
        environment: login.environment,
        client_id: &login.client_id,
        login_origin: &login.login_origin,
        row: SealedRow::StateHash(&state_hash),
    };
    let verifier = seal::seal(key, &place, new.verifier.expose())?;
    db.run(
        "INSERT INTO pending_login (state_hash, organization, environment, client_id,
             login_origin, verifier, purpose, started, expires)
         VALUES (:state_hash, :organization, :environment, :client_id,
             :login_origin, :verifier, :purpose, :started, :expires)",
        named_params! {
            ":state_hash": state_hash,
            ":organization": Key(login.organization),
            ":environment": Word(login.environment),
            ":client_id": login.client_id,
            ":login_origin": login.login_origin,
            ":verifier": verifier,
            ":purpose": match login.purpose {
                LoginPurpose::Connect => "connect",
                LoginPurpose::Change => "change",
            },
            ":started": Nanos(login.started),
            ":expires": Nanos(login.expires),
        },
    )?;
    Ok(())
}

/// The logins that wait at `now`.
pub(crate) fn waiting(db: &Connection, now: Timestamp) -> Result<Vec<PendingLogin>> {
    let sql = "SELECT organization, environment, client_id, login_origin, purpose, started, expires
               FROM pending_login WHERE ended IS NULL AND expires > ?1";
    db.all(sql, [Nanos(now)], login)
}

/// Moves the end of a waiting login.
pub(crate) fn extend(
    db: &Connection,
    organization: OrganizationId,
    expires: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    let sql = "UPDATE pending_login SET expires = ?1
               WHERE organization = ?2 AND ended IS NULL AND expires > ?3";
    db.affects(sql, params![Nanos(expires), Key(organization), Nanos(now)])
}

/// Wipes the logins of an organization, the ended ones too.
pub(crate) fn forget(db: &Connection, organization: OrganizationId) -> Result<()> {
    let sql = "DELETE FROM pending_login WHERE organization = ?1";
    db.run(sql, [Key(organization)])
}

/// Ends the login that waits for an organization; whether one did.
pub(crate) fn end(db: &Connection, organization: OrganizationId, how: &str) -> Result<bool> {
    let sql = "UPDATE pending_login SET ended = ?1, verifier = NULL
               WHERE organization = ?2 AND ended IS NULL";
    db.affects(sql, params![how, Key(organization)])
}

/// Ends every waiting login: its verifier cannot be opened any more.
pub(crate) fn end_all(db: &Connection) -> Result<()> {
    let sql = "UPDATE pending_login SET ended = 'expired', verifier = NULL WHERE ended IS NULL";
    db.run(sql, [])
}

/// Consumes a login. The first statement alone decides who gets it.
pub(crate) fn consume(
    db: &Connection,
    state_hash: StateHash,
    environment: Environment,
    now: Timestamp,
) -> Result<Result<Consumed, CallbackRefusal>> {
    let sql = "UPDATE pending_login SET ended = 'consumed'
               WHERE state_hash = ?1 AND ended IS NULL AND environment = ?2 AND expires > ?3
               RETURNING organization, environment, client_id, login_origin, purpose, started,
                   expires, verifier";
    let values = params![state_hash, Word(environment), Nanos(now)];
    let consumed = db.first(sql, values, |row| {
        Ok(Consumed {
            state_hash,
            login: login(row)?,
            verifier: row.get("verifier")?,
        })
    })?;
    let Some(consumed) = consumed else {
        // Somebody was faster; Unknown cannot come out here, and refuses if it does.
        let refusal = refusal(db, state_hash, environment)?;
        return Ok(Err(refusal.unwrap_or(CallbackRefusal::Unknown)));
    };
    let sql = "UPDATE pending_login SET verifier = NULL WHERE state_hash = ?1";
    db.run(sql, [state_hash])?;
    Ok(Ok(consumed))
}

/// Why a state would not be consumed; `None` if it would.
pub(crate) fn refusal(
    db: &Connection,
    state_hash: StateHash,
    environment: Environment,
) -> Result<Option<CallbackRefusal>> {
    let sql = "SELECT ended, environment FROM pending_login WHERE state_hash = ?1";
    let found: Option<(Option<String>, String)> =
        db.first(sql, [state_hash], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let Some((ended, expected)) = found else {
        return Ok(Some(CallbackRefusal::Unknown));
    };
    Ok(match ended.as_deref() {
        None if expected == environment.slug() => None,
        None => Some(CallbackRefusal::WrongEnvironment),
        Some("consumed") => Some(CallbackRefusal::Replayed),
        Some("expired") => Some(CallbackRefusal::Late),
        Some("superseded") => Some(CallbackRefusal::Superseded),
        Some("cancelled") => Some(CallbackRefusal::Canceled),
        Some(_) => Some(CallbackRefusal::Unknown),
    })
}

/// Whose login it was.
pub(crate) fn owner(db: &Connection, state_hash: StateHash) -> Result<Option<OrganizationId>> {
    let sql = "SELECT organization FROM pending_login WHERE state_hash = ?1";
    db.first(sql, [state_hash], |row| row.get(0).map(|Key(owner)| owner))
}

fn login(row: &Row<'_>) -> Result<PendingLogin> {
    Ok(PendingLogin {
        organization: row.get::<_, Key>("organization")?.0,
        environment: row.get::<_, Word<_>>("environment")?.0,
        client_id: row.get("client_id")?,
        login_origin: row.get("login_origin")?,
        purpose: match row.get::<_, String>("purpose")?.as_str() {
            "change" => LoginPurpose::Change,
            _ => LoginPurpose::Connect,
        },
        started: row.get::<_, Nanos>("started")?.0,
        expires: row.get::<_, Nanos>("expires")?.0,
    })
}
