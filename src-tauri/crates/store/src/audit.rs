//! The table `audit`. Entries are added in the transaction of what they tell about.

use crate::column::count;
use lpc_core::actor::Actor;
use lpc_core::audit::{AuditKind, Change, Entry, EntryCounts, EntryFilter, EntryPage, NewEntry};
use lpc_core::organization::OrganizationId;
use lpc_core::text;
use lpc_sqlite::{Key, Millis, Sql as _};
use rusqlite::types::Value;
use rusqlite::{Connection, Result, Row, params, params_from_iter};

/// The most entries a page may have.
const MAX_PAGE: u32 = 500;

const COLUMNS: &str = "row, at, kind, by_person, actor, organization, organization_name, subject, \
                       before, after";

/// Adds an entry. The organization's name is taken from its row, deleted or not.
pub(crate) fn add(db: &Connection, entry: &NewEntry) -> Result<()> {
    let (by_person, actor) = match &entry.stamp.actor {
        Actor::Person(name) => (true, name.as_deref()),
        Actor::Console => (false, None),
    };
    let Change { subject, from, to } = &entry.change;
    db.run(
        "INSERT INTO audit (at, kind, by_person, actor, organization, organization_name,
             subject, before, after)
         VALUES (?1, ?2, ?3, ?4, ?5, (SELECT name FROM organization WHERE id = ?5), ?6, ?7, ?8)",
        params![
            Millis(entry.stamp.at),
            entry.kind.slug(),
            by_person,
            actor.map(text::field),
            entry.organization.map(Key),
            subject.as_deref().map(text::field),
            from.as_deref().map(text::raw),
            to.as_deref().map(text::raw),
        ],
    )
}

/// A page, newest first.
pub(crate) fn page(
    db: &Connection,
    filter: &EntryFilter,
    before: Option<i64>,
    limit: u32,
) -> Result<EntryPage> {
    let (condition, mut values) = condition(filter);
    let limit = limit.clamp(1, MAX_PAGE) as usize;
    values.push(Value::Integer(before.unwrap_or(i64::MAX)));
    // One more than asked for tells whether there are older ones.
    let sql = format!(
        "SELECT {COLUMNS} FROM audit WHERE {condition} AND row < ?
         ORDER BY row DESC LIMIT {}",
        limit + 1
    );
    let found = db.all(&sql, params_from_iter(values), read)?;
    let mut entries: Vec<Entry> = found.into_iter().flatten().collect();
    let more = entries.len() > limit;
    entries.truncate(limit);
    let counts = counts(db, filter.organization)?;
    Ok(EntryPage {
        total: counts.of(filter.topic),
        counts,
        entries,
        more,
    })
}

/// Entries by topic, of one organization or of all, from the counts that a trigger keeps.
fn counts(db: &Connection, organization: Option<OrganizationId>) -> Result<EntryCounts> {
    let sql = "SELECT kind, sum(entries) FROM audit_count
               WHERE ?1 IS NULL OR organization = ?1 GROUP BY kind";
    let mut counts = EntryCounts::default();
    db.all(sql, [organization.map(Key)], |row| {
        if let Some(kind) = AuditKind::from_slug(&row.get::<_, String>(0)?) {
            counts.add(kind, count(row.get(1)?));
        }
        Ok(())
    })?;
    Ok(counts)
}

fn condition(filter: &EntryFilter) -> (String, Vec<Value>) {
    let mut condition = String::from("1");
    let mut values = Vec::new();
    if let Some(topic) = filter.topic {
        let kinds = AuditKind::ALL.into_iter();
        let kinds = kinds.filter(|kind| kind.topic() == topic);
        values.extend(kinds.map(|kind| Value::Text(kind.slug().to_owned())));
        let places = vec!["?"; values.len()].join(", ");
        condition.push_str(&format!(" AND kind IN ({places})"));
    }
    if let Some(organization) = filter.organization {
        condition.push_str(" AND organization = ?");
        values.push(Value::Text(organization.to_string()));
    }
    (condition, values)
}

/// `None` for a kind that another version of the console wrote.
fn read(row: &Row<'_>) -> Result<Option<Entry>> {
    let Some(kind) = AuditKind::from_slug(&row.get::<_, String>(2)?) else {
        return Ok(None);
    };
    let id: Option<String> = row.get(5)?;
    Ok(Some(Entry {
        number: row.get(0)?,
        at: row.get::<_, Millis>(1)?.0,
        kind,
        by_person: row.get(3)?,
        actor: row.get(4)?,
        organization_id: id.and_then(|id| OrganizationId::parse(&id)),
        organization_name: row.get(6)?,
        change: Change {
            subject: row.get(7)?,
            from: row.get(8)?,
            to: row.get(9)?,
        },
    }))
}
