//! The table `recovery`.

use crate::column::{self, Millis};
use crate::failure::Failure;
use lpc_core::incident::Recovery;
use rusqlite::{OptionalExtension, Transaction, params};

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

pub(crate) fn write(
    transaction: &Transaction<'_>,
    organization: i64,
    recovery: Option<&Recovery>,
) -> Result<(), Failure> {
    let Some(recovery) = recovery else {
        transaction.execute(
            "DELETE FROM recovery WHERE organization = ?1",
            [organization],
        )?;
        return Ok(());
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
    Ok(())
}
