//! The table `session`.

use crate::column::{self, Millis, Word};
use crate::counter;
use crate::failure::Failure;
use crate::session_list;
use crate::text;
use jiff::Timestamp;
use lpc_core::port::store::{SessionEnd, SessionId};
use lpc_core::session::{Outcome, Session, Trigger};
use lpc_core::status::OwnStatus;
use rusqlite::{OptionalExtension, Row, Transaction, params};

pub(crate) const COLUMNS: &str = "\"trigger\", started, ended, outcome, members_checked, changed, suspended, \
                       api_calls, code, raw";

/// Begins a session. One that was left open ended when the console was closed; nobody saw when, so
/// it ends now.
pub(crate) fn begin(
    transaction: &Transaction<'_>,
    organization: i64,
    trigger: Trigger,
    now: Timestamp,
) -> Result<SessionId, Failure> {
    transaction.execute(
        "UPDATE session SET ended = ?2, outcome = ?3 WHERE organization = ?1 AND ended IS NULL",
        params![organization, Millis(now), Word(Outcome::Interrupted),],
    )?;
    transaction.execute(
        "INSERT INTO session (organization, \"trigger\", started) VALUES (?1, ?2, ?3)",
        params![organization, Word(trigger), Millis(now),],
    )?;
    Ok(SessionId(transaction.last_insert_rowid()))
}

/// Ends a session that is open.
pub(crate) fn end(
    transaction: &Transaction<'_>,
    session: SessionId,
    end: &SessionEnd,
) -> Result<Session, Failure> {
    let organization = transaction
        .query_row(
            "SELECT organization FROM session WHERE row = ?1 AND ended IS NULL",
            [session.0],
            |row| row.get(0),
        )
        .optional()?
        .ok_or(Failure::NotFound("open session"))?;
    let counts = counter::own_counts(transaction, organization)?;
    let ended = transaction.query_row(
        &format!(
            "UPDATE session SET ended = ?2, outcome = ?3, members_checked = ?4, changed = ?5,
                 newly_suspended = ?6, suspended = ?7, api_calls = ?8, code = ?9,
                 raw = ?10
             WHERE row = ?1 RETURNING {COLUMNS}"
        ),
        params![
            session.0,
            Millis(end.ended),
            Word(end.outcome),
            column::stored(counts.all_members()),
            column::stored(end.changes.changed),
            column::stored(end.changes.newly_suspended),
            column::stored(counts.members[OwnStatus::Suspended as usize]),
            column::stored(end.api_calls),
            end.fault.as_ref().map(|fault| Word(fault.code)),
            end.fault.as_ref().map(|fault| text::raw(&fault.raw)),
        ],
        read,
    )?;
    session_list::forget(transaction, organization, end.ended)?;
    Ok(ended)
}

/// The newest session that has ended; newest by number, for clocks go backwards.
pub(crate) fn last(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<Option<Session>, Failure> {
    Ok(transaction
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM session
             WHERE organization = ?1 AND ended IS NOT NULL ORDER BY row DESC LIMIT 1"
        ))?
        .query_row([organization], read)
        .optional()?)
}

/// Reads [`COLUMNS`].
pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        trigger: row.get::<_, Word<_>>(0)?.0,
        started: row.get::<_, Millis>(1)?.0,
        ended: row.get::<_, Option<Millis>>(2)?.map(|ended| ended.0),
        outcome: row.get::<_, Option<Word<_>>>(3)?.map(|outcome| outcome.0),
        members_checked: column::count(row.get(4)?),
        changed: column::count(row.get(5)?),
        suspended: column::count(row.get(6)?),
        api_calls: column::count(row.get(7)?),
        fault: column::fault(row, 8, 9)?,
    })
}
