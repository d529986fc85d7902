//! Sessions as the list shows them, what they add up to, and which are forgotten.

use crate::column::{self, Millis, Word};
use crate::failure::Failure;
use crate::session;
use jiff::Timestamp;
use lpc_core::organization::OrganizationId;
use lpc_core::plan::{Retention, SessionId};
use lpc_core::port::store::{
    LastSessions, ListedSession, OwnCalls, SessionCounts, SessionFilter, SessionPage, Window,
};
use lpc_core::session::{Outcome, Trigger};
use rusqlite::{Transaction, params};

/// The most rows a page may have.
const LONGEST_PAGE: u64 = 500;

/// A page, newest first; newest by number, for clocks go backwards.
pub(crate) fn page(
    transaction: &Transaction<'_>,
    organization: i64,
    filter: SessionFilter,
    window: Window,
) -> Result<SessionPage, Failure> {
    let (condition, outcome) = condition(filter);
    let columns = session::COLUMNS;
    let sessions = transaction
        .prepare_cached(&format!(
            "SELECT {columns}, row, newly_suspended FROM session WHERE {condition}
             ORDER BY row DESC LIMIT ?3 OFFSET ?4"
        ))?
        .query_map(
            params![
                organization,
                outcome,
                column::stored(window.limit.min(LONGEST_PAGE)),
                column::stored(window.offset),
            ],
            |row| {
                Ok(ListedSession {
                    session: session::read(row)?,
                    id: SessionId(row.get(10)?),
                    newly_suspended: column::count(row.get(11)?),
                })
            },
        )?
        .collect::<Result<_, _>>()?;
    Ok(SessionPage {
        counts: counts(transaction, organization)?,
        sessions,
    })
}

/// How many each filter finds, in one walk through the rows that are kept.
fn counts(transaction: &Transaction<'_>, organization: i64) -> Result<SessionCounts, Failure> {
    let mut statement = transaction.prepare_cached(
        "SELECT outcome, count(*), count(*) FILTER (WHERE changed > 0) FROM session
         WHERE organization = ?1 GROUP BY outcome",
    )?;
    let mut rows = statement.query([organization])?;
    let mut counts = SessionCounts::default();
    while let Some(row) = rows.next()? {
        let sessions = column::count(row.get(1)?);
        counts.all += sessions;
        counts.changed += column::count(row.get(2)?);
        if let Some(Word(outcome)) = row.get::<_, Option<Word<Outcome>>>(0)? {
            counts.ended[outcome as usize] += sessions;
        }
    }
    Ok(counts)
}

/// What the sessions that began, and the checks of single members, at an instant or later called of
/// the Salesforce organization that is connected now.
pub(crate) fn own_calls(
    transaction: &Transaction<'_>,
    organization: i64,
    since: Timestamp,
    share: u64,
) -> Result<OwnCalls, Failure> {
    Ok(transaction
        .prepare_cached(
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
        )?
        .query_row(
            params![organization, Millis(since), column::stored(share)],
            |row| {
                Ok(OwnCalls {
                    spent: column::count(row.get(0)?),
                    reached: row.get::<_, Option<Millis>>(1)?.map(|at| at.0),
                })
            },
        )?)
}

/// The newest session that has ended, and when the newest one that read everything did; newest by
/// number, for clocks go backwards.
pub(crate) fn last(
    transaction: &Transaction<'_>,
    organization: OrganizationId,
) -> Result<LastSessions, Failure> {
    let columns = session::COLUMNS;
    let mut statement = transaction.prepare_cached(&format!(
        "WITH known AS (SELECT row AS number FROM organization WHERE id = ?1 AND deleted = 0)
         SELECT {columns} FROM session, known
         WHERE row IN (
             (SELECT max(row) FROM session WHERE organization = number AND ended IS NOT NULL),
             (SELECT max(row) FROM session WHERE organization = number AND outcome = ?2))
         ORDER BY row DESC"
    ))?;
    let finished = Word(Outcome::Finished);
    let found = statement.query_map(params![organization.to_string(), finished], session::read)?;
    let mut last = LastSessions::default();
    for session in found {
        let session = session?;
        if session.outcome == Some(Outcome::Finished) {
            last.read = session.ended;
        }
        last.ended.get_or_insert(session);
    }
    Ok(last)
}

/// Forgets what is old, what is quiet and a few days old, and what is too much. The newest session
/// that finished stays, however old: statuses are as of then.
pub(crate) fn forget(
    transaction: &Transaction<'_>,
    organization: i64,
    old: &Retention,
) -> Result<(), Failure> {
    transaction
        .prepare_cached(
            "DELETE FROM session WHERE organization = ?1 AND ended IS NOT NULL
                 AND (started < ?2
                      OR started < ?3 AND outcome = ?4 AND \"trigger\" = ?5 AND changed = 0
                      OR row <= (SELECT row FROM session WHERE organization = ?1
                                 ORDER BY row DESC LIMIT 1 OFFSET ?6))
                 AND row IS NOT (SELECT max(row) FROM session
                                 WHERE organization = ?1 AND outcome = ?4)",
        )?
        .execute(params![
            organization,
            Millis(old.before),
            Millis(old.quiet_before),
            Word(Outcome::Finished),
            Word(Trigger::Schedule),
            Retention::KEPT,
        ])?;
    Ok(())
}

fn condition(filter: SessionFilter) -> (&'static str, Option<Word<Outcome>>) {
    match filter {
        // The second parameter is named in each, so that all take the same ones.
        SessionFilter::All => ("organization = ?1 AND ?2 IS NULL", None),
        SessionFilter::Changed => ("organization = ?1 AND changed > 0 AND ?2 IS NULL", None),
        SessionFilter::Ended(outcome) => {
            ("organization = ?1 AND outcome = ?2", Some(Word(outcome)))
        }
    }
}
