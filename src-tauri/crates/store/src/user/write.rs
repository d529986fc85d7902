//! Writing rows of users: what Salesforce says, and what follows from it.

use crate::column::{Own, Source};
use crate::search_index::SearchIndex;
use crate::status_change::{self, Made};
use jiff::Timestamp;
use lpc_core::directory::DirectoryUser;
use lpc_core::plan::{Added, Standing, Update, Write};
use lpc_core::status::StatusSource;
use lpc_core::text;
use lpc_sqlite::{Millis, Sql as _};
use rusqlite::{Connection, Result, params};

/// Writes what becomes of a user; `at` is when statuses changed.
pub(crate) fn write(
    db: &Connection,
    organization: i64,
    change: &Write,
    at: Timestamp,
    index: &mut SearchIndex,
) -> Result<()> {
    match change {
        Write::Add(added) => add(db, organization, added, at, index),
        Write::Facts {
            row,
            user,
            generation,
            last_seen,
        } => facts(db, *row, user, *generation, *last_seen, index),
        Write::Seen {
            row,
            generation,
            last_seen,
        } => {
            let sql = "UPDATE user SET generation = ?2, last_seen = ?3 WHERE row = ?1";
            db.run(sql, params![row, generation, Millis(*last_seen)])
        }
        Write::Evaluate(update) => {
            evaluate(db, update)?;
            if !update.is_remembered() {
                return Ok(());
            }
            let made = Made {
                user: update.row,
                at,
                before: update.before,
                began: update.began,
                after: update.after,
                source: update.source,
            };
            status_change::add(db, &made)
        }
        Write::Remove(row) => {
            index.change(*row, Some(search_key(db, *row)?), None);
            db.run("DELETE FROM user WHERE row = ?1", [row])
        }
    }
}

/// The folded columns.
struct Keys {
    name: String,
    email: String,
    username: String,
    profile: String,
    search: String,
}

impl Keys {
    fn of(user: &DirectoryUser) -> Self {
        let name = text::key(&user.name);
        let email = text::key(&user.email);
        let username = text::key(&user.username);
        // Keys hold no line breaks, so no word is found across two fields.
        let mut search = format!("{name}\n{username}");
        if !username.contains(&email) {
            search.push('\n');
            search.push_str(&email);
        }
        Self {
            profile: text::key(&user.profile),
            name,
            email,
            username,
            search,
        }
    }
}

fn add(
    db: &Connection,
    organization: i64,
    added: &Added,
    at: Timestamp,
    index: &mut SearchIndex,
) -> Result<()> {
    let (user, standing) = (&added.user, added.standing);
    let keys = Keys::of(user);
    db.run(
        "INSERT INTO user (organization, id, name, email, username, profile, name_key,
             email_key, username_key, profile_key, search_key, user_type, is_active,
             last_login, modified, own, member, generation, last_seen, is_frozen, incident,
             since)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
             ?16 IS NOT NULL, ?17, ?18, ?19, ?20, ?21)",
        params![
            organization,
            user.id.as_str(),
            user.name,
            user.email,
            user.username,
            user.profile,
            keys.name,
            keys.email,
            keys.username,
            keys.profile,
            keys.search,
            user.user_type,
            user.is_active,
            user.last_login.map(Millis),
            Millis(user.modified),
            standing.own.map(Own),
            added.generation,
            Millis(added.last_seen),
            added.is_frozen,
            standing.incident,
            added.since.map(Millis),
        ],
    )?;
    let row = db.last_insert_rowid();
    index.change(row, None, Some(keys.search));
    if !added.is_remembered() {
        return Ok(());
    }
    let made = Made {
        user: row,
        at,
        before: Standing::NOT_A_MEMBER,
        began: None,
        after: standing,
        source: StatusSource::Salesforce,
    };
    status_change::add(db, &made)
}

fn facts(
    db: &Connection,
    row: i64,
    user: &DirectoryUser,
    generation: i64,
    last_seen: Timestamp,
    index: &mut SearchIndex,
) -> Result<()> {
    let keys = Keys::of(user);
    let indexed = search_key(db, row)?;
    db.run(
        "UPDATE user SET name = ?2, email = ?3, username = ?4, profile = ?5, name_key = ?6,
             email_key = ?7, username_key = ?8, profile_key = ?9, search_key = ?10,
             user_type = ?11, is_active = ?12, last_login = ?13, modified = ?14,
             generation = ?15, last_seen = ?16
         WHERE row = ?1",
        params![
            row,
            user.name,
            user.email,
            user.username,
            user.profile,
            keys.name,
            keys.email,
            keys.username,
            keys.profile,
            keys.search,
            user.user_type,
            user.is_active,
            user.last_login.map(Millis),
            Millis(user.modified),
            generation,
            Millis(last_seen),
        ],
    )?;
    index.change(row, Some(indexed), Some(keys.search));
    Ok(())
}

/// Writes the outcome of an evaluation. Three statements, because SQLite rewrites every index of
/// which a column is named, changed or not.
fn evaluate(db: &Connection, update: &Update) -> Result<()> {
    let (row, last_seen) = (update.row, Millis(update.last_seen));
    if update.before == update.after {
        let sql = "UPDATE user SET is_frozen = ?2, absences = ?3, last_seen = ?4 WHERE row = ?1";
        return db.run(
            sql,
            params![row, update.is_frozen, update.absences, last_seen],
        );
    }
    let membership_changes = update.before.own.is_some() != update.after.own.is_some();
    let statement = if membership_changes {
        "UPDATE user SET is_frozen = ?2, absences = ?3, last_seen = ?4, own = ?5, incident = ?6,
             since = ?7, source = ?8, member = ?5 IS NOT NULL
         WHERE row = ?1"
    } else {
        "UPDATE user SET is_frozen = ?2, absences = ?3, last_seen = ?4, own = ?5, incident = ?6,
             since = ?7, source = ?8
         WHERE row = ?1"
    };
    db.run(
        statement,
        params![
            row,
            update.is_frozen,
            update.absences,
            last_seen,
            update.after.own.map(Own),
            update.after.incident,
            update.since.map(Millis),
            Source(update.source),
        ],
    )
}

/// The key as it stands in the index.
fn search_key(db: &Connection, row: i64) -> Result<String> {
    let sql = "SELECT search_key FROM user WHERE row = ?1";
    db.one(sql, [row], |found| found.get(0))
}
