//! The table of the authorize endpoint's parameters.

use reqwest::StatusCode;
use serde_json::json;

use super::bench::{Answer, Bench, CALLBACK, SERVICE, VERIFIER, param, tokens};
use super::walk::{Walker, shows_approval, shows_login};

#[track_caller]
fn sent_back(answer: &Answer, error: &str, description: &str) {
    assert_eq!(answer.status, StatusCode::FOUND, "{}", answer.text);
    assert_eq!(answer.text, "");
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("error", error)
        .append_pair("error_description", description)
        .append_pair("state", "a state")
        .finish();
    assert_eq!(answer.header("location"), format!("{CALLBACK}?{query}"));
}

#[track_caller]
fn only_shown(answer: &Answer, body: &str) {
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.header("content-type"), "text/plain;charset=UTF-8");
    assert_eq!(answer.header("location"), "");
    assert_eq!(answer.text, body);
}

#[tokio::test]
async fn response_type() {
    let bench = Bench::new().await;
    assert!(shows_login(&bench.get(&bench.authorize_url(&[])).await));
    for other in ["token", "code token", "id_token", ""] {
        let answer = bench
            .get(&bench.authorize_url(&[("response_type", other)]))
            .await;
        sent_back(
            &answer,
            "unsupported_response_type",
            "response type not supported",
        );
    }
}

#[tokio::test]
async fn client_id() {
    let bench = Bench::new().await;
    for wrong in ["3MVG9wrong", ""] {
        let answer = bench
            .get(&bench.authorize_url(&[("client_id", wrong)]))
            .await;
        let body = "error=invalid_client_id&error_description=client%20identifier%20invalid";
        only_shown(&answer, body);
    }
}

#[tokio::test]
async fn redirect_uri() {
    let bench = Bench::new().await;
    for wrong in [
        "com.lpcadmin.console://oauth/Production",
        "http://localhost:1718/OauthRedirect",
    ] {
        let answer = bench
            .get(&bench.authorize_url(&[("redirect_uri", wrong)]))
            .await;
        let text = "redirect_uri%20must%20match%20configuration";
        only_shown(
            &answer,
            &format!("error=redirect_uri_mismatch&error_description={text}"),
        );
    }
}

#[tokio::test]
async fn scope() {
    let bench = Bench::new().await;
    let granted = async |scope: &str| {
        let code = bench.code(&bench.authorize_url(&[("scope", scope)]), SERVICE);
        tokens(&bench.redeem(&code).await).answer["scope"].clone()
    };
    assert_eq!(granted("id api").await, "id api");
    let all =
        "api refresh_token id offline_access openid profile email web full custom_permissions";
    assert_eq!(granted("").await, all);
    let answer = bench
        .get(&bench.authorize_url(&[("scope", "api lightning")]))
        .await;
    sent_back(
        &answer,
        "invalid_scope",
        "the requested scope is not allowed",
    );
}

#[tokio::test]
async fn state() {
    let bench = Bench::new().await;
    for state in ["a state", "ä%2B+&=#?/", "\u{1f511}", &"x".repeat(3_000)] {
        let answer = Walker::new(&bench)
            .approve(&bench.authorize_url(&[("state", state)]))
            .await;
        assert_eq!(answer.status, StatusCode::FOUND);
        assert_eq!(
            param(answer.header("location"), "state").as_deref(),
            Some(state)
        );
        bench.fault("revoke_refresh_tokens");
    }
}

#[tokio::test]
async fn prompt() {
    let bench = Bench::new().await;
    let mut walker = Walker::new(&bench);
    assert_eq!(
        walker.approve(&bench.authorize_url(&[])).await.status,
        StatusCode::FOUND
    );
    let with = |value| bench.authorize_url(&[("prompt", value)]);
    let again = walker.open(&bench.authorize_url(&[])).await;
    assert!(
        param(again.header("location"), "code").is_some(),
        "approved before: no page"
    );
    assert!(shows_approval(&walker.open(&with("consent")).await));
    assert!(shows_login(&walker.open(&with("login")).await));
    for both in ["login consent", "consent login"] {
        let page = walker.open(&with(both)).await;
        assert!(shows_login(&page));
        assert!(shows_approval(&walker.log_in(&page).await));
    }
    let page = walker.open(&with("select_account")).await;
    assert!(page.text.contains("id=\"account\"") && page.text.contains(SERVICE));
    let another = [("step", "account"), ("account", "another")];
    assert!(shows_login(&walker.submit(&page, &another).await));
    let current = [("step", "account"), ("account", "current")];
    assert_eq!(
        walker.submit(&page, &current).await.status,
        StatusCode::FOUND
    );
    for other in ["none", "login select_account", "create"] {
        sent_back(
            &walker.open(&with(other)).await,
            "invalid_request",
            "unsupported prompt",
        );
    }
}

#[tokio::test]
async fn login_hint() {
    let bench = Bench::new().await;
    let mut walker = Walker::new(&bench);
    let address = bench.authorize_url(&[("login_hint", "someone@example.com")]);
    let page = walker.open(&address).await;
    assert!(page.text.contains("value=\"someone@example.com\""));
    walker.log_in(&page).await;
    let page = walker.open(&address).await;
    assert!(shows_approval(&page) && !page.text.contains("id=\"username\""));
    assert!(page.text.contains(SERVICE), "the live session wins");
}

#[tokio::test]
async fn display() {
    let bench = Bench::new().await;
    let mut pages = Vec::new();
    for display in ["", "page", "popup", "touch", "mobile"] {
        let page = bench
            .get(&bench.authorize_url(&[("display", display)]))
            .await;
        assert!(shows_login(&page));
        let shown = if display.is_empty() { "page" } else { display };
        assert!(
            page.text.contains(&format!("data-display=\"{shown}\"")),
            "{display}"
        );
        pages.push(page.text);
    }
    pages.sort();
    pages.dedup();
    assert_eq!(pages.len(), 5);
}

#[tokio::test]
async fn immediate() {
    let bench = Bench::new().await;
    let mut walker = Walker::new(&bench);
    let address = bench.authorize_url(&[("immediate", "true")]);
    let text = "immediate unsuccessful";
    sent_back(&walker.open(&address).await, "immediate_unsuccessful", text);
    let page = walker.open(&bench.authorize_url(&[])).await;
    let page = walker.log_in(&page).await;
    sent_back(&walker.open(&address).await, "immediate_unsuccessful", text);
    walker.decide(&page, "allow").await;
    let answer = walker.open(&address).await;
    let code = param(answer.header("location"), "code").expect("a code");
    assert_eq!(bench.redeem(&code).await.status, StatusCode::OK);
    let other = bench.authorize_url(&[("immediate", "true"), ("prompt", "login")]);
    sent_back(&walker.open(&other).await, "immediate_unsuccessful", text);
    let more = bench.authorize_url(&[("immediate", "true"), ("scope", "api web")]);
    sent_back(&walker.open(&more).await, "immediate_unsuccessful", text);
    bench.fault("end_browser_sessions");
    sent_back(&walker.open(&address).await, "immediate_unsuccessful", text);
}

#[tokio::test]
async fn code_challenge() {
    let bench = Bench::new().await;
    for wrong in ["short", &"=".repeat(43), &"a".repeat(44)] {
        let answer = bench
            .get(&bench.authorize_url(&[("code_challenge", wrong)]))
            .await;
        sent_back(&answer, "invalid_request", "invalid code challenge");
    }
    let code = bench.code_for(SERVICE);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
    ];
    let answer = bench.token(&form).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let body = r#"{"error":"invalid_grant","error_description":"missing required code verifier"}"#;
    assert_eq!(answer.text, body);
}

#[tokio::test]
async fn code_challenge_method() {
    let bench = Bench::new().await;
    let without = bench.authorize_url(&[("code_challenge_method", "")]);
    let code = bench.code(&without, SERVICE);
    assert_eq!(
        bench.redeem(&code).await.status,
        StatusCode::OK,
        "none is taken as S256"
    );
    let plain = [
        ("code_challenge_method", "plain"),
        ("code_challenge", &VERIFIER[..43]),
    ];
    let answer = bench.get(&bench.authorize_url(&plain)).await;
    sent_back(&answer, "invalid_request", "invalid code challenge");
}

#[tokio::test]
async fn nonce() {
    let bench = Bench::new().await;
    let address = bench.authorize_url(&[("nonce", "once"), ("scope", "openid api refresh_token")]);
    let first = tokens(&bench.redeem(&bench.code(&address, SERVICE)).await);
    let claims = |answer: &serde_json::Value| {
        let token = answer["id_token"].as_str().expect("an id token").to_owned();
        let claims = jsonwebtoken::dangerous::insecure_decode::<serde_json::Value>(token);
        claims.expect("claims").claims
    };
    assert_eq!(claims(&first.answer)["nonce"], "once");
    let second = tokens(&bench.refresh(&first.refresh).await);
    assert_eq!(claims(&second.answer)["nonce"], json!(null));
}
