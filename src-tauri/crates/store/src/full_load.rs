//! A full load: everyone, page by page under a generation number, then published at once.

use crate::counter::{self, Standing, Tally};
use crate::evaluation::{Evaluated, Evaluator};
use crate::failure::Failure;
use crate::mirror::Mirror;
use crate::search_index::SearchIndex;
use crate::user::{self, Known, Update};
use crate::verdict::{self, Case};
use crate::{mirror, organization};
use lpc_core::directory::DirectoryUser;
use lpc_core::group::{self, ABSENT_EVALUATIONS_UNTIL_SUSPENDED, Previous};
use lpc_core::holding::{Finding, Verdict};
use lpc_core::port::store::{EvaluationInput, Load};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::session::Changes;
use lpc_core::status::OwnStatus;
use rusqlite::Transaction;

/// What publishing does to a row.
enum Step {
    Write(Update),
    Remove(i64, Standing),
}

/// Stores one page. Statuses stay as they are; a new user who would be a member stands in the list
/// as *Not initialized*.
pub(crate) fn store_page(
    transaction: &Transaction<'_>,
    load: &Load,
    users: Vec<DirectoryUser>,
) -> Result<(), Failure> {
    let organization = organization::row(transaction, load.organization)?;
    let mirror = mirror::of(transaction, organization)?;
    let resume_after = &mirror::loading(&mirror, load.generation)?.resume_after;
    let largest = users.iter().map(|user| &user.id).max().cloned();
    let mut tally = Tally::default();
    let mut index = SearchIndex::default();
    // Users come in the order of their ids, so in a first load nobody behind the largest is known
    // and need not be looked for.
    let mut largest_known = user::largest_id(transaction, organization)?;

    for user in users {
        let user = user::bounded(user);
        let own = before_evaluation(&user, mirror.service_account.as_ref());
        let standing = Standing {
            own,
            incident: None,
        };
        let known = if Some(&user.id) > largest_known.as_ref() {
            largest_known = Some(user.id.clone());
            None
        } else {
            user::find(transaction, organization, &user.id)?
        };
        match known {
            None => {
                // A page does not know the time. Salesforce knew the user when it stamped the row;
                // publishing the load brings the time at which it was read.
                let last_seen = user.modified;
                user::insert(
                    transaction,
                    organization,
                    &user,
                    own,
                    load.generation,
                    last_seen,
                    &mut index,
                )?;
                tally.enter(standing);
            }
            Some(known) => {
                let last_seen = mirror.last_seen(known.generation, known.last_seen);
                user::write_facts(
                    transaction,
                    &known,
                    &user,
                    load.generation,
                    last_seen,
                    &mut index,
                )?;
                let was_never_evaluated = known.standing.own == Some(OwnStatus::NotInitialized);
                if was_never_evaluated && own.is_none() {
                    tally.leave(known.standing);
                    tally.enter(standing);
                    user::write_evaluation(
                        transaction,
                        &Update {
                            after: standing,
                            last_seen,
                            ..known.update()
                        },
                    )?;
                }
            }
        }
    }

    if let Some(largest) = largest
        && resume_after.as_ref().is_none_or(|after| &largest > after)
    {
        mirror::set_resume_after(transaction, organization, &largest)?;
    }
    index.write(transaction)?;
    tally.write(transaction, organization)
}

/// Evaluates everyone, marks who was not seen and makes the load the published one; takes all of it
/// back if it looks like a fault of the source.
pub(crate) fn publish(
    transaction: &Transaction<'_>,
    load: &Load,
    input: EvaluationInput,
) -> Result<Verdict<Changes>, Failure> {
    let organization = organization::row(transaction, load.organization)?;
    let mirror = mirror::of(transaction, organization)?;
    let loading = mirror::loading(&mirror, load.generation)?;
    let moved = mirror.source_changed
        || mirror
            .environment
            .is_some_and(|old| old != loading.environment);
    let missing = mirror::missing(transaction, organization, load.generation)?;
    let seen = user::of_generation(transaction, organization, load.generation)?;
    let case = Case {
        organization,
        by_full_load: true,
        now: input.now,
        // Another environment or organization has other people.
        hold_back: input.hold_back && !moved,
        list: Finding::of_list(loading.known, missing, seen),
        members: counter::evaluated_members(transaction, organization)?,
    };
    let verdict = verdict::decide(transaction, &case, |agreed_to_list| {
        publish_all(
            transaction,
            organization,
            &mirror,
            load,
            input,
            moved,
            agreed_to_list,
        )
    })?;
    if matches!(verdict, Verdict::HeldBack(_)) {
        mirror::abandon_load(transaction, organization)?;
    }
    Ok(verdict)
}

fn publish_all(
    transaction: &Transaction<'_>,
    organization: i64,
    mirror: &Mirror,
    load: &Load,
    input: EvaluationInput,
    moved: bool,
    agreed_to_list: bool,
) -> Result<Evaluated, Failure> {
    let mut evaluator = Evaluator::begin(transaction, organization, mirror, input)?;
    // The list that a person saw held back was the first that did not name them.
    let absence = if agreed_to_list {
        ABSENT_EVALUATIONS_UNTIL_SUSPENDED
    } else {
        1
    };
    let mut steps = Vec::new();
    user::each(transaction, organization, "true", |known| {
        let step = if known.generation == load.generation {
            publish_seen(&mut evaluator, known, moved)?
        } else {
            publish_absent(&mut evaluator, &known, mirror, moved, absence)?
        };
        steps.extend(step);
        Ok(())
    })?;
    for step in steps {
        match step {
            Step::Write(update) => evaluator.write(update)?,
            Step::Remove(row, standing) => evaluator.remove(row, standing)?,
        }
    }

    // Not the largest stamp that was read: somebody who was read early may have changed before
    // somebody who was read late. Stamps of another environment say nothing about this one.
    let old = mirror.watermark.filter(|_| !moved);
    let loading = mirror::loading(mirror, load.generation)?;
    let watermark = old.max(loading.beginning);
    mirror::publish(transaction, organization, watermark, evaluator.now)?;
    evaluator.finish()
}

fn publish_seen(
    evaluator: &mut Evaluator<'_>,
    known: Known,
    moved: bool,
) -> Result<Option<Step>, Failure> {
    let is_frozen = evaluator.frozen.of(&known.user.id);
    // Ids are the same in a sandbox and in the production it was copied from. What was a fact
    // there is none here; what people decided holds.
    let decided =
        |previous: &Previous| matches!(previous.status, OwnStatus::Paused | OwnStatus::Disabled);
    let previous = known
        .previous()
        .filter(|previous| !moved || decided(previous));
    let after = evaluator.seen(&known, is_frozen, previous)?;
    let update = Update {
        after,
        is_frozen,
        absences: 0,
        ..known.update()
    };
    let nothing_changes =
        after == known.standing && is_frozen == known.is_frozen && known.absences == 0;
    Ok((!nothing_changes).then_some(Step::Write(update)))
}

/// A user whom the load did not name. Members stay and turn red at the second time; the others,
/// and everyone of an environment that was left, leave the mirror.
fn publish_absent(
    evaluator: &mut Evaluator<'_>,
    known: &Known,
    mirror: &Mirror,
    moved: bool,
    absence: u32,
) -> Result<Option<Step>, Failure> {
    let absences = known.absences.saturating_add(absence);
    let was_never_evaluated = known.standing.own == Some(OwnStatus::NotInitialized);
    let gone_stranger =
        known.standing.own.is_none() && absences >= ABSENT_EVALUATIONS_UNTIL_SUSPENDED;
    if moved || was_never_evaluated || gone_stranger {
        return Ok(Some(Step::Remove(known.row, known.standing)));
    }
    Ok(Some(Step::Write(Update {
        after: evaluator.absent(known, absences)?,
        is_frozen: evaluator.frozen.of(&known.user.id),
        absences,
        last_seen: mirror.last_seen(known.generation, known.last_seen),
        ..known.update()
    })))
}

/// The status before the first evaluation: *Not initialized* for those whom the facts at hand
/// admit to the group.
fn before_evaluation(
    user: &DirectoryUser,
    service_account: Option<&SalesforceId>,
) -> Option<OwnStatus> {
    let nobody = SalesforceId::parse("000000000000000")
        .expect("fifteen zeros are Salesforce's own empty id");
    let service_account = service_account.unwrap_or(&nobody);
    group::evaluate(user, None, service_account, None)
        .status
        .map(|_| OwnStatus::NotInitialized)
}
