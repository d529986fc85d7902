//! What the desktop has yet to be told of a connection's incidents (`incident.told`).

use crate::column::{Millis, Word};
use crate::counter;
use crate::failure::Failure;
use jiff::Timestamp;
use lpc_core::alert::AlertKind;
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::status::{EffectiveStatus, Overlay, OwnStatus};
use rusqlite::{OptionalExtension, Transaction, params};

/// Takes what there is to tell, so that nobody else tells it: once, whatever happens afterwards.
pub(crate) fn take(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<Option<AlertKind>, Failure> {
    let open: Option<(i64, Fault, bool)> = transaction
        .prepare_cached(
            "SELECT row, code, raw, told = 0 FROM incident
             WHERE organization = ?1 AND scope = 'connection' AND until IS NULL",
        )?
        .query_row([organization], |row| {
            let code = row.get::<_, Word<FaultCode>>(1)?.0;
            let fault = Fault::new(code, row.get::<_, String>(2)?);
            Ok((row.get(0)?, fault, row.get(3)?))
        })
        .optional()?;
    let ended: Option<(Timestamp, Timestamp)> = transaction
        .prepare_cached(
            "SELECT since, until FROM incident
             WHERE organization = ?1 AND told = 1 AND until IS NOT NULL
             ORDER BY until DESC LIMIT 1",
        )?
        .query_row([organization], |row| {
            Ok((row.get::<_, Millis>(0)?.0, row.get::<_, Millis>(1)?.0))
        })
        .optional()?;
    if ended.is_some() {
        transaction.execute(
            "UPDATE incident SET told = 2
             WHERE organization = ?1 AND told = 1 AND until IS NOT NULL",
            [organization],
        )?;
    }
    let counts = counter::own_counts(transaction, organization)?;
    match (open, ended) {
        (Some((row, fault, true)), _) => {
            transaction.execute("UPDATE incident SET told = 1 WHERE row = ?1", params![row])?;
            let overlay = Overlay::Red {
                fault: fault.clone(),
                since: None,
            };
            Ok(Some(AlertKind::Lost {
                fault,
                members: counts.effective(&overlay, EffectiveStatus::Suspended),
            }))
        }
        // One cause took the place of another, or it began anew and that was told: it is not over.
        (Some(_), _) | (None, None) => Ok(None),
        (None, Some((since, until))) => Ok(Some(AlertKind::Over {
            since,
            until,
            resumed: counts.members[OwnStatus::Active as usize],
            need_attention: counts.members[OwnStatus::Suspended as usize],
        })),
    }
}

/// Marks everything as told, where nobody wants to hear of it.
pub(crate) fn pass_over(transaction: &Transaction<'_>, organization: i64) -> Result<(), Failure> {
    transaction.execute(
        "UPDATE incident SET told = 2
         WHERE organization = ?1 AND scope = 'connection' AND told < 2",
        [organization],
    )?;
    Ok(())
}
