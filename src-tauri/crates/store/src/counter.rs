//! The table `own_count`: users by own status.
//!
//! They are kept by the code that writes statuses and not by triggers: a load of 100,000 users then
//! writes a handful of counts instead of 200,000.

use crate::column::{Own, count, stored};
use crate::failure::Failure;
use lpc_core::organization::OrganizationId;
use lpc_core::plan::OwnCounts;
use lpc_core::status::OwnStatus;
use lpc_sqlite::{Key, Sql as _};
use rusqlite::{Connection, Result};

/// Counts those who are not members.
const NOT_A_MEMBER: i64 = -1;

/// Makes the counters of a new organization.
pub(crate) fn add_organization(db: &Connection, organization: i64) -> Result<()> {
    let sql = "INSERT INTO own_count (organization, own) VALUES (?1, ?2)";
    rows(&OwnCounts::default()).try_for_each(|(own, _)| db.run(sql, [organization, own]))
}

/// The row number of an organization, and its counts.
pub(crate) fn read(
    db: &Connection,
    organization: OrganizationId,
) -> Result<(i64, OwnCounts), Failure> {
    let sql = "SELECT organization.row, nullif(own, -1), users
               FROM organization JOIN own_count ON own_count.organization = organization.row
               WHERE id = ?1 AND deleted = 0";
    let mut counts = OwnCounts::default();
    let rows = db.all(sql, [Key(organization)], |row| {
        let users = count(row.get(2)?);
        counts.users += users;
        if let Some(Own(own)) = row.get(1)? {
            counts.members[own as usize] += users;
        }
        row.get(0)
    })?;
    let found = rows.first().ok_or(Failure::NotFound("organization"))?;
    Ok((*found, counts))
}

/// Writes the counts that differ.
pub(crate) fn write(
    db: &Connection,
    organization: i64,
    before: &OwnCounts,
    after: &OwnCounts,
) -> Result<()> {
    let sql = "UPDATE own_count SET users = ?3 WHERE organization = ?1 AND own = ?2";
    rows(after)
        .zip(rows(before))
        .filter(|(row, known)| row != known)
        .try_for_each(|((own, users), _)| db.run(sql, [organization, own, users]))
}

fn rows(counts: &OwnCounts) -> impl Iterator<Item = (i64, i64)> {
    let others = (NOT_A_MEMBER, counts.others());
    let members = OwnStatus::ALL.map(Own::code).into_iter();
    std::iter::once(others)
        .chain(members.zip(counts.members))
        .map(|(own, users)| (own, stored(users)))
}
