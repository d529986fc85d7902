//! Sessions as the list shows them, what they add up to, and which are forgotten.

use crate::column::{count, stored};
use crate::session;
use jiff::Timestamp;
use lpc_core::organization::OrganizationId;
use lpc_core::plan::{Retention, SessionId};
use lpc_core::port::store::{
    LastSessions, ListedSession, OwnCalls, SessionCounts, SessionFilter, SessionPage, Window,
};
use lpc_core::session::{Outcome, Trigger};
use lpc_sqlite::{Key, Millis, Sql as _, Word};
use rusqlite::{Connection, Result, params};

/// The most rows a page may have.
const LONGEST_PAGE: u64 = 500;

/// A page, newest first; newest by number, for clocks go backwards.
pub(crate) fn page(
    db: &Connection,
    organization: i64,
    filter: SessionFilter,
    window: Window,
) -> Result<SessionPage> {
    // The second parameter is named in each, so that all take the same ones.
    let (condition, outcome) = match filter {
        SessionFilter::All => ("?2 IS NULL", None),
        SessionFilter::Changed => ("changed > 0 AND ?2 IS NULL", None),
        SessionFilter::Ended(outcome) => ("outcome = ?2", Some(Word(outcome))),
    };
    let sql = format!(
        "SELECT {}, row, newly_suspended FROM session WHERE organization = ?1 AND {condition}
         ORDER BY row DESC LIMIT ?3 OFFSET ?4",
        session::COLUMNS
    );
    let (limit, offset) = (window.limit.min(LONGEST_PAGE), window.offset);
    let values = params![organization, outcome, stored(limit), stored(offset)];
    let sessions = db.all(&sql, values, |row| {
        Ok(ListedSession {
            session: session::read(row)?,
            id: SessionId(row.get(10)?),
            newly_suspended: count(row.get(11)?),
        })
    })?;
    let counts = counts(db, organization)?;
    Ok(SessionPage {
        total: counts.of(filter),
        sessions,
        counts,
    })
}

/// How many each filter finds, in one walk through the rows that are kept.
fn counts(db: &Connection, organization: i64) -> Result<SessionCounts> {
    let sql = "SELECT outcome, count(*), count(*) FILTER (WHERE changed > 0) FROM session
               WHERE organization = ?1 GROUP BY outcome";
    let mut counts = SessionCounts::default();
    db.all(sql, [organization], |row| {
        let sessions = count(row.get(1)?);
        counts.all += sessions;
        counts.changed += count(row.get(2)?);
        if let Some(Word(outcome)) = row.get::<_, Option<Word<Outcome>>>(0)? {
            *counts.ended(outcome) += sessions;
        }
        Ok(())
    })?;
    Ok(counts)
}

/// What the sessions that began, and the checks of single members, at an instant or later called of
/// the Salesforce organization that is connected now.
pub(crate) fn own_calls(
    db: &Connection,
    organization: i64,
    since: Timestamp,
    share: u64,
) -> Result<OwnCalls> {
    db.one(
        "WITH since AS (SELECT max(?2, coalesce(source_since, ?2)) AS at FROM mirror
                        WHERE organization = ?1),
             calls AS (
                 SELECT started AS at, api_calls FROM session
                 WHERE organization = ?1 AND started >= (SELECT at FROM since)
                 UNION ALL
                 SELECT at, api_calls FROM member_check
                 WHERE organization = ?1 AND at >= (SELECT at FROM since)),
             running AS (
                 SELECT at, sum(api_calls) OVER (ORDER BY at DESC ROWS UNBOUNDED PRECEDING)
                     AS calls FROM calls)
         SELECT (SELECT coalesce(sum(api_calls), 0) FROM calls),
             (SELECT max(at) FROM running WHERE calls >= ?3)",
        params![organization, Millis(since), stored(share)],
        |row| {
            Ok(OwnCalls {
                spent: count(row.get(0)?),
                reached: row.get::<_, Option<Millis>>(1)?.map(|at| at.0),
            })
        },
    )
}

/// The newest session that has ended, and when the newest one that read everything did; newest by
/// number, for clocks go backwards.
pub(crate) fn last(db: &Connection, organization: OrganizationId) -> Result<LastSessions> {
    let sql = format!(
        "WITH known AS (SELECT row AS number FROM organization WHERE id = ?1 AND deleted = 0)
         SELECT {} FROM session, known
         WHERE row IN (
             (SELECT max(row) FROM session WHERE organization = number AND ended IS NOT NULL),
             (SELECT max(row) FROM session WHERE organization = number AND outcome = ?2))
         ORDER BY row DESC",
        session::COLUMNS
    );
    let values = params![Key(organization), Word(Outcome::Finished)];
    let mut last = LastSessions::default();
    for session in db.all(&sql, values, session::read)? {
        if session.outcome == Some(Outcome::Finished) {
            last.read = session.ended;
        }
        last.ended.get_or_insert(session);
    }
    Ok(last)
}

/// Forgets what is old, what is quiet and a few days old, and what is too much. The newest session
/// that finished stays, however old: statuses are as of then.
pub(crate) fn forget(db: &Connection, organization: i64, old: &Retention) -> Result<()> {
    db.run(
        "DELETE FROM session WHERE organization = ?1 AND ended IS NOT NULL
             AND (started < ?2
                  OR started < ?3 AND outcome = ?4 AND \"trigger\" = ?5 AND changed = 0
                  OR row <= (SELECT row FROM session WHERE organization = ?1
                             ORDER BY row DESC LIMIT 1 OFFSET ?6))
             AND row IS NOT (SELECT max(row) FROM session
                             WHERE organization = ?1 AND outcome = ?4)",
        params![
            organization,
            Millis(old.before),
            Millis(old.quiet_before),
            Word(Outcome::Finished),
            Word(Trigger::Schedule),
            Retention::KEPT,
        ],
    )
}
