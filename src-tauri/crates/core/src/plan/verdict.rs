//! Deciding over changes before any of them is written: they are applied, or they wait for a person.

use super::evaluator::Evaluated;
use super::work::{Plan, Rows, Work};
use crate::audit::{AuditKind, Change, NewEntry, Stamp};
use crate::holding::{Finding, HeldBack, Verdict};
use crate::incident::{FaultClass, IncidentScope};
use crate::session::Changes;
use crate::status::OwnStatus;
use jiff::Timestamp;

/// Where changes come from, and what was known about them.
pub(super) struct Case {
    pub(super) by_full_load: bool,
    pub(super) now: Timestamp,
    /// `false`: whatever it is, it was meant.
    pub(super) hold_back: bool,
    /// What the list itself shows, before anything is evaluated.
    pub(super) list: Option<Finding>,
}

/// Decides over the changes that `evaluate` finds; it is told whether a person agreed to the list.
pub(super) fn decide<E>(
    plan: &mut Plan,
    case: &Case,
    evaluate: impl FnOnce(&Plan, bool) -> Result<Evaluated, E>,
) -> Result<Verdict<Changes>, E> {
    let held = plan.state.held_back;
    let agreed = |finding: &Finding| held.is_some_and(|held: HeldBack| held.covers(finding));
    let list = case.list.filter(|_| case.hold_back);
    if let Some(finding) = list
        && !agreed(&finding)
    {
        return Ok(hold(plan, case, finding));
    }
    let agreed_to_list = list.is_some();
    // Members whom an evaluation gave a status.
    let counts = &plan.state.counts;
    let members = counts.all_members() - counts.of(OwnStatus::NotInitialized);
    let evaluated = evaluate(plan, agreed_to_list)?;
    // Whoever agreed that people are gone agreed to what follows for them.
    let flips = Finding::of_flips(members, evaluated.flips)
        .filter(|finding| case.hold_back && !agreed_to_list && !agreed(finding));
    if let Some(finding) = flips {
        return Ok(hold(plan, case, finding));
    }
    plan.state = evaluated.state;
    plan.users = evaluated.users;
    plan.at = case.now;
    end(plan, case.now);
    Ok(Verdict::Applied(evaluated.changes))
}

/// Keeps a finding as the one incident of its kind. A new finding needs a new consent.
fn hold(plan: &mut Plan, case: &Case, finding: Finding) -> Verdict<Changes> {
    let state = &mut plan.state;
    let (fault, scope) = (finding.fault(), IncidentScope::Source);
    let incident = match state.open(scope) {
        Some(open) => open,
        None => state.open_incident(scope, FaultClass::Source, &fault, case.now),
    };
    incident.fault = fault;
    incident.members = finding.affected();
    let since = state.held_back.map_or(case.now, |held| held.since);
    state.held_back = Some(HeldBack {
        finding,
        since,
        seen: case.now,
        by_full_load: case.by_full_load,
        confirmed: None,
    });
    Verdict::HeldBack(finding)
}

/// Ends the incident: a session was normal again, or a person let it be applied.
fn end(plan: &mut Plan, now: Timestamp) {
    if plan.state.held_back.take().is_some()
        && let Some(open) = plan.state.open(IncidentScope::Source)
    {
        open.until = Some(now);
    }
}

/// Lets the next session apply what is held back, if it still touches so many as the person was
/// shown; answers whether it does. That it does is written into the audit.
#[derive(Debug, Clone)]
pub struct ConfirmHeldBack {
    pub affected: u64,
    pub stamp: Stamp,
}

impl Work for ConfirmHeldBack {
    type Answer = bool;

    fn decide<R: Rows>(self, plan: &mut Plan, _: &mut R) -> Result<bool, R::Error> {
        let held = plan.state.held_back.as_mut();
        let Some(held) = held.filter(|held| held.finding.affected() == self.affected) else {
            return Ok(false);
        };
        held.confirmed = Some(self.affected);
        plan.entries.push(NewEntry {
            stamp: self.stamp,
            kind: AuditKind::HeldBackApplied,
            organization: Some(plan.state.organization),
            change: Change::to(held.finding.extent()),
        });
        Ok(true)
    }
}
