//! The tables `organization` and `client_app`.

use crate::failure::Failure;
use crate::{audit, counter};
use lpc_core::audit::Stamp;
use lpc_core::organization::{ClientApp, Organization, OrganizationId};
use lpc_core::plan::{Edited, OrganizationEdit};
use lpc_core::text;
use lpc_sqlite::{Key, Millis, Sql as _, Word};
use rusqlite::{Connection, Result, Row, params};

/// The row number of an organization, by which every other table names it.
pub(crate) fn row(db: &Connection, id: OrganizationId) -> Result<i64, Failure> {
    let sql = "SELECT row FROM organization WHERE id = ?1 AND deleted = 0";
    let row = db.first(sql, [Key(id)], |row| row.get(0))?;
    row.ok_or(Failure::NotFound("organization"))
}

pub(crate) fn all(db: &Connection) -> Result<Vec<Organization>> {
    let sql = "SELECT id, name, named_by_hand, service_account_login, confirmed_no_lpc_user,
                   external_id, synchronization, environment, consumer_key, login_origin
               FROM organization LEFT JOIN client_app ON client_app.organization = organization.row
               WHERE deleted = 0 ORDER BY name_key, id, environment";
    let mut organizations = db.all(sql, [], read)?;
    // A row for each of its apps.
    organizations.dedup_by(|next, first| {
        let is_same = first.id == next.id;
        if is_same {
            first.client_apps.append(&mut next.client_apps);
        }
        is_same
    });
    Ok(organizations)
}

/// Does an edit beside all organizations as they are now: the transaction began as a write, so nobody
/// else changes them in between.
pub(crate) fn edit(
    db: &Connection,
    edit: OrganizationEdit,
    stamp: &Stamp,
) -> Result<Organization, Failure> {
    let id = edit.id();
    let is_new = matches!(edit, OrganizationEdit::Add(_));
    let is_gone = matches!(edit, OrganizationEdit::Delete(_));
    let users = match is_gone {
        true => counter::read(db, id)?.1.users,
        false => 0,
    };
    let Edited {
        organization,
        entries,
    } = edit
        .decide(&all(db)?, users, stamp)?
        .ok_or(Failure::NotFound("organization"))?;
    if is_new {
        add(db, id, stamp)?;
    }
    write(db, &organization)?;
    for entry in &entries {
        audit::add(db, entry)?;
    }
    if is_gone {
        let sql = "UPDATE organization SET deleted = 1 WHERE row = ?1";
        db.run(sql, [row(db, id)?])?;
    }
    Ok(organization)
}

fn add(db: &Connection, id: OrganizationId, stamp: &Stamp) -> Result<()> {
    db.run(
        "INSERT INTO organization (id, name, name_key, named_by_hand, service_account_login,
             confirmed_no_lpc_user, created)
         VALUES (?1, '', '', 0, 0, 0, ?2)",
        params![Key(id), Millis(stamp.at)],
    )?;
    let row = db.last_insert_rowid();
    db.run("INSERT INTO mirror (organization) VALUES (?1)", [row])?;
    counter::add_organization(db, row)
}

fn write(db: &Connection, organization: &Organization) -> Result<(), Failure> {
    let row = row(db, organization.id)?;
    db.run(
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
    db.run("DELETE FROM client_app WHERE organization = ?1", [row])?;
    for app in &organization.client_apps {
        db.run(
            "INSERT INTO client_app (organization, environment, consumer_key, login_origin)
             VALUES (?1, ?2, ?3, ?4)",
            params![
                row,
                Word(app.environment),
                app.consumer_key,
                app.login_origin
            ],
        )?;
    }
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Organization> {
    let client_apps = match row.get(7)? {
        None => Vec::new(),
        Some(Word(environment)) => vec![ClientApp {
            environment,
            consumer_key: row.get(8)?,
            login_origin: row.get(9)?,
        }],
    };
    Ok(Organization {
        id: row.get::<_, Key>(0)?.0,
        name: row.get(1)?,
        named_by_hand: row.get(2)?,
        service_account_login: row.get(3)?,
        confirmed_no_lpc_user: row.get(4)?,
        external_id: row.get(5)?,
        synchronization: row.get(6)?,
        client_apps,
    })
}
