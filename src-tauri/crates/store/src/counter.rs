//! The table `own_count`: users by own status.
//!
//! They are kept by the code that writes statuses and not by triggers: a load of 100,000 users then
//! writes a handful of counts instead of 200,000.

use crate::column::{self, Own};
use crate::failure::Failure;
use lpc_core::organization::OrganizationId;
use lpc_core::plan::OwnCounts;
use lpc_core::status::OwnStatus;
use rusqlite::Transaction;

/// Counts those who are not members.
const NOT_A_MEMBER: i64 = -1;

/// Makes the counters of a new organization.
pub(crate) fn add_organization(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<(), Failure> {
    for (own, _) in rows(&OwnCounts::default()) {
        transaction.execute(
            "INSERT INTO own_count (organization, own) VALUES (?1, ?2)",
            [organization, own],
        )?;
    }
    Ok(())
}

/// The row number of an organization, and its counts.
pub(crate) fn read(
    transaction: &Transaction<'_>,
    organization: OrganizationId,
) -> Result<(i64, OwnCounts), Failure> {
    let mut statement = transaction.prepare_cached(
        "SELECT organization.row, nullif(own, -1), users
         FROM organization JOIN own_count ON own_count.organization = organization.row
         WHERE id = ?1 AND deleted = 0",
    )?;
    let mut rows = statement.query([organization.to_string()])?;
    let mut found = None;
    let mut counts = OwnCounts::default();
    while let Some(row) = rows.next()? {
        found = Some(row.get(0)?);
        let users = column::count(row.get(2)?);
        counts.users += users;
        if let Some(Own(own)) = row.get(1)? {
            counts.members[own as usize] += users;
        }
    }
    let found = found.ok_or(Failure::NotFound("organization"))?;
    Ok((found, counts))
}

/// Writes the counts that differ.
pub(crate) fn write(
    transaction: &Transaction<'_>,
    organization: i64,
    before: &OwnCounts,
    after: &OwnCounts,
) -> Result<(), Failure> {
    let mut statement = transaction
        .prepare_cached("UPDATE own_count SET users = ?3 WHERE organization = ?1 AND own = ?2")?;
    for (row, known) in rows(after).zip(rows(before)) {
        if row != known {
            statement.execute([organization, row.0, row.1])?;
        }
    }
    Ok(())
}

fn rows(counts: &OwnCounts) -> impl Iterator<Item = (i64, i64)> {
    let others = (NOT_A_MEMBER, counts.others());
    let members = OwnStatus::ALL.map(Own::code).into_iter();
    let members = members.zip(counts.members);
    std::iter::once(others)
        .chain(members)
        .map(|(own, users)| (own, column::stored(users)))
}
