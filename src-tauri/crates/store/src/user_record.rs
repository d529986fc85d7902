//! Users as lists and details show them.

use crate::column::{self, Own, Source};
use crate::failure::Failure;
use crate::organization;
use lpc_core::organization::OrganizationId;
use lpc_core::plan::Mirror;
use lpc_core::port::store::UserRecord;
use lpc_core::salesforce_id::SalesforceId;
use lpc_sqlite::{Id, Millis, Sql as _};
use rusqlite::{Connection, Result, Row, params};

/// One user.
pub(crate) fn find(
    db: &Connection,
    organization: OrganizationId,
    id: &SalesforceId,
) -> Result<Option<UserRecord>, Failure> {
    let organization = organization::row(db, organization)?;
    let sql = "SELECT row FROM user WHERE organization = ?1 AND id = ?2";
    let rows = db.all(sql, params![organization, id.as_str()], |row| row.get(0))?;
    Ok(of_rows(db, &rows)?.pop())
}

/// The users of these rows, in this order, with one statement.
pub(crate) fn of_rows(db: &Connection, rows: &[i64]) -> Result<Vec<UserRecord>> {
    // Numbers of this crate's own; as a text, so that pages of any length share the statement.
    let numbers: Vec<_> = rows.iter().map(i64::to_string).collect();
    let sql = "SELECT user.id, name, email, username, profile, own, incident.code, incident.raw,
                   user.since, last_seen, user.generation, source, mirror.generation,
                   mirror.full_load
               FROM json_each(?1) AS page CROSS JOIN user ON user.row = page.value
                   JOIN mirror ON mirror.organization = user.organization
                   LEFT JOIN incident ON incident.row = user.incident
               ORDER BY page.key";
    db.all(sql, [format!("[{}]", numbers.join(","))], read)
}

fn read(row: &Row<'_>) -> Result<UserRecord> {
    let published = Mirror {
        generation: row.get(12)?,
        full_load: row.get::<_, Option<Millis>>(13)?.map(|load| load.0),
        ..Mirror::default()
    };
    Ok(UserRecord {
        id: row.get::<_, Id>(0)?.0,
        name: row.get(1)?,
        email: row.get(2)?,
        username: row.get(3)?,
        profile: row.get(4)?,
        status: row.get::<_, Option<Own>>(5)?.map(|own| own.0),
        cause: column::fault(row, 6, 7)?,
        since: row.get::<_, Option<Millis>>(8)?.map(|since| since.0),
        source: row.get::<_, Source>(11)?.0,
        last_seen: published.last_seen(row.get(10)?, row.get::<_, Millis>(9)?.0),
    })
}
