//! What only the columns of this database hold.

use jiff::Timestamp;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{Error, Result, ToSql};

/// An instant in nanoseconds since 1970, so that what is read equals what was written. Fits until
/// the year 2262.
pub(crate) struct Nanos(pub(crate) Timestamp);

impl ToSql for Nanos {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        let number = i64::try_from(self.0.as_nanosecond());
        number
            .map(ToSqlOutput::from)
            .map_err(|error| Error::ToSqlConversionFailure(error.into()))
    }
}

impl FromSql for Nanos {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let instant = Timestamp::from_nanosecond(value.as_i64()?.into());
        instant.map(Self).map_err(FromSqlError::other)
    }
}
