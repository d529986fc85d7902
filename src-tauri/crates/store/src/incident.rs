//! The table `incident`.

use crate::column::{self, Millis};
use crate::failure::Failure;
use jiff::Timestamp;
use lpc_core::incident::{FaultClass, IncidentScope};
use lpc_core::plan::{KnownIncident, Retention, Told};
use lpc_core::text;
use rusqlite::{Row, Transaction, params};

/// The scopes; the position is the database value.
const SCOPES: [IncidentScope; 3] = [
    IncidentScope::Connection,
    IncidentScope::User,
    IncidentScope::Source,
];

/// Incidents that are open, and those whose end was not told yet, each by the index that knows them.
pub(crate) fn read(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<Vec<KnownIncident>, Failure> {
    let columns = "SELECT row, scope, class, raw, since, until, members, told FROM incident WHERE";
    let mut statement = transaction.prepare_cached(&format!(
        "{columns} organization = ?1 AND scope = 0 AND until IS NULL
         UNION ALL {columns} organization = ?1 AND scope = 1 AND until IS NULL
         UNION ALL {columns} row = (SELECT incident FROM held_back WHERE organization = ?1)
         UNION ALL {columns} organization = ?1 AND told = 1 AND until IS NOT NULL"
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
                "INSERT INTO incident (row, organization, scope, class, raw, since, until, members,
                     told)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (row) DO UPDATE SET raw = excluded.raw, until = excluded.until,
                     members = excluded.members, told = excluded.told",
            )?
            .execute(params![
                incident.number,
                organization,
                column::code_of(&SCOPES, &incident.scope),
                column::code_of(&FaultClass::ALL, &incident.class),
                incident.raw,
                Millis(incident.since),
                incident.until.map(Millis),
                column::stored(incident.members),
                column::code_of(&Told::ALL, &incident.told),
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

/// The open incidents of single members with this text, and how many members they touch.
pub(crate) fn with_text(
    transaction: &Transaction<'_>,
    organization: i64,
    raw: &str,
) -> Result<(Vec<i64>, u64), Failure> {
    let mut statement = transaction.prepare_cached(
        "SELECT row, members FROM incident
         WHERE organization = ?1 AND scope = 1 AND until IS NULL AND raw = ?2",
    )?;
    let mut rows = statement.query(params![organization, text::raw(raw)])?;
    let mut incidents = Vec::new();
    let mut members = 0;
    while let Some(row) = rows.next()? {
        incidents.push(row.get(0)?);
        members += column::count(row.get(1)?);
    }
    Ok((incidents, members))
}

/// The text of an incident.
pub(crate) fn text(transaction: &Transaction<'_>, incident: i64) -> Result<String, Failure> {
    Ok(transaction
        .prepare_cached("SELECT raw FROM incident WHERE row = ?1")?
        .query_row([incident], |row| row.get(0))?)
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<KnownIncident> {
    Ok(KnownIncident {
        number: row.get(0)?,
        scope: column::from_code(&SCOPES, row.get(1)?)?,
        class: column::from_code(&FaultClass::ALL, row.get(2)?)?,
        raw: row.get(3)?,
        since: row.get::<_, Millis>(4)?.0,
        until: row.get::<_, Option<Millis>>(5)?.map(|until| until.0),
        members: column::count(row.get(6)?),
        told: column::from_code(&Told::ALL, row.get(7)?)?,
    })
}
