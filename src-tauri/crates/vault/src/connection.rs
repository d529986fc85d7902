//! The table `connection`.

use crate::column::Nanos;
use crate::data_key::DataKey;
use crate::failure::Failure;
use crate::key_record;
use crate::seal::{self, Kind, Place, Row as SealedRow};
use lpc_core::connection::{Account, ConnectionFault, StoredConnection};
use lpc_core::fault::Fault;
use lpc_core::organization::OrganizationId;
use lpc_core::port::vault::{NewConnection, VaultError};
use lpc_core::secret::Secret;
use lpc_sqlite::{Id, Key, Sql as _, Word};
use rusqlite::{Connection, Result, Row, named_params, params};

/// Everything but the token.
const COLUMNS: &str = "organization, environment, client_id, login_origin, instance_url, user_id,
    organization_id, username, display_name, organization_name, generation, connected_since,
    last_refresh, rotated, fault_kind, fault_code, fault_raw, fault_since,
    EXISTS (SELECT 1 FROM refresh_intent AS intent
            WHERE intent.organization = connection.organization) AS refresh_unfinished";

/// All connections.
pub(crate) fn all(db: &Connection) -> Result<Vec<StoredConnection>> {
    let sql = format!("SELECT {COLUMNS} FROM connection ORDER BY organization");
    db.all(&sql, [], stored)
}

/// The connection of an organization.
pub(crate) fn one(
    db: &Connection,
    organization: OrganizationId,
) -> Result<Option<StoredConnection>> {
    let sql = format!("SELECT {COLUMNS} FROM connection WHERE organization = ?1");
    db.first(&sql, [Key(organization)], stored)
}

/// The connection, or [`VaultError::NoConnection`].
pub(crate) fn required(
    db: &Connection,
    organization: OrganizationId,
) -> Result<StoredConnection, Failure> {
    one(db, organization)?.ok_or(VaultError::NoConnection.into())
}

/// The connection as long as nobody has replaced its token, nor the key that sealed it.
pub(crate) fn of_generation(
    db: &Connection,
    key: &DataKey,
    organization: OrganizationId,
    generation: u64,
) -> Result<StoredConnection, Failure> {
    key_record::require(db, key)?;
    let stored = required(db, organization)?;
    if stored.generation != generation {
        return Err(VaultError::GenerationChanged.into());
    }
    Ok(stored)
}

/// Where something of a connection is sealed.
pub(crate) fn place(kind: Kind, stored: &StoredConnection) -> Place<'_> {
    Place {
        kind,
        organization: stored.organization,
        environment: stored.environment,
        client_id: &stored.client_id,
        login_origin: &stored.login_origin,
        row: SealedRow::Generation(stored.generation),
    }
}

/// Opens the refresh token of a connection.
pub(crate) fn token(
    db: &Connection,
    key: &DataKey,
    stored: &StoredConnection,
) -> Result<Secret, Failure> {
    let sql = "SELECT refresh_token FROM connection WHERE organization = ?1";
    let sealed: Vec<u8> = db.one(sql, [Key(stored.organization)], |row| row.get(0))?;
    let place = place(Kind::RefreshToken, stored);
    Ok(seal::open(key, &place, &sealed)?)
}

/// Writes a login that passed every check over what was there.
pub(crate) fn replace(
    db: &Connection,
    key: &DataKey,
    new: NewConnection,
    older: Option<StoredConnection>,
) -> Result<(), Failure> {
    let generation = older.as_ref().map_or(0, |older| older.generation) + 1;
    let same_account = older.filter(|older| {
        older.account.user_id == new.account.user_id
            && older.account.organization_id == new.account.organization_id
    });
    let stored = StoredConnection {
        organization: new.organization,
        environment: new.environment,
        client_id: new.client_id,
        login_origin: new.login_origin,
        instance_url: new.instance_url,
        account: new.account,
        generation,
        connected_since: same_account.map_or(new.obtained, |older| older.connected_since),
        last_refresh: new.obtained,
        rotated: false,
        fault: None,
        refresh_unfinished: false,
    };
    write(db, key, &stored, &new.refresh_token)
}

/// Writes a whole row with its token, sealed for the row's generation. An open intent goes with the
/// row that it takes the place of.
pub(crate) fn write(
    db: &Connection,
    key: &DataKey,
    stored: &StoredConnection,
    token: &Secret,
) -> Result<(), Failure> {
    let sealed = seal::seal(key, &place(Kind::RefreshToken, stored), token.expose())?;
    let fault = stored.fault.as_ref();
    db.run(
        "INSERT OR REPLACE INTO connection (organization, environment, client_id, login_origin,
             instance_url, user_id, organization_id, username, display_name, organization_name,
             generation, refresh_token, connected_since, last_refresh, rotated, fault_kind,
             fault_code, fault_raw, fault_since)
         VALUES (:organization, :environment, :client_id, :login_origin, :instance_url, :user_id,
             :organization_id, :username, :display_name, :organization_name, :generation,
             :refresh_token, :connected_since, :last_refresh, :rotated, :fault_kind, :fault_code,
             :fault_raw, :fault_since)",
        named_params! {
            ":organization": Key(stored.organization),
            ":environment": Word(stored.environment),
            ":client_id": stored.client_id,
            ":login_origin": stored.login_origin,
            ":instance_url": stored.instance_url,
            ":user_id": stored.account.user_id.as_str(),
            ":organization_id": stored.account.organization_id.as_str(),
            ":username": stored.account.username,
            ":display_name": stored.account.display_name,
            ":organization_name": stored.account.organization_name,
            ":generation": stored.generation.cast_signed(),
            ":refresh_token": sealed,
            ":connected_since": Nanos(stored.connected_since),
            ":last_refresh": Nanos(stored.last_refresh),
            ":rotated": stored.rotated,
            ":fault_kind": fault.map(|fault| Word(fault.kind)),
            ":fault_code": fault.map(|fault| Word(fault.fault.code)),
            ":fault_raw": fault.map(|fault| fault.fault.raw.as_str()),
            ":fault_since": fault.map(|fault| Nanos(fault.since)),
        },
    )?;
    Ok(())
}

/// Deletes a connection; its open intent goes with it.
pub(crate) fn forget(db: &Connection, organization: OrganizationId) -> Result<bool> {
    let sql = "DELETE FROM connection WHERE organization = ?1";
    db.affects(sql, [Key(organization)])
}

/// The organizations whose token is sealed here.
pub(crate) fn with_token(db: &Connection) -> Result<Vec<OrganizationId>> {
    let sql = "SELECT organization FROM connection WHERE length(refresh_token) > 0
               ORDER BY organization";
    db.all(sql, [], |row| {
        row.get(0).map(|Key(organization)| organization)
    })
}

/// Empties every sealed token; the accounts stay pinned.
pub(crate) fn clear_tokens(db: &Connection) -> Result<()> {
    db.run("UPDATE connection SET refresh_token = x''", [])
}

/// Records or clears the fault.
pub(crate) fn set_fault(
    db: &Connection,
    organization: OrganizationId,
    fault: Option<&ConnectionFault>,
) -> Result<(), Failure> {
    let is_there = db.affects(
        "UPDATE connection SET fault_kind = ?1, fault_code = ?2, fault_raw = ?3, fault_since = ?4
             WHERE organization = ?5",
        params![
            fault.map(|fault| Word(fault.kind)),
            fault.map(|fault| Word(fault.fault.code)),
            fault.map(|fault| fault.fault.raw.as_str()),
            fault.map(|fault| Nanos(fault.since)),
            Key(organization),
        ],
    )?;
    match is_there {
        true => Ok(()),
        false => Err(VaultError::NoConnection.into()),
    }
}

fn stored(row: &Row<'_>) -> Result<StoredConnection> {
    let fault = match row.get("fault_kind")? {
        None => None,
        Some(Word(kind)) => Some(ConnectionFault {
            kind,
            fault: Fault::new(
                row.get::<_, Word<_>>("fault_code")?.0,
                row.get::<_, String>("fault_raw")?,
            ),
            since: row.get::<_, Nanos>("fault_since")?.0,
        }),
    };
    Ok(StoredConnection {
        organization: row.get::<_, Key>("organization")?.0,
        environment: row.get::<_, Word<_>>("environment")?.0,
        client_id: row.get("client_id")?,
        login_origin: row.get("login_origin")?,
        instance_url: row.get("instance_url")?,
        account: Account {
            user_id: row.get::<_, Id>("user_id")?.0,
            organization_id: row.get::<_, Id>("organization_id")?.0,
            username: row.get("username")?,
            display_name: row.get("display_name")?,
            organization_name: row.get("organization_name")?,
        },
        generation: row.get::<_, i64>("generation")?.cast_unsigned(),
        connected_since: row.get::<_, Nanos>("connected_since")?.0,
        last_refresh: row.get::<_, Nanos>("last_refresh")?.0,
        rotated: row.get("rotated")?,
        fault,
        refresh_unfinished: row.get("refresh_unfinished")?,
    })
}
