//! Deciding over changes that are already in the transaction: they stay, or they are taken back.

use crate::evaluation::Evaluated;
use crate::failure::Failure;
use crate::held_back;
use jiff::Timestamp;
use lpc_core::holding::{Finding, HeldBack, Verdict};
use lpc_core::session::Changes;
use rusqlite::Transaction;

/// Whose changes, from where, and what was known about them.
pub(crate) struct Case {
    pub(crate) organization: i64,
    pub(crate) by_full_load: bool,
    pub(crate) now: Timestamp,
    /// `false`: whatever it is, it was meant.
    pub(crate) hold_back: bool,
    /// What the list itself shows, before anything is evaluated.
    pub(crate) list: Option<Finding>,
    /// Members with a status, before anything is evaluated.
    pub(crate) members: u64,
}

/// Makes changes within the transaction and decides over them. `change` is told whether a person
/// agreed to them.
pub(crate) fn decide(
    transaction: &Transaction<'_>,
    case: &Case,
    change: impl FnOnce(bool) -> Result<Evaluated, Failure>,
) -> Result<Verdict<Changes>, Failure> {
    let held = held_back::read(transaction, case.organization)?;
    let agreed = |finding: &Finding| {
        held.as_ref()
            .is_some_and(|held: &HeldBack| held.covers(finding))
    };
    let list = case.list.filter(|_| case.hold_back);
    if let Some(finding) = list
        && !agreed(&finding)
    {
        return hold(transaction, case, finding);
    }
    let agreed_to_list = list.is_some();
    let evaluated = change(agreed_to_list)?;
    // Whoever agreed that people are gone agreed to what follows for them.
    let finding = Finding::of_flips(case.members, evaluated.flips)
        .filter(|finding| case.hold_back && !agreed_to_list && !agreed(finding));
    match finding {
        Some(finding) => {
            // The whole transaction and no savepoint: in a savepoint each statement costs time that
            // grows with those before it. Only this thread writes, so nothing comes in between, and
            // what a crash loses here the next session finds again.
            transaction.execute_batch("ROLLBACK; BEGIN IMMEDIATE")?;
            hold(transaction, case, finding)
        }
        None => {
            held_back::end(transaction, case.organization, case.now)?;
            Ok(Verdict::Applied(evaluated.changes))
        }
    }
}

fn hold(
    transaction: &Transaction<'_>,
    case: &Case,
    finding: Finding,
) -> Result<Verdict<Changes>, Failure> {
    held_back::hold(
        transaction,
        case.organization,
        &finding,
        case.by_full_load,
        case.now,
    )?;
    Ok(Verdict::HeldBack(finding))
}
