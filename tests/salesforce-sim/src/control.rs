//! Faults and switches, over HTTP at `/_control` and in the process.

mod page;
mod refresh;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::{Map, Value, json};

use crate::endpoint;
use crate::failure::Failure;
use crate::interference::Planned;
use crate::people::Change;
use crate::rest::json_response;
use crate::world::{Stand, World};

/// Every fault and its arguments.
pub(crate) const FAULTS: [(&str, &str); 20] = [
    ("expire_access_tokens", ""),
    ("revoke_refresh_tokens", ""),
    ("expire_locators", ""),
    ("end_browser_sessions", ""),
    ("advance_clock", "seconds"),
    ("reset_counters", ""),
    ("refresh_organization", ""),
    ("fail_next", "count, with, endpoints"),
    ("forget_waiting_faults", ""),
    ("deactivate_users", "count | users"),
    ("reactivate_users", "count | users"),
    ("freeze_users", "count | users"),
    ("unfreeze_users", "count | users"),
    ("change_profile", "count | users"),
    ("rename_users", "count | users"),
    ("change_role", "count | users"),
    ("change_title", "count | users"),
    ("lock_users", "count | users"),
    ("unlock_users", "count | users"),
    ("add_users", "count"),
];

/// How many touched ids the answer lists.
const LISTED: usize = 100;
/// How far the clock goes in all.
const LONGEST_MOVE_MS: i64 = 1_000 * 365 * 86_400_000;
/// How many faults may wait for their requests.
const MOST_PLANNED: usize = 100;

/// `GET /_control`: JSON, or the page when a browser asks.
pub(crate) async fn show(State(stand): State<Arc<Stand>>, headers: HeaderMap) -> Response {
    if page::wanted(&headers) {
        return page::page();
    }
    json_response(StatusCode::OK, stand.describe().to_string())
}

/// `POST /_control`
pub(crate) async fn apply(
    State(stand): State<Arc<Stand>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !page::own(&headers) {
        let body = json!({"error": "requests of other sites are refused"});
        return json_response(StatusCode::FORBIDDEN, body.to_string());
    }
    let parsed = serde_json::from_slice(&body).map_err(|error| error.to_string());
    match parsed.and_then(|json: Value| run(&stand, &json)) {
        Ok(state) => json_response(StatusCode::OK, state.to_string()),
        Err(error) => {
            let known: Vec<&str> = FAULTS.iter().map(|(name, _)| *name).collect();
            let body = json!({
                "error": error,
                "known_faults": known,
                "known_switches": stand.world().switches,
            });
            json_response(StatusCode::BAD_REQUEST, body.to_string())
        }
    }
}

/// Applies a fault, switches, or both, and describes the world afterwards.
pub(crate) fn run(stand: &Stand, json: &Value) -> Result<Value, String> {
    let Value::Object(members) = json else {
        return Err("the body is an object with \"fault\" or \"set\"".to_owned());
    };
    let mut world = stand.world();
    let switches = members
        .get("set")
        .map(|set| world.switches.with(set))
        .transpose()?;
    let fault = members
        .get("fault")
        .map(|fault| fault.as_str().unwrap_or_default());
    let app = members.get("app");
    if fault.is_none() && switches.is_none() && app.is_none() {
        return Err("the body names neither a \"fault\" nor a \"set\" nor an \"app\"".to_owned());
    }
    if let Some(app) = app {
        crate::oauth::change_app(&mut world, app)?;
    }
    if let Some(fault) = fault {
        world.last_fault = run_fault(&mut world, fault, members)?;
        if fault == "reset_counters" {
            stand.bytes_sent.store(0, Ordering::Relaxed);
        }
    }
    if let Some(switches) = switches {
        stand.held.send_replace(switches.hold_refreshes);
        let held = switches.hold_endpoints.clone();
        stand.held_endpoints.send_replace(held);
        world.switches = switches;
    }
    drop(world);
    Ok(stand.describe())
}

fn run_fault(
    world: &mut World,
    fault: &str,
    members: &Map<String, Value>,
) -> Result<Value, String> {
    if let Some(change) = Change::named(fault) {
        return change_users(world, fault, change, members);
    }
    if fault == "add_users" {
        return add_users(world, members);
    }
    let count = match fault {
        "expire_access_tokens" => world.grants.expire_access_tokens(),
        "revoke_refresh_tokens" => world.grants.revoke_everything(),
        "expire_locators" => world.cursors.clear(),
        "end_browser_sessions" => world.browsers.forget(),
        "reset_counters" => {
            world.counters = crate::counters::Counters::default();
            0
        }
        "refresh_organization" => refresh::refresh(world),
        "forget_waiting_faults" => std::mem::take(&mut world.planned).len(),
        "fail_next" => plan_failures(world, members)?,
        "advance_clock" => {
            let seconds = members.get("seconds").and_then(Value::as_i64);
            let seconds = seconds.ok_or("advance_clock takes whole \"seconds\"")?;
            let moved = world
                .clock_moved_ms
                .saturating_add(seconds.saturating_mul(1_000));
            // Beyond that there are no dates to tell the time with.
            if !(-LONGEST_MOVE_MS..=LONGEST_MOVE_MS).contains(&moved) {
                return Err("the clock moves by a thousand years at most".to_owned());
            }
            world.clock_moved_ms = moved;
            world.pass_time();
            0
        }
        _ => {
            let known: Vec<&str> = FAULTS.iter().map(|(name, _)| *name).collect();
            return Err(format!(
                "unknown fault {fault:?}; known: {}",
                known.join(", ")
            ));
        }
    };
    Ok(json!({"fault": fault, "count": count}))
}

/// The next requests, `count` of them, fail `with` something.
fn plan_failures(world: &mut World, members: &Map<String, Value>) -> Result<usize, String> {
    let left = members.get("count").map_or(Some(1), Value::as_u64);
    let left = left
        .filter(|&count| count > 0)
        .ok_or("fail_next takes a whole \"count\" above 0")?;
    let with = members
        .get("with")
        .cloned()
        .unwrap_or_else(|| "json503".into());
    let failure: Failure = serde_json::from_value(with).map_err(|error| error.to_string())?;
    let endpoints = members
        .get("endpoints")
        .cloned()
        .unwrap_or_else(|| json!([]));
    let endpoints: Vec<String> =
        serde_json::from_value(endpoints).map_err(|error| error.to_string())?;
    if let Some(error) = endpoint::unknown(endpoints.iter()) {
        return Err(error);
    }
    if world.planned.len() >= MOST_PLANNED {
        return Err(format!("{MOST_PLANNED} faults wait already"));
    }
    world.planned.push(Planned {
        left,
        failure,
        endpoints,
    });
    Ok(usize::try_from(left).unwrap_or(usize::MAX))
}

fn change_users(
    world: &mut World,
    fault: &str,
    change: Change,
    members: &Map<String, Value>,
) -> Result<Value, String> {
    let now = world.now();
    let rows = match (members.get("users"), members.get("count")) {
        (Some(Value::Array(users)), _) => {
            let rows = users
                .iter()
                .map(|user| row_of(world, user.as_str().unwrap_or_default()));
            let rows = rows.collect::<Result<Vec<usize>, String>>()?;
            world.people.change_these(change, &rows, now);
            rows
        }
        (None, Some(count)) => {
            let count = count.as_u64().and_then(|count| usize::try_from(count).ok());
            let count = count.ok_or_else(|| format!("{fault} takes a whole \"count\""))?;
            world.people.change(change, count, now)
        }
        _ => return Err(format!("{fault} takes a \"count\" or a list of \"users\"")),
    };
    let ids: Vec<String> = rows
        .iter()
        .take(LISTED)
        .map(|&row| world.user_id(row))
        .collect();
    Ok(json!({"fault": fault, "count": rows.len(), "users": ids}))
}

fn add_users(world: &mut World, members: &Map<String, Value>) -> Result<Value, String> {
    /// Added at once.
    const MOST: u64 = 1_000_000;
    let count = members.get("count").and_then(Value::as_u64);
    let count = count
        .filter(|&count| count <= MOST)
        .ok_or_else(|| format!("add_users takes a whole \"count\" of at most {MOST}"))?;
    let now = world.now();
    let rows: Vec<usize> = (0..count).map_while(|_| world.people.arrive(now)).collect();
    let ids: Vec<String> = rows
        .iter()
        .take(LISTED)
        .map(|&row| world.user_id(row))
        .collect();
    Ok(json!({"fault": "add_users", "count": rows.len(), "users": ids}))
}

/// A user by id or by user name.
fn row_of(world: &World, user: &str) -> Result<usize, String> {
    let by_id = crate::identifiers::normalized(user)
        .and_then(|id| world.organization.users.row(&id))
        .filter(|&row| row < world.people.len());
    by_id
        .or_else(|| world.people.row_of_username(user))
        .ok_or_else(|| format!("no user {user:?}"))
}
