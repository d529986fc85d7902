//! Sessions as the list shows them, what they add up to, and which are forgotten.

use crate::column::{self, Millis, Word};
use crate::failure::Failure;
use crate::{incident, member_check, mirror, session, status_change};
use jiff::{SignedDuration, Timestamp};
use lpc_core::port::store::{
    ListedSession, SessionCounts, SessionFilter, SessionId, SessionPage, Window,
};
use lpc_core::session::{Outcome, Trigger};
use rusqlite::{OptionalExtension, Transaction, params};

/// Sessions and closed incidents are kept this long.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(90 * 24);

/// A session of the schedule that changed nobody and ended well is kept this long: they are most of
/// all sessions and would push out those that tell something.
const QUIET_KEPT_FOR: SignedDuration = SignedDuration::from_hours(3 * 24);

/// The most sessions that are kept of an organization.
const KEPT: i64 = 10_000;

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
    let total = transaction
        .prepare_cached(&format!("SELECT count(*) FROM session WHERE {condition}"))?
        .query_row(params![organization, outcome], |row| row.get(0))?;
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
        total: column::count(total),
        sessions,
    })
}

/// How many each filter finds, in one walk through at most [`KEPT`] rows.
pub(crate) fn counts(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<SessionCounts, Failure> {
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

/// Calls of the sessions that began, and of single members who were checked, at an instant or later,
/// to the Salesforce organization that is connected now.
pub(crate) fn calls_since(
    transaction: &Transaction<'_>,
    organization: i64,
    since: Timestamp,
) -> Result<u64, Failure> {
    let since = mirror::of_this_source(transaction, organization, since)?;
    let calls: Option<i64> = transaction
        .prepare_cached(
            "SELECT sum(api_calls) FROM session WHERE organization = ?1 AND started >= ?2",
        )?
        .query_row(params![organization, Millis(since)], |row| row.get(0))?;
    let sessions = calls.map_or(0, column::count);
    Ok(sessions + member_check::calls_since(transaction, organization, since)?)
}

/// When the newest of the sessions and checks since an instant began without which fewer than `share`
/// calls were taken.
pub(crate) fn share_reached(
    transaction: &Transaction<'_>,
    organization: i64,
    since: Timestamp,
    share: u64,
) -> Result<Option<Timestamp>, Failure> {
    let since = mirror::of_this_source(transaction, organization, since)?;
    let share = i64::try_from(share).unwrap_or(i64::MAX);
    Ok(transaction
        .prepare_cached(
            "SELECT at FROM (
                 SELECT at, sum(api_calls) OVER (ORDER BY at DESC ROWS UNBOUNDED PRECEDING) AS calls
                 FROM (SELECT started AS at, api_calls FROM session
                       WHERE organization = ?1 AND started >= ?2
                       UNION ALL
                       SELECT at, api_calls FROM member_check WHERE organization = ?1 AND at >= ?2))
             WHERE calls >= ?3 ORDER BY at DESC LIMIT 1",
        )?
        .query_row(params![organization, Millis(since), share], |row| {
            row.get::<_, Millis>(0)
        })
        .optional()?
        .map(|at| at.0))
}

/// When the newest session that read everything ended.
pub(crate) fn last_read(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<Option<Timestamp>, Failure> {
    let ended: Option<Option<Millis>> = transaction
        .prepare_cached(
            "SELECT ended FROM session WHERE organization = ?1 AND outcome = ?2
             ORDER BY row DESC LIMIT 1",
        )?
        .query_row(params![organization, Word(Outcome::Finished)], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(ended.flatten().map(|ended| ended.0))
}

/// Forgets what is old, what is quiet and a few days old, and what is too much. The newest session
/// that finished stays, however old: statuses are as of then.
pub(crate) fn forget(
    transaction: &Transaction<'_>,
    organization: i64,
    now: Timestamp,
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
            Millis(now - KEPT_FOR),
            Millis(now - QUIET_KEPT_FOR),
            Word(Outcome::Finished),
            Word(Trigger::Schedule),
            KEPT,
        ])?;
    member_check::forget(transaction, organization, now - KEPT_FOR)?;
    // First, or they would lose the texts that their incidents keep.
    status_change::forget(transaction, now - KEPT_FOR)?;
    incident::forget(transaction, organization, now - KEPT_FOR)
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
