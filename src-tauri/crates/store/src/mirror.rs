//! The table `mirror`: where the mirror of an organization stands.

use crate::client_app::environment;
use crate::column::{self, Id, Millis};
use crate::failure::Failure;
use jiff::Timestamp;
use lpc_core::environment::Environment;
use lpc_core::organization::OrganizationId;
use lpc_core::port::store::{Load, MirrorState};
use lpc_core::salesforce_id::SalesforceId;
use rusqlite::{Row, Transaction, params};

/// The row of an organization.
#[derive(Debug)]
pub(crate) struct Mirror {
    /// Where the published users come from.
    pub(crate) environment: Option<Environment>,
    /// The published load; 0 before the first.
    pub(crate) generation: i64,
    pub(crate) watermark: Option<Timestamp>,
    pub(crate) full_load: Option<Timestamp>,
    pub(crate) service_account: Option<SalesforceId>,
    pub(crate) loading: Option<Loading>,
    /// The published users come from another Salesforce organization than the connected one.
    pub(crate) source_changed: bool,
}

/// A load that is not published yet.
#[derive(Debug)]
pub(crate) struct Loading {
    pub(crate) generation: i64,
    pub(crate) environment: Environment,
    pub(crate) resume_after: Option<SalesforceId>,
    pub(crate) beginning: Option<Timestamp>,
    /// Users known when it began, without those whom the published load did not name either.
    pub(crate) known: u64,
}

impl Mirror {
    pub(crate) fn state(&self) -> MirrorState {
        MirrorState {
            watermark: self.watermark,
            full_load: self.full_load,
        }
    }

    /// The load that users read now belong to: the one under way, else the published one.
    pub(crate) fn newest_generation(&self) -> i64 {
        self.loading
            .as_ref()
            .map_or(self.generation, |loading| loading.generation)
    }

    /// When a row was last named. Pages of a load do not know the time; the rows of the published
    /// load were named when it was published, unless the row itself knows a later time.
    pub(crate) fn last_seen(&self, row_generation: i64, row_last_seen: Timestamp) -> Timestamp {
        match self.full_load {
            Some(full_load) if row_generation == self.generation => full_load.max(row_last_seen),
            _ => row_last_seen,
        }
    }
}

pub(crate) fn of(transaction: &Transaction<'_>, organization: i64) -> Result<Mirror, Failure> {
    Ok(transaction
        .prepare_cached(
            "SELECT environment, generation, watermark, full_load, service_account,
                 load_generation, load_environment, load_resume_after, source_changed,
                 load_beginning, load_known
             FROM mirror WHERE organization = ?1",
        )?
        .query_row([organization], read)?)
}

/// Takes the unfinished load of this environment up, or begins a new one.
pub(crate) fn begin_load(
    transaction: &Transaction<'_>,
    row: i64,
    organization: OrganizationId,
    environment: Environment,
) -> Result<Load, Failure> {
    let mirror = of(transaction, row)?;
    let generation = match mirror.loading {
        Some(loading) if loading.environment == environment && loading.resume_after.is_some() => {
            return Ok(Load {
                organization,
                generation: loading.generation,
                resume_after: loading.resume_after,
                beginning: loading.beginning,
            });
        }
        Some(abandoned) => abandoned.generation + 1,
        None => mirror.generation + 1,
    };
    transaction.execute(
        "UPDATE mirror
         SET load_generation = ?2, load_environment = ?3, load_resume_after = NULL,
             load_beginning = NULL,
             load_known = (SELECT count(*) FROM user
                           WHERE organization = ?1 AND generation >= mirror.generation)
         WHERE organization = ?1",
        params![row, generation, environment.slug()],
    )?;
    Ok(Load {
        organization,
        generation,
        resume_after: None,
        beginning: None,
    })
}

/// Keeps the newest change that Salesforce knew when the load under way began.
pub(crate) fn set_beginning(
    transaction: &Transaction<'_>,
    organization: i64,
    newest: Timestamp,
) -> Result<(), Failure> {
    transaction.execute(
        "UPDATE mirror SET load_beginning = ?2 WHERE organization = ?1",
        params![organization, Millis(newest)],
    )?;
    Ok(())
}

/// Lets the next load begin anew: what the one under way read is not believed. Its number is not
/// used again, for rows carry it.
pub(crate) fn abandon_load(
    transaction: &Transaction<'_>,
    organization: i64,
) -> Result<(), Failure> {
    transaction.execute(
        "UPDATE mirror SET load_resume_after = NULL WHERE organization = ?1",
        [organization],
    )?;
    Ok(())
}

/// Users whom the published load or a change since then named, and the load under way does not.
pub(crate) fn missing(
    transaction: &Transaction<'_>,
    organization: i64,
    load_generation: i64,
) -> Result<u64, Failure> {
    let missing = transaction.query_row(
        "SELECT count(*) FROM user, mirror
         WHERE user.organization = ?1 AND mirror.organization = ?1
             AND user.generation >= mirror.generation AND user.generation < ?2",
        [organization, load_generation],
        |row| row.get(0),
    )?;
    Ok(column::count(missing))
}

/// The load under way. A load that was published or superseded meanwhile is refused.
pub(crate) fn loading(mirror: &Mirror, generation: i64) -> Result<&Loading, Failure> {
    mirror
        .loading
        .as_ref()
        .filter(|loading| loading.generation == generation)
        .ok_or(Failure::NotFound("load under way"))
}

pub(crate) fn set_resume_after(
    transaction: &Transaction<'_>,
    organization: i64,
    id: &SalesforceId,
) -> Result<(), Failure> {
    transaction.execute(
        "UPDATE mirror SET load_resume_after = ?2 WHERE organization = ?1",
        params![organization, id.as_str()],
    )?;
    Ok(())
}

/// Makes the load under way the published one.
pub(crate) fn publish(
    transaction: &Transaction<'_>,
    organization: i64,
    watermark: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Failure> {
    transaction.execute(
        "UPDATE mirror
         SET environment = load_environment, generation = load_generation, watermark = ?2,
             full_load = ?3, load_generation = NULL, load_environment = NULL,
             load_resume_after = NULL, load_beginning = NULL, source_changed = 0
         WHERE organization = ?1",
        params![organization, watermark.map(Millis), Millis(now)],
    )?;
    Ok(())
}

pub(crate) fn set_watermark(
    transaction: &Transaction<'_>,
    organization: i64,
    watermark: Timestamp,
) -> Result<(), Failure> {
    transaction.execute(
        "UPDATE mirror SET watermark = ?2 WHERE organization = ?1",
        params![organization, Millis(watermark)],
    )?;
    Ok(())
}

pub(crate) fn set_service_account(
    transaction: &Transaction<'_>,
    organization: i64,
    service_account: &SalesforceId,
) -> Result<(), Failure> {
    transaction.execute(
        "UPDATE mirror SET service_account = ?2 WHERE organization = ?1",
        params![organization, service_account.as_str()],
    )?;
    Ok(())
}

/// Names the Salesforce organization that is being connected. Another one than before begins the
/// mirror anew: no watermark, no half-done load, and what was a fact there is none here.
pub(crate) fn set_source(
    transaction: &Transaction<'_>,
    organization: i64,
    before: Option<&SalesforceId>,
    now: &SalesforceId,
    at: Timestamp,
) -> Result<(), Failure> {
    let known: Option<String> = transaction.query_row(
        "SELECT salesforce_organization FROM mirror WHERE organization = ?1",
        [organization],
        |row| row.get(0),
    )?;
    let known = known.as_deref().or(before.map(SalesforceId::as_str));
    if known.is_some_and(|known| known != now.as_str()) {
        transaction.execute(
            "UPDATE mirror
             SET watermark = NULL, full_load = NULL, load_generation = NULL,
                 load_environment = NULL, load_resume_after = NULL, source_changed = 1,
                 source_since = ?2,
                 generation = max(generation, coalesce(load_generation, 0))
             WHERE organization = ?1",
            params![organization, Millis(at)],
        )?;
    }
    transaction.execute(
        "UPDATE mirror SET salesforce_organization = ?2 WHERE organization = ?1",
        params![organization, now.as_str()],
    )?;
    Ok(())
}

/// An instant, or the later one since which the present Salesforce organization is connected.
pub(crate) fn of_this_source(
    transaction: &Transaction<'_>,
    organization: i64,
    since: Timestamp,
) -> Result<Timestamp, Failure> {
    let changed: Option<Millis> = transaction
        .prepare_cached("SELECT source_since FROM mirror WHERE organization = ?1")?
        .query_row([organization], |row| row.get(0))?;
    Ok(changed.map_or(since, |changed| changed.0.max(since)))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Mirror> {
    let slug: Option<String> = row.get(0)?;
    let load_generation: Option<i64> = row.get(5)?;
    Ok(Mirror {
        environment: slug.as_deref().map(environment).transpose()?,
        generation: row.get(1)?,
        watermark: row.get::<_, Option<Millis>>(2)?.map(|instant| instant.0),
        full_load: row.get::<_, Option<Millis>>(3)?.map(|instant| instant.0),
        service_account: row.get::<_, Option<Id>>(4)?.map(|id| id.0),
        source_changed: row.get(8)?,
        loading: match load_generation {
            None => None,
            Some(generation) => Some(Loading {
                generation,
                environment: environment(&row.get::<_, String>(6)?)?,
                resume_after: row.get::<_, Option<Id>>(7)?.map(|id| id.0),
                beginning: row.get::<_, Option<Millis>>(9)?.map(|instant| instant.0),
                known: column::count(row.get(10)?),
            }),
        },
    })
}
