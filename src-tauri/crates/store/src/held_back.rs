//! The table `held_back`: changes that wait for a person, with their incident.

use crate::column::{self, Millis, Word};
use crate::failure::Failure;
use lpc_core::holding::{Finding, HeldBack};
use lpc_core::incident::IncidentScope;
use lpc_core::plan::State;
use rusqlite::{OptionalExtension, Row, Transaction, params};

/// What is held back now.
pub(crate) fn read(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<Option<HeldBack>, Failure> {
    Ok(transaction
        .prepare_cached(
            "SELECT suspicion, \"before\", \"after\", since, seen, by_full_load, confirmed
             FROM held_back WHERE organization = ?1",
        )?
        .query_row([organization], of_row)
        .optional()?)
}

/// Writes what is held back, which refers to the open incident of the source.
pub(crate) fn write(
    transaction: &Transaction<'_>,
    organization: i64,
    state: &State,
) -> Result<(), Failure> {
    transaction.execute(
        "DELETE FROM held_back WHERE organization = ?1",
        [organization],
    )?;
    let mut incidents = state.incidents.iter();
    let incident = incidents
        .find(|known| known.scope == IncidentScope::Source && known.until.is_none())
        .map(|known| known.number);
    let Some(held) = state.held_back else {
        return Ok(());
    };
    transaction.execute(
        "INSERT INTO held_back (organization, incident, suspicion, \"before\", \"after\", since, seen,
             by_full_load, confirmed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            organization,
            incident,
            Word(held.finding.suspicion),
            column::stored(held.finding.before),
            column::stored(held.finding.after),
            Millis(held.since),
            Millis(held.seen),
            held.by_full_load,
            held.confirmed.map(column::stored),
        ],
    )?;
    Ok(())
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<HeldBack> {
    let confirmed: Option<i64> = row.get(6)?;
    Ok(HeldBack {
        finding: Finding {
            suspicion: row.get::<_, Word<_>>(0)?.0,
            before: column::count(row.get(1)?),
            after: column::count(row.get(2)?),
        },
        since: row.get::<_, Millis>(3)?.0,
        seen: row.get::<_, Millis>(4)?.0,
        by_full_load: row.get(5)?,
        confirmed: confirmed.map(column::count),
    })
}
