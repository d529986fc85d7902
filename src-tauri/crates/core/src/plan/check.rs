//! Members who were checked by hand, one by one.

use super::evaluator::{EvaluationInput, Evaluator};
use super::state::NotFound;
use super::user::{KnownUser, Standing, Update, bounded_one};
use super::work::{Plan, Rows, Work};
use crate::fault::Fault;
use crate::member_check::{CheckOutcome, MemberCheck, MemberReading};
use crate::salesforce_id::SalesforceId;
use crate::text;
use jiff::Timestamp;

/// Stores and evaluates one member who was checked by hand, and keeps the check. The watermark stays:
/// nothing is known of the others. An answer with an older `SystemModstamp` than the known one changes
/// nothing, and neither does an absence while a complete list is doubted. `frozen` in the evaluation
/// names this member or nobody. [`NotFound`] where the mirror has no published list with this user.
#[derive(Debug)]
pub struct CheckMember {
    pub reading: MemberReading,
    pub evaluation: EvaluationInput,
}

impl Work for CheckMember {
    type Answer = MemberCheck;

    fn decide<R: Rows>(self, plan: &mut Plan, rows: &mut R) -> Result<MemberCheck, R::Error> {
        let Self {
            reading,
            evaluation,
        } = self;
        // Another Salesforce organization was connected meanwhile: its users are not these.
        if plan.state.mirror.full_load.is_none() {
            return Err(NotFound("user").into());
        }
        let mut evaluator = Evaluator::begin(plan.state.clone(), evaluation, rows)?;
        let at = evaluator.now;
        // Only now: a service account that changed may have been this user.
        let known = evaluator.user(&reading.member, rows)?;
        let known = known.ok_or(NotFound("user"))?;
        let (row, before) = (known.row, known.standing);
        let (after, otherwise) = match reading.found.map(bounded_one) {
            Some(user) if user.modified < known.user.modified => (before, CheckOutcome::Outdated),
            Some(user) => {
                let known = evaluator.write_facts(known, user);
                (evaluator.evaluate(&known), CheckOutcome::Unchanged)
            }
            None => (absent(&mut evaluator, &known), CheckOutcome::NotShown),
        };
        let check = MemberCheck {
            at,
            outcome: if after == before {
                otherwise
            } else {
                CheckOutcome::Changed
            },
            before: before.own,
            after: after.own,
            fault: None,
        };
        let evaluated = evaluator.finish();
        plan.state = evaluated.state;
        plan.users = evaluated.users;
        plan.at = at;
        plan.check = Some((row, check.clone(), reading.api_calls));
        Ok(check)
    }
}

/// A user whom Salesforce does not show. Somebody who was never evaluated waits for a complete list,
/// and while such a list is doubted nobody believes that people are gone.
fn absent(evaluator: &mut Evaluator, known: &KnownUser) -> Standing {
    let held = evaluator.state().held_back;
    if held.is_some_and(|held| held.by_full_load) || known.previous().is_none() {
        return known.standing;
    }
    let absences = known.absences.saturating_add(1);
    let after = evaluator.absent(known, absences);
    evaluator.write(Update {
        after,
        absences,
        ..known.update()
    });
    after
}

/// Keeps a check that could not be made, with the calls it took.
#[derive(Debug, Clone)]
pub struct KeepFailedCheck {
    pub member: SalesforceId,
    pub at: Timestamp,
    pub fault: Fault,
    pub api_calls: u64,
}

impl Work for KeepFailedCheck {
    type Answer = MemberCheck;

    fn decide<R: Rows>(self, plan: &mut Plan, rows: &mut R) -> Result<MemberCheck, R::Error> {
        let known = rows.user(&self.member)?.ok_or(NotFound("user"))?;
        let own = known.standing.own;
        let check = MemberCheck {
            at: self.at,
            outcome: CheckOutcome::Failed,
            before: own,
            after: own,
            fault: Some(text::fault(&self.fault)),
        };
        plan.check = Some((known.row, check.clone(), self.api_calls));
        Ok(check)
    }
}
