//! The table `held_back`: changes that wait for a person, with their incident.

use crate::column::{self, Millis, Word};
use crate::failure::Failure;
use crate::{audit, incident, organization};
use jiff::Timestamp;
use lpc_core::audit::{AuditKind, Change, Stamp};
use lpc_core::holding::{Finding, HeldBack};
use lpc_core::organization::OrganizationId;
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

/// Keeps a finding as the one incident of its kind. A new finding needs a new consent.
pub(crate) fn hold(
    transaction: &Transaction<'_>,
    organization: i64,
    finding: &Finding,
    by_full_load: bool,
    now: Timestamp,
) -> Result<(), Failure> {
    let (fault, affected) = (finding.fault(), finding.affected());
    let open = incident_row(transaction, organization)?;
    let incident = match open {
        Some(open) => incident::change(transaction, open, &fault, affected).map(|()| open)?,
        None => incident::open_for_source(transaction, organization, &fault, affected, now)?,
    };
    transaction
        .prepare_cached(
            "INSERT INTO held_back (organization, incident, suspicion, \"before\", \"after\", since,
                 seen, by_full_load)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)
             ON CONFLICT (organization) DO UPDATE SET
                 suspicion = excluded.suspicion, \"before\" = excluded.\"before\",
                 \"after\" = excluded.\"after\", seen = excluded.seen,
                 by_full_load = excluded.by_full_load, confirmed = NULL",
        )?
        .execute(params![
            organization,
            incident,
            Word(finding.suspicion),
            column::stored(finding.before),
            column::stored(finding.after),
            Millis(now),
            by_full_load,
        ])?;
    Ok(())
}

/// Ends the incident: a session was normal again, or a person let it be applied.
pub(crate) fn end(
    transaction: &Transaction<'_>,
    organization: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    if let Some(open) = incident_row(transaction, organization)? {
        incident::close(transaction, open, now)?;
        transaction.execute(
            "DELETE FROM held_back WHERE organization = ?1",
            [organization],
        )?;
    }
    Ok(())
}

/// Keeps a person's consent to exactly what was shown; answers whether that is still so.
pub(crate) fn confirm(
    transaction: &Transaction<'_>,
    organization: OrganizationId,
    affected: u64,
    stamp: &Stamp,
) -> Result<bool, Failure> {
    let row = organization::row(transaction, organization)?;
    let confirmed = transaction.execute(
        "UPDATE held_back SET confirmed = ?2 WHERE organization = ?1 AND \"before\" - \"after\" = ?2",
        params![row, column::stored(affected)],
    )?;
    if confirmed != 1 {
        return Ok(false);
    }
    if let Some(held) = read(transaction, row)? {
        let change = Change::to(held.finding.extent());
        let applied = vec![(AuditKind::HeldBackApplied, change)];
        audit::add_changes(transaction, organization, stamp, applied)?;
    }
    Ok(true)
}

fn incident_row(transaction: &Transaction<'_>, organization: i64) -> Result<Option<i64>, Failure> {
    Ok(transaction
        .prepare_cached("SELECT incident FROM held_back WHERE organization = ?1")?
        .query_row([organization], |row| row.get(0))
        .optional()?)
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
