//! The table `connection`.

use crate::data_key::DataKey;
use crate::failure::{Failure, damaged, storage};
use crate::instant::{from_column, to_column};
use crate::seal::{self, Kind, Place, Row as SealedRow};
use jiff::Timestamp;
use lpc_core::connection::{Account, ConnectionFault, FaultKind, StoredConnection};
use lpc_core::environment::Environment;
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::organization::OrganizationId;
use lpc_core::port::vault::{NewConnection, VaultError};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::secret::Secret;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// Everything but the token.
const COLUMNS: &str = "organization, environment, client_id, login_origin, instance_url, user_id,
    organization_id, username, display_name, organization_name, generation, connected_since,
    last_refresh, rotated, fault_kind, fault_code, fault_raw, fault_since,
    EXISTS (SELECT 1 FROM refresh_intent AS intent
            WHERE intent.organization = connection.organization) AS refresh_unfinished";

/// All connections.
pub(crate) fn all(connection: &Connection) -> Result<Vec<StoredConnection>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM connection ORDER BY organization");
    let mut statement = connection.prepare(&sql)?;
    let rows = statement.query_map([], |row| Ok(stored(row)))?;
    rows.map(|row| row?).collect()
}

/// The connection of an organization.
pub(crate) fn one(
    connection: &Connection,
    organization: OrganizationId,
) -> Result<Option<StoredConnection>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM connection WHERE organization = ?1");
    connection
        .query_row(&sql, [organization.to_string()], |row| Ok(stored(row)))
        .optional()?
        .transpose()
}

/// The connection, or [`VaultError::NoConnection`].
pub(crate) fn required(
    connection: &Connection,
    organization: OrganizationId,
) -> Result<StoredConnection, Failure> {
    one(connection, organization)?.ok_or(VaultError::NoConnection.into())
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
    connection: &Connection,
    key: &DataKey,
    stored: &StoredConnection,
) -> Result<Secret, Failure> {
    let sealed: Vec<u8> = connection.query_row(
        "SELECT refresh_token FROM connection WHERE organization = ?1",
        [stored.organization.to_string()],
        |row| row.get(0),
    )?;
    Ok(seal::open(
        key,
        &place(Kind::RefreshToken, stored),
        &sealed,
    )?)
}

/// Writes a login that passed every check over what was there.
pub(crate) fn replace(
    connection: &Connection,
    key: &DataKey,
    new: &NewConnection,
    older: Option<&StoredConnection>,
) -> Result<(), Failure> {
    let same_account = older.filter(|older| {
        older.account.user_id == new.account.user_id
            && older.account.organization_id == new.account.organization_id
    });
    let stored = StoredConnection {
        organization: new.organization,
        environment: new.environment,
        client_id: new.client_id.clone(),
        login_origin: new.login_origin.clone(),
        instance_url: new.instance_url.clone(),
        account: new.account.clone(),
        generation: older.map_or(0, |older| older.generation) + 1,
        connected_since: same_account.map_or(new.obtained, |older| older.connected_since),
        last_refresh: new.obtained,
        rotated: false,
        fault: None,
        refresh_unfinished: false,
    };
    write(connection, key, &stored, &new.refresh_token)
}

/// Writes a whole row with its token, sealed for the row's generation.
pub(crate) fn write(
    connection: &Connection,
    key: &DataKey,
    stored: &StoredConnection,
    token: &Secret,
) -> Result<(), Failure> {
    let sealed = seal::seal(key, &place(Kind::RefreshToken, stored), token.expose())?;
    let fault = stored.fault.as_ref();
    connection.execute(
        "INSERT INTO connection (organization, environment, client_id, login_origin,
                 instance_url, user_id, organization_id, username, display_name,
                 organization_name, generation, refresh_token, connected_since, last_refresh,
                 rotated, fault_kind, fault_code, fault_raw, fault_since)
             VALUES (:organization, :environment, :client_id, :login_origin, :instance_url,
                 :user_id, :organization_id, :username, :display_name, :organization_name,
                 :generation, :refresh_token, :connected_since, :last_refresh, :rotated,
                 :fault_kind, :fault_code, :fault_raw, :fault_since)
             ON CONFLICT (organization) DO UPDATE SET
                 environment = excluded.environment, client_id = excluded.client_id,
                 login_origin = excluded.login_origin, instance_url = excluded.instance_url,
                 user_id = excluded.user_id, organization_id = excluded.organization_id,
                 username = excluded.username, display_name = excluded.display_name,
                 organization_name = excluded.organization_name,
                 generation = excluded.generation, refresh_token = excluded.refresh_token,
                 connected_since = excluded.connected_since,
                 last_refresh = excluded.last_refresh, rotated = excluded.rotated,
                 fault_kind = excluded.fault_kind, fault_code = excluded.fault_code,
                 fault_raw = excluded.fault_raw,
                 fault_since = excluded.fault_since",
        named_params! {
            ":organization": stored.organization.to_string(),
            ":environment": stored.environment.slug(),
            ":client_id": stored.client_id,
            ":login_origin": stored.login_origin,
            ":instance_url": stored.instance_url,
            ":user_id": stored.account.user_id.as_str(),
            ":organization_id": stored.account.organization_id.as_str(),
            ":username": stored.account.username,
            ":display_name": stored.account.display_name,
            ":organization_name": stored.account.organization_name,
            ":generation": i64::try_from(stored.generation).map_err(storage)?,
            ":refresh_token": sealed,
            ":connected_since": to_column(stored.connected_since)?,
            ":last_refresh": to_column(stored.last_refresh)?,
            ":rotated": stored.rotated,
            ":fault_kind": fault.map(|fault| fault.kind.slug()),
            ":fault_code": fault.map(|fault| fault.fault.code.slug()),
            ":fault_raw": fault.map(|fault| fault.fault.raw.as_str()),
            ":fault_since": fault.map(|fault| to_column(fault.since)).transpose()?,
        },
    )?;
    Ok(())
}

/// Deletes a connection; its open intent goes with it.
pub(crate) fn forget(
    connection: &Connection,
    organization: OrganizationId,
) -> Result<bool, Failure> {
    let deleted = connection.execute(
        "DELETE FROM connection WHERE organization = ?1",
        [organization.to_string()],
    )?;
    Ok(deleted > 0)
}

/// The organizations whose token is sealed here.
pub(crate) fn with_token(connection: &Connection) -> Result<Vec<OrganizationId>, Failure> {
    let sql = "SELECT organization FROM connection WHERE length(refresh_token) > 0
               ORDER BY organization";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    rows.map(|row| OrganizationId::parse(&row?).ok_or_else(|| damaged("organization")))
        .collect()
}

/// Empties every sealed token; the accounts stay pinned.
pub(crate) fn clear_tokens(connection: &Connection) -> Result<(), Failure> {
    connection.execute("UPDATE connection SET refresh_token = x''", [])?;
    Ok(())
}

/// Records or clears the fault.
pub(crate) fn set_fault(
    connection: &Connection,
    organization: OrganizationId,
    fault: Option<&ConnectionFault>,
) -> Result<(), Failure> {
    let changed = connection.execute(
        "UPDATE connection SET fault_kind = ?1, fault_code = ?2, fault_raw = ?3, fault_since = ?4
             WHERE organization = ?5",
        (
            fault.map(|fault| fault.kind.slug()),
            fault.map(|fault| fault.fault.code.slug()),
            fault.map(|fault| fault.fault.raw.as_str()),
            fault.map(|fault| to_column(fault.since)).transpose()?,
            organization.to_string(),
        ),
    )?;
    if changed == 0 {
        return Err(VaultError::NoConnection.into());
    }
    Ok(())
}

fn stored(row: &Row<'_>) -> Result<StoredConnection, Failure> {
    let text = |column| row.get::<_, String>(column);
    let flag = |column| row.get::<_, bool>(column);
    let instant = |column| -> Result<Timestamp, Failure> { from_column(column, row.get(column)?) };
    let id = |column| SalesforceId::parse(&text(column)?).map_err(|_| damaged(column));
    let generation: i64 = row.get("generation")?;
    let fault_kind: Option<String> = row.get("fault_kind")?;
    let fault = match fault_kind.as_deref() {
        None => None,
        Some(kind) => Some(ConnectionFault {
            kind: FaultKind::from_slug(kind).ok_or_else(|| damaged("fault_kind"))?,
            fault: Fault::new(
                FaultCode::from_slug(&text("fault_code")?).ok_or_else(|| damaged("fault_code"))?,
                text("fault_raw")?,
            ),
            since: instant("fault_since")?,
        }),
    };
    Ok(StoredConnection {
        organization: OrganizationId::parse(&text("organization")?)
            .ok_or_else(|| damaged("organization"))?,
        environment: Environment::from_slug(&text("environment")?)
            .ok_or_else(|| damaged("environment"))?,
        client_id: text("client_id")?,
        login_origin: text("login_origin")?,
        instance_url: text("instance_url")?,
        account: Account {
            user_id: id("user_id")?,
            organization_id: id("organization_id")?,
            username: text("username")?,
            display_name: text("display_name")?,
            organization_name: text("organization_name")?,
        },
        generation: u64::try_from(generation).map_err(|_| damaged("generation"))?,
        connected_since: instant("connected_since")?,
        last_refresh: instant("last_refresh")?,
        rotated: flag("rotated")?,
        fault,
        refresh_unfinished: flag("refresh_unfinished")?,
    })
}
