//! The table `session`.

use crate::column::{self, Millis};
use crate::failure::Failure;
use jiff::Timestamp;
use lpc_core::plan::SessionId;
use lpc_core::session::{Outcome, Session, Trigger};
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

/// A session that has not ended.
pub(crate) fn open(
    transaction: &Transaction<'_>,
    organization: i64,
    session: SessionId,
) -> Result<Option<Session>, Failure> {
    Ok(transaction
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM session WHERE row = ?1 AND organization = ?2 AND ended IS NULL"
        ))?
        .query_row([session.0, organization], read)
        .optional()?)
}

/// Writes how a session ended, and how many members it suspended.
pub(crate) fn end(
    transaction: &Transaction<'_>,
    id: SessionId,
    ended: &Session,
    newly_suspended: u64,
) -> Result<(), Failure> {
    let outcome = ended.outcome.as_ref();
    transaction
        .prepare_cached(
            "UPDATE session SET ended = ?2, outcome = ?3, members_checked = ?4, changed = ?5,
                 newly_suspended = ?6, suspended = ?7, api_calls = ?8, raw = ?9
             WHERE row = ?1",
        )?
        .execute(params![
            id.0,
            ended.ended.map(Millis),
            outcome.map(|outcome| column::code_of(&Outcome::ALL, outcome)),
            column::stored(ended.members_checked),
            column::stored(ended.changed),
            column::stored(newly_suspended),
            column::stored(ended.suspended),
            column::stored(ended.api_calls),
            ended.raw,
        ])?;
    Ok(())
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
