use super::*;
use serde_json::{Value, json};

fn answer() -> Value {
    json!({
        "access_token": "00Dxx0000001gPL!AR8AQ.access",
        "refresh_token": "5Aep861.refresh",
        "signature": "c2lnbmF0dXJl",
        "scope": "refresh_token api id",
        "instance_url": "https://tallowstreet.my.salesforce.com",
        "id": "https://login.salesforce.com/id/00Dxx0000001gPLEAY/005xx000001SwiUAAS",
        "token_type": "Bearer",
        "issued_at": "1558553873237"
    })
}

fn with(field: &str, value: Value) -> Value {
    let mut answer = answer();
    answer[field] = value;
    answer
}

fn without(field: &str) -> Value {
    let mut answer = answer();
    answer.as_object_mut().expect("an object").remove(field);
    answer
}

fn check(answer: &Value, grant: Grant) -> Result<TokenGrant, TokenFailure> {
    serde_json::from_value::<TokenAnswer>(answer.clone())
        .expect("the shape is right")
        .check(&TrustedHosts::salesforce(), grant)
}

/// The detail and the tokens that came with it.
fn untrusted(answer: &Value, grant: Grant) -> (String, Vec<String>) {
    match check(answer, grant) {
        Err(TokenFailure::Untrusted { detail, tokens }) => (
            detail,
            tokens
                .iter()
                .map(|token| token.expose().to_owned())
                .collect(),
        ),
        other => panic!("expected Untrusted for {answer}, got {other:?}"),
    }
}

#[test]
fn the_documented_answer_is_a_grant() {
    for grant in [Grant::Code, Grant::Refresh] {
        let grant = check(&answer(), grant).expect("a grant");
        assert_eq!(grant.access_token.expose(), "00Dxx0000001gPL!AR8AQ.access");
        assert_eq!(
            grant.refresh_token.map(|token| token.expose().to_owned()),
            Some("5Aep861.refresh".to_owned()),
        );
        assert_eq!(grant.instance_url, "https://tallowstreet.my.salesforce.com");
        assert_eq!(grant.organization_id.as_str(), "00Dxx0000001gPLEAY");
        assert_eq!(grant.user_id.as_str(), "005xx000001SwiUAAS");
    }
}

#[test]
fn the_token_type_is_compared_without_regard_to_case() {
    assert!(check(&with("token_type", json!("bearer")), Grant::Code).is_ok());
    assert!(check(&with("token_type", json!("BEARER")), Grant::Code).is_ok());
}

#[test]
fn a_refresh_without_a_new_refresh_token_means_the_old_one_stays() {
    for answer in [
        without("refresh_token"),
        with("refresh_token", json!("")),
        with("refresh_token", Value::Null),
    ] {
        let grant = check(&answer, Grant::Refresh).expect("apps without rotation leave it out");
        assert!(grant.refresh_token.is_none());
    }
}

#[test]
fn a_login_without_a_refresh_token_names_the_missing_scope_and_can_be_revoked() {
    let (detail, tokens) = untrusted(&without("refresh_token"), Grant::Code);
    assert!(detail.contains("scope refresh_token"), "{detail}");
    assert_eq!(tokens, ["00Dxx0000001gPL!AR8AQ.access"]);
}

#[test]
fn attack_20_an_untrusted_instance_url_gives_the_tokens_back_for_revocation() {
    for instance_url in [
        "http://tallowstreet.my.salesforce.com",
        "https://evil.example",
        "https://203.0.113.7",
        "https://user@tallowstreet.my.salesforce.com",
        "https://tallowstreet.my.salesforce.com@evil.example",
        "https://tallowstreet.my.salesforce.com:443",
        "https://tallowstreet.my.salesforce.com:8443",
        "https://tallowstreet.my.salesforce.com.",
        "https://tallowstreet.my.salesforce.com/",
        "https://login.salesforce.com.evil.example",
        "https://lоgin.salesforce.com",
        "https://ｔallowstreet.my.salesforce.com",
        "https://Tallowstreet.my.salesforce.com",
        "https://tallow\tstreet.my.salesforce.com",
        "http://localhost:8080",
        "",
    ] {
        let answer = with("instance_url", json!(instance_url));
        for grant in [Grant::Code, Grant::Refresh] {
            let (detail, tokens) = untrusted(&answer, grant);
            assert!(
                detail.starts_with("instance_url"),
                "{instance_url}: {detail}"
            );
            assert!(
                !detail.contains("evil"),
                "the answer is not repeated: {detail}"
            );
            assert_eq!(tokens, ["5Aep861.refresh", "00Dxx0000001gPL!AR8AQ.access"]);
        }
    }
    untrusted(&without("instance_url"), Grant::Refresh);
}

#[test]
fn attack_21_an_identity_url_of_another_host_or_shape_is_untrusted() {
    let ids = "id/00Dxx0000001gPLEAY/005xx000001SwiUAAS";
    for id in [
        format!("https://evil.example/{ids}"),
        format!("http://login.salesforce.com/{ids}"),
        format!("https://login.salesforce.com:443/{ids}"),
        format!("https://login.salesforce.com@evil.example/{ids}"),
        format!("https://login.salesforce.com/x/../{ids}"),
        format!("https://login.salesforce.com//{ids}"),
        format!("https://login.salesforce.com/{ids}/"),
        format!("https://login.salesforce.com/{ids}?x=1"),
        format!("https://login.salesforce.com/{ids}#x"),
        "https://login.salesforce.com/id/005xx000001SwiUAAS/00Dxx0000001gPLEAY".to_owned(),
        "https://login.salesforce.com/id/00Dxx0000001gPLEAA/005xx000001SwiUAAS".to_owned(),
        "https://login.salesforce.com/id/00Dxx0000001gPLEAY".to_owned(),
        "https://login.salesforce.com".to_owned(),
        "id".to_owned(),
        String::new(),
    ] {
        let (detail, tokens) = untrusted(&with("id", json!(id)), Grant::Code);
        assert!(detail.starts_with("id "), "{id}: {detail}");
        assert_eq!(tokens.len(), 2);
    }
    untrusted(&without("id"), Grant::Refresh);
}

#[test]
fn attack_21_another_organization_is_named_in_18_characters_for_the_caller_to_compare() {
    let id = "https://test.salesforce.com/id/00D5g0000000xyz/005xx000001SwiU";
    let grant = check(&with("id", json!(id)), Grant::Refresh).expect("a grant");
    assert_eq!(grant.organization_id.as_str(), "00D5g0000000xyzEAA");
}

#[test]
fn attack_22_a_signature_is_neither_needed_nor_believed() {
    assert!(check(&without("signature"), Grant::Code).is_ok());
    assert!(check(&with("signature", json!("forged")), Grant::Code).is_ok());
    let forged = json!("https://evil.example");
    assert!(check(&with("instance_url", forged), Grant::Code).is_err());
}

#[test]
fn attack_25_a_wrong_token_type_or_an_unusable_token_is_untrusted() {
    for answer in [
        with("token_type", json!("mac")),
        with("token_type", json!("")),
        without("token_type"),
        with("access_token", json!("")),
        without("access_token"),
        with("access_token", json!("00D!a\0b")),
        with("access_token", json!("00D!a\r\nX-Evil: 1")),
        with("access_token", json!("00D!a b")),
        with("access_token", json!("00D!ä")),
        with("refresh_token", json!("5Aep\0")),
    ] {
        untrusted(&answer, Grant::Refresh);
    }
}

#[test]
fn attack_25_values_that_are_not_strings_and_double_fields_are_not_a_token_answer() {
    for text in [
        r#"{"access_token":5,"token_type":"Bearer"}"#,
        r#"{"access_token":"a","access_token":"b","token_type":"Bearer"}"#,
        r#"{"access_token":"a","token_type":"Bearer","instance_url":"https://a.my.salesforce.com","instance_url":"https://b.my.salesforce.com"}"#,
        r#"[]"#,
        r#""00D!token""#,
    ] {
        assert!(serde_json::from_str::<TokenAnswer>(text).is_err(), "{text}");
    }
}

#[test]
fn attack_26_a_narrower_scope_is_explained_and_a_wider_one_is_accepted() {
    let (detail, tokens) = untrusted(&with("scope", json!("id refresh_token")), Grant::Code);
    assert!(detail.contains("scope api"), "{detail}");
    assert_eq!(tokens.len(), 2);
    assert!(check(&with("scope", json!("full refresh_token web")), Grant::Code).is_ok());
    assert!(check(&without("scope"), Grant::Code).is_ok());
    assert!(check(&with("scope", json!("id")), Grant::Refresh).is_ok());
}

#[test]
fn tokens_are_never_shown() {
    let answer: TokenAnswer = serde_json::from_value(answer()).expect("the shape is right");
    let shown = format!("{answer:?}");
    assert!(
        !shown.contains("AR8AQ") && !shown.contains("5Aep861"),
        "{shown}"
    );
}
