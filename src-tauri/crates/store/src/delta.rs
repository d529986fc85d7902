//! A delta: users that changed since the watermark, stored and evaluated together.

use crate::counter::{self, Standing};
use crate::evaluation::{Evaluated, Evaluator};
use crate::failure::Failure;
use crate::mirror::Mirror;
use crate::user::{self, Known, Update};
use crate::verdict::{self, Case};
use crate::{frozen, mirror, organization};
use lpc_core::directory::DirectoryUser;
use lpc_core::holding::Verdict;
use lpc_core::organization::OrganizationId;
use lpc_core::port::store::EvaluationInput;
use lpc_core::session::Changes;
use rusqlite::Transaction;

/// Stores all users that changed and applies the list of frozen users to the others; takes both
/// back if they look like a fault of the source.
pub(crate) fn store(
    transaction: &Transaction<'_>,
    organization: OrganizationId,
    users: Vec<DirectoryUser>,
    input: EvaluationInput,
) -> Result<Verdict<Changes>, Failure> {
    let organization = organization::row(transaction, organization)?;
    let case = Case {
        organization,
        by_full_load: false,
        now: input.now,
        hold_back: input.hold_back,
        list: None,
        members: counter::evaluated_members(transaction, organization)?,
    };
    verdict::decide(transaction, &case, |_| {
        let mut evaluated = store_changed(transaction, organization, users, input.clone())?;
        evaluated += frozen::store(transaction, organization, input)?;
        Ok(evaluated)
    })
}

/// Stores and evaluates changed users. The watermark moves to the largest stamp among them, never
/// backwards, and not before a full load has been published: without one there is nothing to add
/// changes to.
fn store_changed(
    transaction: &Transaction<'_>,
    organization: i64,
    users: Vec<DirectoryUser>,
    input: EvaluationInput,
) -> Result<Evaluated, Failure> {
    let mirror = mirror::of(transaction, organization)?;
    let newest = users.iter().map(|user| user.modified).max();
    let mut evaluator = Evaluator::begin(transaction, organization, &mirror, input)?;

    for user in users {
        let user = user::bounded(user);
        let now = evaluator.now;
        let known = match user::find(transaction, organization, &user.id)? {
            Some(known) => write_known(transaction, &mut evaluator, &mirror, known, user)?,
            None => {
                let generation = mirror.newest_generation();
                let row = user::insert(
                    transaction,
                    organization,
                    &user,
                    None,
                    generation,
                    now,
                    &mut evaluator.index,
                )?;
                evaluator.added(Standing::NOT_A_MEMBER);
                Known {
                    row,
                    user,
                    is_frozen: None,
                    last_seen: now,
                    generation,
                    absences: 0,
                    standing: Standing::NOT_A_MEMBER,
                    since: None,
                }
            }
        };
        evaluate(&mut evaluator, &known)?;
    }

    if let (Some(watermark), Some(newest)) = (mirror.watermark, newest)
        && newest > watermark
    {
        mirror::set_watermark(transaction, organization, newest)?;
    }
    evaluator.finish()
}

/// Writes what Salesforce says now about a user who is known, and answers what is known then.
pub(crate) fn write_known(
    transaction: &Transaction<'_>,
    evaluator: &mut Evaluator<'_>,
    mirror: &Mirror,
    known: Known,
    user: DirectoryUser,
) -> Result<Known, Failure> {
    let last_seen = evaluator
        .now
        .max(mirror.last_seen(known.generation, known.last_seen));
    user::write_facts(
        transaction,
        &known,
        &user,
        // Whoever is named while a load is under way was seen by that load.
        mirror.newest_generation(),
        last_seen,
        &mut evaluator.index,
    )?;
    Ok(Known {
        user,
        last_seen,
        ..known
    })
}

/// Evaluates a user whom Salesforce shows now, and answers the standing.
pub(crate) fn evaluate(evaluator: &mut Evaluator<'_>, known: &Known) -> Result<Standing, Failure> {
    let is_frozen = evaluator.frozen.of(&known.user.id);
    let after = evaluator.seen(known, is_frozen, known.previous())?;
    if after != known.standing || is_frozen != known.is_frozen || known.absences != 0 {
        evaluator.write(Update {
            after,
            is_frozen,
            absences: 0,
            ..known.update()
        })?;
    }
    Ok(after)
}
