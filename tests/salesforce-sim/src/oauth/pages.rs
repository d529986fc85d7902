//! The pages a browser sees: a neutral company login.

use super::authorize::Request;

const STYLE: &str = "
:root { color-scheme: light dark; --ground: #eef1f5; --card: #ffffff; --text: #1c2430;
  --quiet: #566273; --line: #c3cad5; --accent: #1d5f8a; --on-accent: #ffffff; --bad: #a3261d;
  --bad-ground: #fdeceb; }
@media (prefers-color-scheme: dark) { :root { --ground: #14181e; --card: #1f252e; --text: #e8ecf2;
  --quiet: #a5b0bf; --line: #475264; --accent: #7cc0ea; --on-accent: #0d1a24; --bad: #ffb4ab;
  --bad-ground: #41211f; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem;
  background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; }
main { width: min(26rem, 100%); background: var(--card); border: 1px solid var(--line);
  border-radius: .75rem; padding: 2rem; box-shadow: 0 1px 3px rgb(0 0 0 / .12); }
.org { display: flex; align-items: center; gap: .625rem; margin: 0 0 1.25rem; color: var(--quiet);
  font-size: .9375rem; }
.org span.mark { width: 1.75rem; height: 1.75rem; border-radius: .5rem; display: grid;
  place-items: center; background: var(--accent); color: var(--on-accent); font-weight: 600; }
h1 { font-size: 1.375rem; line-height: 1.25; margin: 0 0 .5rem; }
p { margin: 0 0 1rem; }
label { display: block; font-weight: 600; margin: 1rem 0 .375rem; }
input { width: 100%; font: inherit; padding: .625rem .75rem; border: 1px solid var(--line);
  border-radius: .375rem; background: var(--card); color: var(--text); }
button { font: inherit; font-weight: 600; padding: .625rem 1.25rem; border-radius: .375rem;
  border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent);
  cursor: pointer; }
button.second { background: transparent; color: var(--accent); }
:is(input, button):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.actions { display: flex; gap: .75rem; justify-content: flex-end; margin-top: 1.5rem; }
.actions.wide button { width: 100%; }
[role=alert] { background: var(--bad-ground); color: var(--bad); border-radius: .375rem;
  padding: .625rem .75rem; }
ul { margin: 0 0 1rem; padding-left: 1.25rem; }
.quiet { color: var(--quiet); font-size: .9375rem; overflow-wrap: anywhere; }
footer { margin-top: 1.5rem; padding-top: 1rem; border-top: 1px solid var(--line);
  color: var(--quiet); font-size: .8125rem; }
";

/// What the pages say about where they are.
pub(super) struct Place<'a> {
    pub(super) organization: &'a str,
    pub(super) sandbox: bool,
}

/// The login form. `action` is the address with the request's parameters.
pub(super) fn login(place: &Place<'_>, action: &str, username: &str, failed: bool) -> String {
    let alert = if failed {
        "<p role=\"alert\" id=\"error\">Check your user name and password. If you still can’t log \
         in, ask your administrator.</p>"
    } else {
        ""
    };
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
        action = escaped(action),
        username = escaped(username),
    );
    page("Log in", place, &body)
}

/// The approve form with Allow and Deny.
pub(super) fn approve(
    place: &Place<'_>,
    action: &str,
    ticket: &str,
    username: &str,
    request: &Request,
) -> String {
    let scopes: String = request
        .scope
        .split(' ')
        .filter_map(scope_text)
        .map(|text| format!("<li>{text}</li>"))
        .collect();
    let body = format!(
        "<h1>Allow access?</h1><p><strong>LPC Admin Console</strong> asks to:</p><ul>{scopes}</ul>\
         <p class=\"quiet\">You are logged in as <span id=\"current-user\">{username}</span>. You can \
         take this permission back at any time in your settings.</p>\
         <form method=\"post\" action=\"{action}\"><input type=\"hidden\" name=\"step\" value=\"decide\">\
         <input type=\"hidden\" name=\"ticket\" value=\"{ticket}\">\
         <div class=\"actions\">\
         <button id=\"deny\" class=\"second\" name=\"decision\" value=\"deny\">Deny</button>\
         <button id=\"allow\" name=\"decision\" value=\"allow\">Allow</button></div></form>",
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

fn scope_text(scope: &str) -> Option<&'static str> {
    Some(match scope {
        "api" => "Manage user data via APIs",
        "refresh_token" | "offline_access" => "Perform requests at any time",
        "id" | "openid" | "profile" | "email" => "Access the identity URL service",
        "web" => "Manage user data via web browsers",
        "full" => "Full access",
        "custom_permissions" => "Access custom permissions",
        _ => return None,
    })
}

fn page(title: &str, place: &Place<'_>, body: &str) -> String {
    let kind = if place.sandbox {
        "Sandbox"
    } else {
        "Production"
    };
    let initial: String = place.organization.chars().take(1).collect();
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} | {organization}</title><style>{STYLE}</style></head><body><main>\
         <p class=\"org\"><span class=\"mark\" aria-hidden=\"true\">{initial}</span>\
         <span>{organization} · {kind}</span></p>{body}\
         <footer>This is a stand-in for tests and demonstrations. No real account works here.\
         </footer></main></body></html>",
        title = escaped(title),
        organization = escaped(place.organization),
        initial = escaped(&initial),
    )
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_name_with_markup_stays_text() {
        let place = Place {
            organization: "A & B",
            sandbox: false,
        };
        let page = login(&place, "/x?a=1&b=2", "\"><script>alert(1)</script>", true);
        assert!(!page.contains("<script>"));
        assert!(page.contains("A &amp; B") && page.contains("/x?a=1&amp;b=2"));
    }
}
