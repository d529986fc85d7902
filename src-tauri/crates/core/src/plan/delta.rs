//! A delta: users that changed since the watermark, stored and evaluated together.

use super::evaluator::{Evaluated, EvaluationInput, Evaluator};
use super::user::{KnownUser, Update, bounded};
use super::verdict::{self, Case};
use super::work::{Plan, Rows, Which, Work};
use crate::directory::DirectoryUser;
use crate::holding::Verdict;
use crate::salesforce_id::SalesforceId;
use crate::session::Changes;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashSet;

/// A delta asks this much further back than the watermark: Salesforce stamps a row when its
/// transaction writes it and shows it when the transaction ends, ten minutes later at the latest.
const WATERMARK_OVERLAP: SignedDuration = SignedDuration::from_mins(10);

/// From when on a delta asks. The watermark is Salesforce's word and may be any instant.
pub(crate) fn delta_from(watermark: Timestamp) -> Timestamp {
    let earlier = watermark.checked_sub(WATERMARK_OVERLAP);
    earlier.unwrap_or_default().max(Timestamp::UNIX_EPOCH)
}

/// Stores and evaluates all users that changed, applies the list of frozen users to everyone else and
/// moves the watermark. Held back, it changes nothing but the incident.
#[derive(Debug)]
pub struct StoreDelta {
    pub users: Vec<DirectoryUser>,
    pub evaluation: EvaluationInput,
}

impl Work for StoreDelta {
    type Answer = Verdict<Changes>;

    fn decide<R: Rows>(self, plan: &mut Plan, rows: &mut R) -> Result<Verdict<Changes>, R::Error> {
        let Self { users, evaluation } = self;
        let case = Case {
            by_full_load: false,
            now: evaluation.now,
            hold_back: evaluation.hold_back,
            list: None,
        };
        verdict::decide(plan, &case, |plan, _| {
            let mut evaluator = Evaluator::begin(plan.state.clone(), evaluation, rows)?;
            let named = changed(&mut evaluator, users, rows)?;
            frozen(&mut evaluator, &named, rows)?;
            Ok::<Evaluated, R::Error>(evaluator.finish())
        })
    }
}

/// Stores and evaluates changed users. The watermark moves to the largest stamp among them, never
/// backwards, and not before a full load has been published: without one there is nothing to add
/// changes to.
fn changed<R: Rows>(
    evaluator: &mut Evaluator,
    users: Vec<DirectoryUser>,
    rows: &mut R,
) -> Result<HashSet<SalesforceId>, R::Error> {
    let users = bounded(users);
    let mirror = &mut evaluator.state().mirror;
    let newest = users.iter().map(|user| user.modified).max();
    mirror.watermark = mirror
        .watermark
        .map(|known| newest.map_or(known, |newest| known.max(newest)));
    let mut named = HashSet::with_capacity(users.len());
    for user in users {
        named.insert(user.id.clone());
        match evaluator.user(&user.id, rows)? {
            None => evaluator.add(user),
            Some(known) => {
                let known = evaluator.write_facts(known, user);
                evaluator.evaluate(&known);
            }
        }
    }
    Ok(named)
}

/// Applies the list of frozen users to everyone whose freeze changed and who was not named.
fn frozen<R: Rows>(
    evaluator: &mut Evaluator,
    named: &HashSet<SalesforceId>,
    rows: &mut R,
) -> Result<(), R::Error> {
    // Everyone who is not in the list and was not known to be thawed, then those in the list.
    let which = if evaluator.frozen().is_some() {
        Which::NotThawed
    } else {
        Which::FreezeKnown
    };
    evaluator.each(which, rows, |evaluator, known| {
        if !named.contains(&known.user.id) {
            freeze(evaluator, &known);
        }
    })?;
    let listed: Vec<_> = evaluator.frozen().into_iter().flatten().cloned().collect();
    for id in listed.iter().filter(|id| !named.contains(id)) {
        if let Some(known) = evaluator.user(id, rows)?
            && known.is_frozen == Some(false)
        {
            freeze(evaluator, &known);
        }
    }
    Ok(())
}

fn freeze(evaluator: &mut Evaluator, known: &KnownUser) {
    let is_frozen = evaluator.is_frozen(&known.user.id);
    if is_frozen == known.is_frozen {
        return;
    }
    let after = if known.waits_for_a_load() {
        known.standing
    } else {
        evaluator.seen(&known.user, is_frozen, known.previous())
    };
    evaluator.write(Update {
        after,
        is_frozen,
        ..known.update()
    });
}
