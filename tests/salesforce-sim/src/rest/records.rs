//! Single records, what changed lately, and search.

use axum::http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::describe::visible;
use super::query::planned;
use super::{ApiError, Call, Caller, Reply, date_text};
use crate::identifiers::normalized;
use crate::soql::{Plan, Table, Value as Content, View};
use crate::world::World;

/// The most ids that one answer of `updated` lists.
const MOST_IDS: usize = 600_000;

/// Fields are selected by a query, which is no longer than this.
const LONGEST_QUERY: usize = 100_000;

/// The selection of fields for records that are found by id.
pub(super) struct Selection {
    plan: Plan,
}

impl Selection {
    /// Fields by name, separated by commas; all of them when none are named.
    pub(super) fn new(
        world: &World,
        caller: &Caller,
        table: &'static Table,
        fields: Option<&str>,
    ) -> Result<Self, ApiError> {
        let mut names: Vec<&str> = Vec::new();
        if fields.is_some_and(|fields| fields.len() > LONGEST_QUERY) {
            return Err(ApiError::too_long());
        }
        for name in fields.unwrap_or_default().split(',').map(str::trim) {
            if !name.is_empty() && !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                exists(table, name)?;
                names.push(name);
            }
        }
        if names.is_empty() {
            names = table.fields.iter().map(|field| field.name).collect();
        }
        let soql = format!("SELECT {} FROM {} LIMIT 0", names.join(","), table.name);
        let plan = planned(world, caller, &soql)?;
        Ok(Self { plan })
    }

    /// One record as JSON.
    pub(super) fn write(&self, world: &World, caller: &Caller, row: usize) -> String {
        let view = View {
            world,
            user: caller.user,
        };
        let mut out = Vec::new();
        self.plan
            .record(view, &caller.version, row as u32, &mut out);
        String::from_utf8(out).unwrap_or_default()
    }
}

/// Refuses a name that is no field, so that nothing else gets into the query.
fn exists(table: &'static Table, path: &str) -> Result<(), ApiError> {
    let (mut at, mut parts) = (table, path.split('.').peekable());
    while let Some(part) = parts.next() {
        let known = if parts.peek().is_some() {
            at.relation(part).map(|relation| at = relation.target)
        } else {
            at.field(part).map(|_| ())
        };
        if known.is_none() {
            let message = format!(
                "No such column '{part}' on entity '{}'. If you are attempting to use a custom \
                 field, be sure to append the '__c' after the custom field name. Please reference \
                 your WSDL or the describe call for the appropriate names.",
                at.name
            );
            return Err(ApiError::bad_request("INVALID_FIELD", &message));
        }
    }
    Ok(())
}

/// The row of an id of 15 or 18 characters, or the refusal that its form deserves.
pub(super) fn row(
    world: &World,
    caller: &Caller,
    table: &'static Table,
    id: &str,
) -> Result<usize, ApiError> {
    let view = View {
        world,
        user: caller.user,
    };
    let looks = (id.len() == 15 || id.len() == 18)
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && id.starts_with(table.prefix);
    match normalized(id) {
        Some(full) if looks => table.row_of(&view, &full).ok_or_else(ApiError::not_found),
        None if looks => {
            let message = format!("malformed id {id}");
            Err(ApiError::bad_request("MALFORMED_ID", &message))
        }
        _ => Err(no_external_id(id)),
    }
}

fn no_external_id(name: &str) -> ApiError {
    let message = format!("Provided external ID field does not exist or is not accessible: {name}");
    ApiError::new(StatusCode::NOT_FOUND, "NOT_FOUND", &message)
}

/// `GET …/sobjects/<Object>/<id>?fields=`
pub(super) fn by_id(
    world: &World,
    caller: &Caller,
    call: &Call,
    object: &str,
    id: &str,
) -> Result<Reply, ApiError> {
    call.allow("HEAD,GET,PATCH,DELETE")?;
    let table = visible(world, caller, object)?;
    let row = row(world, caller, table, id)?;
    let selection = Selection::new(world, caller, table, call.param("fields"))?;
    Ok(Reply::ok(table.name, selection.write(world, caller, row)))
}

/// `GET …/sobjects/<Object>/<field>/<value>` and `…/<id>/<relationship>`
pub(super) fn by_field(
    world: &World,
    caller: &Caller,
    call: &Call,
    object: &str,
    field: &str,
    value: &str,
) -> Result<Reply, ApiError> {
    let table = visible(world, caller, object)?;
    if field.eq_ignore_ascii_case("Id") {
        return by_id(world, caller, call, object, value);
    }
    if normalized(field).is_none() {
        return Err(no_external_id(field));
    }
    call.allow("HEAD,GET")?;
    let row = row(world, caller, table, field)?;
    let relation = table.relation(value).ok_or_else(ApiError::not_found)?;
    let view = View {
        world,
        user: caller.user,
    };
    let target = (relation.row)(&view, row).ok_or_else(|| {
        let message = "The requested resource does not exist";
        ApiError::new(StatusCode::NOT_FOUND, "NOT_FOUND", message)
    })?;
    let table = relation.target;
    let selection = Selection::new(world, caller, table, call.param("fields"))?;
    Ok(Reply::ok(
        table.name,
        selection.write(world, caller, target),
    ))
}

/// `GET …/sobjects/<Object>/updated?start=&end=`
pub(super) fn updated(
    world: &World,
    caller: &Caller,
    call: &Call,
    object: &str,
) -> Result<Reply, ApiError> {
    let table = visible(world, caller, object)?;
    let (start, end) = span(call)?;
    let view = View {
        world,
        user: caller.user,
    };
    let (Some(id), Some(stamp)) = (table.field("Id"), table.field("SystemModstamp")) else {
        return Err(not_replicated(table));
    };
    let within = |row: usize| match (stamp.get)(&view, row) {
        Content::Time(time) => (start..end).contains(&time),
        _ => false,
    };
    let rows = (0..(table.rows)(&view)).map(|row| row as usize);
    let rows = rows.filter(|&row| (table.exists)(&view, row) && within(row));
    let ids: Vec<String> = rows
        .take(MOST_IDS + 1)
        .filter_map(|row| match (id.get)(&view, row) {
            Content::Id(id) => Some(id),
            _ => None,
        })
        .collect();
    if ids.len() > MOST_IDS {
        let message = "more than 600000 ids";
        return Err(ApiError::bad_request("EXCEEDED_ID_LIMIT", message));
    }
    let covered = date_text(end.min(world.now()) / 60_000 * 60_000);
    let body = json!({"ids": ids, "latestDateCovered": covered});
    Ok(Reply::json("GetUpdatedResult", &body))
}

/// `GET …/sobjects/<Object>/deleted?start=&end=`: nothing is ever deleted.
pub(super) fn deleted(
    world: &World,
    caller: &Caller,
    call: &Call,
    object: &str,
) -> Result<Reply, ApiError> {
    let table = visible(world, caller, object)?;
    let (_, end) = span(call)?;
    if table.field("SystemModstamp").is_none() {
        return Err(not_replicated(table));
    }
    let covered = date_text(end.min(world.now()) / 60_000 * 60_000);
    let body = json!({
        "deletedRecords": [],
        "earliestDateAvailable": date_text(world.described_at / 60_000 * 60_000),
        "latestDateCovered": covered,
    });
    Ok(Reply::json("GetDeletedResult", &body))
}

fn not_replicated(table: &Table) -> ApiError {
    let message = format!("entity type {} does not support replication", table.name);
    ApiError::bad_request("INVALID_TYPE", &message)
}

fn span(call: &Call) -> Result<(i64, i64), ApiError> {
    call.allow("HEAD,GET")?;
    let read = |name: &str| {
        let text = call.param(name).ok_or_else(|| {
            let message = format!("Missing required parameter: {name}");
            ApiError::bad_request("MISSING_ARGUMENT", &message)
        })?;
        // A plus sign that was not encoded arrives as a space.
        let time: Result<Timestamp, _> = text.replace(' ', "+").parse();
        time.map(Timestamp::as_millisecond).map_err(|_| {
            let message = format!("{text} is not a valid value for {name}");
            ApiError::bad_request("INVALID_REPLICATION_DATE", &message)
        })
    };
    let (start, end) = (read("start")?, read("end")?);
    if end - start < 60_000 {
        let message = "startDate must be at least one minute greater than endDate";
        return Err(ApiError::bad_request("INVALID_REPLICATION_DATE", message));
    }
    Ok((start, end))
}

/// `GET …/search?q=FIND {…}`: SOSL is not spoken here.
pub(super) fn search(call: &Call) -> Result<Reply, ApiError> {
    call.allow("HEAD,GET")?;
    let message = match call.param("q") {
        None | Some("") => "No search term found. The search term must be enclosed in braces.",
        Some(_) => "SOSL is not enabled for this organization",
    };
    Err(ApiError::bad_request("MALFORMED_SEARCH", message))
}

/// `GET …/parameterizedSearch?q=&sobject=User`: users whose name, user name or e-mail begins so.
pub(super) fn parameterized_search(
    world: &World,
    caller: &Caller,
    call: &Call,
) -> Result<Reply, ApiError> {
    call.allow("HEAD,GET,POST")?;
    let term = call.param("q").unwrap_or_default();
    let object = call.param("sobject").unwrap_or("User");
    if term.chars().count() < 2 {
        let message = "search term must be longer than one character";
        return Err(ApiError::bad_request("MALFORMED_SEARCH", message));
    }
    let table = visible(world, caller, object)?;
    let view = View {
        world,
        user: caller.user,
    };
    let fields = call.param(&format!("{}.fields", table.name)).or(Some("Id"));
    let selection = Selection::new(world, caller, table, fields)?;
    let term = term.to_lowercase();
    let searched: Vec<_> = ["Name", "Username", "Email"]
        .iter()
        .filter_map(|name| table.field(name))
        .collect();
    let fits = |row: &usize| {
        (table.exists)(&view, *row)
            && searched.iter().any(|field| match (field.get)(&view, *row) {
                Content::Text(text) => text
                    .to_lowercase()
                    .split_whitespace()
                    .any(|word| word.starts_with(&term)),
                _ => false,
            })
    };
    let rows = (0..(table.rows)(&view)).map(|row| row as usize);
    let found: Vec<Box<serde_json::value::RawValue>> = rows
        .filter(fits)
        .take(200)
        .filter_map(|row| {
            serde_json::value::RawValue::from_string(selection.write(world, caller, row)).ok()
        })
        .collect();
    let body = json!({"searchRecords": Value::Null}).to_string();
    let list = serde_json::to_string(&found).unwrap_or_default();
    Ok(Reply::ok("SearchResult", body.replace("null", &list)))
}
