//! Versions, the list of resources, limits, one user.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use super::{ApiError, Caller, json_response};
use crate::soql::{View, plan, table};
use crate::world::Stand;

#[derive(Serialize)]
struct Version {
    label: String,
    url: String,
    version: String,
}

/// `GET /services/data`: needs no session.
pub(crate) async fn versions(State(stand): State<Arc<Stand>>) -> Response {
    let newest = stand.world().switches.newest_version;
    let all: Vec<Version> = (31..=newest)
        .map(|number| Version {
            label: label(number),
            url: format!("/services/data/v{number}.0"),
            version: format!("{number}.0"),
        })
        .collect();
    json_response(
        StatusCode::OK,
        serde_json::to_string(&all).unwrap_or_default(),
    )
}

/// Three releases a year; 66 is Spring '26.
fn label(number: u32) -> String {
    let season = ["Spring", "Summer", "Winter"][(number % 3) as usize];
    let year = number / 3 + 4 + u32::from(number % 3 == 2);
    format!("{season} '{year}")
}

/// `GET /services/data/vNN.0`
pub(crate) async fn resources(Extension(caller): Extension<Caller>) -> Response {
    let at = |name: &str| format!("/services/data/v{}/{name}", caller.version);
    let body = json!({
        "limits": at("limits"),
        "query": at("query"),
        "sobjects": at("sobjects"),
    });
    json_response(StatusCode::OK, body.to_string())
}

/// `GET /services/data/vNN.0/limits`
pub(crate) async fn limits(State(stand): State<Arc<Stand>>) -> Response {
    let (used, limit) = stand.world().api_usage();
    let body = json!({
        "DailyApiRequests": {"Max": limit, "Remaining": limit - used},
        "DailyBulkV2QueryJobs": {"Max": 10_000, "Remaining": 10_000},
        "DailyBulkApiBatches": {"Max": 15_000, "Remaining": 15_000},
        "DataStorageMB": {"Max": 1_024, "Remaining": 640},
    });
    json_response(StatusCode::OK, body.to_string())
}

/// `GET /services/data/vNN.0/sobjects/User/<id>?fields=`
pub(crate) async fn user(
    State(stand): State<Arc<Stand>>,
    Extension(caller): Extension<Caller>,
    Path(parts): Path<HashMap<String, String>>,
    RawQuery(raw): RawQuery,
) -> Response {
    const ALL: &str = "Id,Username,LastName,FirstName,Name,Email,IsActive,UserType,ProfileId,\
                       UserRoleId,FederationIdentifier,ManagerId,LastLoginDate,SystemModstamp,\
                       LastModifiedDate,CreatedDate";
    let raw = raw.unwrap_or_default();
    let fields = form_urlencoded::parse(raw.as_bytes()).find(|(name, _)| name == "fields");
    let fields = fields.map_or_else(|| ALL.to_owned(), |(_, fields)| fields.into_owned());
    let id = parts.get("id").map(String::as_str).unwrap_or_default();
    let world = stand.world();
    let Some(id) = crate::identifiers::normalised(id) else {
        return ApiError::not_found().into_response();
    };
    let view = View {
        world: &world,
        user: caller.user,
    };
    let row = table("User").and_then(|users| users.row_of(&view, &id));
    match plan(&view, &format!("SELECT {fields} FROM User LIMIT 0")) {
        Ok(plan) => {
            let Some(row) = row else {
                return ApiError::not_found().into_response();
            };
            let mut body = Vec::new();
            plan.record(view, &caller.version, row as u32, &mut body);
            json_response(StatusCode::OK, body)
        }
        Err(error) => {
            ApiError::new(StatusCode::BAD_REQUEST, error.code, &error.message).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn releases_are_called_as_the_service_calls_them() {
        assert_eq!(label(66), "Spring '26");
        assert_eq!(label(67), "Summer '26");
        assert_eq!(label(68), "Winter '27");
        assert_eq!(label(50), "Winter '21");
    }
}
