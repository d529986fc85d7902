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
use lpc_sqlite::Sql as _;
use rusqlite::{Connection, Result};
use std::ops::Range;

/// How an organization stands, with its row number.
pub(crate) fn state(
    db: &Connection,
    organization: OrganizationId,
) -> Result<(i64, State), Failure> {
    let (row, counts) = counter::read(db, organization)?;
    let state = State {
        organization,
        counts,
        mirror: mirror::read(db, row)?,
        incidents: incident::read(db, row)?,
        next_incident: incident::next(db)?,
        held_back: held_back::read(db, row)?,
        recovery: recovery::read(db, row)?,
    };
    Ok((row, state))
}

/// Does the work.
pub(crate) fn apply<W: Work>(
    db: &Connection,
    organization: OrganizationId,
    work: W,
) -> Result<W::Answer, Failure> {
    let (row, before) = state(db, organization)?;
    let mut plan = Plan::new(before.clone());
    let mut rows = Known {
        db,
        organization: row,
    };
    let answer = work.decide(&mut plan, &mut rows)?;
    write(db, row, &before, &plan)?;
    Ok(answer)
}

fn write(db: &Connection, organization: i64, before: &State, plan: &Plan) -> Result<()> {
    let after = &plan.state;
    // First, for users refer to them.
    incident::write(db, organization, &before.incidents, &after.incidents)?;
    let mut index = SearchIndex::default();
    for change in &plan.users {
        user::write(db, organization, change, plan.at, &mut index)?;
    }
    index.write(db)?;
    counter::write(db, organization, &before.counts, &after.counts)?;
    if before.mirror != after.mirror {
        mirror::write(db, organization, &after.mirror)?;
    }
    if before.held_back != after.held_back {
        held_back::write(db, organization, after)?;
    }
    if before.recovery != after.recovery {
        recovery::write(db, organization, after.recovery.as_ref())?;
    }
    if let Some((user, check, calls)) = &plan.check {
        member_check::add(db, organization, *user, check, *calls)?;
    }
    if let Some((id, ended, suspended)) = &plan.session {
        session::end(db, *id, ended, *suspended)?;
    }
    if let Some(preflight) = &plan.preflight {
        preflight::write(db, organization, preflight.as_ref())?;
    }
    for entry in &plan.entries {
        audit::add(db, entry)?;
    }
    if let Some(old) = &plan.forget {
        session_list::forget(db, organization, old)?;
        member_check::forget(db, organization, old.before)?;
        status_change::forget(db, old.before)?;
        incident::forget(db, organization, old.before)?;
    }
    Ok(())
}

/// The rows of an organization within a transaction.
struct Known<'t> {
    db: &'t Connection,
    organization: i64,
}

impl Rows for Known<'_> {
    type Error = Failure;

    fn user(&mut self, id: &SalesforceId) -> Result<Option<KnownUser>, Failure> {
        Ok(user::find(self.db, self.organization, id)?)
    }

    fn each(&mut self, which: Which, look: &mut dyn FnMut(KnownUser)) -> Result<(), Failure> {
        Ok(user::each(self.db, self.organization, which, look)?)
    }

    fn largest_id(&mut self) -> Result<Option<SalesforceId>, Failure> {
        Ok(user::largest_id(self.db, self.organization)?)
    }

    fn named_by(&mut self, generations: Range<i64>) -> Result<u64, Failure> {
        let sql = "SELECT count(*) FROM user
                   WHERE organization = ?1 AND generation >= ?2 AND generation < ?3";
        let values = [self.organization, generations.start, generations.end];
        Ok(column::count(self.db.one(sql, values, |row| row.get(0))?))
    }

    fn open_session(&mut self, id: SessionId) -> Result<Option<Session>, Failure> {
        Ok(session::open(self.db, self.organization, id)?)
    }
}
