//! The table `incident`.

use crate::column::{self, count, stored};
use crate::failure::Failure;
use jiff::Timestamp;
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::organization::OrganizationId;
use lpc_core::plan::{KnownIncident, Retention};
use lpc_sqlite::{Key, Millis, Sql as _, Word};
use rusqlite::{Connection, Result, params};

/// Incidents that are open, and those whose end was not told yet, each by the index that knows them.
pub(crate) fn read(db: &Connection, organization: i64) -> Result<Vec<KnownIncident>> {
    let columns =
        "SELECT row, scope, class, code, raw, since, until, members, told FROM incident WHERE";
    let sql = format!(
        "{columns} organization = ?1 AND scope = 'connection' AND until IS NULL
         UNION ALL {columns} organization = ?1 AND scope = 'reading' AND until IS NULL
         UNION ALL {columns} organization = ?1 AND scope = 'user' AND until IS NULL
         UNION ALL {columns} row = (SELECT incident FROM held_back WHERE organization = ?1)
         UNION ALL {columns} organization = ?1 AND told = 'beginning' AND until IS NOT NULL"
    );
    db.all(&sql, [organization], |row| {
        Ok(KnownIncident {
            number: row.get(0)?,
            scope: row.get::<_, Word<_>>(1)?.0,
            class: row.get::<_, Word<_>>(2)?.0,
            fault: Fault::new(row.get::<_, Word<_>>(3)?.0, row.get::<_, String>(4)?),
            since: row.get::<_, Millis>(5)?.0,
            until: row.get::<_, Option<Millis>>(6)?.map(|until| until.0),
            members: count(row.get(7)?),
            told: row.get::<_, Word<_>>(8)?.0,
        })
    })
}

/// The number of the next incident, of whatever organization.
pub(crate) fn next(db: &Connection) -> Result<i64> {
    let sql = "SELECT coalesce(max(row), 0) + 1 FROM incident";
    db.one(sql, [], |row| row.get(0))
}

/// Writes the incidents that differ.
pub(crate) fn write(
    db: &Connection,
    organization: i64,
    before: &[KnownIncident],
    after: &[KnownIncident],
) -> Result<()> {
    for incident in after.iter().filter(|incident| !before.contains(incident)) {
        db.run(
            "INSERT INTO incident (row, organization, scope, class, code, raw, since, until,
                 members, told)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (row) DO UPDATE SET code = excluded.code, raw = excluded.raw,
                 until = excluded.until, members = excluded.members, told = excluded.told",
            params![
                incident.number,
                organization,
                Word(incident.scope),
                Word(incident.class),
                Word(incident.fault.code),
                incident.fault.raw,
                Millis(incident.since),
                incident.until.map(Millis),
                stored(incident.members),
                Word(incident.told),
            ],
        )?;
    }
    Ok(())
}

/// Forgets incidents that were closed before an instant, and those beyond the newest so many, however
/// young. A row that a user still refers to is open.
pub(crate) fn forget(db: &Connection, organization: i64, before: Timestamp) -> Result<()> {
    db.run(
        "DELETE FROM incident WHERE organization = ?1 AND until IS NOT NULL AND until < ?2",
        params![organization, Millis(before)],
    )?;
    db.run(
        "DELETE FROM incident WHERE organization = ?1 AND until IS NOT NULL AND until <
             (SELECT until FROM incident WHERE organization = ?1 AND until IS NOT NULL
              ORDER BY until DESC LIMIT 1 OFFSET ?2)",
        params![organization, Retention::KEPT],
    )
}

/// The row of the organization, its open incidents of single members of this kind, and how many
/// members they touch.
pub(crate) fn with_code(
    db: &Connection,
    organization: OrganizationId,
    code: FaultCode,
) -> Result<(i64, Vec<i64>, u64), Failure> {
    let sql = "SELECT organization.row, incident.row, members
               FROM organization LEFT JOIN incident ON incident.organization = organization.row
                   AND scope = 'user' AND until IS NULL AND code = ?2
               WHERE id = ?1 AND deleted = 0";
    let found = db.all(sql, params![Key(organization), Word(code)], |row| {
        Ok((
            row.get(0)?,
            row.get::<_, Option<i64>>(1)?,
            row.get::<_, Option<i64>>(2)?,
        ))
    })?;
    let (row, ..) = *found.first().ok_or(Failure::NotFound("organization"))?;
    let incidents = found.iter().filter_map(|(_, incident, _)| *incident);
    let members = found.iter().filter_map(|(.., members)| *members);
    Ok((row, incidents.collect(), members.map(count).sum()))
}

/// What an incident is about.
pub(crate) fn fault(db: &Connection, incident: i64) -> Result<Option<Fault>> {
    let sql = "SELECT code, raw FROM incident WHERE row = ?1";
    db.one(sql, [incident], |row| column::fault(row, 0, 1))
}
