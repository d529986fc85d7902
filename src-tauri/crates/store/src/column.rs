//! How values of the domain stand in columns.

use jiff::Timestamp;
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::status::OwnStatus;
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

/// An instant in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Millis(pub(crate) Timestamp);

/// An 18-character id.
pub(crate) struct Id(pub(crate) SalesforceId);

/// The code of an own status.
pub(crate) struct Own(pub(crate) OwnStatus);

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

impl FromSql for Own {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let code = value.as_i64()?;
        OwnStatus::from_code(code)
            .map(Self)
            .ok_or(FromSqlError::OutOfRange(code))
    }
}

/// The position of a value among all values of its type, which is its database value.
pub(crate) fn code_of<T: PartialEq>(all: &[T], value: &T) -> i64 {
    all.iter()
        .zip(0..)
        .find_map(|(candidate, code)| (candidate == value).then_some(code))
        .expect("a list of all values contains every value")
}

/// Reads [`code_of`] back.
pub(crate) fn from_code<T: Copy>(all: &[T], code: i64) -> FromSqlResult<T> {
    usize::try_from(code)
        .ok()
        .and_then(|index| all.get(index).copied())
        .ok_or(FromSqlError::OutOfRange(code))
}

/// A count; the database has only signed numbers.
pub(crate) fn count(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}

/// A count as the database stores it.
pub(crate) fn stored(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
