//! The table `member_check`: members who were checked by hand, one by one.

use crate::column::{self, Millis, Own, Word};
use crate::counter::Standing;
use crate::evaluation::Evaluator;
use crate::failure::Failure;
use crate::mirror::{self, Mirror};
use crate::user::{self, Known, Update};
use crate::{delta, held_back, organization, text};
use jiff::Timestamp;
use lpc_core::directory::DirectoryUser;
use lpc_core::fault::Fault;
use lpc_core::member_check::{CheckOutcome, MemberCheck, MemberReading};
use lpc_core::organization::OrganizationId;
use lpc_core::port::store::EvaluationInput;
use lpc_core::salesforce_id::SalesforceId;
use rusqlite::{OptionalExtension, Row, Transaction, params};

/// Stores and evaluates one member, and keeps the check.
pub(crate) fn store(
    transaction: &Transaction<'_>,
    organization: OrganizationId,
    reading: MemberReading,
    input: EvaluationInput,
) -> Result<MemberCheck, Failure> {
    let organization = organization::row(transaction, organization)?;
    let mirror = mirror::of(transaction, organization)?;
    // Another Salesforce organization was connected meanwhile: its users are not these.
    if mirror.full_load.is_none() {
        return Err(Failure::NotFound("user"));
    }
    let mut evaluator = Evaluator::begin(transaction, organization, &mirror, input)?;
    // Only now: a service account that changed may have been this user.
    let known = find(transaction, organization, &reading.member)?;
    let (row, before) = (known.row, known.standing);
    let (after, otherwise) = match reading.found.map(user::bounded) {
        Some(user) if user.modified < known.user.modified => (before, CheckOutcome::Outdated),
        Some(user) => {
            let after = seen(transaction, &mut evaluator, &mirror, known, user)?;
            (after, CheckOutcome::Unchanged)
        }
        None => {
            let after = absent(transaction, &mut evaluator, organization, &known)?;
            (after, CheckOutcome::NotShown)
        }
    };
    let check = MemberCheck {
        at: evaluator.now,
        outcome: if after == before {
            otherwise
        } else {
            CheckOutcome::Changed
        },
        before: before.own,
        after: after.own,
        fault: None,
    };
    evaluator.finish()?;
    add(transaction, organization, row, &check, reading.api_calls)?;
    Ok(check)
}

/// Keeps a check that could not be made.
pub(crate) fn store_failed(
    transaction: &Transaction<'_>,
    organization: OrganizationId,
    member: &SalesforceId,
    now: Timestamp,
    fault: &Fault,
    api_calls: u64,
) -> Result<MemberCheck, Failure> {
    let organization = organization::row(transaction, organization)?;
    let known = find(transaction, organization, member)?;
    let check = MemberCheck {
        at: now,
        outcome: CheckOutcome::Failed,
        before: known.standing.own,
        after: known.standing.own,
        fault: Some(text::fault(fault)),
    };
    add(transaction, organization, known.row, &check, api_calls)?;
    Ok(check)
}

/// The newest check of a user; newest by number, for clocks go backwards.
pub(crate) fn last(
    transaction: &Transaction<'_>,
    organization: OrganizationId,
    user: &SalesforceId,
) -> Result<Option<MemberCheck>, Failure> {
    let organization = organization::row(transaction, organization)?;
    Ok(transaction
        .prepare_cached(
            "SELECT at, outcome, before, after, code, raw FROM member_check
             WHERE user = (SELECT row FROM user WHERE organization = ?1 AND id = ?2)
             ORDER BY row DESC LIMIT 1",
        )?
        .query_row(params![organization, user.as_str()], read)
        .optional()?)
}

/// Calls that the checks at or after an instant took.
pub(crate) fn calls_since(
    transaction: &Transaction<'_>,
    organization: i64,
    since: Timestamp,
) -> Result<u64, Failure> {
    let calls: Option<i64> = transaction
        .prepare_cached(
            "SELECT sum(api_calls) FROM member_check WHERE organization = ?1 AND at >= ?2",
        )?
        .query_row(params![organization, Millis(since)], |row| row.get(0))?;
    Ok(calls.map_or(0, column::count))
}

/// Forgets checks that are older than an instant.
pub(crate) fn forget(
    transaction: &Transaction<'_>,
    organization: i64,
    before: Timestamp,
) -> Result<(), Failure> {
    transaction
        .prepare_cached("DELETE FROM member_check WHERE organization = ?1 AND at < ?2")?
        .execute(params![organization, Millis(before)])?;
    Ok(())
}

fn find(
    transaction: &Transaction<'_>,
    organization: i64,
    member: &SalesforceId,
) -> Result<Known, Failure> {
    user::find(transaction, organization, member)?.ok_or(Failure::NotFound("user"))
}

fn seen(
    transaction: &Transaction<'_>,
    evaluator: &mut Evaluator<'_>,
    mirror: &Mirror,
    known: Known,
    user: DirectoryUser,
) -> Result<Standing, Failure> {
    let known = delta::write_known(transaction, evaluator, mirror, known, user)?;
    delta::evaluate(evaluator, &known)
}

/// A user whom Salesforce does not show. Somebody who was never evaluated waits for a complete list,
/// and while such a list is doubted nobody believes that people are gone.
fn absent(
    transaction: &Transaction<'_>,
    evaluator: &mut Evaluator<'_>,
    organization: i64,
    known: &Known,
) -> Result<Standing, Failure> {
    let doubted = held_back::read(transaction, organization)?.is_some_and(|held| held.by_full_load);
    if doubted || known.previous().is_none() {
        return Ok(known.standing);
    }
    let absences = known.absences.saturating_add(1);
    let after = evaluator.absent(known, absences)?;
    evaluator.write(Update {
        after,
        absences,
        ..known.update()
    })?;
    Ok(after)
}

fn add(
    transaction: &Transaction<'_>,
    organization: i64,
    user: i64,
    check: &MemberCheck,
    api_calls: u64,
) -> Result<(), Failure> {
    transaction
        .prepare_cached(
            "INSERT INTO member_check
                 (organization, user, at, outcome, before, after, code, raw, api_calls)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            organization,
            user,
            Millis(check.at),
            Word(check.outcome),
            check.before.map(Own),
            check.after.map(Own),
            check.fault.as_ref().map(|fault| Word(fault.code)),
            check.fault.as_ref().map(|fault| &fault.raw),
            column::stored(api_calls),
        ])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<MemberCheck> {
    Ok(MemberCheck {
        at: row.get::<_, Millis>(0)?.0,
        outcome: row.get::<_, Word<_>>(1)?.0,
        before: row.get::<_, Option<Own>>(2)?.map(|own| own.0),
        after: row.get::<_, Option<Own>>(3)?.map(|own| own.0),
        fault: column::fault(row, 4, 5)?,
    })
}
