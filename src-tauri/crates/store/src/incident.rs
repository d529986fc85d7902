//! The table `incident`.

use crate::column::{self, Millis, Word};
use crate::failure::Failure;
use jiff::Timestamp;
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::plan::{KnownIncident, Retention};
use rusqlite::{Row, Transaction, params};

/// Incidents that are open, and those whose end was not told yet, each by the index that knows them.
pub(crate) fn read(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<Vec<KnownIncident>, Failure> {
    let columns =
        "SELECT row, scope, class, code, raw, since, until, members, told FROM incident WHERE";
    let mut statement = transaction.prepare_cached(&format!(
        "{columns} organization = ?1 AND scope = 'connection' AND until IS NULL
         UNION ALL {columns} organization = ?1 AND scope = 'user' AND until IS NULL
         UNION ALL {columns} row = (SELECT incident FROM held_back WHERE organization = ?1)
         UNION ALL {columns} organization = ?1 AND told = 'beginning' AND until IS NOT NULL"
    ))?;
    let found = statement.query_map([organization], of_row)?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The number of the next incident, of whatever organization.
pub(crate) fn next(transaction: &Transaction<'_>) -> Result<i64, Failure> {
    Ok(transaction
        .prepare_cached("SELECT coalesce(max(row), 0) + 1 FROM incident")?
        .query_row([], |row| row.get(0))?)
}

/// Writes the incidents that differ.
pub(crate) fn write(
    transaction: &Transaction<'_>,
    organization: i64,
    before: &[KnownIncident],
    after: &[KnownIncident],
) -> Result<(), Failure> {
    for incident in after.iter().filter(|incident| !before.contains(incident)) {
        transaction
            .prepare_cached(
                "INSERT INTO incident (row, organization, scope, class, code, raw, since, until,
                     members, told)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (row) DO UPDATE SET code = excluded.code, raw = excluded.raw,
                     until = excluded.until, members = excluded.members, told = excluded.told",
            )?
            .execute(params![
                incident.number,
                organization,
                Word(incident.scope),
                Word(incident.class),
                Word(incident.fault.code),
                incident.fault.raw,
                Millis(incident.since),
                incident.until.map(Millis),
                column::stored(incident.members),
                Word(incident.told),
            ])?;
    }
    Ok(())
}

/// Forgets incidents that were closed before an instant, and those beyond the newest so many, however
/// young. A row that a user still refers to is open.
pub(crate) fn forget(
    transaction: &Transaction<'_>,
    organization: i64,
    before: Timestamp,
) -> Result<(), Failure> {
    transaction
        .prepare_cached(
            "DELETE FROM incident WHERE organization = ?1 AND until IS NOT NULL AND until < ?2",
        )?
        .execute(params![organization, Millis(before)])?;
    transaction
        .prepare_cached(
            "DELETE FROM incident WHERE organization = ?1 AND until IS NOT NULL AND until <
                 (SELECT until FROM incident WHERE organization = ?1 AND until IS NOT NULL
                  ORDER BY until DESC LIMIT 1 OFFSET ?2)",
        )?
        .execute(params![organization, Retention::KEPT])?;
    Ok(())
}

/// The open incidents of single members of this kind, and how many members they touch.
pub(crate) fn with_code(
    transaction: &Transaction<'_>,
    organization: i64,
    code: FaultCode,
) -> Result<(Vec<i64>, u64), Failure> {
    let mut statement = transaction.prepare_cached(
        "SELECT row, members FROM incident
         WHERE organization = ?1 AND scope = 'user' AND until IS NULL AND code = ?2",
    )?;
    let mut rows = statement.query(params![organization, Word(code)])?;
    let mut incidents = Vec::new();
    let mut members = 0;
    while let Some(row) = rows.next()? {
        incidents.push(row.get(0)?);
        members += column::count(row.get(1)?);
    }
    Ok((incidents, members))
}

/// What an incident is about.
pub(crate) fn fault(
    transaction: &Transaction<'_>,
    incident: i64,
) -> Result<Option<Fault>, Failure> {
    Ok(transaction
        .prepare_cached("SELECT code, raw FROM incident WHERE row = ?1")?
        .query_row([incident], |row| column::fault(row, 0, 1))?)
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<KnownIncident> {
    Ok(KnownIncident {
        number: row.get(0)?,
        scope: row.get::<_, Word<_>>(1)?.0,
        class: row.get::<_, Word<_>>(2)?.0,
        fault: Fault::new(
            row.get::<_, Word<FaultCode>>(3)?.0,
            row.get::<_, String>(4)?,
        ),
        since: row.get::<_, Millis>(5)?.0,
        until: row.get::<_, Option<Millis>>(6)?.map(|until| until.0),
        members: column::count(row.get(7)?),
        told: row.get::<_, Word<_>>(8)?.0,
    })
}
