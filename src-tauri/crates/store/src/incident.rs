//! The table `incident`.

use crate::column::{self, Millis, Word};
use crate::counter;
use crate::failure::Failure;
use crate::{recovery, text};
use jiff::Timestamp;
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::incident::{FaultClass, Incident, IncidentScope};
use lpc_core::status::{EffectiveStatus, Overlay};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use std::collections::HashMap;

/// The open incident of a connection.
pub(crate) struct OpenConnectionIncident {
    pub(crate) row: i64,
    pub(crate) fault: Fault,
    pub(crate) since: Timestamp,
}

/// Closed incidents that are kept per organization.
const KEPT: i64 = 10_000;

/// Opens the connection's incident unless one with the same text is open. Writes at most two rows,
/// however many members there are: they turn red when they are read.
pub(crate) fn open_for_connection(
    transaction: &Transaction<'_>,
    organization: i64,
    class: FaultClass,
    fault: &Fault,
    since: Timestamp,
) -> Result<(), Failure> {
    let fault = text::fault(fault);
    if let Some(open) = of_connection(transaction, organization)? {
        if open.fault == fault {
            return Ok(());
        }
        close(transaction, open.row, since)?;
    }
    // Whoever was back is not any more.
    recovery::dismiss(transaction, organization)?;
    insert(
        transaction,
        organization,
        IncidentScope::Connection,
        class,
        &fault,
        since,
    )?;
    Ok(())
}

pub(crate) fn of_connection(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<Option<OpenConnectionIncident>, Failure> {
    Ok(transaction
        .prepare_cached(
            "SELECT row, since, code, raw FROM incident
             WHERE organization = ?1 AND scope = 'connection' AND until IS NULL",
        )?
        .query_row([organization], |row| {
            Ok(OpenConnectionIncident {
                row: row.get(0)?,
                since: row.get::<_, Millis>(1)?.0,
                fault: Fault::new(
                    row.get::<_, Word<FaultCode>>(2)?.0,
                    row.get::<_, String>(3)?,
                ),
            })
        })
        .optional()?)
}

pub(crate) fn close(
    transaction: &Transaction<'_>,
    incident: i64,
    until: Timestamp,
) -> Result<(), Failure> {
    transaction.execute(
        "UPDATE incident SET until = ?2 WHERE row = ?1",
        params![incident, Millis(until)],
    )?;
    Ok(())
}

/// Opens an incident of single members: a fact about them, which is of class Other.
pub(crate) fn open_for_users(
    transaction: &Transaction<'_>,
    organization: i64,
    fault: &Fault,
    since: Timestamp,
) -> Result<i64, Failure> {
    insert(
        transaction,
        organization,
        IncidentScope::User,
        FaultClass::Other,
        fault,
        since,
    )
}

/// Opens the incident of changes that are held back; `members` are those whom they would touch.
pub(crate) fn open_for_source(
    transaction: &Transaction<'_>,
    organization: i64,
    fault: &Fault,
    members: u64,
    since: Timestamp,
) -> Result<i64, Failure> {
    let row = insert(
        transaction,
        organization,
        IncidentScope::Source,
        FaultClass::Source,
        fault,
        since,
    )?;
    change(transaction, row, fault, members)?;
    Ok(row)
}

/// Writes what an open incident of the source says now.
pub(crate) fn change(
    transaction: &Transaction<'_>,
    incident: i64,
    fault: &Fault,
    members: u64,
) -> Result<(), Failure> {
    transaction.execute(
        "UPDATE incident SET raw = ?2, members = ?3 WHERE row = ?1",
        params![incident, fault.raw, column::stored(members)],
    )?;
    Ok(())
}

/// Forgets incidents that were closed before an instant. A row that a user still refers to is open.
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
    // Those beyond the newest so many, however young.
    transaction
        .prepare_cached(
            "DELETE FROM incident WHERE organization = ?1 AND until IS NOT NULL AND until <
                 (SELECT until FROM incident WHERE organization = ?1 AND until IS NOT NULL
                  ORDER BY until DESC LIMIT 1 OFFSET ?2)",
        )?
        .execute(params![organization, KEPT])?;
    Ok(())
}

/// The open incidents of single members, by text.
pub(crate) fn of_users(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<HashMap<String, i64>, Failure> {
    let mut statement = transaction.prepare_cached(
        "SELECT raw, row FROM incident
         WHERE organization = ?1 AND scope = 'user' AND class = ?2 AND until IS NULL",
    )?;
    let found = statement.query_map(params![organization, Word(FaultClass::Other)], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
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

/// Closes the incidents of single members that touch nobody any more.
pub(crate) fn close_untouched(
    transaction: &Transaction<'_>,
    organization: i64,
    until: Timestamp,
) -> Result<(), Failure> {
    transaction.execute(
        "UPDATE incident SET until = ?2
         WHERE organization = ?1 AND scope = 'user' AND until IS NULL AND members = 0",
        params![organization, Millis(until)],
    )?;
    Ok(())
}

/// All open incidents, the most members first.
pub(crate) fn open(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<Vec<Incident>, Failure> {
    let mut statement = transaction.prepare_cached(
        "SELECT scope, class, code, raw, since, members FROM incident
         WHERE organization = ?1 AND until IS NULL ORDER BY row",
    )?;
    let mut incidents = statement
        .query_map([organization], read)?
        .collect::<Result<Vec<_>, _>>()?;
    for incident in &mut incidents {
        if incident.scope == IncidentScope::Connection {
            // The members that the overlay reddens: the number that the users list shows.
            let overlay = Overlay::Red {
                fault: Fault::new(FaultCode::Unknown, ""),
                since: None,
            };
            incident.members = counter::own_counts(transaction, organization)?
                .effective(&overlay, EffectiveStatus::Suspended);
        }
    }
    incidents.sort_by_key(|incident| std::cmp::Reverse(incident.members));
    Ok(incidents)
}

fn insert(
    transaction: &Transaction<'_>,
    organization: i64,
    scope: IncidentScope,
    class: FaultClass,
    fault: &Fault,
    since: Timestamp,
) -> Result<i64, Failure> {
    transaction.execute(
        "INSERT INTO incident (organization, scope, class, code, raw, since)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            organization,
            Word(scope),
            Word(class),
            Word(fault.code),
            fault.raw,
            Millis(since),
        ],
    )?;
    Ok(transaction.last_insert_rowid())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Incident> {
    Ok(Incident {
        scope: row.get::<_, Word<_>>(0)?.0,
        class: row.get::<_, Word<_>>(1)?.0,
        fault: Fault::new(
            row.get::<_, Word<FaultCode>>(2)?.0,
            row.get::<_, String>(3)?,
        ),
        since: row.get::<_, Millis>(4)?.0,
        members: column::count(row.get(5)?),
    })
}
