//! The one entry to `/services/data`: reads the request, finds what answers it, writes the answer.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::render::{Form, render};
use super::session::admit;
use super::{
    ApiError, Call, Caller, Reply, batch, collections, composite, describe, limits, query, records,
    resources, writes,
};
use crate::endpoint;
use crate::soql::Effort;
use crate::world::{Stand, World};

/// The longest body that is read, unpacked, in bytes.
const LONGEST_BODY: usize = 6 << 20;
const CACHE: &str = "no-cache,must-revalidate,max-age=0,no-store,private";

/// `/services/data`: needs no session and does not count.
pub(crate) async fn versions(State(stand): State<Arc<Stand>>, request: Request) -> Response {
    let call = Call::new(
        request.method().clone(),
        "",
        request.headers().clone(),
        Bytes::new(),
    );
    let newest = stand.world().switches.newest_version;
    let reply = match call.allow("HEAD,GET") {
        Ok(()) => resources::versions(newest),
        Err(error) => error.into(),
    };
    let named = request.uri().path().ends_with(".xml").then_some(Form::Xml);
    write(
        reply,
        form(&call.headers, named),
        request.method() == Method::HEAD,
    )
}

/// `/services/data/vNN.0/…`
pub(crate) async fn serve(State(stand): State<Arc<Stand>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let head = parts.method == Method::HEAD;
    let endpoint = endpoint::of(parts.uri.path());
    let address = parts.uri.path_and_query().map_or("", |all| all.as_str());
    let address = address.strip_prefix("/services/data/").unwrap_or_default();
    let (path, rest) = address.split_once('?').unwrap_or((address, ""));
    let (path, named) = without_extension(path);
    let (version, path) = path.split_once('/').unwrap_or((path, ""));
    let form = form(&parts.headers, named);
    let admitted = admit(&mut stand.world(), &parts.headers, version);
    let app = admitted.as_ref().ok().and_then(|caller| caller.app);
    let reply = match admitted {
        Err(error) => Err(error),
        Ok(caller) => {
            if endpoint.starts_with("query") {
                wait(&stand).await;
            }
            let body = read(&parts.headers, body).await;
            body.and_then(|body| {
                let address = format!("{path}?{rest}");
                let call = Call::new(parts.method, &address, parts.headers, body);
                form.as_ref().map_err(|&error| accept_error(error))?;
                let mut world = stand.world();
                world.effort = Effort::new(world.people.len());
                answer(&mut world, &caller, &call)
            })
        }
    };
    let mut response = write(reply.unwrap_or_else(Reply::from), form, head);
    // Whoever has no session for this API is told nothing of the organization.
    if response.status() == StatusCode::UNAUTHORIZED {
        return response;
    }
    if let Ok(value) = HeaderValue::from_bytes(stand.world().limit_info(app).as_bytes()) {
        response.headers_mut().insert("Sforce-Limit-Info", value);
    }
    response
}

/// Answers one call. The parts of a composite request come here too.
pub(super) fn answer(world: &mut World, caller: &Caller, call: &Call) -> Result<Reply, ApiError> {
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    match path.as_slice() {
        [] => resources::list(world, caller, call),
        ["limits"] => limits::limits(world, caller, call),
        ["limits", "recordCount"] => limits::record_count(world, caller, call),
        ["query"] => query::query(world, caller, call),
        ["queryAll"] => query::query(world, caller, call),
        ["query" | "queryAll", locator] => query::page(world, caller, call, locator),
        ["tooling", rest @ ..] => resources::tooling(world, caller, call, rest),
        ["sobjects"] => describe::global(world, caller, call),
        ["sobjects", object] => match call.method {
            Method::GET => describe::basic(world, caller, call, object),
            _ => writes::create(world, caller, call, object),
        },
        ["sobjects", object, "describe"] => describe::full(world, caller, call, object),
        ["sobjects", object, "updated"] => records::updated(world, caller, call, object),
        ["sobjects", object, "deleted"] => records::deleted(world, caller, call, object),
        ["sobjects", object, id] => match call.method {
            Method::GET => records::by_id(world, caller, call, object, id),
            _ => writes::change(world, caller, call, object, id),
        },
        ["sobjects", object, field, value] => {
            records::by_field(world, caller, call, object, field, value)
        }
        ["composite"] => composite::composite(world, caller, call),
        ["composite", "batch"] => batch::batch(world, caller, call),
        ["composite", "sobjects"] => writes::collection(caller, call),
        ["composite", "sobjects", object] => collections::retrieve(world, caller, call, object),
        ["composite", "tree", object] => writes::tree(world, caller, call, object),
        ["composite", "graph"] => writes::graph(call),
        ["search"] => records::search(call),
        ["parameterizedSearch"] => records::parameterized_search(world, caller, call),
        ["recent"] => call
            .allow("HEAD,GET")
            .map(|()| Reply::ok("Recent", "[]".to_owned())),
        _ => Err(ApiError::not_found()),
    }
}

async fn wait(stand: &Stand) {
    let delay = stand.world().switches.query_delay_ms;
    if delay > 0 {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
}

/// The body in UTF-8.
async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, ApiError> {
    let whole = Limited::new(body, LONGEST_BODY).collect().await;
    let body = whole
        .map(http_body_util::Collected::to_bytes)
        .map_err(|error| {
            if error.downcast_ref::<LengthLimitError>().is_some() {
                let message = "The request body is too large";
                ApiError::new(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    "REQUEST_ENTITY_TOO_LARGE",
                    message,
                )
            } else {
                ApiError::bad_request("INVALID_REQUEST", "The request body could not be read")
            }
        })?;
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let charset = kind
        .unwrap_or_default()
        .split(';')
        .skip(1)
        .find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.trim()
                .eq_ignore_ascii_case("charset")
                .then(|| value.trim().trim_matches('"').to_owned())
        });
    let Some(charset) = charset else {
        return Ok(body);
    };
    match encoding_rs::Encoding::for_label(charset.as_bytes()) {
        Some(encoding) if encoding == encoding_rs::UTF_8 => Ok(body),
        Some(encoding) => Ok(Bytes::from(encoding.decode(&body).0.into_owned())),
        None => Err(ApiError::media_type(kind.unwrap_or_default())),
    }
}

/// `.json` or `.xml` at the end of an address says what is wanted.
fn without_extension(path: &str) -> (&str, Option<Form>) {
    let trimmed = path.trim_end_matches('/');
    if let Some(path) = trimmed.strip_suffix(".json") {
        return (path, Some(Form::Json));
    }
    match trimmed.strip_suffix(".xml") {
        Some(path) => (path, Some(Form::Xml)),
        None => (path, None),
    }
}

/// Neither JSON nor XML will do.
#[derive(Clone, Copy)]
struct Unacceptable;

fn form(headers: &HeaderMap, named: Option<Form>) -> Result<Form, Unacceptable> {
    let pretty = headers
        .get("X-PrettyPrint")
        .is_some_and(|value| value == "1" || value == "true");
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    let wanted = named.or_else(|| Form::accepted(accept.unwrap_or("*/*")));
    match wanted {
        Some(Form::Json) if pretty => Ok(Form::Pretty),
        Some(form) => Ok(form),
        None => Err(Unacceptable),
    }
}

fn accept_error(_: Unacceptable) -> ApiError {
    let message = "HTTP Accept header specified in HTTP request is not supported";
    ApiError::new(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", message)
}

fn write(reply: Reply, form: Result<Form, Unacceptable>, head: bool) -> Response {
    let form = form.unwrap_or(Form::Json);
    let kind = match form {
        Form::Xml => "application/xml;charset=UTF-8",
        _ => "application/json;charset=UTF-8",
    };
    let body = render(&reply.root, reply.body, form);
    let mut response = reply.status.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE));
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    if reply.status == StatusCode::NO_CONTENT || reply.status == StatusCode::NOT_MODIFIED {
        return response;
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if head {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        return response;
    }
    response.map(|_| Body::from(body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;
    use crate::oauth::Holder;

    #[tokio::test]
    async fn every_request_has_an_allowance_of_its_own_that_its_parts_share() {
        let mut world = World::new(Config::default(), "http://localhost:1".to_owned());
        let holder = Holder {
            user: 3,
            app: None,
            scope: "api".into(),
        };
        let now = world.now();
        world.grants.access.open("token", holder, None, 60_000, now);
        let stand = Arc::new(Stand::new(world));
        let call = async |path: &str, body: String| {
            let request = Request::post(format!("/services/data/v60.0/{path}"))
                .header("Authorization", "Bearer token")
                .body(Body::from(body))
                .expect("a request");
            let response = serve(State(Arc::clone(&stand)), request).await;
            let body = response.into_body().collect().await.expect("a body");
            String::from_utf8(body.to_bytes().to_vec()).expect("text")
        };
        // Some 50 conditions of a hundred users and their logins, so that one fits and 25 do not.
        let bomb = "LoginType != 'a' AND ".repeat(60);
        let query =
            format!("v60.0/query?q=SELECT COUNT() FROM LoginHistory WHERE {bomb} Id != null");
        let batch = |count: usize| {
            let part = serde_json::json!({"method": "GET", "url": query});
            serde_json::json!({"batchRequests": vec![part; count]}).to_string()
        };
        for _ in 0..2 {
            let few = call("composite/batch", batch(3)).await;
            assert!(few.starts_with("{\"hasErrors\":false"), "{few}");
            stand.world().effort.wrote(usize::MAX);
        }
    }
}
