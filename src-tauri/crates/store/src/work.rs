//! Work on an organization: what `lpc_core::plan` looks at is read, and what it decides is written,
//! in one transaction.

use crate::failure::Failure;
use crate::search_index::SearchIndex;
use crate::{
    audit, column, counter, held_back, incident, member_check, mirror, preflight, recovery,
    session, session_list, status_change, user,
};
use lpc_core::organization::OrganizationId;
use lpc_core::plan::{KnownUser, Plan, Rows, SessionId, State, Which, Work};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::session::Session;
use rusqlite::Transaction;
use std::ops::Range;

/// How an organization stands, with its row number.
pub(crate) fn state(
    transaction: &Transaction<'_>,
    organization: OrganizationId,
) -> Result<(i64, State), Failure> {
    let (row, counts) = counter::read(transaction, organization)?;
    let state = State {
        organization,
        counts,
        mirror: mirror::read(transaction, row)?,
        incidents: incident::read(transaction, row)?,
        next_incident: incident::next(transaction)?,
        held_back: held_back::read(transaction, row)?,
        recovery: recovery::read(transaction, row)?,
    };
    Ok((row, state))
}

/// Does the work.
pub(crate) fn apply<W: Work>(
    transaction: &Transaction<'_>,
    organization: OrganizationId,
    work: W,
) -> Result<W::Answer, Failure> {
    let (row, before) = state(transaction, organization)?;
    let mut plan = Plan::new(before.clone());
    let mut rows = Known {
        transaction,
        organization: row,
    };
    let answer = work.decide(&mut plan, &mut rows)?;
    write(transaction, row, &before, &plan)?;
    Ok(answer)
}

fn write(
    transaction: &Transaction<'_>,
    organization: i64,
    before: &State,
    plan: &Plan,
) -> Result<(), Failure> {
    let after = &plan.state;
    // First, for users refer to them.
    incident::write(
        transaction,
        organization,
        &before.incidents,
        &after.incidents,
    )?;
    let mut index = SearchIndex::default();
    for change in &plan.users {
        user::write(transaction, organization, change, plan.at, &mut index)?;
    }
    index.write(transaction)?;
    counter::write(transaction, organization, &before.counts, &after.counts)?;
    if before.mirror != after.mirror {
        mirror::write(transaction, organization, &after.mirror)?;
    }
    if before.held_back != after.held_back {
        held_back::write(transaction, organization, after)?;
    }
    if before.recovery != after.recovery {
        recovery::write(transaction, organization, after.recovery.as_ref())?;
    }
    if let Some((user, check, calls)) = &plan.check {
        member_check::add(transaction, organization, *user, check, *calls)?;
    }
    if let Some((id, ended, suspended)) = &plan.session {
        session::end(transaction, *id, ended, *suspended)?;
    }
    if let Some(preflight) = &plan.preflight {
        preflight::write(transaction, organization, preflight.as_ref())?;
    }
    for entry in &plan.entries {
        audit::add(transaction, entry)?;
    }
    if let Some(old) = &plan.forget {
        session_list::forget(transaction, organization, old)?;
        member_check::forget(transaction, organization, old.before)?;
        status_change::forget(transaction, old.before)?;
        incident::forget(transaction, organization, old.before)?;
    }
    Ok(())
}

/// The rows of an organization within a transaction.
struct Known<'t> {
    transaction: &'t Transaction<'t>,
    organization: i64,
}

impl Rows for Known<'_> {
    type Error = Failure;

    fn user(&mut self, id: &SalesforceId) -> Result<Option<KnownUser>, Failure> {
        user::find(self.transaction, self.organization, id)
    }

    fn each(&mut self, which: Which, look: &mut dyn FnMut(KnownUser)) -> Result<(), Failure> {
        user::each(self.transaction, self.organization, which, look)
    }

    fn largest_id(&mut self) -> Result<Option<SalesforceId>, Failure> {
        user::largest_id(self.transaction, self.organization)
    }

    fn named_by(&mut self, generations: Range<i64>) -> Result<u64, Failure> {
        let users = self
            .transaction
            .prepare_cached(
                "SELECT count(*) FROM user
                 WHERE organization = ?1 AND generation >= ?2 AND generation < ?3",
            )?
            .query_row(
                [self.organization, generations.start, generations.end],
                |row| row.get(0),
            )?;
        Ok(column::count(users))
    }

    fn open_session(&mut self, id: SessionId) -> Result<Option<Session>, Failure> {
        session::open(self.transaction, self.organization, id)
    }
}
