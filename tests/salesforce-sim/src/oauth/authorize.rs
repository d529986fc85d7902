//! What the authorize endpoint checks and decides, without pages.

use crate::world::World;

/// Scopes the app has. A request may ask for some of them; none named means the first three.
const APP_SCOPES: [&str; 10] = [
    "api",
    "refresh_token",
    "id",
    "offline_access",
    "openid",
    "profile",
    "email",
    "web",
    "full",
    "custom_permissions",
];

/// A request that passed every check before the login.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) challenge: String,
    pub(crate) scope: String,
    pub(crate) login_hint: Option<String>,
    /// Whether a live browser session is not enough.
    pub(crate) fresh_login: bool,
}

/// Where a refused request ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// A bare text in the browser; the callback never hears of it. The content type is empty
    /// for one of them.
    Text {
        content_type: &'static str,
        body: String,
    },
    /// A page of another address in the browser.
    Page(String),
    /// The callback, with an error.
    Callback(String),
}

const PLAIN: &str = "text/plain;charset=UTF-8";

/// Checks a request's parameters in the order in which the service does.
pub(crate) fn check(world: &World, params: &[(String, String)]) -> Result<Request, Refusal> {
    let get = |name: &str| {
        let found = params.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    };
    let text = |body: &str| Refusal::Text {
        content_type: PLAIN,
        body: body.to_owned(),
    };
    if get("client_id") != Some(world.config.client_id.as_str()) {
        return Err(text(
            "error=invalid_client_id&error_description=client%20identifier%20invalid",
        ));
    }
    let Some(redirect_uri) = get("redirect_uri") else {
        return Err(text(
            "error=redirect_uri_missing&error_description=redirect_uri%20missing",
        ));
    };
    if !world
        .config
        .callbacks
        .iter()
        .any(|known| known == redirect_uri)
    {
        return Err(text(
            "error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration",
        ));
    }
    let state = get("state").map(str::to_owned);
    let back = |error: &str, description: &str| {
        Refusal::Callback(error_callback(
            redirect_uri,
            state.as_deref(),
            error,
            description,
        ))
    };
    if get("response_type") != Some("code") {
        return Err(back(
            "unsupported_response_type",
            "response type not supported",
        ));
    }
    let Some(challenge) = get("code_challenge") else {
        return Err(Refusal::Text {
            content_type: "",
            body: "error=invalid_request&error_description=missing required code challenge"
                .to_owned(),
        });
    };
    let method_known = get("code_challenge_method").is_none_or(|method| method == "S256");
    let url_safe = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !method_known || challenge.len() != 43 || !challenge.bytes().all(url_safe) {
        return Err(back("invalid_request", "invalid code challenge"));
    }
    let asked: Vec<&str> = get("scope")
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    if asked.iter().any(|scope| !APP_SCOPES.contains(scope)) {
        return Err(back("invalid_scope", "the requested scope is not allowed"));
    }
    if get("immediate") == Some("true") {
        return Err(back(
            "immediate_unsuccessful",
            "the user is not logged in or has not approved",
        ));
    }
    let asked = if asked.is_empty() {
        APP_SCOPES[..3].to_vec()
    } else {
        asked
    };
    let prompts = get("prompt").unwrap_or_default();
    Ok(Request {
        redirect_uri: redirect_uri.to_owned(),
        state,
        challenge: challenge.to_owned(),
        scope: asked.join(" "),
        login_hint: get("login_hint").map(str::to_owned),
        fresh_login: prompts
            .split_whitespace()
            .any(|p| p == "login" || p == "select_account"),
    })
}

/// The row of the user who logs in with these, if they may.
pub(crate) fn log_in(world: &mut World, username: &str, password: &str) -> Option<usize> {
    let typed = world.people.row_of_username(username);
    let forced = world.switches.login_user.as_deref();
    let row = match forced {
        Some(forced) => world.people.row_of_username(forced),
        None => typed,
    };
    let row = row.filter(|&row| password == world.config.password && world.people.may_log_in(row));
    match row {
        Some(row) => {
            let now = world.now();
            world.people.note_login(row, now);
            world.counters.logins += 1;
        }
        None => world.counters.login_failures += 1,
    }
    row
}

/// What the organization's policies say once the user is known, before the approve page.
pub(crate) fn gate(world: &World, request: &Request) -> Result<(), Refusal> {
    if world.switches.app_uninstalled {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("error", "invalid_client");
        query.append_pair("error_description", "app must be installed into org");
        if let Some(state) = &request.state {
            query.append_pair("state", state);
        }
        return Err(Refusal::Page(format!(
            "{}/setup/secur/RemoteAccessErrorPage.apexp?{}",
            world.origin,
            query.finish()
        )));
    }
    match &world.switches.authorize_error {
        Some(forced) => Err(Refusal::Callback(error_callback(
            &request.redirect_uri,
            request.state.as_deref(),
            &forced.error,
            &forced.error_description,
        ))),
        None => Ok(()),
    }
}

/// The callback address after Allow.
pub(crate) fn allow(world: &mut World, request: &Request, user: usize) -> String {
    let now = world.now();
    world.counters.approvals += 1;
    let code = world.grants.issue_code(
        user,
        &request.redirect_uri,
        &request.challenge,
        &request.scope,
        now,
    );
    let mut pairs = vec![("code", code.as_str())];
    if let Some(state) = &request.state {
        pairs.push(("state", state));
    }
    with_query(&request.redirect_uri, &pairs)
}

/// The callback address after Deny.
pub(crate) fn deny(world: &mut World, request: &Request) -> String {
    world.counters.denials += 1;
    let description = "end-user denied authorization";
    error_callback(
        &request.redirect_uri,
        request.state.as_deref(),
        "access_denied",
        description,
    )
}

fn error_callback(
    redirect_uri: &str,
    state: Option<&str>,
    error: &str,
    description: &str,
) -> String {
    let mut pairs = vec![("error", error), ("error_description", description)];
    if let Some(state) = state {
        pairs.push(("state", state));
    }
    with_query(redirect_uri, &pairs)
}

fn with_query(address: &str, pairs: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs.iter().copied())
        .finish();
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}{query}")
}
