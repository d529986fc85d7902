//! The table `recovery`.

use crate::column::{count, stored};
use lpc_core::incident::Recovery;
use lpc_sqlite::{Millis, Sql as _};
use rusqlite::{Connection, Result, params};

pub(crate) fn read(db: &Connection, organization: i64) -> Result<Option<Recovery>> {
    let sql = "SELECT lost_since, recovered_at, resumed, need_attention, members_read
               FROM recovery WHERE organization = ?1";
    db.first(sql, [organization], |row| {
        Ok(Recovery {
            lost_since: row.get::<_, Millis>(0)?.0,
            recovered_at: row.get::<_, Millis>(1)?.0,
            resumed: count(row.get(2)?),
            need_attention: count(row.get(3)?),
            members_read: count(row.get(4)?),
        })
    })
}

pub(crate) fn write(db: &Connection, organization: i64, recovery: Option<&Recovery>) -> Result<()> {
    let Some(recovery) = recovery else {
        return db.run(
            "DELETE FROM recovery WHERE organization = ?1",
            [organization],
        );
    };
    db.run(
        "INSERT OR REPLACE INTO recovery
             (organization, lost_since, recovered_at, resumed, need_attention, members_read)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            organization,
            Millis(recovery.lost_since),
            Millis(recovery.recovered_at),
            stored(recovery.resumed),
            stored(recovery.need_attention),
            stored(recovery.members_read),
        ],
    )
}
