//! Methods that would write. What a user manager can do to a user's state is done; everything
//! else is refused as it is for an account that may only read.

use axum::http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::describe::visible;
use super::describe_field::writable;
use super::records::row;
use super::{ApiError, Call, Caller, Reply};
use crate::people::Change;
use crate::soql::Table;
use crate::world::World;

const MOST: usize = 200;

/// `POST …/sobjects/<Object>`
pub(super) fn create(
    world: &World,
    caller: &Caller,
    call: &Call,
    object: &str,
) -> Result<Reply, ApiError> {
    call.allow("HEAD,GET,POST")?;
    let table = visible(world, caller, object)?;
    fields(call, table)?;
    Err(ApiError::of_write(
        StatusCode::BAD_REQUEST,
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        &format!("entity is not insertable: {}", table.name),
    ))
}

/// `PATCH|DELETE …/sobjects/<Object>/<id>`
pub(super) fn change(
    world: &mut World,
    caller: &Caller,
    call: &Call,
    object: &str,
    id: &str,
) -> Result<Reply, ApiError> {
    call.allow("HEAD,GET,PATCH,DELETE")?;
    let table = visible(world, caller, object)?;
    let row = row(world, caller, table, id)?;
    if call.method == Method::DELETE {
        return Err(read_only());
    }
    let fields = fields(call, table)?;
    let all_writable = fields.keys().all(|name| writable(table.name, name));
    if !all_writable || !world.permission(caller.user, "PermissionsManageUsers") {
        return Err(read_only());
    }
    let mut changes = Vec::new();
    for (name, value) in &fields {
        // The service takes the words in quotes as well, as some clients send them.
        let value = match value {
            Value::Bool(value) => *value,
            Value::String(text) if text == "true" => true,
            Value::String(text) if text == "false" => false,
            other => {
                let message = format!("Cannot deserialize instance of boolean from {other}");
                return Err(ApiError::bad_request("JSON_PARSER_ERROR", &message));
            }
        };
        changes.push(match (name.as_str(), value) {
            ("IsActive", true) => Change::Reactivate,
            ("IsActive", false) => Change::Deactivate,
            (_, true) => Change::Freeze,
            (_, false) => Change::Unfreeze,
        });
    }
    let now = world.now();
    for change in changes {
        world.people.change_these(change, &[row], now);
    }
    let mut reply = Reply::ok("", String::new());
    reply.status = StatusCode::NO_CONTENT;
    Ok(reply)
}

fn read_only() -> ApiError {
    ApiError::of_write(
        StatusCode::FORBIDDEN,
        "INSUFFICIENT_ACCESS_OR_READONLY",
        "insufficient access rights on object id",
    )
}

/// The members of the body, all of which are fields of the object.
fn fields(call: &Call, table: &Table) -> Result<Map<String, Value>, ApiError> {
    let Value::Object(members) = call.json()? else {
        let message = "Cannot deserialize instance of sobject from the body";
        return Err(ApiError::bad_request("JSON_PARSER_ERROR", message));
    };
    let mut named = Map::new();
    for (name, value) in members {
        if name == "attributes" {
            continue;
        }
        let Some(field) = table.field(&name) else {
            let message = format!("No such column '{name}' on sobject of type {}", table.name);
            return Err(ApiError::bad_request("INVALID_FIELD", &message));
        };
        named.insert(field.name.to_owned(), value);
    }
    Ok(named)
}

/// `POST|PATCH|DELETE …/composite/sobjects`: each record is refused on its own.
pub(super) fn collection(caller: &Caller, call: &Call) -> Result<Reply, ApiError> {
    call.allow("POST,PATCH,DELETE")?;
    let _ = caller;
    let count = if call.method == Method::DELETE {
        let ids = call.param("ids").unwrap_or_default().split(',');
        ids.filter(|id| !id.trim().is_empty()).count()
    } else {
        let body = call.json()?;
        body.get("records")
            .and_then(Value::as_array)
            .map_or(0, Vec::len)
    };
    if count == 0 {
        let message = "The Value provided is invalid for field records";
        return Err(ApiError::bad_request("JSON_PARSER_ERROR", message));
    }
    if count > MOST {
        let message =
            format!("record limit reached. cannot submit more than {MOST} records into this call");
        return Err(ApiError::bad_request("EXCEEDED_ID_LIMIT", &message));
    }
    let refused = json!({
        "success": false,
        "errors": [{
            "statusCode": "INSUFFICIENT_ACCESS_OR_READONLY",
            "message": "insufficient access rights on object id",
            "fields": [],
        }],
    });
    Ok(Reply::json("Results", &Value::Array(vec![refused; count])))
}

/// `POST …/composite/tree/<Object>`
pub(super) fn tree(
    world: &World,
    caller: &Caller,
    call: &Call,
    object: &str,
) -> Result<Reply, ApiError> {
    call.allow("POST")?;
    let table = visible(world, caller, object)?;
    let body = call.json()?;
    let records = body.get("records").and_then(Value::as_array);
    let results: Vec<Value> = records
        .into_iter()
        .flatten()
        .take(MOST)
        .map(|record| {
            json!({
                "referenceId": record.pointer("/attributes/referenceId"),
                "errors": [{
                    "statusCode": "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
                    "message": format!("entity is not insertable: {}", table.name),
                    "fields": [],
                }],
            })
        })
        .collect();
    let mut reply = Reply::json(
        "SObjectTree",
        &json!({"hasErrors": true, "results": results}),
    );
    reply.status = StatusCode::BAD_REQUEST;
    Ok(reply)
}

/// `POST …/composite/graph`
pub(super) fn graph(call: &Call) -> Result<Reply, ApiError> {
    call.allow("POST")?;
    call.json()?;
    Err(read_only())
}
