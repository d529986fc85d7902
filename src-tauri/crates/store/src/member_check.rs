//! The table `member_check`: members who were checked by hand, one by one.

use crate::column::{self, Own, stored};
use crate::failure::Failure;
use crate::organization;
use jiff::Timestamp;
use lpc_core::member_check::MemberCheck;
use lpc_core::organization::OrganizationId;
use lpc_core::salesforce_id::SalesforceId;
use lpc_sqlite::{Millis, Sql as _, Word};
use rusqlite::{Connection, Result, params};

/// The newest check of a user; newest by number, for clocks go backwards.
pub(crate) fn last(
    db: &Connection,
    organization: OrganizationId,
    user: &SalesforceId,
) -> Result<Option<MemberCheck>, Failure> {
    let organization = organization::row(db, organization)?;
    let sql = "SELECT at, outcome, before, after, code, raw FROM member_check
               WHERE user = (SELECT row FROM user WHERE organization = ?1 AND id = ?2)
               ORDER BY row DESC LIMIT 1";
    let last = db.first(sql, params![organization, user.as_str()], |row| {
        Ok(MemberCheck {
            at: row.get::<_, Millis>(0)?.0,
            outcome: row.get::<_, Word<_>>(1)?.0,
            before: row.get::<_, Option<Own>>(2)?.map(|own| own.0),
            after: row.get::<_, Option<Own>>(3)?.map(|own| own.0),
            fault: column::fault(row, 4, 5)?,
        })
    });
    Ok(last?)
}

/// Forgets checks that are older than an instant.
pub(crate) fn forget(db: &Connection, organization: i64, before: Timestamp) -> Result<()> {
    let sql = "DELETE FROM member_check WHERE organization = ?1 AND at < ?2";
    db.run(sql, params![organization, Millis(before)])
}

pub(crate) fn add(
    db: &Connection,
    organization: i64,
    user: i64,
    check: &MemberCheck,
    api_calls: u64,
) -> Result<()> {
    db.run(
        "INSERT INTO member_check
             (organization, user, at, outcome, before, after, code, raw, api_calls)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            organization,
            user,
            Millis(check.at),
            Word(check.outcome),
            check.before.map(Own),
            check.after.map(Own),
            check.fault.as_ref().map(|fault| Word(fault.code)),
            check.fault.as_ref().map(|fault| &fault.raw),
            stored(api_calls),
        ],
    )
}
