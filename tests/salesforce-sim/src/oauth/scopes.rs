//! Which scopes there are, and which of them a request gets.

use crate::config::App;

/// Every scope the service knows. Those that end in an underscore are families of names.
const KNOWN: [&str; 30] = [
    "api",
    "web",
    "full",
    "openid",
    "id",
    "profile",
    "email",
    "address",
    "phone",
    "refresh_token",
    "offline_access",
    "visualforce",
    "chatter_api",
    "custom_permissions",
    "cdp_",
    "pardot_api",
    "wave_api",
    "eclair_api",
    "sfap_api",
    "lightning",
    "content",
    "chatbot_api",
    "user_registration_api",
    "forgot_password",
    "interaction_api",
    "mcp_api",
    "scrt_api",
    "einstein_gpt_api",
    "pwdless_login_api",
    "social",
];

/// Why scopes are not granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScopeRefusal {
    /// The service has no such scope.
    Unknown,
    /// The app does not have it.
    NotOfTheApp,
}

impl ScopeRefusal {
    pub(crate) fn description(self) -> &'static str {
        match self {
            Self::Unknown => "the requested scope is invalid, unknown, or malformed",
            Self::NotOfTheApp => "the requested scope is not allowed",
        }
    }
}

/// The scopes that a request of this app gets, in the order in which it names them.
pub(crate) fn choose(app: &App, asked: &str) -> Result<String, ScopeRefusal> {
    let mut chosen: Vec<&str> = Vec::new();
    for scope in asked.split_whitespace() {
        if !known(scope) {
            return Err(ScopeRefusal::Unknown);
        }
        if !has(app, scope) {
            return Err(ScopeRefusal::NotOfTheApp);
        }
        // There are few known scopes, so the list stays short however long the request is.
        if !chosen.contains(&scope) {
            chosen.push(scope);
        }
    }
    if chosen.is_empty() {
        chosen = app.scopes.iter().map(String::as_str).collect();
    }
    Ok(chosen.join(" "))
}

/// What is left of the app's scopes where no person is there to renew or to see pages.
pub(crate) fn without_a_person(app: &App) -> String {
    let kept = app
        .scopes
        .iter()
        .map(String::as_str)
        .filter(|scope| !matches!(*scope, "full" | "web") && !lasting(scope));
    kept.collect::<Vec<_>>().join(" ")
}

/// Whether a grant of these scopes lasts beyond its first session.
pub(crate) fn lasting(scope: &str) -> bool {
    contains(scope, "refresh_token") || contains(scope, "offline_access")
}

pub(crate) fn contains(scopes: &str, scope: &str) -> bool {
    scopes.split(' ').any(|granted| granted == scope)
}

fn known(scope: &str) -> bool {
    let family =
        |known: &str| known.ends_with('_') && scope.starts_with(known) && scope.len() <= 64;
    KNOWN.iter().any(|known| *known == scope || family(known))
}

/// `refresh_token` and `offline_access` are one scope with two names.
fn has(app: &App, scope: &str) -> bool {
    let own = |wanted: &str| app.scopes.iter().any(|own| own == wanted);
    own(scope) || lasting(scope) && app.scopes.iter().any(|own| lasting(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(scopes: &[&str]) -> App {
        App {
            scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
            ..App::default()
        }
    }

    #[test]
    fn a_request_gets_what_it_names_once_and_all_when_it_names_none() {
        let app = app(&["api", "refresh_token", "cdp_query_api"]);
        assert_eq!(
            choose(&app, "refresh_token api  api").as_deref(),
            Ok("refresh_token api")
        );
        assert_eq!(
            choose(&app, " ").as_deref(),
            Ok("api refresh_token cdp_query_api")
        );
        assert_eq!(
            choose(&app, "offline_access").as_deref(),
            Ok("offline_access")
        );
        assert_eq!(
            choose(&app, "cdp_query_api").as_deref(),
            Ok("cdp_query_api")
        );
    }

    #[test]
    fn unknown_scopes_and_those_of_other_apps_are_told_apart() {
        let app = app(&["api"]);
        assert_eq!(choose(&app, "api fly"), Err(ScopeRefusal::Unknown));
        assert_eq!(choose(&app, "api web"), Err(ScopeRefusal::NotOfTheApp));
        assert_eq!(
            choose(&app, "refresh_token"),
            Err(ScopeRefusal::NotOfTheApp)
        );
    }

    #[test]
    fn without_a_person_nothing_lasts_and_no_page_is_seen() {
        let app = app(&[
            "api",
            "web",
            "full",
            "refresh_token",
            "offline_access",
            "id",
        ]);
        assert_eq!(without_a_person(&app), "api id");
    }
}
