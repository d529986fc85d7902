use super::*;
use proptest::prelude::*;

/// Each line is refused by a rule of its own; the second column says which attack it is.
const HOSTILE: &[(&str, &str)] = &[
    ("", "nothing at all"),
    ("https://", "no host"),
    ("http://login.salesforce.com", "no TLS"),
    ("HTTPS://login.salesforce.com", "upper-case scheme"),
    ("ftp://login.salesforce.com", "another scheme"),
    ("javascript://login.salesforce.com", "a script"),
    ("login.salesforce.com", "no scheme"),
    ("//login.salesforce.com", "a relative address"),
    (" https://login.salesforce.com", "a space in front"),
    ("https://login.salesforce.com ", "a space behind"),
    (
        "https://login.sales\tforce.com",
        "a tab that a parser drops",
    ),
    (
        "https://login.sales\nforce.com",
        "a line break that a parser drops",
    ),
    ("https://login.salesforce.com\0", "a NUL"),
    ("https://Login.Salesforce.com", "upper case"),
    ("https://login.salesforce.com.", "a trailing dot"),
    ("https://login.salesforce.com/", "a path"),
    ("https://login.salesforce.com/id", "a longer path"),
    ("https://login.salesforce.com?x", "a query"),
    ("https://login.salesforce.com#x", "a fragment"),
    ("https://login.salesforce.com:443", "the default port"),
    ("https://login.salesforce.com:8443", "another port"),
    ("https://login.salesforce.com:", "an empty port"),
    ("https://user@login.salesforce.com", "a user name"),
    (
        "https://login.salesforce.com@evil.example",
        "the host as user name",
    ),
    ("https://a:b@login.salesforce.com", "a password"),
    (
        "https://login.salesforce.com.evil.example",
        "a look-alike parent",
    ),
    ("https://evil-login.salesforce.com", "a look-alike child"),
    ("https://evil.salesforce.com", "a name outside My Domain"),
    ("https://na139.salesforce.com", "an old instance name"),
    ("https://salesforce.com", "the company's own site"),
    ("https://my.salesforce.com", "My Domain without a name"),
    ("https://.my.salesforce.com", "an empty name"),
    ("https://a..my.salesforce.com", "an empty label"),
    ("https://-a.my.salesforce.com", "a hyphen in front"),
    ("https://a-.my.salesforce.com", "a hyphen behind"),
    ("https://amy.salesforce.com", "a suffix without its dot"),
    (
        "https://a.my.salesforce.com.evil.example",
        "a longer look-alike",
    ),
    ("https://a.my.salesforce.co", "another top-level domain"),
    ("https://a.my.salesforce.mil", "government, not supported"),
    ("https://a.lightning.force.com", "not an API host"),
    ("https://a_b.my.salesforce.com", "an underscore"),
    ("https://a%2eb.my.salesforce.com", "an escape"),
    (
        "https://a\\.my.salesforce.com",
        "a backslash that a parser turns",
    ),
    ("https://ｌogin.salesforce.com", "a full-width letter"),
    ("https://login。salesforce.com", "an ideographic dot"),
    ("https://lоgin.salesforce.com", "a Cyrillic letter"),
    (
        "https://xn--lgin-vqa.salesforce.com",
        "an encoded look-alike",
    ),
    ("https://127.0.0.1", "an address"),
    ("https://[::1]", "an IPv6 address"),
    ("https://2130706433", "an address as a number"),
    ("https://localhost", "this computer"),
    ("http://localhost:8080", "a stand-in nobody named"),
];

#[test]
fn every_hostile_origin_is_refused_and_its_text_is_not_repeated() {
    for (raw, attack) in HOSTILE {
        let refusal = TrustedHosts::salesforce()
            .origin(raw)
            .expect_err(&format!("{attack} passed: {raw:?}"));
        assert!(
            !refusal.reason.contains("evil"),
            "{attack}: the reason repeats what came in",
        );
    }
}

#[test]
fn names_of_the_wrong_length_are_refused() {
    let long_label = "a".repeat(64);
    let long_host = format!("{}a", "abc.".repeat(60));
    for name in [long_label, long_host] {
        let raw = format!("https://{name}{MY_DOMAIN_SUFFIX}");
        assert!(TrustedHosts::salesforce().origin(&raw).is_err(), "{raw}");
    }
}

#[test]
fn the_hosts_of_salesforce_pass_unchanged() {
    for raw in [
        "https://login.salesforce.com",
        "https://test.salesforce.com",
        "https://tallowstreet.my.salesforce.com",
        "https://tallowstreet--uat.sandbox.my.salesforce.com",
        "https://tallowstreet-dev-ed.develop.my.salesforce.com",
        "https://3m.my.salesforce.com",
    ] {
        let origin = TrustedHosts::salesforce().origin(raw).expect(raw);
        assert_eq!(origin.as_str(), raw);
    }
}

#[test]
fn each_environment_has_its_standard_login_host_and_both_pass_the_rule() {
    let trusted = TrustedHosts::salesforce();
    for (environment, expected) in [
        (Environment::Production, "https://login.salesforce.com"),
        (Environment::Sandbox, "https://test.salesforce.com"),
    ] {
        let origin = trusted.standard_login_origin(environment);
        assert_eq!(origin.as_str(), expected);
        assert_eq!(trusted.origin(expected), Ok(origin));
    }
}

#[test]
fn without_a_stand_in_plain_http_is_never_asked_for() {
    assert!(!TrustedHosts::salesforce().allows_plain_http());
}

#[cfg(feature = "stand-in")]
#[test]
fn a_stand_in_adds_exactly_its_two_origins() {
    let production = Origin::stand_in("http://localhost:8080").expect("a stand-in");
    let sandbox = Origin::stand_in("http://127.0.0.1:8081").expect("a stand-in");
    let trusted = TrustedHosts::with_stand_in(production.clone(), sandbox.clone());

    assert_eq!(trusted.origin("http://localhost:8080"), Ok(production));
    assert_eq!(trusted.origin("http://127.0.0.1:8081"), Ok(sandbox));
    assert!(trusted.origin("https://login.salesforce.com").is_ok());
    for raw in [
        "http://localhost:8081",
        "http://localhost:80801",
        "http://localhost:8080/",
        "https://localhost:8080",
        "http://user@localhost:8080",
        "http://evil.example:8080",
    ] {
        assert!(trusted.origin(raw).is_err(), "{raw}");
    }
    for (raw, _) in HOSTILE.iter().filter(|(raw, _)| !raw.contains("localhost")) {
        assert!(trusted.origin(raw).is_err(), "{raw}");
    }
}

#[cfg(feature = "stand-in")]
#[test]
fn a_stand_in_is_on_this_computer_and_names_its_port() {
    for raw in [
        "http://localhost",
        "http://localhost:",
        "http://localhost:0",
        "http://localhost:80",
        "http://localhost:08080",
        "http://localhost:+80",
        "http://localhost:65536",
        "http://localhost:8080/x",
        "http://localhost.evil.example:8080",
        "https://localhost:8080",
        "http://192.168.0.1:8080",
    ] {
        assert!(Origin::stand_in(raw).is_err(), "{raw}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_rule_panic_and_what_passes_is_what_a_parser_sees(raw in ".{0,80}") {
        prop_assert!(passes_only_as_itself(&raw));
    }

    #[test]
    fn one_more_character_anywhere_never_leads_to_another_host(
        position in 0_usize..38,
        inserted in any::<char>(),
    ) {
        let mut raw = "https://tallowstreet.my.salesforce.com".to_owned();
        raw.insert(position, inserted);
        prop_assert!(passes_only_as_itself(&raw));
    }

    #[test]
    fn one_changed_byte_never_leads_to_another_host(position in 0_usize..28, byte in 0_u8..128) {
        let mut raw = b"https://login.salesforce.com".to_vec();
        raw[position] = byte;
        let raw = String::from_utf8(raw).expect("ASCII");
        prop_assert!(raw == "https://login.salesforce.com" || TrustedHosts::salesforce().origin(&raw).is_err());
    }
}

/// Refused, or a trusted host that the parser of the HTTP client reads byte for byte the same.
fn passes_only_as_itself(raw: &str) -> bool {
    let Ok(origin) = TrustedHosts::salesforce().origin(raw) else {
        return true;
    };
    let parsed = Url::parse(raw).expect("an accepted origin parses");
    let host = parsed.host_str().expect("an accepted origin has a host");
    parsed.origin().ascii_serialization() == origin.as_str()
        && (host == PRODUCTION_LOGIN_HOST
            || host == SANDBOX_LOGIN_HOST
            || host.ends_with(MY_DOMAIN_SUFFIX))
}
