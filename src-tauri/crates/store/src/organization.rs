//! The table `organization`.

use crate::column::Millis;
use crate::failure::Failure;
use crate::{audit, client_app, counter};
use lpc_core::audit::Stamp;
use lpc_core::organization::{ClientApp, Organization, OrganizationId};
use lpc_core::plan::{Edited, OrganizationEdit};
use lpc_core::text;
use rusqlite::{OptionalExtension, Row, Transaction, params};

/// The row number of an organization, by which every other table names it.
pub(crate) fn row(transaction: &Transaction<'_>, id: OrganizationId) -> Result<i64, Failure> {
    transaction
        .prepare_cached("SELECT row FROM organization WHERE id = ?1 AND deleted = 0")?
        .query_row([id.to_string()], |row| row.get(0))
        .optional()?
        .ok_or(Failure::NotFound("organization"))
}

pub(crate) fn all(transaction: &Transaction<'_>) -> Result<Vec<Organization>, Failure> {
    let mut statement = transaction.prepare_cached(
        "SELECT id, name, named_by_hand, service_account_login, confirmed_no_lpc_user, external_id,
             synchronization, environment, consumer_key, login_origin
         FROM organization LEFT JOIN client_app ON client_app.organization = organization.row
         WHERE deleted = 0 ORDER BY name_key, id, environment",
    )?;
    let mut organizations: Vec<Organization> = Vec::new();
    let mut rows = statement.query([])?;
    while let Some(found) = rows.next()? {
        let organization = read(found)?;
        match organizations.last_mut() {
            // Another of its apps.
            Some(known) if known.id == organization.id => {
                known.client_apps.extend(organization.client_apps);
            }
            _ => organizations.push(organization),
        }
    }
    Ok(organizations)
}

/// Does an edit beside all organizations as they are now: the transaction began as a write, so nobody
/// else changes them in between.
pub(crate) fn edit(
    transaction: &Transaction<'_>,
    edit: OrganizationEdit,
    stamp: &Stamp,
) -> Result<Organization, Failure> {
    let id = edit.id();
    let (is_new, is_gone) = (
        matches!(edit, OrganizationEdit::Add(_)),
        matches!(edit, OrganizationEdit::Delete(_)),
    );
    let users = if is_gone {
        counter::read(transaction, id)?.1.users
    } else {
        0
    };
    let edited = edit.decide(&all(transaction)?, users, stamp)?;
    let edited = edited.ok_or(Failure::NotFound("organization"))?;
    let Edited {
        organization,
        entries,
    } = edited;
    if is_new {
        add(transaction, &organization, stamp)?;
    }
    write(transaction, &organization)?;
    for entry in &entries {
        audit::add(transaction, entry)?;
    }
    if is_gone {
        let row = row(transaction, id)?;
        transaction.execute("UPDATE organization SET deleted = 1 WHERE row = ?1", [row])?;
    }
    Ok(organization)
}

fn add(
    transaction: &Transaction<'_>,
    organization: &Organization,
    stamp: &Stamp,
) -> Result<(), Failure> {
    transaction.execute(
        "INSERT INTO organization (id, name, name_key, named_by_hand, service_account_login,
             confirmed_no_lpc_user, created)
         VALUES (?1, '', '', 0, 0, 0, ?2)",
        params![organization.id.to_string(), Millis(stamp.at)],
    )?;
    let row = transaction.last_insert_rowid();
    transaction.execute("INSERT INTO mirror (organization) VALUES (?1)", [row])?;
    counter::add_organization(transaction, row)
}

fn write(transaction: &Transaction<'_>, organization: &Organization) -> Result<(), Failure> {
    let row = row(transaction, organization.id)?;
    transaction.execute(
        "UPDATE organization SET name = ?2, name_key = ?3, named_by_hand = ?4,
             service_account_login = ?5, confirmed_no_lpc_user = ?6, external_id = ?7,
             synchronization = ?8
         WHERE row = ?1",
        params![
            row,
            organization.name,
            text::key(&organization.name),
            organization.named_by_hand,
            organization.service_account_login,
            organization.confirmed_no_lpc_user,
            organization.external_id,
            organization.synchronization,
        ],
    )?;
    client_app::replace(transaction, row, &organization.client_apps)
}

fn read(found: &Row<'_>) -> Result<Organization, Failure> {
    let id: String = found.get(0)?;
    let environment: Option<String> = found.get(7)?;
    let client_apps = match environment {
        None => Vec::new(),
        Some(slug) => vec![ClientApp {
            environment: client_app::environment(&slug).map_err(rusqlite::Error::from)?,
            consumer_key: found.get(8)?,
            login_origin: found.get(9)?,
        }],
    };
    Ok(Organization {
        id: OrganizationId::parse(&id).ok_or(Failure::NotFound("organization"))?,
        name: found.get(1)?,
        named_by_hand: found.get(2)?,
        service_account_login: found.get(3)?,
        confirmed_no_lpc_user: found.get(4)?,
        external_id: found.get(5)?,
        synchronization: found.get(6)?,
        client_apps,
    })
}
