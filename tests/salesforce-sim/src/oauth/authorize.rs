//! What the authorize endpoint checks and decides, without pages.

use super::apps::{self, Permitted, permitted};
use super::grants::Approved;
use super::{policies, scopes};
use crate::world::World;

/// What the parameter `prompt` asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prompt {
    /// A live browser session is not enough.
    pub(crate) login: bool,
    /// The approve page comes, whatever was approved before.
    pub(crate) consent: bool,
    /// The person says which of the accounts it is.
    pub(crate) select_account: bool,
}

/// What the pages are laid out for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Display {
    #[default]
    Page,
    Popup,
    Touch,
    Mobile,
}

/// A request that passed every check before the login.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// Position of the app.
    pub(crate) app: usize,
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) challenge: Option<String>,
    pub(crate) scope: String,
    pub(crate) nonce: Option<String>,
    pub(crate) login_hint: Option<String>,
    pub(crate) prompt: Prompt,
    pub(crate) display: Display,
    /// No page may be shown.
    pub(crate) immediate: bool,
}

impl Request {
    /// The callback address with an error.
    pub(crate) fn error(&self, error: &str, description: &str) -> Refusal {
        let state = self.state.as_deref();
        Refusal::Callback(error_callback(
            &self.redirect_uri,
            state,
            error,
            description,
        ))
    }

    /// What a request without pages gets when one would be needed.
    pub(crate) fn immediate_unsuccessful(&self) -> Refusal {
        self.error("immediate_unsuccessful", "immediate unsuccessful")
    }
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
    let Some(app) = get("client_id").and_then(|id| world.apps.find(id)) else {
        return Err(text(
            "error=invalid_client_id&error_description=client%20identifier%20invalid",
        ));
    };
    let registered = world.apps.get(app);
    let Some(redirect_uri) = get("redirect_uri") else {
        return Err(text(
            "error=redirect_uri_missing&error_description=redirect_uri%20missing",
        ));
    };
    if !registered
        .callbacks
        .iter()
        .any(|known| known == redirect_uri)
    {
        return Err(text(
            "error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration",
        ));
    }
    let back = |error: &str, description: &str| {
        let callback = error_callback(redirect_uri, get("state"), error, description);
        Err(Refusal::Callback(callback))
    };
    if get("response_type") != Some("code") {
        return back("unsupported_response_type", "response type not supported");
    }
    let challenge = get("code_challenge");
    if challenge.is_none() && registered.pkce_required {
        return Err(Refusal::Text {
            content_type: "",
            body: "error=invalid_request&error_description=missing required code challenge"
                .to_owned(),
        });
    }
    let method_known = get("code_challenge_method").is_none_or(|method| method == "S256");
    if challenge.is_some_and(|challenge| !method_known || !is_digest(challenge)) {
        return back("invalid_request", "invalid code challenge");
    }
    let scope = match scopes::choose(registered, get("scope").unwrap_or_default()) {
        Ok(scope) => scope,
        Err(refusal) => return back("invalid_scope", refusal.description()),
    };
    let Some(prompt) = prompt(get("prompt").unwrap_or_default()) else {
        return back("invalid_request", "unsupported prompt");
    };
    Ok(Request {
        app,
        redirect_uri: redirect_uri.to_owned(),
        state: get("state").map(str::to_owned),
        challenge: challenge.map(str::to_owned),
        scope,
        nonce: get("nonce").map(str::to_owned),
        login_hint: get("login_hint").map(str::to_owned),
        prompt,
        display: match get("display") {
            Some("popup") => Display::Popup,
            Some("touch") => Display::Touch,
            Some("mobile") => Display::Mobile,
            _ => Display::Page,
        },
        immediate: get("immediate") == Some("true"),
    })
}

/// SHA-256 in URL-safe Base64.
fn is_digest(challenge: &str) -> bool {
    let url_safe = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    challenge.len() == 43 && challenge.bytes().all(url_safe)
}

/// Of several values only `login` and `consent` go together.
fn prompt(text: &str) -> Option<Prompt> {
    let mut prompt = Prompt::default();
    for word in text.split_whitespace() {
        match word {
            "login" => prompt.login = true,
            "consent" => prompt.consent = true,
            "select_account" => prompt.select_account = true,
            _ => return None,
        }
    }
    (!prompt.select_account || !(prompt.login || prompt.consent)).then_some(prompt)
}

/// What the organization's policies say once the user is known, before the approve page.
pub(crate) fn gate(world: &World, request: &Request, user: usize) -> Result<(), Refusal> {
    if policies::installed(world).is_err() {
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
    if let Some(forced) = &world.switches.authorize_error {
        return Err(request.error(&forced.error, &forced.error_description));
    }
    if world.switches.app_blocked {
        return Err(request.error("OAUTH_AUTHORIZATION_BLOCKED", "app blocked by admin"));
    }
    if !apps::is_of_this_organization(world, request.app) {
        return Err(request.error(
            "OAUTH_EC_APP_NOT_FOUND",
            "External client app is not installed in this org",
        ));
    }
    if permitted(world, request.app, user) == Permitted::No {
        return Err(request.error(
            "OAUTH_APP_ACCESS_DENIED",
            "user is not admin approved to access this app",
        ));
    }
    Ok(())
}

/// Whether the approve page can be left out.
pub(crate) fn needs_no_approval(world: &World, request: &Request, user: usize) -> bool {
    let before = world.grants.is_approved(user, request.app, &request.scope);
    let approved = before || permitted(world, request.app, user) == Permitted::PreAuthorized;
    approved && !request.prompt.consent
}

/// The callback address after Allow.
pub(crate) fn allow(world: &mut World, request: &Request, user: usize) -> String {
    let now = world.now();
    world.counters.approvals += 1;
    world.grants.approve(user, request.app, &request.scope);
    let approved = Approved {
        user,
        app: request.app,
        scope: request.scope.as_str().into(),
        redirect_uri: request.redirect_uri.clone(),
        challenge: request.challenge.clone(),
        nonce: request.nonce.clone(),
    };
    let code = world.grants.codes.issue(approved, now);
    world.secrets.issued(&code);
    let mut pairs = vec![("code", code.as_ref())];
    if let Some(state) = &request.state {
        pairs.push(("state", state));
    }
    with_query(&request.redirect_uri, &pairs)
}

/// The callback address after Deny.
pub(crate) fn deny(world: &mut World, request: &Request) -> String {
    world.counters.denials += 1;
    let description = "end-user denied authorization";
    let state = request.state.as_deref();
    error_callback(&request.redirect_uri, state, "access_denied", description)
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
