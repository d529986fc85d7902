//! What only the columns of this database hold.

use lpc_core::fault::{Fault, FaultCode};
use lpc_core::status::{OwnStatus, StatusSource};
use lpc_sqlite::Word;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{Result, Row, ToSql};

/// The number of an own status: the table `own_status` says what each means.
pub(crate) struct Own(pub(crate) OwnStatus);

/// Where a status comes from, as a number of the table `status_source`.
pub(crate) struct Source(pub(crate) StatusSource);

impl Own {
    pub(crate) fn code(own: OwnStatus) -> i64 {
        match own {
            OwnStatus::NotInitialized => 0,
            OwnStatus::Active => 1,
            OwnStatus::Paused => 2,
            OwnStatus::Disabled => 3,
            OwnStatus::Suspended => 4,
        }
    }
}

impl ToSql for Own {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(Self::code(self.0).into())
    }
}

impl FromSql for Own {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let code = value.as_i64()?;
        let mut all = OwnStatus::ALL.into_iter();
        all.find(|own| Self::code(*own) == code)
            .map(Self)
            .ok_or(FromSqlError::OutOfRange(code))
    }
}

impl ToSql for Source {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(match self.0 {
            StatusSource::Salesforce => 0_i64,
        }))
    }
}

impl FromSql for Source {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_i64()? {
            0 => Ok(Self(StatusSource::Salesforce)),
            other => Err(FromSqlError::OutOfRange(other)),
        }
    }
}

/// What stopped something, from its code and its text; `None` where both are NULL.
pub(crate) fn fault(row: &Row<'_>, code: usize, raw: usize) -> Result<Option<Fault>> {
    let code: Option<Word<FaultCode>> = row.get(code)?;
    let raw: Option<String> = row.get(raw)?;
    Ok(code.zip(raw).map(|(Word(code), raw)| Fault::new(code, raw)))
}

/// A count; the database has only signed numbers.
pub(crate) fn count(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}

/// A count as the database stores it.
pub(crate) fn stored(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
