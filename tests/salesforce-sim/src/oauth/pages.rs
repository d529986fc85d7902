//! The pages a browser sees: a neutral company login.

use super::authorize::{Display, Request};
use super::format::xml_text as escaped;
use super::site::Kind;

const STYLE: &str = include_str!("pages/style.css");

/// What the pages say about where they are.
pub(super) struct Place<'a> {
    pub(super) organization: &'a str,
    pub(super) sandbox: bool,
    pub(super) host: Kind,
    pub(super) display: Display,
}

/// The login form. `action` is the address with the request's parameters, `alert` why the last
/// attempt failed.
pub(super) fn login(
    place: &Place<'_>,
    action: &str,
    username: &str,
    alert: Option<&str>,
) -> String {
    let (user_focus, password_focus) = if username.is_empty() {
        (" autofocus", "")
    } else {
        ("", " autofocus")
    };
    let body = format!(
        "<h1>Log in</h1>{alert}\
         <form method=\"post\" action=\"{action}\"><input type=\"hidden\" name=\"step\" value=\"login\">\
         <label for=\"username\">User name</label>\
         <input id=\"username\" name=\"username\" autocomplete=\"username\" autocapitalize=\"none\" \
         spellcheck=\"false\" required value=\"{username}\"{user_focus}>\
         <label for=\"password\">Password</label>\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" \
         required{password_focus}>\
         <div class=\"actions wide\"><button id=\"login\" type=\"submit\">Log in</button></div></form>",
        alert = alert_text(alert),
        action = escaped(action),
        username = escaped(username),
    );
    page("Log in", place, &body)
}

/// The first of the two pages of a login host: only the user name.
pub(super) fn username(place: &Place<'_>, action: &str, username: &str) -> String {
    let body = format!(
        "<h1>Log in</h1>\
         <form method=\"post\" action=\"{action}\"><input type=\"hidden\" name=\"step\" value=\"username\">\
         <label for=\"username\">Email or user name</label>\
         <input id=\"username\" name=\"username\" autocomplete=\"username\" autocapitalize=\"none\" \
         spellcheck=\"false\" required autofocus value=\"{username}\">\
         <div class=\"actions wide\"><button id=\"next\" type=\"submit\">Next</button></div></form>",
        action = escaped(action),
        username = escaped(username),
    );
    page("Log in", place, &body)
}

/// The second of the two pages: the password of the user who was named.
pub(super) fn password(
    place: &Place<'_>,
    action: &str,
    username: &str,
    alert: Option<&str>,
) -> String {
    let body = format!(
        "<h1>Enter your password</h1>{alert}<p class=\"quiet\" id=\"current-user\">{username}</p>\
         <form method=\"post\" action=\"{action}\"><input type=\"hidden\" name=\"step\" value=\"login\">\
         <input type=\"hidden\" id=\"username\" name=\"username\" value=\"{username}\">\
         <label for=\"password\">Password</label>\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" \
         required autofocus>\
         <div class=\"actions wide\"><button id=\"login\" type=\"submit\">Log in</button></div></form>",
        alert = alert_text(alert),
        action = escaped(action),
        username = escaped(username),
    );
    page("Enter your password", place, &body)
}

/// Which account it is to be: the one that is logged in, or another.
pub(super) fn accounts(place: &Place<'_>, action: &str, username: &str) -> String {
    let body = format!(
        "<h1>Choose an account</h1>\
         <form method=\"post\" action=\"{action}\">\
         <input type=\"hidden\" name=\"step\" value=\"account\">\
         <div class=\"actions wide\"><button id=\"account\" name=\"account\" value=\"current\">\
         {username}</button></div>\
         <div class=\"actions wide\"><button id=\"another\" class=\"second\" name=\"account\" \
         value=\"another\">Log in with a different user name</button></div></form>",
        action = escaped(action),
        username = escaped(username),
    );
    page("Choose an account", place, &body)
}

/// The approve form with Allow and Deny.
pub(super) fn approve(
    place: &Place<'_>,
    action: &str,
    ticket: &str,
    app: &str,
    username: &str,
    request: &Request,
) -> String {
    let mut texts: Vec<&str> = request.scope.split(' ').map(scope_text).collect();
    texts.dedup();
    let scopes: String = texts
        .iter()
        .map(|text| format!("<li>{text}</li>"))
        .collect();
    let body = format!(
        "<h1>Allow access?</h1><p><strong>{app}</strong> asks to:</p><ul>{scopes}</ul>\
         <p class=\"quiet\">You are logged in as <span id=\"current-user\">{username}</span>. You can \
         take this permission back at any time in your settings.</p>\
         <form method=\"post\" action=\"{action}\"><input type=\"hidden\" name=\"step\" value=\"decide\">\
         <input type=\"hidden\" name=\"ticket\" value=\"{ticket}\">\
         <div class=\"actions\">\
         <button id=\"deny\" class=\"second\" name=\"decision\" value=\"deny\">Deny</button>\
         <button id=\"allow\" name=\"decision\" value=\"allow\">Allow</button></div></form>",
        app = escaped(app),
        action = escaped(action),
        ticket = escaped(ticket),
        username = escaped(username),
    );
    page("Allow access?", place, &body)
}

/// The page that the browser stops at when the app is not installed in the organization.
pub(super) fn remote_access_error(place: &Place<'_>) -> String {
    page(
        "Authorization error",
        place,
        "<h1>Authorization error</h1><p role=\"alert\" id=\"error\">We can&#39;t authorize you \
         because of an OAuth error. For more information, contact your Salesforce \
         administrator.</p><p class=\"quiet\">OAUTH_APPROVAL_ERROR_GENERIC : An unexpected error has \
         occured during authentication. Please try again.</p>",
    )
}

/// A page with nothing but a sentence.
pub(super) fn notice(place: &Place<'_>, title: &str, text: &str) -> String {
    let body = format!("<h1>{}</h1><p>{}</p>", escaped(title), escaped(text));
    page(title, place, &body)
}

/// What somebody sees who opens the printed address.
pub(super) fn front(place: &Place<'_>) -> String {
    page(
        "Stand-in",
        place,
        "<h1>Salesforce stand-in</h1><p>An app signs in here by its own link. What this stand-in does \
         besides is up to you:</p><ul><li><a href=\"/_control\">Control page: faults, switches, \
         counters</a></li><li><a href=\"/.well-known/openid-configuration\">What apps can find \
         out</a></li><li><a href=\"/services/data\">Versions of the REST API</a></li></ul>",
    )
}

fn alert_text(alert: Option<&str>) -> String {
    alert.map_or_else(String::new, |text| {
        format!("<p role=\"alert\" id=\"error\">{}</p>", escaped(text))
    })
}

fn scope_text(scope: &str) -> &'static str {
    match scope {
        "api" => "Manage user data via APIs",
        "refresh_token" | "offline_access" => "Perform requests at any time",
        "id" | "openid" | "profile" | "email" | "address" | "phone" => {
            "Access the identity URL service"
        }
        "web" => "Manage user data via web browsers",
        "full" => "Full access",
        "custom_permissions" => "Access custom permissions",
        "visualforce" => "Access Visualforce applications",
        "chatter_api" => "Access Connect REST API resources",
        "lightning" => "Access Lightning applications",
        "content" => "Access content resources",
        _ => "Access further services",
    }
}

fn page(title: &str, place: &Place<'_>, body: &str) -> String {
    let kind = if place.sandbox {
        "Sandbox"
    } else {
        "Production"
    };
    let name = match place.host {
        Kind::MyDomain => format!("{} · {kind}", place.organization),
        Kind::Login => "All organizations · Production".to_owned(),
        Kind::Test => "All organizations · Sandbox".to_owned(),
    };
    let display = match place.display {
        Display::Page => "page",
        Display::Popup => "popup",
        Display::Touch => "touch",
        Display::Mobile => "mobile",
    };
    let initial: String = name.chars().take(1).collect();
    format!(
        "<!doctype html><html lang=\"en\" data-display=\"{display}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} | {organization}</title><style>{STYLE}</style></head><body><main>\
         <p class=\"org\"><span class=\"mark\" aria-hidden=\"true\">{initial}</span>\
         <span>{name}</span></p>{body}\
         <footer>This is a stand-in for tests and demonstrations. No real account works here.\
         </footer></main></body></html>",
        title = escaped(title),
        organization = escaped(place.organization),
        name = escaped(&name),
        initial = escaped(&initial),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_name_with_markup_stays_text() {
        let place = Place {
            organization: "A & B",
            sandbox: false,
            host: Kind::MyDomain,
            display: Display::Page,
        };
        let hostile = "\"><script>alert(1)</script>";
        for page in [
            login(&place, "/x?a=1&b=2", hostile, Some("<script>")),
            username(&place, "/x?a=1&b=2", hostile),
            password(&place, "/x?a=1&b=2", hostile, None),
            accounts(&place, "/x?a=1&b=2", hostile),
        ] {
            assert!(!page.contains("<script>"));
            assert!(page.contains("A &amp; B") && page.contains("/x?a=1&amp;b=2"));
        }
    }
}
