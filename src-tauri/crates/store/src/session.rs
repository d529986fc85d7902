//! The table `session`.

use crate::column::{self, Millis};
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
                       api_calls, raw";

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
        params![
            organization,
            Millis(now),
            column::code_of(&Outcome::ALL, &Outcome::Interrupted),
        ],
    )?;
    transaction.execute(
        "INSERT INTO session (organization, \"trigger\", started) VALUES (?1, ?2, ?3)",
        params![
            organization,
            column::code_of(&Trigger::ALL, &trigger),
            Millis(now),
        ],
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
                 newly_suspended = ?6, suspended = ?7, api_calls = ?8, raw = ?9
             WHERE row = ?1 RETURNING {COLUMNS}"
        ),
        params![
            session.0,
            Millis(end.ended),
            column::code_of(&Outcome::ALL, &end.outcome),
            column::stored(counts.all_members()),
            column::stored(end.changes.changed),
            column::stored(end.changes.newly_suspended),
            column::stored(counts.members[OwnStatus::Suspended as usize]),
            column::stored(end.api_calls),
            end.raw.as_deref().map(text::raw),
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
    let outcome: Option<i64> = row.get(3)?;
    Ok(Session {
        trigger: column::from_code(&Trigger::ALL, row.get(0)?)?,
        started: row.get::<_, Millis>(1)?.0,
        ended: row.get::<_, Option<Millis>>(2)?.map(|ended| ended.0),
        outcome: outcome
            .map(|code| column::from_code(&Outcome::ALL, code))
            .transpose()?,
        members_checked: column::count(row.get(4)?),
        changed: column::count(row.get(5)?),
        suspended: column::count(row.get(6)?),
        api_calls: column::count(row.get(7)?),
        raw: row.get(8)?,
    })
}
