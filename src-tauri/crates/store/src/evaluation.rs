//! Evaluations: the rules of `lpc_core::group` applied to rows, with the counters and incidents
//! that follow from them.

use crate::counter::{Standing, Tally};
use crate::failure::Failure;
use crate::frozen::Frozen;
use crate::mirror::{self, Mirror};
use crate::search_index::SearchIndex;
use crate::status_change::{self, Made};
use crate::user::{self, Known, Update};
use crate::{incident, text};
use jiff::Timestamp;
use lpc_core::fault::Fault;
use lpc_core::group::{self, Previous};
use lpc_core::port::store::EvaluationInput;
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::session::Changes;
use lpc_core::status::OwnStatus;
use rusqlite::Transaction;
use std::collections::HashMap;

/// What evaluations add up to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Evaluated {
    pub(crate) changes: Changes,
    /// Members who had a status and were suspended or left the group.
    pub(crate) flips: u64,
}

impl std::ops::AddAssign for Evaluated {
    fn add_assign(&mut self, other: Self) {
        self.changes += other.changes;
        self.flips += other.flips;
    }
}

/// Evaluates rows within one transaction; [`Evaluator::finish`] writes what they add up to.
pub(crate) struct Evaluator<'t> {
    transaction: &'t Transaction<'t>,
    organization: i64,
    service_account: SalesforceId,
    pub(crate) frozen: Frozen,
    pub(crate) now: Timestamp,
    /// The open incidents of single members, by text.
    causes: HashMap<String, i64>,
    tally: Tally,
    evaluated: Evaluated,
    pub(crate) index: SearchIndex,
}

impl<'t> Evaluator<'t> {
    /// Begins, and takes up a service account that changed since the last evaluation: the new one
    /// leaves the group at once, and the old one is a user like any other.
    pub(crate) fn begin(
        transaction: &'t Transaction<'t>,
        organization: i64,
        mirror: &Mirror,
        input: EvaluationInput,
    ) -> Result<Self, Failure> {
        let mut evaluator = Self {
            transaction,
            organization,
            service_account: input.service_account,
            frozen: Frozen::new(input.frozen),
            now: input.now,
            causes: incident::of_users(transaction, organization)?,
            tally: Tally::default(),
            evaluated: Evaluated::default(),
            index: SearchIndex::default(),
        };
        if mirror.service_account.as_ref() != Some(&evaluator.service_account) {
            evaluator.take_up_service_account(mirror.service_account.as_ref())?;
        }
        Ok(evaluator)
    }

    /// The standing that facts give to a user whom Salesforce shows.
    pub(crate) fn seen(
        &mut self,
        known: &Known,
        is_frozen: Option<bool>,
        previous: Option<Previous>,
    ) -> Result<Standing, Failure> {
        let evaluation = group::evaluate(&known.user, is_frozen, &self.service_account, previous);
        self.standing(evaluation)
    }

    /// The standing of a user whom a complete list did not contain; `absences` counts this one.
    pub(crate) fn absent(&mut self, known: &Known, absences: u32) -> Result<Standing, Failure> {
        let Some(previous) = known.previous() else {
            return Ok(Standing::NOT_A_MEMBER);
        };
        let evaluation = group::evaluate_absent(previous, absences);
        if evaluation.cause.is_none() && evaluation.status == known.standing.own {
            // Nothing changes, so a suspension keeps its text too.
            return Ok(known.standing);
        }
        self.standing(evaluation)
    }

    /// Writes an update and counts it. A status that changes begins now.
    pub(crate) fn write(&mut self, mut update: Update) -> Result<(), Failure> {
        let (before, after) = (update.before, update.after);
        let made = Made {
            user: update.row,
            at: self.now,
            before,
            began: update.since,
            after,
            source: update.source,
        };
        if before.own != after.own {
            update.since = after.own.map(|_| self.now);
            // Somebody who was listed before the first evaluation and is no member never was one.
            let never_was_one =
                before.own == Some(OwnStatus::NotInitialized) && after.own.is_none();
            let Evaluated { changes, flips } = &mut self.evaluated;
            changes.changed += u64::from(!never_was_one);
            changes.newly_suspended += u64::from(after.own == Some(OwnStatus::Suspended));
            let had_one = !matches!(
                before.own,
                None | Some(OwnStatus::NotInitialized | OwnStatus::Suspended)
            );
            let lost_it = matches!(after.own, None | Some(OwnStatus::Suspended));
            *flips += u64::from(had_one && lost_it);
        }
        self.tally.leave(before);
        self.tally.enter(after);
        user::write_evaluation(self.transaction, &update)?;
        status_change::add(self.transaction, &made)
    }

    /// Counts a user who was just added.
    pub(crate) fn added(&mut self, standing: Standing) {
        self.tally.enter(standing);
    }

    /// Removes a user from the mirror.
    pub(crate) fn remove(&mut self, row: i64, standing: Standing) -> Result<(), Failure> {
        if standing.own.is_some() {
            self.evaluated.changes.changed += 1;
        }
        self.tally.leave(standing);
        user::delete(self.transaction, row, &mut self.index)
    }

    /// Writes the search index and the counters, and closes the incidents that touch nobody any
    /// more.
    pub(crate) fn finish(self) -> Result<Evaluated, Failure> {
        self.index.write(self.transaction)?;
        self.tally.write(self.transaction, self.organization)?;
        incident::close_untouched(self.transaction, self.organization, self.now)?;
        Ok(self.evaluated)
    }

    fn standing(&mut self, evaluation: group::Evaluation) -> Result<Standing, Failure> {
        let incident = match evaluation.cause {
            None => None,
            Some(cause) => Some(self.incident(&cause)?),
        };
        Ok(Standing {
            own: evaluation.status,
            incident,
        })
    }

    fn incident(&mut self, cause: &Fault) -> Result<i64, Failure> {
        let cause = text::fault(cause);
        if let Some(open) = self.causes.get(&cause.raw) {
            return Ok(*open);
        }
        let opened =
            incident::open_for_users(self.transaction, self.organization, &cause, self.now)?;
        self.causes.insert(cause.raw, opened);
        Ok(opened)
    }

    fn take_up_service_account(&mut self, old: Option<&SalesforceId>) -> Result<(), Failure> {
        let new = self.service_account.clone();
        mirror::set_service_account(self.transaction, self.organization, &new)?;
        for id in std::iter::once(&new).chain(old) {
            let Some(known) = user::find(self.transaction, self.organization, id)? else {
                continue;
            };
            if id != &new && known.waits_for_a_load() {
                continue;
            }
            let after = self.seen(&known, known.is_frozen, known.previous())?;
            if after != known.standing {
                self.write(Update {
                    after,
                    ..known.update()
                })?;
            }
        }
        Ok(())
    }
}
