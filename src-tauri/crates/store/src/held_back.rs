//! The table `held_back`: changes that wait for a person, with their incident.

use crate::column::{count, stored};
use lpc_core::holding::{Finding, HeldBack};
use lpc_core::incident::IncidentScope;
use lpc_core::plan::State;
use lpc_sqlite::{Millis, Sql as _, Word};
use rusqlite::{Connection, Result, params};

/// What is held back now.
pub(crate) fn read(db: &Connection, organization: i64) -> Result<Option<HeldBack>> {
    let sql = "SELECT suspicion, \"before\", \"after\", since, seen, by_full_load, confirmed
               FROM held_back WHERE organization = ?1";
    db.first(sql, [organization], |row| {
        Ok(HeldBack {
            finding: Finding {
                suspicion: row.get::<_, Word<_>>(0)?.0,
                before: count(row.get(1)?),
                after: count(row.get(2)?),
            },
            since: row.get::<_, Millis>(3)?.0,
            seen: row.get::<_, Millis>(4)?.0,
            by_full_load: row.get(5)?,
            confirmed: row.get::<_, Option<_>>(6)?.map(count),
        })
    })
}

/// Writes what is held back, which refers to the open incident of the source.
pub(crate) fn write(db: &Connection, organization: i64, state: &State) -> Result<()> {
    db.run(
        "DELETE FROM held_back WHERE organization = ?1",
        [organization],
    )?;
    let Some(held) = state.held_back else {
        return Ok(());
    };
    let mut incidents = state.incidents.iter();
    let incident = incidents
        .find(|known| known.scope == IncidentScope::Source && known.until.is_none())
        .map(|known| known.number);
    db.run(
        "INSERT INTO held_back (organization, incident, suspicion, \"before\", \"after\", since, seen,
             by_full_load, confirmed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            organization,
            incident,
            Word(held.finding.suspicion),
            stored(held.finding.before),
            stored(held.finding.after),
            Millis(held.since),
            Millis(held.seen),
            held.by_full_load,
            held.confirmed.map(stored),
        ],
    )
}
