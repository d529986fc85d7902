//! The table `mirror`: where the mirror of an organization stands.

use crate::column::{count, stored};
use lpc_core::environment::Environment;
use lpc_core::plan::{Loading, Mirror};
use lpc_core::salesforce_id::SalesforceId;
use lpc_sqlite::{Id, Millis, Sql as _, Word};
use rusqlite::{Connection, Result, Row, params};

pub(crate) fn read(db: &Connection, organization: i64) -> Result<Mirror> {
    let sql = "SELECT environment, generation, watermark, full_load, service_account,
                   load_generation, load_environment, load_resume_after, load_beginning, load_known,
                   salesforce_organization, source_changed, source_since
               FROM mirror WHERE organization = ?1";
    db.one(sql, [organization], of_row)
}

pub(crate) fn write(db: &Connection, organization: i64, mirror: &Mirror) -> Result<()> {
    let id = |id: &Option<SalesforceId>| id.as_ref().map(|id| id.as_str().to_owned());
    let loading = mirror.loading.as_ref();
    db.run(
        "UPDATE mirror SET environment = ?2, generation = ?3, watermark = ?4, full_load = ?5,
             service_account = ?6, load_generation = ?7, load_environment = ?8,
             load_resume_after = ?9, load_beginning = ?10, load_known = ?11,
             salesforce_organization = ?12, source_changed = ?13, source_since = ?14
         WHERE organization = ?1",
        params![
            organization,
            mirror.environment.map(Word),
            mirror.generation,
            mirror.watermark.map(Millis),
            mirror.full_load.map(Millis),
            id(&mirror.service_account),
            loading.map(|loading| loading.generation),
            loading.map(|loading| Word(loading.environment)),
            loading.and_then(|loading| id(&loading.resume_after)),
            loading.and_then(|loading| loading.beginning).map(Millis),
            loading.map_or(0, |loading| stored(loading.known)),
            id(&mirror.source),
            mirror.source_changed,
            mirror.source_since.map(Millis),
        ],
    )
}

fn of_row(row: &Row<'_>) -> Result<Mirror> {
    let instant = |column| {
        row.get::<_, Option<Millis>>(column)
            .map(|at| at.map(|at| at.0))
    };
    let id = |column| row.get::<_, Option<Id>>(column).map(|id| id.map(|id| id.0));
    let loading = match row.get(5)? {
        None => None,
        Some(generation) => Some(Loading {
            generation,
            environment: row.get::<_, Word<Environment>>(6)?.0,
            resume_after: id(7)?,
            beginning: instant(8)?,
            known: count(row.get(9)?),
        }),
    };
    Ok(Mirror {
        environment: row.get::<_, Option<Word<_>>>(0)?.map(|word| word.0),
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
