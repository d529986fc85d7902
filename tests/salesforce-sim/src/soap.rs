//! The SOAP API as far as clients use it to log in: `login`, `logout`, `getUserInfo`,
//! `getServerTimestamp`.

mod envelope;
mod request;

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use crate::oauth::{self, By, Holder, LoginRefusal, Site, log_in};
use crate::rest::date_text;
use crate::switches::SoapLogin;
use crate::world::{Stand, World};

use envelope::{Fault, Flavor};
use request::{Call, read};

/// The oldest version that is served; those before are retired.
const OLDEST_VERSION: u32 = 31;
/// From this version on there is no `login()`.
const FIRST_WITHOUT_LOGIN: u32 = 65;
/// What a session that was opened here may do.
const SCOPE: &str = "api full web";

/// `POST /services/Soap/<u or c>/<version>`, with or without an organization at the end.
pub(crate) async fn call(
    State(stand): State<Arc<Stand>>,
    site: Site,
    Path(parts): Path<HashMap<String, String>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let part = |name: &str| parts.get(name).map(String::as_str).unwrap_or_default();
    let flavor = match part("kind") {
        "c" => Flavor::Enterprise,
        _ => Flavor::Partner,
    };
    let answer = run(
        &stand,
        &site,
        part("kind"),
        part("version"),
        &headers,
        &body,
    );
    match answer {
        Ok(body) => envelope::answer(flavor, &body),
        Err(fault) => envelope::fault(flavor, &fault),
    }
}

fn run(
    stand: &Stand,
    site: &Site,
    kind: &str,
    version: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<String, Fault> {
    if !headers.contains_key("soapaction") {
        return Err(Fault::client("SOAPAction HTTP header missing"));
    }
    let call = read(body)?;
    let mut world = stand.world();
    let world = &mut *world;
    let version = number(world, version).filter(|_| matches!(kind, "u" | "c"));
    let Some(version) = version else {
        return Err(Fault::unexpected(
            "UNSUPPORTED_API_VERSION",
            "Invalid Api version specified on URL",
        ));
    };
    match call {
        Call::Login { username, password } => {
            login(world, site, kind, version, &username, &password)
        }
        Call::Logout { session } => {
            user_of(world, session.as_deref())?;
            world.grants.revoke(session.as_deref().unwrap_or_default());
            Ok("<logoutResponse/>".to_owned())
        }
        Call::UserInfo { session } => {
            let user = user_of(world, session.as_deref())?;
            let info = envelope::user_info(world, user);
            Ok(format!(
                "<getUserInfoResponse><result>{info}</result></getUserInfoResponse>"
            ))
        }
        Call::ServerTimestamp { session } => {
            user_of(world, session.as_deref())?;
            let now = date_text(world.now()).replace("+0000", "Z");
            Ok(format!(
                "<getServerTimestampResponse><result><timestamp>{now}</timestamp></result>\
                 </getServerTimestampResponse>"
            ))
        }
        Call::Other(name) => Err(Fault::client(&format!(
            "No operation available for request {name}"
        ))),
    }
}

/// The version of an address, such as `60.0`, if it is served.
fn number(world: &World, version: &str) -> Option<u32> {
    let number = version.strip_suffix(".0").unwrap_or(version).parse().ok()?;
    (OLDEST_VERSION..=world.switches.newest_version)
        .contains(&number)
        .then_some(number)
}

fn login(
    world: &mut World,
    site: &Site,
    kind: &str,
    version: u32,
    username: &str,
    password: &str,
) -> Result<String, Fault> {
    match world.switches.soap_login {
        SoapLogin::On if version < FIRST_WITHOUT_LOGIN => {}
        SoapLogin::Off => {
            return Err(Fault::unexpected(
                "INVALID_OPERATION",
                "SOAP API login() is disabled by default in this org.",
            ));
        }
        _ => {
            return Err(Fault::unexpected(
                "UNSUPPORTED_API_VERSION",
                "SOAP API login() is not available in this API version",
            ));
        }
    }
    let user = log_in(world, site, username, password, By::Soap).map_err(refused)?;
    if !world.permission(user, "PermissionsApiEnabled") {
        return Err(Fault::login(
            "API_DISABLED_FOR_ORG",
            "API is not enabled for this Organization or Partner",
        ));
    }
    let session = oauth::opaque(world);
    world.access_token_issued(&session);
    let holder = Holder {
        user,
        app: None,
        scope: SCOPE.into(),
    };
    let (life, now) = (world.session_life(), world.now());
    world.grants.access.open(&session, holder, None, life, now);
    Ok(envelope::login_result(world, user, kind, version, &session))
}

fn refused(refusal: LoginRefusal) -> Fault {
    match refusal {
        LoginRefusal::Credentials => Fault::login(
            "INVALID_LOGIN",
            "Invalid username, password, security token; or user locked out.",
        ),
        LoginRefusal::SecurityToken => Fault::login(
            "LOGIN_MUST_USE_SECURITY_TOKEN",
            "Invalid username, password, security token; or user locked out. Are you at a new \
             location? When accessing Salesforce--either via a desktop client or the API--from \
             outside of your company\u{2019}s trusted networks, you must add a security token to \
             your password to log in.",
        ),
        LoginRefusal::OrgLocked => Fault::login(
            "ORG_LOCKED",
            "Your organization is locked. Contact your administrator.",
        ),
        LoginRefusal::RateExceeded => Fault::login("LOGIN_RATE_EXCEEDED", "login rate exceeded"),
        LoginRefusal::IpRestricted => Fault::login(
            "LOGIN_DURING_RESTRICTED_DOMAIN",
            "Logging in from current IP address is prohibited",
        ),
    }
}

/// The user of the session in the envelope's header.
fn user_of(world: &mut World, session: Option<&str>) -> Result<usize, Fault> {
    let (life, now) = (world.session_life(), world.now());
    let token = session.unwrap_or_default();
    let live = world.grants.session(token, life, now);
    let live = live.filter(|session| world.people.person(session.user).active);
    let live = live.filter(|session| session.has_scope("api") || session.has_scope("full"));
    live.map(|session| session.user).ok_or_else(|| {
        let text = if token.is_empty() {
            "Invalid Session ID found in SessionHeader: Illegal Session"
        } else {
            "Invalid Session ID found in SessionHeader: Illegal Session. Session not found, \
             missing session hash"
        };
        Fault::plain("INVALID_SESSION_ID", text)
    })
}
