//! Several requests in one, each of which may use what an earlier one answered.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::dispatch::answer;
use super::session::known_version;
use super::{ApiError, Call, Caller, Reply};
use crate::world::World;

const MOST: usize = 25;
const MOST_QUERIES: usize = 5;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    body: Option<Box<RawValue>>,
    http_headers: HashMap<String, String>,
    http_status_code: u16,
    reference_id: Option<String>,
}

/// One request out of a composite body.
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) url: String,
    body: Value,
    reference: String,
    headers: HeaderMap,
}

/// `GET|POST …/composite`
pub(super) fn composite(
    world: &mut World,
    caller: &Caller,
    call: &Call,
) -> Result<Reply, ApiError> {
    call.allow("HEAD,GET,POST")?;
    if call.method == Method::GET {
        let at = |name: &str| format!("/services/data/v{}/composite/{name}", caller.version);
        let body = json!({
            "batch": at("batch"),
            "graph": at("graph"),
            "sobjects": at("sobjects"),
            "tree": at("tree"),
        });
        return Ok(Reply::json("urls", &body));
    }
    let body = call.json()?;
    let Some(Value::Array(list)) = body.get("compositeRequest") else {
        let message = "The Value provided is invalid for field compositeRequest";
        return Err(ApiError::bad_request("JSON_PARSER_ERROR", message));
    };
    let asked = list
        .iter()
        .map(Asked::read)
        .collect::<Result<Vec<_>, _>>()?;
    if let Some(message) = too_many(&asked) {
        return Ok(written(vec![refusal("LIMIT_EXCEEDED", &message, None)]));
    }
    let all_or_none = body.get("allOrNone") == Some(&Value::Bool(true));
    let mut answers: HashMap<String, Value> = HashMap::new();
    let mut parts: Vec<Part> = Vec::with_capacity(asked.len());
    for asked in asked {
        let part = if answers.contains_key(&asked.reference) {
            let message = format!(
                "Duplicate ReferenceId provided ('{}'). Every ReferenceId must be unique.",
                asked.reference
            );
            refusal("INVALID_INPUT", &message, Some(asked.reference))
        } else if !plain(&asked.reference) {
            let message = format!(
                "Provided referenceId ('{}') must start with a letter or a number, and it can \
                 contain only letters, numbers and underscores ('_').",
                asked.reference
            );
            refusal("INVALID_INPUT", &message, Some(asked.reference))
        } else {
            perform(world, caller, asked, &mut answers)
        };
        parts.push(part);
    }
    let failed = parts.iter().any(|part| part.http_status_code >= 400);
    if all_or_none && failed {
        for part in parts.iter_mut().filter(|part| part.http_status_code < 400) {
            let message = "The transaction was rolled back since another operation in the same \
                           transaction failed.";
            *part = refusal("PROCESSING_HALTED", message, part.reference_id.take());
        }
    }
    Ok(written(parts))
}

fn written(parts: Vec<Part>) -> Reply {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Whole {
        composite_response: Vec<Part>,
    }
    let whole = Whole {
        composite_response: parts,
    };
    Reply::ok(
        "CompositeResponse",
        serde_json::to_string(&whole).unwrap_or_default(),
    )
}

fn refusal(code: &str, message: &str, reference: Option<String>) -> Part {
    let body = json!([{"errorCode": code, "message": message}]).to_string();
    Part {
        body: RawValue::from_string(body).ok(),
        http_headers: HashMap::new(),
        http_status_code: 400,
        reference_id: reference,
    }
}

fn too_many(asked: &[Asked]) -> Option<String> {
    if asked.len() > MOST {
        return Some(format!(
            "The request can\u{2019}t contain more than {MOST} operations."
        ));
    }
    let queries = asked.iter().filter(|asked| {
        let path = asked.url.split('?').next().unwrap_or_default();
        path.contains("/query") || path.contains("/composite/sobjects")
    });
    (queries.count() > MOST_QUERIES).then(|| {
        format!("The request can\u{2019}t contain more than {MOST_QUERIES} query operations.")
    })
}

fn plain(reference: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
    reference.starts_with(|c: char| c.is_ascii_alphanumeric()) && reference.chars().all(fits)
}

fn perform(
    world: &mut World,
    caller: &Caller,
    asked: Asked,
    answers: &mut HashMap<String, Value>,
) -> Part {
    let reference = asked.reference.clone();
    let resolved = asked.resolved(answers);
    let reply = match resolved.and_then(|asked| asked.answer(world, caller)) {
        Ok(reply) => reply,
        Err(error) => error.into(),
    };
    if reply.status.is_success()
        && let Ok(value) = serde_json::from_str(&reply.body)
    {
        answers.insert(reference.clone(), value);
    }
    let headers = reply.headers.iter();
    Part {
        http_headers: headers
            .map(|(name, value)| (name.as_str().to_owned(), value.clone()))
            .collect(),
        http_status_code: reply.status.as_u16(),
        body: RawValue::from_string(reply.body).ok(),
        reference_id: Some(reference),
    }
}

impl Asked {
    fn read(json: &Value) -> Result<Self, ApiError> {
        let text = |name: &str| {
            json.get(name)
                .and_then(Value::as_str)
                .map(str::to_owned)
                .ok_or_else(|| {
                    let message = format!("The Value provided is invalid for field {name}");
                    ApiError::bad_request("JSON_PARSER_ERROR", &message)
                })
        };
        let mut headers = HeaderMap::new();
        if let Some(Value::Object(given)) = json.get("httpHeaders") {
            for (name, value) in given {
                let value = value.as_str().unwrap_or_default();
                if let (Ok(name), Ok(value)) =
                    (name.parse::<HeaderName>(), HeaderValue::from_str(value))
                {
                    headers.insert(name, value);
                }
            }
        }
        Ok(Self {
            method: text("method")?,
            url: text("url")?,
            body: json.get("body").cloned().unwrap_or(Value::Null),
            reference: text("referenceId")?,
            headers,
        })
    }

    /// A part of a batch, which has no name. Its address begins with the version; some clients
    /// send the whole path.
    pub(super) fn of_batch(method: &str, url: &str, body: Value) -> Self {
        let address = url.strip_prefix("/services/data/").unwrap_or(url);
        Self {
            method: method.to_owned(),
            url: format!("/services/data/{}", address.trim_start_matches('/')),
            body,
            reference: String::new(),
            headers: HeaderMap::new(),
        }
    }

    fn resolved(mut self, answers: &HashMap<String, Value>) -> Result<Self, ApiError> {
        self.url = substituted(&self.url, answers, |text| {
            utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
        })?;
        substitute_in(&mut self.body, answers)?;
        Ok(self)
    }

    pub(super) fn answer(self, world: &mut World, caller: &Caller) -> Result<Reply, ApiError> {
        let method: Method = match self.method.as_str() {
            "GET" | "POST" | "PATCH" | "PUT" | "DELETE" | "HEAD" => {
                self.method.parse().map_err(|_| ApiError::not_found())?
            }
            other => return Err(ApiError::method(other, "DELETE,GET,PATCH,POST")),
        };
        let address = self.url.strip_prefix("/services/data/").unwrap_or_default();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let (version, path) = path.split_once('/').unwrap_or((path, ""));
        let version = known_version(world, version).ok_or_else(ApiError::not_found)?;
        let nested = path == "composite" || path.starts_with("composite/batch");
        if nested || path.starts_with("composite/graph") {
            let message = format!("Nested requests to /{path} are not allowed");
            return Err(ApiError::new(
                StatusCode::BAD_REQUEST,
                "INVALID_INPUT",
                &message,
            ));
        }
        let mut headers = self.headers;
        headers.remove(CONTENT_TYPE);
        let body = match &self.body {
            Value::Null => Bytes::new(),
            body => Bytes::from(body.to_string()),
        };
        let caller = Caller {
            version,
            ..caller.clone()
        };
        let call = Call::new(method, &format!("{path}?{query}"), headers, body);
        answer(world, &caller, &call)
    }
}

/// Replaces every `@{reference.path}` in the strings of a body, which nests as deep as the reader
/// of JSON lets it.
fn substitute_in(body: &mut Value, answers: &HashMap<String, Value>) -> Result<(), ApiError> {
    match body {
        Value::String(text) => *text = substituted(text, answers, str::to_owned)?,
        Value::Array(items) => {
            for item in items {
                substitute_in(item, answers)?;
            }
        }
        Value::Object(members) => {
            for value in members.values_mut() {
                substitute_in(value, answers)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn substituted(
    text: &str,
    answers: &HashMap<String, Value>,
    write: impl Fn(&str) -> String,
) -> Result<String, ApiError> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("@{") {
        let (before, after) = rest.split_at(start);
        let Some((inside, after)) = after[2..].split_once('}') else {
            break;
        };
        out.push_str(before);
        out.push_str(&write(&looked_up(inside, answers)?));
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// The value at `reference.member[0].member`.
fn looked_up(path: &str, answers: &HashMap<String, Value>) -> Result<String, ApiError> {
    let halted = || {
        let reference = path.split(['.', '[']).next().unwrap_or_default();
        let message = format!(
            "Invalid reference specified. No value for {path} found in {reference}. Provided \
             reference: @{{{path}}}"
        );
        ApiError::bad_request("PROCESSING_HALTED", &message)
    };
    let mut parts = path.split(['.', '[']);
    let reference = parts.next().unwrap_or_default();
    let mut at = answers.get(reference).ok_or_else(halted)?;
    for part in parts {
        let found = match part.strip_suffix(']') {
            Some(index) => index.parse::<usize>().ok().and_then(|index| at.get(index)),
            None => at.get(part),
        };
        at = found.ok_or_else(halted)?;
    }
    match at {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(_) | Value::Number(_) => Ok(at.to_string()),
        _ => Err(halted()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_reach_into_lists_and_objects() {
        let answer = json!({"records": [{"Id": "005x", "Deep": {"N": 3}}]});
        let answers = HashMap::from([("ref".to_owned(), answer)]);
        let plain = |text: &str| substituted(text, &answers, str::to_owned).map_err(|e| e.code);
        assert_eq!(plain("a @{ref.records[0].Id} b").as_deref(), Ok("a 005x b"));
        assert_eq!(plain("@{ref.records[0].Deep.N}").as_deref(), Ok("3"));
        assert_eq!(plain("@{ref.records[0]").as_deref(), Ok("@{ref.records[0]"));
        for wrong in ["@{x.Id}", "@{ref.records[9].Id}", "@{ref.records}", "@{}"] {
            assert_eq!(plain(wrong).expect_err(wrong), "PROCESSING_HALTED");
        }
    }
}
