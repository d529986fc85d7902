//! The table `organization`.

use crate::audit;
use crate::client_app;
use crate::column::Millis;
use crate::counter;
use crate::failure::Failure;
use crate::text;
use lpc_core::audit::{AuditKind, Change, Stamp};
use lpc_core::number::grouped;
use lpc_core::organization::{Organization, OrganizationChange, OrganizationId, Others};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use std::collections::HashSet;

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
    organization.fits_beside(&OtherNames::of(transaction, organization.id)?)?;
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

/// Applies a change to the row as it is now. The transaction began as a write, so nobody else
/// changes it in between.
pub(crate) fn change(
    transaction: &Transaction<'_>,
    id: OrganizationId,
    change: &OrganizationChange,
    stamp: &Stamp,
) -> Result<Organization, Failure> {
    let before = one(transaction, id)?;
    let mut organization = before.clone();
    change.apply(&mut organization, &OtherNames::of(transaction, id)?)?;
    let row = row(transaction, id)?;
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
    let changes = lpc_core::audit::changes(&before, &organization);
    audit::add_changes(transaction, id, stamp, changes)?;
    Ok(organization)
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

/// What the other organizations are called. Names are told apart as people read them: without
/// accents and case.
struct OtherNames {
    keys: HashSet<String>,
    external_ids: HashSet<String>,
}

impl OtherNames {
    fn of(transaction: &Transaction<'_>, id: OrganizationId) -> Result<Self, Failure> {
        let mut statement = transaction.prepare_cached(
            "SELECT name_key, external_id FROM organization WHERE id <> ?1 AND deleted = 0",
        )?;
        let mut others = Self {
            keys: HashSet::new(),
            external_ids: HashSet::new(),
        };
        let mut rows = statement.query([id.to_string()])?;
        while let Some(row) = rows.next()? {
            others.keys.insert(row.get(0)?);
            others.external_ids.extend(row.get::<_, Option<String>>(1)?);
        }
        Ok(others)
    }
}

impl Others for OtherNames {
    fn have_name(&self, name: &str) -> bool {
        self.keys.contains(&text::key(name))
    }

    fn have_external_id(&self, id: &str) -> bool {
        self.external_ids.contains(id)
    }
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
