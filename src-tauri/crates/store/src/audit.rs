//! The table `audit`. Entries are added in the transaction of what they tell about.

use crate::column::{self, Millis};
use crate::failure::Failure;
use lpc_core::actor::Actor;
use lpc_core::audit::{
    AuditKind, Change, Entry, EntryCounts, EntryFilter, EntryPage, NewEntry, Stamp,
};
use lpc_core::organization::OrganizationId;
use lpc_core::text;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, Transaction, params, params_from_iter};

/// The most entries a page may have.
const MAX_PAGE: u32 = 500;

const COLUMNS: &str = "row, at, kind, by_person, actor, organization, organization_name, subject, \
                       before, after";

/// Adds an entry. The organization's name is taken from its row, deleted or not.
pub(crate) fn add(transaction: &Transaction<'_>, entry: &NewEntry) -> Result<(), Failure> {
    let (by_person, actor) = match &entry.stamp.actor {
        Actor::Person(name) => (true, name.as_deref()),
        Actor::Console => (false, None),
    };
    let organization = entry.organization.map(|id| id.to_string());
    let name: Option<String> = match &organization {
        None => None,
        Some(id) => transaction
            .prepare_cached("SELECT name FROM organization WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?,
    };
    let Change { subject, from, to } = &entry.change;
    transaction
        .prepare_cached(
            "INSERT INTO audit (at, kind, by_person, actor, organization, organization_name,
                 subject, before, after)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            Millis(entry.stamp.at),
            entry.kind.slug(),
            by_person,
            actor.map(text::field),
            organization,
            name,
            subject.as_deref().map(text::field),
            from.as_deref().map(text::raw),
            to.as_deref().map(text::raw),
        ])?;
    Ok(())
}

/// A page, newest first.
pub(crate) fn page(
    transaction: &Transaction<'_>,
    filter: &EntryFilter,
    before: Option<i64>,
    limit: u32,
) -> Result<EntryPage, Failure> {
    let (condition, mut values) = condition(filter);
    let limit = limit.clamp(1, MAX_PAGE) as usize;
    values.push(Value::Integer(before.unwrap_or(i64::MAX)));
    // One more than asked for tells whether there are older ones.
    let mut statement = transaction.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM audit WHERE {condition} AND row < ?
         ORDER BY row DESC LIMIT {}",
        limit + 1
    ))?;
    let mut entries = statement
        .query_map(params_from_iter(&values), read)?
        .filter_map(Result::transpose)
        .collect::<Result<Vec<_>, _>>()?;
    let more = entries.len() > limit;
    entries.truncate(limit);
    Ok(EntryPage {
        counts: counts(transaction, filter.organization)?,
        entries,
        more,
    })
}

/// Entries by topic, of one organization or of all, from the counts that a trigger keeps.
fn counts(
    transaction: &Transaction<'_>,
    organization: Option<OrganizationId>,
) -> Result<EntryCounts, Failure> {
    let mut statement = transaction.prepare_cached(
        "SELECT kind, sum(entries) FROM audit_count
         WHERE ?1 IS NULL OR organization = ?1 GROUP BY kind",
    )?;
    let mut rows = statement.query([organization.map(|id| id.to_string())])?;
    let mut counts = EntryCounts::default();
    while let Some(row) = rows.next()? {
        if let Some(kind) = AuditKind::from_slug(&row.get::<_, String>(0)?) {
            counts.topics[kind.topic() as usize] += column::count(row.get(1)?);
        }
    }
    Ok(counts)
}

fn condition(filter: &EntryFilter) -> (String, Vec<Value>) {
    let mut condition = String::from("1");
    let mut values = Vec::new();
    if let Some(topic) = filter.topic {
        let kinds: Vec<&str> = AuditKind::ALL
            .into_iter()
            .filter(|kind| kind.topic() == topic)
            .map(AuditKind::slug)
            .collect();
        let places = vec!["?"; kinds.len()].join(", ");
        condition.push_str(&format!(" AND kind IN ({places})"));
        values.extend(kinds.into_iter().map(|kind| Value::Text(kind.to_owned())));
    }
    if let Some(organization) = filter.organization {
        condition.push_str(" AND organization = ?");
        values.push(Value::Text(organization.to_string()));
    }
    (condition, values)
}

/// `None` for a kind that another version of the console wrote.
fn read(row: &Row<'_>) -> rusqlite::Result<Option<Entry>> {
    let Some(kind) = AuditKind::from_slug(&row.get::<_, String>(2)?) else {
        return Ok(None);
    };
    let actor = if row.get(3)? {
        Actor::Person(row.get(4)?)
    } else {
        Actor::Console
    };
    let id: Option<String> = row.get(5)?;
    let name: Option<String> = row.get(6)?;
    Ok(Some(Entry {
        number: row.get(0)?,
        stamp: Stamp {
            at: row.get::<_, Millis>(1)?.0,
            actor,
        },
        kind,
        organization: id
            .and_then(|id| OrganizationId::parse(&id))
            .map(|id| (id, name.unwrap_or_default())),
        change: Change {
            subject: row.get(7)?,
            from: row.get(8)?,
            to: row.get(9)?,
        },
    }))
}
