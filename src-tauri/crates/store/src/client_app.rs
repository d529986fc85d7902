//! The table `client_app`.

use crate::failure::Failure;
use lpc_core::environment::Environment;
use lpc_core::organization::ClientApp;
use rusqlite::types::FromSqlError;
use rusqlite::{Transaction, params};

pub(crate) fn replace(
    transaction: &Transaction<'_>,
    organization: i64,
    apps: &[ClientApp],
) -> Result<(), Failure> {
    transaction.execute(
        "DELETE FROM client_app WHERE organization = ?1",
        [organization],
    )?;
    for app in apps {
        transaction.execute(
            "INSERT INTO client_app (organization, environment, consumer_key, login_origin)
             VALUES (?1, ?2, ?3, ?4)",
            params![
                organization,
                app.environment.slug(),
                app.consumer_key,
                app.login_origin,
            ],
        )?;
    }
    Ok(())
}

/// Reads an environment's slug from a column.
pub(crate) fn environment(slug: &str) -> Result<Environment, FromSqlError> {
    Environment::from_slug(slug).ok_or(FromSqlError::InvalidType)
}
