//! The list of frozen users.

use crate::evaluation::{Evaluated, Evaluator};
use crate::failure::Failure;
use crate::mirror;
use crate::user::{self, Update};
use lpc_core::port::store::EvaluationInput;
use lpc_core::salesforce_id::SalesforceId;
use rusqlite::Transaction;
use std::collections::HashSet;

/// All frozen users, or that nobody may read who they are.
pub(crate) struct Frozen(Option<HashSet<SalesforceId>>);

impl Frozen {
    pub(crate) fn new(list: Option<Vec<SalesforceId>>) -> Self {
        Self(list.map(|list| list.into_iter().collect()))
    }

    /// Whether a user is frozen; `None` where that is unknown.
    pub(crate) fn of(&self, id: &SalesforceId) -> Option<bool> {
        self.0.as_ref().map(|list| list.contains(id))
    }
}

/// Applies a complete list to everyone whose freeze changed.
pub(crate) fn store(
    transaction: &Transaction<'_>,
    organization: i64,
    input: EvaluationInput,
) -> Result<Evaluated, Failure> {
    let mirror = mirror::of(transaction, organization)?;
    let mut evaluator = Evaluator::begin(transaction, organization, &mirror, input)?;

    // Everyone who is not in the list and was not known to be thawed, then those in the list.
    let mut concerned = Vec::new();
    let differing = if evaluator.frozen.0.is_some() {
        "is_frozen IS NOT 0"
    } else {
        "is_frozen IS NOT NULL"
    };
    user::each(transaction, organization, differing, |known| {
        if evaluator.frozen.of(&known.user.id) != known.is_frozen {
            concerned.push(known);
        }
        Ok(())
    })?;
    for id in evaluator.frozen.0.iter().flatten() {
        if let Some(known) = user::find(transaction, organization, id)?
            && known.is_frozen == Some(false)
        {
            concerned.push(known);
        }
    }

    for known in concerned {
        let is_frozen = evaluator.frozen.of(&known.user.id);
        let after = if known.waits_for_a_load() {
            known.standing
        } else {
            evaluator.seen(&known, is_frozen, known.previous())?
        };
        evaluator.write(Update {
            after,
            is_frozen,
            ..known.update()
        })?;
    }
    evaluator.finish()
}
