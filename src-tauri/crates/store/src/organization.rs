//! The table `organization`.

use crate::client_app;
use crate::column::Millis;
use crate::counter;
use crate::failure::Failure;
use crate::text;
use jiff::Timestamp;
use lpc_core::organization::{Organization, OrganizationId};
use rusqlite::{OptionalExtension, Row, Transaction, params};

const COLUMNS: &str = "row, id, name, named_by_hand, service_account_login, confirmed_no_lpc_user";

/// The row number of an organization, by which every other table names it.
pub(crate) fn row(transaction: &Transaction<'_>, id: OrganizationId) -> Result<i64, Failure> {
    transaction
        .prepare_cached("SELECT row FROM organization WHERE id = ?1")?
        .query_row([id.to_string()], |row| row.get(0))
        .optional()?
        .ok_or(Failure::NotFound("organization"))
}

pub(crate) fn all(transaction: &Transaction<'_>) -> Result<Vec<Organization>, Failure> {
    let mut statement = transaction.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM organization ORDER BY name_key, id"
    ))?;
    let mut organizations = Vec::new();
    let mut rows = statement.query([])?;
    while let Some(found) = rows.next()? {
        organizations.push(read(transaction, found)?);
    }
    Ok(organizations)
}

pub(crate) fn add(
    transaction: &Transaction<'_>,
    organization: &Organization,
    now: Timestamp,
) -> Result<(), Failure> {
    transaction.execute(
        "INSERT INTO organization (id, name, name_key, named_by_hand, service_account_login,
             confirmed_no_lpc_user, created)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            organization.id.to_string(),
            text::field(&organization.name),
            text::key(&organization.name),
            organization.named_by_hand,
            organization.service_account_login,
            organization.confirmed_no_lpc_user,
            Millis(now),
        ],
    )?;
    let row = transaction.last_insert_rowid();
    transaction.execute("INSERT INTO mirror (organization) VALUES (?1)", [row])?;
    counter::add_organization(transaction, row)?;
    client_app::replace(transaction, row, &organization.client_apps)
}

pub(crate) fn save(
    transaction: &Transaction<'_>,
    organization: &Organization,
) -> Result<(), Failure> {
    let row = row(transaction, organization.id)?;
    transaction.execute(
        "UPDATE organization SET name = ?2, name_key = ?3, named_by_hand = ?4,
             service_account_login = ?5, confirmed_no_lpc_user = ?6
         WHERE row = ?1",
        params![
            row,
            text::field(&organization.name),
            text::key(&organization.name),
            organization.named_by_hand,
            organization.service_account_login,
            organization.confirmed_no_lpc_user,
        ],
    )?;
    client_app::replace(transaction, row, &organization.client_apps)
}

fn read(transaction: &Transaction<'_>, found: &Row<'_>) -> Result<Organization, Failure> {
    let id: String = found.get(1)?;
    Ok(Organization {
        id: OrganizationId::parse(&id).ok_or(Failure::NotFound("organization"))?,
        name: found.get(2)?,
        named_by_hand: found.get(3)?,
        service_account_login: found.get(4)?,
        confirmed_no_lpc_user: found.get(5)?,
        client_apps: client_app::of(transaction, found.get(0)?)?,
    })
}
