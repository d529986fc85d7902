//! What the addresses are called in counters, faults and switches.

/// Every name that an endpoint can have, in the order in which people meet them.
pub(crate) const NAMES: [&str; 23] = [
    "authorize",
    "token",
    "revoke",
    "introspect",
    "userinfo",
    "identity",
    "soap",
    "versions",
    "resources",
    "limits",
    "query",
    "query_more",
    "query_all",
    "sobjects",
    "describe",
    "user",
    "record",
    "composite",
    "batch",
    "collections",
    "tooling",
    "search",
    "other",
];

/// Names that stand for several endpoints.
pub(crate) const GROUPS: [&str; 3] = ["all", "data", "oauth"];

const OAUTH: [&str; 5] = ["token", "revoke", "introspect", "userinfo", "identity"];
/// What a browser or a person looks at; these stay up when the others fail.
const FOR_PEOPLE: [&str; 2] = ["authorize", "other"];

/// The endpoint of a path.
pub(crate) fn of(path: &str) -> &'static str {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    match (parts.next(), parts.next(), parts.next()) {
        (Some("services"), Some("oauth2"), Some(name)) => match name {
            "authorize" => "authorize",
            "token" => "token",
            "revoke" => "revoke",
            "introspect" => "introspect",
            "userinfo" => "userinfo",
            _ => "other",
        },
        (Some("services"), Some("Soap"), Some(_)) => "soap",
        (Some("id"), Some(_), Some(_)) => "identity",
        (Some("services"), Some(data), version) if data == "data" || data == "data.json" => {
            match version {
                None => "versions",
                Some(_) => of_data(parts.next(), parts.next(), parts.next(), parts.next()),
            }
        }
        _ => "other",
    }
}

fn of_data(
    resource: Option<&str>,
    first: Option<&str>,
    second: Option<&str>,
    third: Option<&str>,
) -> &'static str {
    match (resource, first, second, third) {
        (None, ..) => "resources",
        (Some("limits"), ..) => "limits",
        (Some("query"), None, ..) => "query",
        (Some("query" | "queryAll"), Some(_), ..) => "query_more",
        (Some("queryAll"), None, ..) => "query_all",
        (Some("sobjects"), _, None, _) => "sobjects",
        (Some("sobjects"), _, Some("describe"), _) => "describe",
        (Some("sobjects"), Some("User"), Some(_), None) => "user",
        (Some("sobjects"), ..) => "record",
        (Some("composite"), None, ..) => "composite",
        (Some("composite"), Some("batch"), ..) => "batch",
        (Some("composite"), ..) => "collections",
        (Some("tooling"), ..) => "tooling",
        (Some("search" | "parameterizedSearch"), ..) => "search",
        _ => "other",
    }
}

/// Whether a list of names and groups covers this endpoint. An empty list covers every endpoint
/// that programs call and none that people look at.
pub(crate) fn covers(listed: &[String], endpoint: &str) -> bool {
    if listed.is_empty() {
        return !FOR_PEOPLE.contains(&endpoint);
    }
    let oauth = OAUTH.contains(&endpoint);
    listed.iter().any(|name| match name.as_str() {
        "all" => true,
        "oauth" => oauth,
        "data" => !oauth && !FOR_PEOPLE.contains(&endpoint) && endpoint != "soap",
        name => name == endpoint,
    })
}

/// The first name that is neither an endpoint nor a group.
pub(crate) fn unknown<'a>(mut names: impl Iterator<Item = &'a String>) -> Option<String> {
    let known = |name: &str| NAMES.contains(&name) || GROUPS.contains(&name);
    names.find(|name| !known(name)).map(|name| {
        format!(
            "unknown endpoint {name:?}; known: {}, {}",
            GROUPS.join(", "),
            NAMES.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_has_the_name_it_is_counted_under() {
        let v = "/services/data/v66.0";
        for (path, name) in [
            ("/services/oauth2/token", "token"),
            ("/services/oauth2/authorize/", "authorize"),
            ("/id/00D/005", "identity"),
            ("/services/data/", "versions"),
            (v, "resources"),
            (&format!("{v}/query/"), "query"),
            (&format!("{v}/query/0r8-2000"), "query_more"),
            (&format!("{v}/queryAll"), "query_all"),
            (&format!("{v}/sobjects/User/005"), "user"),
            (&format!("{v}/sobjects/UserRole/00E"), "record"),
            (&format!("{v}/sobjects/User/describe"), "describe"),
            (&format!("{v}/composite/sobjects/User"), "collections"),
            ("/favicon.ico", "other"),
        ] {
            assert_eq!(of(path), name, "{path}");
            assert!(NAMES.contains(&name));
        }
    }

    #[test]
    fn a_list_of_endpoints_may_name_groups() {
        let list = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        assert!(covers(&[], "query") && covers(&[], "token"));
        assert!(!covers(&[], "authorize"), "people still see the login page");
        assert!(covers(&list(&["data"]), "limits") && !covers(&list(&["data"]), "token"));
        assert!(covers(&list(&["oauth"]), "token") && covers(&list(&["all"]), "authorize"));
        assert!(covers(&list(&["query", "limits"]), "limits"));
        assert!(unknown(list(&["data", "qery"]).iter()).is_some_and(|e| e.contains("qery")));
    }
}
