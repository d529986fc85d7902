//! The table `own_count` and `incident.members`: counts that every transaction keeps current.
//!
//! They are kept by the code that writes statuses and not by triggers: a load of 100,000 users then
//! writes a handful of counts instead of 200,000.

use crate::column::{self, Own};
use crate::failure::Failure;
use lpc_core::port::store::OwnCounts;
use lpc_core::status::OwnStatus;
use rusqlite::Transaction;
use std::collections::HashMap;

/// Counts those who are not members.
const NOT_A_MEMBER: i64 = -1;

/// What a user counts towards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// The own status; `None` for somebody who is not a member.
    pub(crate) own: Option<OwnStatus>,
    /// The incident that suspends the member.
    pub(crate) incident: Option<i64>,
}

impl Standing {
    pub(crate) const NOT_A_MEMBER: Self = Self {
        own: None,
        incident: None,
    };
}

/// The counts that a transaction has changed so far.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    own: HashMap<i64, i64>,
    incidents: HashMap<i64, i64>,
}

impl Tally {
    pub(crate) fn enter(&mut self, standing: Standing) {
        self.count(standing, 1);
    }

    pub(crate) fn leave(&mut self, standing: Standing) {
        self.count(standing, -1);
    }

    /// Writes the counts.
    pub(crate) fn write(
        self,
        transaction: &Transaction<'_>,
        organization: i64,
    ) -> Result<(), Failure> {
        let mut own_count = transaction.prepare_cached(
            "UPDATE own_count SET users = users + ?3 WHERE organization = ?1 AND own = ?2",
        )?;
        for (own, difference) in self.own.into_iter().filter(|(_, by)| *by != 0) {
            own_count.execute([organization, own, difference])?;
        }
        let mut members = transaction
            .prepare_cached("UPDATE incident SET members = members + ?2 WHERE row = ?1")?;
        for (incident, difference) in self.incidents.into_iter().filter(|(_, by)| *by != 0) {
            members.execute([incident, difference])?;
        }
        Ok(())
    }

    fn count(&mut self, standing: Standing, by: i64) {
        let own = standing.own.map_or(NOT_A_MEMBER, Own::code);
        *self.own.entry(own).or_default() += by;
        if let Some(incident) = standing.incident {
            *self.incidents.entry(incident).or_default() += by;
        }
    }
}

/// Members whom an evaluation gave a status.
pub(crate) fn evaluated_members(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<u64, Failure> {
    let counts = own_counts(transaction, organization)?;
    let waiting = counts.members[OwnStatus::NotInitialized as usize];
    Ok(counts.all_members() - waiting)
}

/// Makes the counters of a new organization.
pub(crate) fn add_organization(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<(), Failure> {
    let own_codes = OwnStatus::ALL.into_iter().map(Own::code);
    for own in std::iter::once(NOT_A_MEMBER).chain(own_codes) {
        transaction.execute(
            "INSERT INTO own_count (organization, own) VALUES (?1, ?2)",
            [organization, own],
        )?;
    }
    Ok(())
}

pub(crate) fn own_counts(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<OwnCounts, Failure> {
    let mut statement = transaction
        .prepare_cached("SELECT nullif(own, -1), users FROM own_count WHERE organization = ?1")?;
    let mut rows = statement.query([organization])?;
    let mut counts = OwnCounts::default();
    while let Some(row) = rows.next()? {
        let users = column::count(row.get(1)?);
        counts.users += users;
        if let Some(Own(own)) = row.get(0)? {
            counts.members[own as usize] += users;
        }
    }
    Ok(counts)
}
