//! Statements in one step, each prepared once per connection.

use rusqlite::{Connection, OptionalExtension as _, Params, Result, Row};

/// How the files of the tables speak to a connection.
pub trait Sql {
    fn connection(&self) -> &Connection;

    fn run(&self, sql: &str, values: impl Params) -> Result<()> {
        self.affects(sql, values).map(drop)
    }

    /// As [`Sql::run`]; whether there was a row to change.
    fn affects(&self, sql: &str, values: impl Params) -> Result<bool> {
        Ok(self.connection().prepare_cached(sql)?.execute(values)? > 0)
    }

    /// The first row, which must be there.
    fn one<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut statement = self.connection().prepare_cached(sql)?;
        statement.query_row(values, read)
    }

    /// The first row, if there is one.
    fn first<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        self.one(sql, values, read).optional()
    }

    fn all<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.connection().prepare_cached(sql)?;
        statement.query_map(values, read)?.collect()
    }
}

impl Sql for Connection {
    fn connection(&self) -> &Connection {
        self
    }
}
