//! The table `session`.

use crate::column::{self, count, stored};
use jiff::Timestamp;
use lpc_core::plan::SessionId;
use lpc_core::session::{Outcome, Session, Trigger};
use lpc_sqlite::{Millis, Sql as _, Word};
use rusqlite::{Connection, Result, Row, params};

pub(crate) const COLUMNS: &str = "\"trigger\", started, ended, outcome, members_checked, changed, suspended, \
                       api_calls, code, raw";

/// Begins a session. One that was left open ended when the console was closed; nobody saw when, so
/// it ends now.
pub(crate) fn begin(
    db: &Connection,
    organization: i64,
    trigger: Trigger,
    now: Timestamp,
) -> Result<SessionId> {
    db.run(
        "UPDATE session SET ended = ?2, outcome = ?3 WHERE organization = ?1 AND ended IS NULL",
        params![organization, Millis(now), Word(Outcome::Interrupted)],
    )?;
    db.run(
        "INSERT INTO session (organization, \"trigger\", started) VALUES (?1, ?2, ?3)",
        params![organization, Word(trigger), Millis(now)],
    )?;
    Ok(SessionId(db.last_insert_rowid()))
}

/// A session that has not ended.
pub(crate) fn open(db: &Connection, organization: i64, id: SessionId) -> Result<Option<Session>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM session WHERE row = ?1 AND organization = ?2 AND ended IS NULL"
    );
    db.first(&sql, [id.0, organization], read)
}

/// Writes how a session ended, and how many members it suspended.
pub(crate) fn end(db: &Connection, id: SessionId, ended: &Session, suspended: u64) -> Result<()> {
    db.run(
        "UPDATE session SET ended = ?2, outcome = ?3, members_checked = ?4, changed = ?5,
             newly_suspended = ?6, suspended = ?7, api_calls = ?8, code = ?9, raw = ?10
         WHERE row = ?1",
        params![
            id.0,
            ended.ended.map(Millis),
            ended.outcome.map(Word),
            stored(ended.members_checked),
            stored(ended.changed),
            stored(suspended),
            stored(ended.suspended),
            stored(ended.api_calls),
            ended.fault.as_ref().map(|fault| Word(fault.code)),
            ended.fault.as_ref().map(|fault| fault.raw.as_str()),
        ],
    )
}

/// Reads [`COLUMNS`].
pub(crate) fn read(row: &Row<'_>) -> Result<Session> {
    Ok(Session {
        trigger: row.get::<_, Word<_>>(0)?.0,
        started: row.get::<_, Millis>(1)?.0,
        ended: row.get::<_, Option<Millis>>(2)?.map(|ended| ended.0),
        outcome: row.get::<_, Option<Word<_>>>(3)?.map(|outcome| outcome.0),
        members_checked: count(row.get(4)?),
        changed: count(row.get(5)?),
        suspended: count(row.get(6)?),
        api_calls: count(row.get(7)?),
        fault: column::fault(row, 8, 9)?,
    })
}
