//! The table `organization`.

use crate::audit;
use crate::client_app;
use crate::column::Millis;
use crate::counter;
use crate::failure::Failure;
use crate::text;
use lpc_core::audit::{AuditKind, Change, Stamp};
use lpc_core::naming::NamingProblem;
use lpc_core::number::grouped;
use lpc_core::organization::{Organization, OrganizationId};
use rusqlite::{OptionalExtension, Row, Transaction, params};

const COLUMNS: &str = "row, id, name, named_by_hand, service_account_login, confirmed_no_lpc_user, \
                       external_id, synchronization";

/// The row number of an organization, by which every other table names it.
pub(crate) fn row(transaction: &Transaction<'_>, id: OrganizationId) -> Result<i64, Failure> {
    transaction
        .prepare_cached("SELECT row FROM organization WHERE id = ?1 AND deleted = 0")?
        .query_row([id.to_string()], |row| row.get(0))
        .optional()?
        .ok_or(Failure::NotFound("organization"))
}

pub(crate) fn all(transaction: &Transaction<'_>) -> Result<Vec<Organization>, Failure> {
    let mut statement = transaction.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM organization WHERE deleted = 0 ORDER BY name_key, id"
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
    stamp: &Stamp,
) -> Result<(), Failure> {
    refuse_taken(transaction, organization, None)?;
    transaction.execute(
        "INSERT INTO organization (id, name, name_key, named_by_hand, service_account_login,
             confirmed_no_lpc_user, created, external_id, synchronization)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            organization.id.to_string(),
            text::field(&organization.name),
            text::key(&organization.name),
            organization.named_by_hand,
            organization.service_account_login,
            organization.confirmed_no_lpc_user,
            Millis(stamp.at),
            organization.external_id,
            organization.synchronization,
        ],
    )?;
    let row = transaction.last_insert_rowid();
    transaction.execute("INSERT INTO mirror (organization) VALUES (?1)", [row])?;
    counter::add_organization(transaction, row)?;
    client_app::replace(transaction, row, &organization.client_apps)?;
    let change = match &organization.external_id {
        None => Change::to(&organization.name),
        Some(id) => Change::to(&organization.name).of(id),
    };
    let created = vec![(AuditKind::OrganizationCreated, change)];
    audit::add_changes(transaction, organization.id, stamp, created)
}

pub(crate) fn save(
    transaction: &Transaction<'_>,
    organization: &Organization,
    stamp: &Stamp,
) -> Result<(), Failure> {
    let before = one(transaction, organization.id)?;
    refuse_taken(transaction, organization, Some(&before))?;
    let row = row(transaction, organization.id)?;
    transaction.execute(
        "UPDATE organization SET name = ?2, name_key = ?3, named_by_hand = ?4,
             service_account_login = ?5, confirmed_no_lpc_user = ?6, external_id = ?7,
             synchronization = ?8
         WHERE row = ?1",
        params![
            row,
            text::field(&organization.name),
            text::key(&organization.name),
            organization.named_by_hand,
            organization.service_account_login,
            organization.confirmed_no_lpc_user,
            organization.external_id,
            organization.synchronization,
        ],
    )?;
    client_app::replace(transaction, row, &organization.client_apps)?;
    let changes = lpc_core::audit::changes(&before, organization);
    audit::add_changes(transaction, organization.id, stamp, changes)
}

/// Hides an organization; `wipe` takes its rows.
pub(crate) fn delete(
    transaction: &Transaction<'_>,
    id: OrganizationId,
    stamp: &Stamp,
) -> Result<(), Failure> {
    let row = row(transaction, id)?;
    let users = counter::own_counts(transaction, row)?.users;
    let name = one(transaction, id)?.name;
    let change = Change {
        subject: None,
        from: Some(name),
        to: Some(format!("{} users wiped", grouped(users))),
    };
    let deleted = vec![(AuditKind::OrganizationDeleted, change)];
    audit::add_changes(transaction, id, stamp, deleted)?;
    transaction.execute("UPDATE organization SET deleted = 1 WHERE row = ?1", [row])?;
    Ok(())
}

/// Names are told apart as people read them: without accents and case. Only a person's choice is
/// refused; what Salesforce calls two organizations is not ours to refuse.
fn refuse_taken(
    transaction: &Transaction<'_>,
    organization: &Organization,
    before: Option<&Organization>,
) -> Result<(), Failure> {
    let id = organization.id.to_string();
    let renamed = before.is_none_or(|before| before.name != organization.name);
    if organization.named_by_hand && renamed {
        let taken: bool = transaction
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM organization
                 WHERE name_key = ?1 AND id <> ?2 AND deleted = 0)",
            )?
            .query_row(params![text::key(&organization.name), id], |row| row.get(0))?;
        if taken {
            return Err(NamingProblem::NameTaken.into());
        }
    }
    let known = before.and_then(|before| before.external_id.as_ref());
    if known.is_some() && known != organization.external_id.as_ref() {
        return Err(NamingProblem::ExternalIdFixed.into());
    }
    if let Some(external_id) = &organization.external_id {
        let taken: bool = transaction
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM organization
                 WHERE external_id = ?1 AND id <> ?2 AND deleted = 0)",
            )?
            .query_row(params![external_id, id], |row| row.get(0))?;
        if taken {
            return Err(NamingProblem::ExternalIdTaken.into());
        }
    }
    Ok(())
}

fn one(transaction: &Transaction<'_>, id: OrganizationId) -> Result<Organization, Failure> {
    all(transaction)?
        .into_iter()
        .find(|organization| organization.id == id)
        .ok_or(Failure::NotFound("organization"))
}

fn read(transaction: &Transaction<'_>, found: &Row<'_>) -> Result<Organization, Failure> {
    let id: String = found.get(1)?;
    Ok(Organization {
        id: OrganizationId::parse(&id).ok_or(Failure::NotFound("organization"))?,
        name: found.get(2)?,
        named_by_hand: found.get(3)?,
        service_account_login: found.get(4)?,
        confirmed_no_lpc_user: found.get(5)?,
        external_id: found.get(6)?,
        synchronization: found.get(7)?,
        client_apps: client_app::of(transaction, found.get(0)?)?,
    })
}
