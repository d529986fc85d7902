//! How values of the domain stand in columns.

use jiff::Timestamp;
use lpc_core::organization::OrganizationId;
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::slug::Slugged;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{Result, ToSql};

/// An instant in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millis(pub Timestamp);

/// The console's own id of an organization.
pub struct Key(pub OrganizationId);

/// An 18-character id.
pub struct Id(pub SalesforceId);

/// The word of a value.
#[derive(Debug, Clone, Copy)]
pub struct Word<T>(pub T);

impl ToSql for Millis {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(self.0.as_millisecond().into())
    }
}

impl FromSql for Millis {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let instant = Timestamp::from_millisecond(value.as_i64()?);
        instant.map(Self).map_err(FromSqlError::other)
    }
}

impl ToSql for Key {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(self.0.to_string().into())
    }
}

impl FromSql for Key {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let id = OrganizationId::parse(value.as_str()?);
        id.map(Self).ok_or(FromSqlError::InvalidType)
    }
}

impl FromSql for Id {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let id = SalesforceId::parse(value.as_str()?);
        id.map(Self).map_err(FromSqlError::other)
    }
}

impl<T: Slugged> ToSql for Word<T> {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(self.0.slug().into())
    }
}

impl<T: Slugged> FromSql for Word<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let slug = value.as_str()?;
        let unknown = || format!("{slug} is not a word of this column");
        T::from_slug(slug)
            .map(Self)
            .ok_or_else(|| FromSqlError::Other(unknown().into()))
    }
}
