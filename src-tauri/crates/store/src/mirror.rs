//! The table `mirror`: where the mirror of an organization stands.

use crate::client_app::environment;
use crate::column::{self, Id, Millis};
use crate::failure::Failure;
use lpc_core::plan::{Loading, Mirror};
use lpc_core::salesforce_id::SalesforceId;
use rusqlite::{Row, Transaction, params};

pub(crate) fn read(transaction: &Transaction<'_>, organization: i64) -> Result<Mirror, Failure> {
    Ok(transaction
        .prepare_cached(
            "SELECT environment, generation, watermark, full_load, service_account,
                 load_generation, load_environment, load_resume_after, load_beginning, load_known,
                 salesforce_organization, source_changed, source_since
             FROM mirror WHERE organization = ?1",
        )?
        .query_row([organization], of_row)?)
}

pub(crate) fn write(
    transaction: &Transaction<'_>,
    organization: i64,
    mirror: &Mirror,
) -> Result<(), Failure> {
    let id = |id: &Option<SalesforceId>| id.as_ref().map(|id| id.as_str().to_owned());
    let loading = mirror.loading.as_ref();
    transaction
        .prepare_cached(
            "UPDATE mirror SET environment = ?2, generation = ?3, watermark = ?4, full_load = ?5,
                 service_account = ?6, load_generation = ?7, load_environment = ?8,
                 load_resume_after = ?9, load_beginning = ?10, load_known = ?11,
                 salesforce_organization = ?12, source_changed = ?13, source_since = ?14
             WHERE organization = ?1",
        )?
        .execute(params![
            organization,
            mirror.environment.map(|environment| environment.slug()),
            mirror.generation,
            mirror.watermark.map(Millis),
            mirror.full_load.map(Millis),
            id(&mirror.service_account),
            loading.map(|loading| loading.generation),
            loading.map(|loading| loading.environment.slug()),
            loading.and_then(|loading| id(&loading.resume_after)),
            loading.and_then(|loading| loading.beginning).map(Millis),
            loading.map_or(0, |loading| column::stored(loading.known)),
            id(&mirror.source),
            mirror.source_changed,
            mirror.source_since.map(Millis),
        ])?;
    Ok(())
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<Mirror> {
    let slug: Option<String> = row.get(0)?;
    let instant = |column| {
        let instant: rusqlite::Result<Option<Millis>> = row.get(column);
        instant.map(|instant| instant.map(|instant| instant.0))
    };
    let id = |column| {
        let id: rusqlite::Result<Option<Id>> = row.get(column);
        id.map(|id| id.map(|id| id.0))
    };
    let loading = match row.get(5)? {
        None => None,
        Some(generation) => Some(Loading {
            generation,
            environment: environment(&row.get::<_, String>(6)?)?,
            resume_after: id(7)?,
            beginning: instant(8)?,
            known: column::count(row.get(9)?),
        }),
    };
    Ok(Mirror {
        environment: slug.as_deref().map(environment).transpose()?,
        generation: row.get(1)?,
        watermark: instant(2)?,
        full_load: instant(3)?,
        service_account: id(4)?,
        loading,
        source: id(10)?,
        source_changed: row.get(11)?,
        source_since: instant(12)?,
    })
}
