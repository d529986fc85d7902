//! Many records of one object by their ids.

use serde_json::Value;
use serde_json::value::RawValue;

use super::describe::visible;
use super::records::{Selection, row};
use super::{ApiError, Call, Caller, Reply};
use crate::world::World;
use axum::http::{Method, StatusCode};

/// The most ids of one request.
const MOST_IDS: usize = 2_000;

/// `GET|POST …/composite/sobjects/<Object>`: records in the order of the ids, null for an id that
/// there is no record of.
pub(super) fn retrieve(
    world: &World,
    caller: &Caller,
    call: &Call,
    object: &str,
) -> Result<Reply, ApiError> {
    call.allow("HEAD,GET,POST")?;
    let table = visible(world, caller, object)?;
    let (ids, fields) = asked(call)?;
    if ids.is_empty() {
        let message = "Required parameter missing: ids";
        return Err(ApiError::bad_request("REQUIRED_FIELD_MISSING", message));
    }
    if fields.is_empty() {
        let message = "Required parameter missing: fields";
        return Err(ApiError::bad_request("REQUIRED_FIELD_MISSING", message));
    }
    if ids.len() > MOST_IDS {
        let message = format!(
            "record limit reached. cannot submit more than {MOST_IDS} records into this call"
        );
        return Err(ApiError::bad_request("EXCEEDED_ID_LIMIT", &message));
    }
    let selection = Selection::new(world, caller, table, Some(&fields.join(",")))?;
    let mut records: Vec<Option<Box<RawValue>>> = Vec::with_capacity(ids.len());
    for id in &ids {
        match row(world, caller, table, id) {
            Ok(row) => {
                let record = selection.write(world, caller, row);
                world.effort.wrote(record.len());
                if world.effort.is_over() {
                    return Err(ApiError::too_long());
                }
                records.push(RawValue::from_string(record).ok());
            }
            Err(error) if error.status == StatusCode::NOT_FOUND => records.push(None),
            Err(error) => return Err(error),
        }
    }
    let body = serde_json::to_string(&records).unwrap_or_default();
    Ok(Reply::ok("records", body))
}

/// Ids and fields, from the address or from the body.
fn asked(call: &Call) -> Result<(Vec<String>, Vec<String>), ApiError> {
    if call.method == Method::POST {
        let body = call.json()?;
        return Ok((strings(&body, "ids")?, strings(&body, "fields")?));
    }
    let list = |name: &str| {
        let parts = call.param(name).unwrap_or_default().split(',');
        let parts = parts.map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    Ok((list("ids"), list("fields")))
}

fn strings(body: &Value, name: &str) -> Result<Vec<String>, ApiError> {
    let wrong = || {
        let message = format!("Cannot deserialize instance of list from {name}");
        ApiError::bad_request("JSON_PARSER_ERROR", &message)
    };
    match body.get(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(items)) => items
            .iter()
            .map(|item| item.as_str().map(str::to_owned).ok_or_else(wrong))
            .collect(),
        Some(_) => Err(wrong()),
    }
}
