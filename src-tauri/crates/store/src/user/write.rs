//! Writing rows of users: what Salesforce says, and what follows from it.

use super::Known;
use crate::column::{Millis, Own, Source};
use crate::counter::Standing;
use crate::failure::Failure;
use crate::search_index::SearchIndex;
use crate::text;
use jiff::Timestamp;
use lpc_core::directory::DirectoryUser;
use lpc_core::status::{OwnStatus, StatusSource};
use rusqlite::{Transaction, params};

/// What an evaluation writes.
#[derive(Debug)]
pub(crate) struct Update {
    pub(crate) row: i64,
    pub(crate) before: Standing,
    pub(crate) after: Standing,
    pub(crate) since: Option<Timestamp>,
    pub(crate) is_frozen: Option<bool>,
    pub(crate) absences: u32,
    pub(crate) last_seen: Timestamp,
    pub(crate) source: StatusSource,
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

/// A user as the mirror stores it: fields bounded, instants in whole milliseconds.
pub(crate) fn bounded(user: DirectoryUser) -> DirectoryUser {
    let field = |field: String| match text::field(&field) {
        std::borrow::Cow::Borrowed(kept) if kept.len() == field.len() => field,
        kept => kept.into_owned(),
    };
    DirectoryUser {
        id: user.id,
        name: field(user.name),
        email: field(user.email),
        username: field(user.username),
        profile: field(user.profile),
        user_type: field(user.user_type),
        is_active: user.is_active,
        last_login: user.last_login.map(whole_milliseconds),
        modified: whole_milliseconds(user.modified),
    }
}

/// Adds a user who was [`bounded`]; `own` is the status before the first evaluation.
pub(crate) fn insert(
    transaction: &Transaction<'_>,
    organization: i64,
    user: &DirectoryUser,
    own: Option<OwnStatus>,
    generation: i64,
    last_seen: Timestamp,
    index: &mut SearchIndex,
) -> Result<i64, Failure> {
    let keys = Keys::of(user);
    transaction
        .prepare_cached(
            "INSERT INTO user (organization, id, name, email, username, profile, name_key,
                 email_key, username_key, profile_key, search_key, user_type, is_active,
                 last_login, modified, own, member, generation, last_seen)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
                 ?18, ?19)",
        )?
        .execute(params![
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
            own.map(Own),
            own.is_some(),
            generation,
            Millis(last_seen),
        ])?;
    let row = transaction.last_insert_rowid();
    index.change(row, None, Some(keys.search));
    Ok(row)
}

/// Writes what Salesforce says about a known user, who was [`bounded`]. Most users have not changed
/// when they are read again; then no index is touched.
pub(crate) fn write_facts(
    transaction: &Transaction<'_>,
    known: &Known,
    user: &DirectoryUser,
    generation: i64,
    last_seen: Timestamp,
    index: &mut SearchIndex,
) -> Result<(), Failure> {
    if &known.user == user {
        transaction
            .prepare_cached("UPDATE user SET generation = ?2, last_seen = ?3 WHERE row = ?1")?
            .execute(params![known.row, generation, Millis(last_seen)])?;
        return Ok(());
    }
    let keys = Keys::of(user);
    let indexed = search_key(transaction, known.row)?;
    transaction
        .prepare_cached(
            "UPDATE user SET name = ?2, email = ?3, username = ?4, profile = ?5, name_key = ?6,
                 email_key = ?7, username_key = ?8, profile_key = ?9, search_key = ?10,
                 user_type = ?11, is_active = ?12, last_login = ?13, modified = ?14,
                 generation = ?15, last_seen = ?16
             WHERE row = ?1",
        )?
        .execute(params![
            known.row,
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
        ])?;
    index.change(known.row, Some(indexed), Some(keys.search));
    Ok(())
}

/// Writes the outcome of an evaluation. Three statements, because SQLite rewrites every index of
/// which a column is named, changed or not.
pub(crate) fn write_evaluation(
    transaction: &Transaction<'_>,
    update: &Update,
) -> Result<(), Failure> {
    if update.before == update.after {
        transaction
            .prepare_cached(
                "UPDATE user SET is_frozen = ?2, absences = ?3, last_seen = ?4 WHERE row = ?1",
            )?
            .execute(params![
                update.row,
                update.is_frozen,
                update.absences,
                Millis(update.last_seen),
            ])?;
        return Ok(());
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
    transaction.prepare_cached(statement)?.execute(params![
        update.row,
        update.is_frozen,
        update.absences,
        Millis(update.last_seen),
        update.after.own.map(Own),
        update.after.incident,
        update.since.map(Millis),
        Source(update.source),
    ])?;
    Ok(())
}

pub(crate) fn delete(
    transaction: &Transaction<'_>,
    row: i64,
    index: &mut SearchIndex,
) -> Result<(), Failure> {
    index.change(row, Some(search_key(transaction, row)?), None);
    transaction
        .prepare_cached("DELETE FROM user WHERE row = ?1")?
        .execute([row])?;
    Ok(())
}

/// The key as it stands in the index.
fn search_key(transaction: &Transaction<'_>, row: i64) -> Result<String, Failure> {
    Ok(transaction
        .prepare_cached("SELECT search_key FROM user WHERE row = ?1")?
        .query_row([row], |found| found.get(0))?)
}

fn whole_milliseconds(instant: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(instant.as_millisecond())
        .expect("an instant rounded to milliseconds is an instant")
}
