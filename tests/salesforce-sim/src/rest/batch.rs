//! Several independent requests in one; each counts as a call of its own.

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::composite::Asked;
use super::{ApiError, Call, Caller, Reply};
use crate::world::World;

const MOST: usize = 25;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Whole {
    has_errors: bool,
    results: Vec<Part>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    status_code: u16,
    result: Option<Box<RawValue>>,
}

/// `POST …/composite/batch`
pub(super) fn batch(world: &mut World, caller: &Caller, call: &Call) -> Result<Reply, ApiError> {
    call.allow("POST")?;
    let body = call.json()?;
    let Some(Value::Array(list)) = body.get("batchRequests") else {
        let message = "The Value provided is invalid for field batchRequests";
        return Err(ApiError::bad_request("JSON_PARSER_ERROR", message));
    };
    if list.len() > MOST {
        let message = format!("The request can\u{2019}t contain more than {MOST} operations.");
        return Err(ApiError::bad_request("LIMIT_EXCEEDED", &message));
    }
    let halts = body.get("haltOnError") == Some(&Value::Bool(true));
    let mut results: Vec<Part> = Vec::with_capacity(list.len());
    let mut has_errors = false;
    for (place, asked) in list.iter().enumerate() {
        if has_errors && halts {
            let body = json!([{
                "errorCode": "BATCH_PROCESSING_HALTED",
                "message": "Batch processing halted per request",
            }]);
            results.push(Part {
                status_code: StatusCode::PRECONDITION_FAILED.as_u16(),
                result: RawValue::from_string(body.to_string()).ok(),
            });
            continue;
        }
        // The request itself was counted when it was let in.
        if place > 0 {
            world.count_api_request(caller.app);
        }
        let text = |name: &str| asked.get(name).and_then(Value::as_str).unwrap_or_default();
        let input = asked.get("richInput").cloned().unwrap_or(Value::Null);
        let asked = Asked::of_batch(text("method"), text("url"), input);
        let reply = asked.answer(world, caller).unwrap_or_else(Reply::from);
        has_errors |= reply.status.as_u16() >= 400;
        results.push(Part {
            status_code: reply.status.as_u16(),
            result: RawValue::from_string(reply.body).ok(),
        });
    }
    let whole = Whole {
        has_errors,
        results,
    };
    let body = serde_json::to_string(&whole).unwrap_or_default();
    Ok(Reply::ok("batchResults", body))
}
