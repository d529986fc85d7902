//! The table `status_change`: what became of a member.

use crate::column::{self, Own, Source, count, stored};
use crate::failure::Failure;
use crate::{incident, organization, user};
use jiff::Timestamp;
use lpc_core::fault::Fault;
use lpc_core::history::{ConnectionLoss, StatusChange, UserHistory};
use lpc_core::organization::OrganizationId;
use lpc_core::plan::{Retention, Standing};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::status::StatusSource;
use lpc_sqlite::{Millis, Sql as _, Word};
use rusqlite::{Connection, Result, params};

/// The longest history that is shown.
const LONGEST: u64 = 500;

/// A change as an evaluation makes it.
pub(crate) struct Made {
    pub(crate) user: i64,
    pub(crate) at: Timestamp,
    pub(crate) before: Standing,
    /// When the status before began.
    pub(crate) began: Option<Timestamp>,
    pub(crate) after: Standing,
    pub(crate) source: StatusSource,
}

pub(crate) fn add(db: &Connection, made: &Made) -> Result<()> {
    db.run(
        "INSERT INTO status_change (user, at, before, began, own, incident, source)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            made.user,
            Millis(made.at),
            made.before.own.map(Own),
            made.began.map(Millis),
            made.after.own.map(Own),
            made.after.incident,
            Source(made.source),
        ],
    )
}

/// The newest `limit` changes of a user, the newest first, and the losses of the connection since
/// the oldest of them.
pub(crate) fn of_user(
    db: &Connection,
    organization: OrganizationId,
    id: &SalesforceId,
    limit: u64,
) -> Result<UserHistory, Failure> {
    let organization = organization::row(db, organization)?;
    let known = user::find(db, organization, id)?.ok_or(Failure::NotFound("user"))?;
    let limit = limit.min(LONGEST);
    let sql = "SELECT count(*) FROM status_change WHERE user = ?1";
    let mut total = count(db.one(sql, [known.row], |row| row.get(0))?);
    let sql = "SELECT at, own, incident.code, incident.raw, source, before, began
               FROM status_change LEFT JOIN incident ON incident.row = incident
               WHERE user = ?1 ORDER BY status_change.row DESC LIMIT ?2";
    let mut began = None;
    let mut changes = db.all(sql, params![known.row, stored(limit)], |row| {
        let own = row.get::<_, Option<Own>>(5)?.map(|own| own.0);
        began = own.zip(row.get::<_, Option<Millis>>(6)?.map(|at| at.0));
        Ok(StatusChange {
            at: row.get::<_, Millis>(0)?.0,
            own: row.get::<_, Option<Own>>(1)?.map(|own| own.0),
            cause: column::fault(row, 2, 3)?,
            source: row.get::<_, Source>(4)?.0,
        })
    })?;
    // The status before the oldest change, or the only one there ever was.
    let (first, cause) = if total == 0 {
        let cause = match known.standing.incident {
            None => None,
            Some(incident) => incident::fault(db, incident)?,
        };
        (known.standing.own.zip(known.since), cause)
    } else {
        (began, None)
    };
    if let Some((own, at)) = first.filter(|_| total <= changes.len() as u64) {
        total += 1;
        if (changes.len() as u64) < limit {
            changes.push(StatusChange {
                at,
                own: Some(own),
                cause,
                source: StatusSource::Salesforce,
            });
        }
    }
    let losses = match changes.last() {
        None => Vec::new(),
        Some(oldest) => losses(db, organization, oldest.at, limit)?,
    };
    Ok(UserHistory {
        changes,
        total,
        losses,
    })
}

/// Losses of the connection that were not over before an instant, the newest first.
fn losses(
    db: &Connection,
    organization: i64,
    after: Timestamp,
    limit: u64,
) -> Result<Vec<ConnectionLoss>> {
    let sql = "SELECT since, until, code, raw FROM incident
               WHERE organization = ?1 AND scope = 'connection' AND (until IS NULL OR until >= ?2)
               ORDER BY since DESC LIMIT ?3";
    db.all(
        sql,
        params![organization, Millis(after), stored(limit)],
        |row| {
            Ok(ConnectionLoss {
                since: row.get::<_, Millis>(0)?.0,
                until: row.get::<_, Option<Millis>>(1)?.map(|until| until.0),
                fault: Fault::new(row.get::<_, Word<_>>(2)?.0, row.get::<_, String>(3)?),
            })
        },
    )
}

/// Forgets changes that are old or too many, the oldest first: rows are numbered as time goes, so no
/// index is needed and a session costs a glance at the oldest row.
pub(crate) fn forget(db: &Connection, before: Timestamp) -> Result<()> {
    let (at_once, kept) = (Retention::CHANGES_AT_ONCE, Retention::CHANGES_KEPT);
    db.run(
        "DELETE FROM status_change WHERE row IN
             (SELECT row FROM status_change ORDER BY row LIMIT ?1)
             AND (at < ?2 OR row <= (SELECT max(row) FROM status_change) - ?3)",
        params![at_once, Millis(before), kept],
    )
}
