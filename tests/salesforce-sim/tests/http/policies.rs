use reqwest::StatusCode;
use serde_json::json;

use super::bench::{Bench, SERVICE, param, tokens};
use super::walk::{Walker, shows_login};

const DAY: i64 = 86_400;

async fn lost(bench: &Bench, token: &str) -> bool {
    let answer = bench.refresh(token).await;
    answer.status != StatusCode::OK && answer.oauth_error().1 == "expired access/refresh token"
}

#[tokio::test]
async fn a_refresh_token_can_expire_at_once() {
    let bench = Bench::new().await;
    bench.set(json!({"refresh_policy": "immediate"}));
    let login = bench.log_in().await;
    assert!(lost(&bench, &login.refresh).await);
}

#[tokio::test]
async fn a_refresh_token_can_expire_by_age_whatever_its_use() {
    let bench = Bench::new().await;
    bench.set(json!({"refresh_policy": {"absolute_days": 3}}));
    let mut login = bench.log_in().await;
    for _ in 0..3 {
        bench.advance(DAY);
        login = tokens(&bench.refresh(&login.refresh).await);
    }
    bench.advance(1);
    assert!(lost(&bench, &login.refresh).await);
}

#[tokio::test]
async fn a_refresh_token_can_live_until_it_is_revoked_or_be_idle_for_some_days_only() {
    let bench = Bench::with(|config| config.rotation = false).await;
    bench.set(json!({"refresh_policy": "until_revoked"}));
    let login = bench.log_in().await;
    bench.advance(400 * DAY);
    assert_eq!(bench.refresh(&login.refresh).await.status, StatusCode::OK);
    bench.set(json!({"refresh_policy": {"idle_days": 2}}));
    bench.advance(2 * DAY);
    assert_eq!(bench.refresh(&login.refresh).await.status, StatusCode::OK);
    bench.advance(2 * DAY + 1);
    assert!(lost(&bench, &login.refresh).await);
}

#[tokio::test]
async fn a_blocked_app_is_refused_at_the_page_and_at_the_token_endpoint() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"app_blocked": true}));
    assert_eq!(
        bench.refresh(&login.refresh).await.oauth_error().0,
        "app_blocked"
    );
    let callback = bench.sim.authorize_as(&bench.authorize_url(&[]), SERVICE);
    let callback = callback.expect("a callback");
    assert_eq!(
        param(&callback, "error").as_deref(),
        Some("OAUTH_AUTHORIZATION_BLOCKED")
    );
    bench.set(json!({"app_blocked": false}));
    assert_eq!(bench.refresh(&login.refresh).await.status, StatusCode::OK);
}

#[tokio::test]
async fn conditions_of_the_organization_stop_the_login_page() {
    let bench = Bench::new().await;
    for switch in ["org_locked", "login_rate_exceeded", "ip_restricted"] {
        bench.set(json!({switch: true}));
        let mut walker = Walker::new(&bench);
        let page = walker.open(&bench.authorize_url(&[])).await;
        let page = walker.log_in(&page).await;
        assert!(
            shows_login(&page) && page.text.contains("role=\"alert\""),
            "{switch}"
        );
        bench.set(json!({switch: false}));
    }
}

#[tokio::test]
async fn a_verifier_that_is_sent_on_a_refresh_means_nothing() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", login.refresh.as_str()),
        ("code_verifier", "whatever"),
        ("scope", "web"),
    ];
    let answer = bench.token(&form).await;
    assert_eq!(answer.json()["scope"], "api refresh_token id");
}

#[tokio::test]
async fn verifiers_of_43_to_256_characters_are_taken_and_shorter_ones_are_not() {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use sha2::{Digest, Sha256};
    let bench = Bench::new().await;
    for (length, good) in [
        (42, false),
        (43, true),
        (128, true),
        (171, true),
        (256, true),
    ] {
        let verifier = "v".repeat(length);
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
        let address = bench.authorize_url(&[("code_challenge", &challenge)]);
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &bench.code(&address, SERVICE)),
            ("redirect_uri", super::bench::CALLBACK),
            ("code_verifier", &verifier),
        ];
        let answer = bench.token(&form).await;
        assert_eq!(
            answer.status == StatusCode::OK,
            good,
            "{length}: {}",
            answer.text
        );
    }
}
