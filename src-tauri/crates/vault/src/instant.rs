//! Instants as integers: nanoseconds since 1970, so that what is read equals what was written.

use crate::failure::{Failure, damaged, storage};
use jiff::Timestamp;

/// For a column. Fits until the year 2262.
pub(crate) fn to_column(instant: Timestamp) -> Result<i64, Failure> {
    Ok(i64::try_from(instant.as_nanosecond()).map_err(storage)?)
}

/// From a column.
pub(crate) fn from_column(column: &'static str, value: i64) -> Result<Timestamp, Failure> {
    Timestamp::from_nanosecond(i128::from(value)).map_err(|_| damaged(column))
}
