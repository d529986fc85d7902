//! Users as lists and details show them.

use crate::column::{self, Id, Millis, Own, Source};
use crate::failure::Failure;
use crate::mirror::Mirror;
use crate::{mirror, organization};
use lpc_core::organization::OrganizationId;
use lpc_core::port::store::UserRecord;
use lpc_core::salesforce_id::SalesforceId;
use rusqlite::{OptionalExtension, Row, Transaction, params};

/// One user.
pub(crate) fn find(
    transaction: &Transaction<'_>,
    organization: OrganizationId,
    id: &SalesforceId,
) -> Result<Option<UserRecord>, Failure> {
    let organization = organization::row(transaction, organization)?;
    let row = transaction
        .prepare_cached("SELECT row FROM user WHERE organization = ?1 AND id = ?2")?
        .query_row(params![organization, id.as_str()], |row| row.get(0))
        .optional()?;
    match row {
        None => Ok(None),
        Some(row) => Ok(of_rows(transaction, organization, &[row])?.pop()),
    }
}

/// The users of these rows, in this order.
pub(crate) fn of_rows(
    transaction: &Transaction<'_>,
    organization: i64,
    rows: &[i64],
) -> Result<Vec<UserRecord>, Failure> {
    let mirror = mirror::of(transaction, organization)?;
    let mut statement = transaction.prepare_cached(
        "SELECT user.id, name, email, username, profile, own, incident.code, incident.raw,
             user.since, last_seen, generation, source
         FROM user LEFT JOIN incident ON incident.row = user.incident WHERE user.row = ?1",
    )?;
    rows.iter()
        .map(|row| Ok(statement.query_row([row], |found| read(found, &mirror))?))
        .collect()
}

fn read(row: &Row<'_>, mirror: &Mirror) -> rusqlite::Result<UserRecord> {
    Ok(UserRecord {
        id: row.get::<_, Id>(0)?.0,
        name: row.get(1)?,
        email: row.get(2)?,
        username: row.get(3)?,
        profile: row.get(4)?,
        status: row.get::<_, Option<Own>>(5)?.map(|own| own.0),
        cause: column::fault(row, 6, 7)?,
        since: row.get::<_, Option<Millis>>(8)?.map(|since| since.0),
        source: row.get::<_, Source>(11)?.0,
        last_seen: mirror.last_seen(row.get(10)?, row.get::<_, Millis>(9)?.0),
    })
}
