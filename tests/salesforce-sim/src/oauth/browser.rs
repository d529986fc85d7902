//! The authorize endpoint as a browser walks through it.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::authorize::{Refusal, Request, allow, check, deny, gate, log_in};
use super::pages::{self, Place};
use super::random_text;
use crate::world::{Stand, World};

const COOKIE: &str = "stand_in_session";
const AUTHORIZE: &str = "/services/oauth2/authorize";

/// Browsers that are logged in, and approve pages that are open.
#[derive(Default)]
pub(crate) struct Browsers {
    sessions: HashMap<String, usize>,
    tickets: HashMap<String, usize>,
}

impl Browsers {
    /// Logs every browser out.
    pub(crate) fn forget(&mut self) -> usize {
        let count = self.sessions.len();
        self.sessions.clear();
        self.tickets.clear();
        count
    }

    fn user(&self, headers: &HeaderMap) -> Option<usize> {
        let cookies = headers.get_all(header::COOKIE).into_iter();
        let texts = cookies.filter_map(|value| value.to_str().ok());
        let mut pairs = texts
            .flat_map(|text| text.split(';'))
            .filter_map(|p| p.split_once('='));
        pairs.find_map(|(name, value)| {
            (name.trim() == COOKIE).then(|| self.sessions.get(value.trim()).copied())?
        })
    }
}

/// `GET /services/oauth2/authorize`
pub(crate) async fn authorize_get(
    State(stand): State<Arc<Stand>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let params = decoded(query.as_deref().unwrap_or_default().as_bytes());
    begin(&mut stand.world(), &params, &headers)
}

/// `POST /services/oauth2/authorize`: a request of its own, or one of the two forms.
pub(crate) async fn authorize_post(
    State(stand): State<Arc<Stand>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: axum::body::Bytes,
) -> Response {
    let mut params = decoded(query.as_deref().unwrap_or_default().as_bytes());
    let form = decoded(&body);
    let field = |name: &str| {
        let found = form.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    let mut world = stand.world();
    match field("step") {
        "login" => submit_login(&mut world, &params, field("username"), field("password")),
        "decide" => decide(&mut world, &params, field("ticket"), field("decision")),
        _ => {
            params.extend(form);
            begin(&mut world, &params, &headers)
        }
    }
}

/// `GET /setup/secur/RemoteAccessErrorPage.apexp`
pub(crate) async fn remote_access_error(State(stand): State<Arc<Stand>>) -> Response {
    let world = stand.world();
    html(pages::remote_access_error(&place(&world)))
}

/// `GET /services/oauth2/success`
pub(crate) async fn success(State(stand): State<Arc<Stand>>) -> Response {
    let world = stand.world();
    html(pages::notice(
        &place(&world),
        "Authorized",
        "You can close this window.",
    ))
}

fn begin(world: &mut World, params: &[(String, String)], headers: &HeaderMap) -> Response {
    let request = match check(world, params) {
        Ok(request) => request,
        Err(refusal) => return refused(refusal),
    };
    let live = world
        .browsers
        .user(headers)
        .filter(|&user| world.people.may_log_in(user));
    match live {
        Some(user) if !request.fresh_login => approve_page(world, params, &request, user),
        _ => {
            let hint = request.login_hint.as_deref().unwrap_or_default();
            html(pages::login(&place(world), &action(params), hint, false))
        }
    }
}

fn submit_login(
    world: &mut World,
    params: &[(String, String)],
    username: &str,
    password: &str,
) -> Response {
    let request = match check(world, params) {
        Ok(request) => request,
        Err(refusal) => return refused(refusal),
    };
    let Some(user) = log_in(world, username, password) else {
        return html(pages::login(&place(world), &action(params), username, true));
    };
    let session = random_text(24);
    world.browsers.sessions.insert(session.clone(), user);
    let mut response = approve_page(world, params, &request, user);
    let cookie = format!("{COOKIE}={session}; Path=/; HttpOnly; SameSite=Lax");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn approve_page(
    world: &mut World,
    params: &[(String, String)],
    request: &Request,
    user: usize,
) -> Response {
    if let Err(refusal) = gate(world, request) {
        return refused(refusal);
    }
    let ticket = random_text(24);
    world.browsers.tickets.insert(ticket.clone(), user);
    let username = world.people.username(user);
    html(pages::approve(
        &place(world),
        &action(params),
        &ticket,
        &username,
        request,
    ))
}

fn decide(
    world: &mut World,
    params: &[(String, String)],
    ticket: &str,
    decision: &str,
) -> Response {
    let request = match check(world, params) {
        Ok(request) => request,
        Err(refusal) => return refused(refusal),
    };
    // A ticket is good for one press of a button.
    let Some(user) = world.browsers.tickets.remove(ticket) else {
        let hint = request.login_hint.as_deref().unwrap_or_default();
        return html(pages::login(&place(world), &action(params), hint, false));
    };
    let address = match decision {
        "allow" => allow(world, &request, user),
        _ => deny(world, &request),
    };
    redirect(&address)
}

fn refused(refusal: Refusal) -> Response {
    match refusal {
        Refusal::Text { content_type, body } => {
            let headers = [
                (header::CONTENT_TYPE, content_type),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (StatusCode::BAD_REQUEST, headers, body).into_response()
        }
        Refusal::Page(address) | Refusal::Callback(address) => redirect(&address),
    }
}

/// A redirect without a page, so that the browser hands a custom scheme over and stays put.
fn redirect(address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(address) => {
            let headers = [
                (header::LOCATION, address),
                (header::CACHE_CONTROL, no_store()),
            ];
            (StatusCode::FOUND, headers).into_response()
        }
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn no_store() -> HeaderValue {
    HeaderValue::from_static("no-store")
}

fn html(page: String) -> Response {
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, Html(page)).into_response()
}

fn place(world: &World) -> Place<'_> {
    Place {
        organization: &world.organization.name,
        sandbox: world.config.sandbox,
    }
}

fn action(params: &[(String, String)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(params)
        .finish();
    format!("{AUTHORIZE}?{query}")
}

fn decoded(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}
