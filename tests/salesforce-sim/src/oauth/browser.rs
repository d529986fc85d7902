//! The authorize endpoint as a browser walks through it.

mod sessions;

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::authorize::{Display, Refusal, Request, allow, check, deny, gate, needs_no_approval};
use super::client::MOST_PARAMS;
use super::login::{By, LoginRefusal, log_in};
use super::pages::{self, Place};
use super::site::Site;
use crate::world::{Stand, World};

pub(crate) use sessions::Browsers;
use sessions::COOKIE;

const AUTHORIZE: &str = "/services/oauth2/authorize";

/// One request of a browser: where it came to, and with what.
struct Visit<'a> {
    site: &'a Site,
    params: Vec<(String, String)>,
    form: Vec<(String, String)>,
    headers: &'a HeaderMap,
}

impl Visit<'_> {
    fn field(&self, name: &str) -> &str {
        let found = self.form.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// The address that the forms are sent to.
    fn action(&self) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.params)
            .finish();
        format!("{AUTHORIZE}?{query}")
    }

    fn place<'w>(&self, world: &'w World, display: Display) -> Place<'w> {
        Place {
            organization: &world.organization.name,
            sandbox: world.config.sandbox,
            host: self.site.kind,
            display,
        }
    }
}

/// `GET /services/oauth2/authorize`
pub(crate) async fn authorize_get(
    State(stand): State<Arc<Stand>>,
    site: Site,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let visit = Visit {
        site: &site,
        params: decoded(query.as_deref().unwrap_or_default().as_bytes()),
        form: Vec::new(),
        headers: &headers,
    };
    ended(begin(&mut stand.world(), &visit))
}

/// `POST /services/oauth2/authorize`: a request of its own, or one of the forms.
pub(crate) async fn authorize_post(
    State(stand): State<Arc<Stand>>,
    site: Site,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: axum::body::Bytes,
) -> Response {
    let mut visit = Visit {
        site: &site,
        params: decoded(query.as_deref().unwrap_or_default().as_bytes()),
        form: decoded(&body),
        headers: &headers,
    };
    let mut world = stand.world();
    let world = &mut *world;
    ended(match visit.field("step") {
        "username" => name_user(world, &visit),
        "login" => submit_login(world, &visit),
        "account" => choose_account(world, &visit),
        "decide" => decide(world, &visit),
        _ => {
            let form = std::mem::take(&mut visit.form);
            visit.params.extend(form);
            begin(world, &visit)
        }
    })
}

/// `GET /setup/secur/RemoteAccessErrorPage.apexp`
pub(crate) async fn remote_access_error(State(stand): State<Arc<Stand>>, site: Site) -> Response {
    let world = stand.world();
    html(pages::remote_access_error(&plain_place(&world, &site)))
}

/// `GET /`
pub(super) async fn front(State(stand): State<Arc<Stand>>, site: Site) -> Response {
    let world = stand.world();
    html(pages::front(&plain_place(&world, &site)))
}

/// `GET /services/oauth2/success`
pub(crate) async fn success(State(stand): State<Arc<Stand>>, site: Site) -> Response {
    let world = stand.world();
    html(pages::notice(
        &plain_place(&world, &site),
        "Authorized",
        "You can close this window.",
    ))
}

fn plain_place<'w>(world: &'w World, site: &Site) -> Place<'w> {
    Place {
        organization: &world.organization.name,
        sandbox: world.config.sandbox,
        host: site.kind,
        display: Display::Page,
    }
}

/// The user of the browser's live session, who may still log in at this host.
fn live_user(world: &mut World, visit: &Visit<'_>) -> Option<usize> {
    let (life, now) = (world.session_life(), world.now());
    let user = world.browsers.user(visit.headers, life, now)?;
    (world.people.may_log_in(user) && visit.site.knows(world)).then_some(user)
}

fn begin(world: &mut World, visit: &Visit<'_>) -> Result<Response, Refusal> {
    let request = check(world, &visit.params)?;
    let live = live_user(world, visit);
    if request.immediate {
        return without_pages(world, &request, live).map(|address| redirect(&address));
    }
    match live {
        Some(user) if request.prompt.select_account => {
            let username = world.people.username(user);
            let place = visit.place(world, request.display);
            Ok(html(pages::accounts(&place, &visit.action(), &username)))
        }
        Some(user) if !request.prompt.login => go_on(world, visit, &request, user),
        _ => Ok(login_page(world, visit, &request)),
    }
}

/// `immediate=true`: the callback with a code, if nothing has to be asked.
fn without_pages(
    world: &mut World,
    request: &Request,
    live: Option<usize>,
) -> Result<String, Refusal> {
    let asks = request.prompt.login || request.prompt.select_account;
    let user = live
        .filter(|_| !asks)
        .ok_or_else(|| request.immediate_unsuccessful())?;
    gate(world, request, user)?;
    if !needs_no_approval(world, request, user) {
        return Err(request.immediate_unsuccessful());
    }
    Ok(allow(world, request, user))
}

fn login_page(world: &World, visit: &Visit<'_>, request: &Request) -> Response {
    let hint = request.login_hint.as_deref().unwrap_or_default();
    let place = visit.place(world, request.display);
    html(if asks_user_name_first(world, visit.site) {
        pages::username(&place, &visit.action(), hint)
    } else {
        pages::login(&place, &visit.action(), hint, None)
    })
}

fn asks_user_name_first(world: &World, site: &Site) -> bool {
    site.is_login_host() && world.switches.email_first_login
}

/// The first page of a login host is followed by the second for whatever name was given.
fn name_user(world: &mut World, visit: &Visit<'_>) -> Result<Response, Refusal> {
    let request = check(world, &visit.params)?;
    let username = visit.field("username").trim();
    if username.is_empty() {
        return Ok(login_page(world, visit, &request));
    }
    let place = visit.place(world, request.display);
    Ok(html(pages::password(
        &place,
        &visit.action(),
        username,
        None,
    )))
}

fn submit_login(world: &mut World, visit: &Visit<'_>) -> Result<Response, Refusal> {
    let request = check(world, &visit.params)?;
    let username = visit.field("username");
    let user = match log_in(
        world,
        visit.site,
        username,
        visit.field("password"),
        By::Page(request.app),
    ) {
        Ok(user) => user,
        Err(refusal) => {
            let place = visit.place(world, request.display);
            let (action, alert) = (visit.action(), Some(alert(refusal)));
            return Ok(html(if asks_user_name_first(world, visit.site) {
                pages::password(&place, &action, username, alert)
            } else {
                pages::login(&place, &action, username, alert)
            }));
        }
    };
    let (life, now) = (world.session_life(), world.now());
    let session = world.browsers.log_in(user, life, now);
    // The login counts whatever becomes of the request.
    let mut response = ended(go_on(world, visit, &request, user));
    let secure = if world.origin.starts_with("https") {
        "; Secure"
    } else {
        ""
    };
    let cookie = format!("{COOKIE}={session}; Path=/; HttpOnly; SameSite=Lax{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

fn alert(refusal: LoginRefusal) -> &'static str {
    match refusal {
        LoginRefusal::Credentials | LoginRefusal::SecurityToken => {
            "Check your user name and password. If you still can’t log in, ask your administrator."
        }
        LoginRefusal::OrgLocked => {
            "This organization is locked, closed, or suspended. Ask your administrator."
        }
        LoginRefusal::RateExceeded => "Too many logins. Wait some minutes and try again.",
        LoginRefusal::IpRestricted => {
            "You can’t log in from this place at this time. Ask your administrator."
        }
    }
}

fn choose_account(world: &mut World, visit: &Visit<'_>) -> Result<Response, Refusal> {
    let request = check(world, &visit.params)?;
    match live_user(world, visit) {
        Some(user) if visit.field("account") == "current" => go_on(world, visit, &request, user),
        _ => Ok(login_page(world, visit, &request)),
    }
}

/// A user is known: the policies, then the approve page or the callback.
fn go_on(
    world: &mut World,
    visit: &Visit<'_>,
    request: &Request,
    user: usize,
) -> Result<Response, Refusal> {
    gate(world, request, user)?;
    if needs_no_approval(world, request, user) {
        return Ok(redirect(&allow(world, request, user)));
    }
    let action = visit.action();
    let ticket = world.browsers.ticket(user, &action);
    let username = world.people.username(user);
    Ok(html(pages::approve(
        &visit.place(world, request.display),
        &action,
        &ticket,
        &world.apps.get(request.app).name,
        &username,
        request,
    )))
}

fn decide(world: &mut World, visit: &Visit<'_>) -> Result<Response, Refusal> {
    let request = check(world, &visit.params)?;
    let punched = world.browsers.punch(visit.field("ticket"), &visit.action());
    let Some(user) = punched else {
        return Ok(login_page(world, visit, &request));
    };
    Ok(redirect(&match visit.field("decision") {
        "allow" => allow(world, &request, user),
        _ => deny(world, &request),
    }))
}

fn ended(result: Result<Response, Refusal>) -> Response {
    match result {
        Ok(response) => response,
        Err(Refusal::Text { content_type, body }) => {
            let headers = [
                (header::CONTENT_TYPE, content_type),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (StatusCode::BAD_REQUEST, headers, body).into_response()
        }
        Err(Refusal::Page(address) | Refusal::Callback(address)) => redirect(&address),
    }
}

/// A redirect without a page, so that the browser hands a custom scheme over and stays put.
fn redirect(address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(address) => {
            let headers = [
                (header::LOCATION, address),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ];
            (StatusCode::FOUND, headers).into_response()
        }
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn html(page: String) -> Response {
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, Html(page)).into_response()
}

fn decoded(text: &[u8]) -> Vec<(String, String)> {
    let all = form_urlencoded::parse(text).into_owned();
    all.take(MOST_PARAMS).collect()
}
