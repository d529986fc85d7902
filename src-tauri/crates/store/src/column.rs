//! How values of the domain stand in columns.

use jiff::Timestamp;
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::slug::Slugged;
use lpc_core::status::{OwnStatus, StatusSource};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{Row, ToSql};

/// An instant in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Millis(pub(crate) Timestamp);

/// An 18-character id.
pub(crate) struct Id(pub(crate) SalesforceId);

/// The number of an own status: the table `own_status` says what each means.
pub(crate) struct Own(pub(crate) OwnStatus);

/// Where a status comes from, as a number of the table `status_source`.
pub(crate) struct Source(pub(crate) StatusSource);

/// The word of a value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<T>(pub(crate) T);

impl ToSql for Millis {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.as_millisecond()))
    }
}

impl FromSql for Millis {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Timestamp::from_millisecond(value.as_i64()?)
            .map(Self)
            .map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

impl FromSql for Id {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        SalesforceId::parse(value.as_str()?)
            .map(Self)
            .map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

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
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(Self::code(self.0)))
    }
}

impl FromSql for Own {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let code = value.as_i64()?;
        OwnStatus::ALL
            .into_iter()
            .find(|own| Self::code(*own) == code)
            .map(Self)
            .ok_or(FromSqlError::OutOfRange(code))
    }
}

impl ToSql for Source {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
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

impl<T: Slugged> ToSql for Word<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.slug()))
    }
}

impl<T: Slugged> FromSql for Word<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let slug = value.as_str()?;
        T::from_slug(slug).map(Self).ok_or_else(|| {
            FromSqlError::Other(format!("{slug} is not a word of this column").into())
        })
    }
}

/// What stopped something, from its code and its text; `None` where both are NULL.
pub(crate) fn fault(row: &Row<'_>, code: usize, raw: usize) -> rusqlite::Result<Option<Fault>> {
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
