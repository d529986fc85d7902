//! The table `pending_login`.
//!
//! The state is kept as its SHA-256 and compared by SQL, which does not take constant time. That is
//! fine: how far a comparison gets tells something about the hash only, and whoever can steer a hash
//! byte by byte towards an unknown one has broken SHA-256. The state itself is 256 random bits.

use crate::failure::{Failure, damaged, storage};
use crate::instant::{from_column, to_column};
use crate::seal::{Kind, Place, Row as SealedRow};
use jiff::{SignedDuration, Timestamp};
use lpc_core::environment::Environment;
use lpc_core::login::{CallbackRefusal, LoginPurpose, NewLogin, PendingLogin};
use lpc_core::organization::OrganizationId;
use lpc_core::secret::Secret;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
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

/// Where the verifier of a login is sealed.
pub(crate) fn verifier_place<'a>(
    organization: OrganizationId,
    environment: Environment,
    client_id: &'a str,
    login_origin: &'a str,
    state_hash: &'a StateHash,
) -> Place<'a> {
    Place {
        kind: Kind::Verifier,
        organization,
        environment,
        client_id,
        login_origin,
        row: SealedRow::StateHash(state_hash),
    }
}

/// A consumed row.
pub(crate) struct Consumed {
    /// The login as it was.
    pub(crate) login: PendingLogin,
    /// The sealed verifier, wiped from the row.
    pub(crate) verifier: Vec<u8>,
}

/// Ends what has expired and forgets what ended long ago. Comes first in every write that knows the
/// time.
pub(crate) fn sweep(connection: &Connection, now: Timestamp) -> Result<(), Failure> {
    connection.execute(
        "UPDATE pending_login SET ended = 'expired', verifier = NULL
             WHERE ended IS NULL AND expires <= ?1",
        [to_column(now)?],
    )?;
    let forgotten = now.checked_sub(REMEMBERED).map_err(storage)?;
    connection.execute(
        "DELETE FROM pending_login WHERE ended IS NOT NULL AND expires <= ?1",
        [to_column(forgotten)?],
    )?;
    Ok(())
}

/// Writes a login; one that waits for the same organization is superseded.
pub(crate) fn insert(
    connection: &Connection,
    login: &NewLogin,
    verifier: &[u8],
) -> Result<(), Failure> {
    end(connection, login.organization, "superseded")?;
    connection.execute(
        "INSERT INTO pending_login (state_hash, organization, environment, client_id,
                                        login_origin, verifier, purpose, started, expires)
             VALUES (:state_hash, :organization, :environment, :client_id,
                     :login_origin, :verifier, :purpose, :started, :expires)",
        named_params! {
            ":state_hash": hash(&login.state),
            ":organization": login.organization.to_string(),
            ":environment": login.environment.slug(),
            ":client_id": login.client_id,
            ":login_origin": login.login_origin,
            ":verifier": verifier,
            ":purpose": purpose_to_column(login.purpose),
            ":started": to_column(login.started)?,
            ":expires": to_column(login.expires)?,
        },
    )?;
    Ok(())
}

/// The logins that wait at `now`.
pub(crate) fn waiting(
    connection: &Connection,
    now: Timestamp,
) -> Result<Vec<PendingLogin>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT organization, environment, client_id, login_origin, purpose, started, expires
         FROM pending_login WHERE ended IS NULL AND expires > ?1",
    )?;
    let rows = statement.query_map([to_column(now)?], |row| Ok(login(row)))?;
    rows.map(|row| row?).collect()
}

/// Moves the end of a waiting login.
pub(crate) fn extend(
    connection: &Connection,
    organization: OrganizationId,
    expires: Timestamp,
    now: Timestamp,
) -> Result<bool, Failure> {
    let changed = connection.execute(
        "UPDATE pending_login SET expires = ?1
             WHERE organization = ?2 AND ended IS NULL AND expires > ?3",
        (
            to_column(expires)?,
            organization.to_string(),
            to_column(now)?,
        ),
    )?;
    Ok(changed > 0)
}

/// Wipes the logins of an organization, the ended ones too.
pub(crate) fn forget(connection: &Connection, organization: OrganizationId) -> Result<(), Failure> {
    connection.execute(
        "DELETE FROM pending_login WHERE organization = ?1",
        [organization.to_string()],
    )?;
    Ok(())
}

/// Cancels a waiting login.
pub(crate) fn cancel(
    connection: &Connection,
    organization: OrganizationId,
) -> Result<bool, Failure> {
    end(connection, organization, "cancelled")
}

/// Ends every waiting login: its verifier cannot be opened any more.
pub(crate) fn end_all(connection: &Connection) -> Result<(), Failure> {
    connection.execute(
        "UPDATE pending_login SET ended = 'expired', verifier = NULL WHERE ended IS NULL",
        [],
    )?;
    Ok(())
}

/// Consumes a login; `None` when there is none to consume, see [`refusal`]. The first statement
/// alone decides who gets it.
pub(crate) fn consume(
    connection: &Connection,
    state_hash: &StateHash,
    environment: Environment,
    now: Timestamp,
) -> Result<Option<Consumed>, Failure> {
    let consumed = connection
        .query_row(
            "UPDATE pending_login SET ended = 'consumed'
             WHERE state_hash = ?1 AND ended IS NULL AND environment = ?2 AND expires > ?3
             RETURNING organization, environment, client_id, login_origin, purpose, started,
                       expires, verifier",
            (state_hash, environment.slug(), to_column(now)?),
            |row| {
                let verifier = row.get("verifier")?;
                Ok(login(row).map(|login| Consumed { login, verifier }))
            },
        )
        .optional()?
        .transpose()?;
    if consumed.is_some() {
        connection.execute(
            "UPDATE pending_login SET verifier = NULL WHERE state_hash = ?1",
            [state_hash],
        )?;
    }
    Ok(consumed)
}

/// Why a state would not be consumed; `None` if it would.
pub(crate) fn refusal(
    connection: &Connection,
    state_hash: &StateHash,
    environment: Environment,
) -> Result<Option<CallbackRefusal>, Failure> {
    let found = connection
        .query_row(
            "SELECT ended, environment FROM pending_login WHERE state_hash = ?1",
            [state_hash],
            |row| Ok((row.get::<_, Option<String>>(0)?, row.get::<_, String>(1)?)),
        )
        .optional()?;
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
pub(crate) fn owner(
    connection: &Connection,
    state_hash: &StateHash,
) -> Result<Option<OrganizationId>, Failure> {
    let text = connection
        .query_row(
            "SELECT organization FROM pending_login WHERE state_hash = ?1",
            [state_hash],
            |row| row.get::<_, String>(0),
        )
        .optional()?;
    text.map(|text| OrganizationId::parse(&text).ok_or_else(|| damaged("organization")))
        .transpose()
}

fn purpose_to_column(purpose: LoginPurpose) -> &'static str {
    match purpose {
        LoginPurpose::Connect => "connect",
        LoginPurpose::Change => "change",
    }
}

fn end(connection: &Connection, organization: OrganizationId, how: &str) -> Result<bool, Failure> {
    let changed = connection.execute(
        "UPDATE pending_login SET ended = ?1, verifier = NULL
             WHERE organization = ?2 AND ended IS NULL",
        (how, organization.to_string()),
    )?;
    Ok(changed > 0)
}

fn login(row: &Row<'_>) -> Result<PendingLogin, Failure> {
    let text = |column| row.get::<_, String>(column);
    let number = |column| row.get::<_, i64>(column);
    Ok(PendingLogin {
        organization: OrganizationId::parse(&text("organization")?)
            .ok_or_else(|| damaged("organization"))?,
        environment: Environment::from_slug(&text("environment")?)
            .ok_or_else(|| damaged("environment"))?,
        client_id: text("client_id")?,
        login_origin: text("login_origin")?,
        purpose: match text("purpose")?.as_str() {
            "change" => LoginPurpose::Change,
            _ => LoginPurpose::Connect,
        },
        started: from_column("started", number("started")?)?,
        expires: from_column("expires", number("expires")?)?,
    })
}
