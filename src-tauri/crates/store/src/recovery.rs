//! The table `recovery`.

use crate::column::{self, Millis};
use crate::counter;
use crate::failure::Failure;
use crate::incident;
use jiff::Timestamp;
use lpc_core::incident::Recovery;
use lpc_core::status::OwnStatus;
use rusqlite::{OptionalExtension, Transaction, params};

/// Closes the connection's incident and keeps what there is to tell. The numbers come from the
/// counters, so that they agree with the lists.
pub(crate) fn close_connection_incident(
    transaction: &Transaction<'_>,
    organization: i64,
    now: Timestamp,
) -> Result<Option<Recovery>, Failure> {
    let Some(open) = incident::of_connection(transaction, organization)? else {
        return Ok(None);
    };
    incident::close(transaction, open.row, now)?;
    let counts = counter::own_counts(transaction, organization)?;
    let recovery = Recovery {
        lost_since: open.since,
        recovered_at: now,
        resumed: counts.members[OwnStatus::Active as usize],
        need_attention: counts.members[OwnStatus::Suspended as usize],
        members_read: counts.all_members(),
    };
    transaction.execute(
        "INSERT OR REPLACE INTO recovery
             (organization, lost_since, recovered_at, resumed, need_attention, members_read)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            organization,
            Millis(recovery.lost_since),
            Millis(recovery.recovered_at),
            column::stored(recovery.resumed),
            column::stored(recovery.need_attention),
            column::stored(recovery.members_read),
        ],
    )?;
    Ok(Some(recovery))
}

pub(crate) fn read(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<Option<Recovery>, Failure> {
    Ok(transaction
        .prepare_cached(
            "SELECT lost_since, recovered_at, resumed, need_attention, members_read
             FROM recovery WHERE organization = ?1",
        )?
        .query_row([organization], |row| {
            Ok(Recovery {
                lost_since: row.get::<_, Millis>(0)?.0,
                recovered_at: row.get::<_, Millis>(1)?.0,
                resumed: column::count(row.get(2)?),
                need_attention: column::count(row.get(3)?),
                members_read: column::count(row.get(4)?),
            })
        })
        .optional()?)
}

pub(crate) fn dismiss(transaction: &Transaction<'_>, organization: i64) -> Result<(), Failure> {
    transaction.execute(
        "DELETE FROM recovery WHERE organization = ?1",
        [organization],
    )?;
    Ok(())
}
