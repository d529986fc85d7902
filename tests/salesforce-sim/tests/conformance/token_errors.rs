//! The table of the token endpoint's errors.

use reqwest::StatusCode;
use salesforce_sim::App;
use serde_json::json;

use super::bench::{Answer, Bench, CALLBACK, PASSWORD, SERVICE, VERIFIER};
use super::signer::{BEARER, Signer, pre_authorized_app};

/// Status, headers and body of a refusal, byte for byte.
#[track_caller]
fn refused(answer: &Answer, error: &str, description: &str) {
    let body = format!("{{\"error\":\"{error}\",\"error_description\":\"{description}\"}}");
    assert_eq!(answer.text, body);
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        answer.header("content-type"),
        "application/json;charset=UTF-8"
    );
    assert!(answer.header("cache-control").contains("no-store"));
    assert_eq!(answer.header("location"), "");
    assert_eq!(answer.header("retry-after"), "");
}

async fn by_jwt(bench: &Bench, assertion: &str) -> Answer {
    let form = [("grant_type", BEARER), ("assertion", assertion)];
    bench.post("/services/oauth2/token", &form).await
}

#[tokio::test]
async fn invalid_grant_expired_access_or_refresh_token() {
    let bench = Bench::new().await;
    let text = "expired access/refresh token";
    let revoked = bench.log_in().await;
    bench.fault("revoke_refresh_tokens");
    refused(
        &bench.refresh(&revoked.refresh).await,
        "invalid_grant",
        text,
    );
    let rotated = bench.log_in().await;
    bench.refresh(&rotated.refresh).await;
    refused(
        &bench.refresh(&rotated.refresh).await,
        "invalid_grant",
        text,
    );
    let first = bench.log_in().await;
    for _ in 0..5 {
        bench.log_in().await;
    }
    refused(&bench.refresh(&first.refresh).await, "invalid_grant", text);
    let idle = bench.log_in().await;
    bench.advance(31 * 86_400);
    refused(&bench.refresh(&idle.refresh).await, "invalid_grant", text);
}

#[tokio::test]
async fn invalid_grant_token_request_is_already_being_processed() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"hold_refreshes": true}));
    let (first, second) = tokio::join!(bench.refresh(&login.refresh), async {
        while bench.counter("refreshes_waiting") == 0 {
            tokio::task::yield_now().await;
        }
        let second = bench.refresh(&login.refresh).await;
        bench.set(json!({"hold_refreshes": false}));
        second
    });
    let text = "token request is already being processed";
    refused(&second, "invalid_grant", text);
    assert_eq!(first.status, StatusCode::OK);
}

#[tokio::test]
async fn invalid_grant_expired_authorization_code() {
    let bench = Bench::new().await;
    let code = bench.code_for(SERVICE);
    bench.redeem(&code).await;
    refused(
        &bench.redeem(&code).await,
        "invalid_grant",
        "expired authorization code",
    );
    let code = bench.code_for(SERVICE);
    bench.advance(15 * 60 + 1);
    refused(
        &bench.redeem(&code).await,
        "invalid_grant",
        "expired authorization code",
    );
}

#[tokio::test]
async fn invalid_grant_invalid_authorization_code() {
    let bench = Bench::new().await;
    refused(
        &bench.redeem("aPrxwrong==").await,
        "invalid_grant",
        "invalid authorization code",
    );
}

#[tokio::test]
async fn invalid_grant_authentication_failure() {
    let bench = Bench::new().await;
    bench.set(json!({"password_flow": true}));
    let log_in = async |username: &str, password: &str| {
        let form = [
            ("grant_type", "password"),
            ("username", username),
            ("password", password),
        ];
        bench.confidential(&form).await
    };
    refused(
        &log_in(SERVICE, "wrong").await,
        "invalid_grant",
        "authentication failure",
    );
    let other = bench.sim.other_username();
    assert_eq!(log_in(&other, PASSWORD).await.status, StatusCode::OK);
    bench
        .sim
        .control(json!({"fault": "deactivate_users", "users": [other]}))
        .expect("a user");
    refused(
        &log_in(&other, PASSWORD).await,
        "invalid_grant",
        "authentication failure",
    );
}

#[tokio::test]
async fn invalid_grant_ip_restricted() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"ip_restricted": true}));
    refused(
        &bench.refresh(&login.refresh).await,
        "invalid_grant",
        "ip restricted",
    );
    bench.set(json!({"ip_restricted": false}));
    assert_eq!(
        bench.refresh(&login.refresh).await.status,
        StatusCode::OK,
        "nothing was spent"
    );
}

#[tokio::test]
async fn invalid_grant_user_hasnt_approved_this_consumer() {
    let app = App {
        admin_approved_only: false,
        ..pre_authorized_app()
    };
    let bench = Bench::with(|config| config.apps = vec![app]).await;
    let answer = by_jwt(&bench, &Signer::shared().assertion(&json!({}))).await;
    refused(
        &answer,
        "invalid_grant",
        "user hasn't approved this consumer",
    );
}

#[tokio::test]
async fn invalid_grant_no_client_credentials_user_enabled() {
    let bench = Bench::new().await;
    bench.app(json!({"client_id": App::CONFIDENTIAL_CLIENT_ID, "run_as": null}));
    let answer = bench
        .confidential(&[("grant_type", "client_credentials")])
        .await;
    refused(
        &answer,
        "invalid_grant",
        "no client credentials user enabled",
    );
}

#[tokio::test]
async fn invalid_grant_request_not_supported_on_this_domain() {
    let bench = Bench::new().await;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", App::CONFIDENTIAL_CLIENT_ID),
        ("client_secret", App::CONFIDENTIAL_CLIENT_SECRET),
    ];
    for host in ["login.localhost", "test.localhost"] {
        let answer = bench.post_at(host, "/services/oauth2/token", &form).await;
        refused(
            &answer,
            "invalid_grant",
            "request not supported on this domain",
        );
    }
    let answer = bench
        .post_at("meridian.my.localhost", "/services/oauth2/token", &form)
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
}

#[tokio::test]
async fn invalid_grant_audience_validation_failed() {
    let bench = Bench::with(|config| config.apps = vec![pre_authorized_app()]).await;
    let assertion = Signer::shared().assertion(&json!({"aud": "https://elsewhere.example.com"}));
    let answer = by_jwt(&bench, &assertion).await;
    refused(&answer, "invalid_grant", "Audience validation failed");
}

#[tokio::test]
async fn invalid_request_challenge_mismatch_and_missing_required_code_challenge() {
    let bench = Bench::new().await;
    let code = bench.code_for(SERVICE);
    let wrong = VERIFIER.replace('a', "b");
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", &wrong),
    ];
    refused(
        &bench.token(&form).await,
        "invalid_request",
        "invalid code verifier",
    );
    let page = bench
        .get(&bench.authorize_url(&[("code_challenge", "")]))
        .await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        page.headers.get("content-type").map(|kind| kind.len()),
        Some(0)
    );
    let text = "error=invalid_request&error_description=missing required code challenge";
    assert_eq!(page.text, text);
}

#[tokio::test]
async fn invalid_app_access_user_is_not_admin_approved_to_access_this_app() {
    let bench = Bench::with(|config| config.apps = vec![pre_authorized_app()]).await;
    let nobody = json!({"permission_sets": ["Of_Nobody"]});
    bench.app(json!({"client_id": App::CONFIDENTIAL_CLIENT_ID, "pre_authorized": nobody}));
    let answer = by_jwt(&bench, &Signer::shared().assertion(&json!({}))).await;
    let text = "user is not admin approved to access this app";
    refused(&answer, "invalid_app_access", text);
}

#[tokio::test]
async fn invalid_client_id_client_identifier_invalid() {
    let bench = Bench::new().await;
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "x"),
        ("client_id", "wrong"),
    ];
    let answer = bench.post("/services/oauth2/token", &form).await;
    refused(&answer, "invalid_client_id", "client identifier invalid");
}

#[tokio::test]
async fn invalid_client_invalid_client_credentials() {
    let bench = Bench::new().await;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", App::CONFIDENTIAL_CLIENT_ID),
        ("client_secret", "wrong"),
    ];
    for form in [&form[..], &form[..2]] {
        let answer = bench.post("/services/oauth2/token", form).await;
        refused(&answer, "invalid_client", "invalid client credentials");
    }
}

#[tokio::test]
async fn invalid_client_app_must_be_installed_into_org() {
    let bench = Bench::new().await;
    bench.set(json!({"app_uninstalled": true}));
    let answer = bench
        .confidential(&[("grant_type", "client_credentials")])
        .await;
    refused(&answer, "invalid_client", "app must be installed into org");
    bench.set(json!({"use_any_api_client": true}));
    let answer = bench
        .confidential(&[("grant_type", "client_credentials")])
        .await;
    assert_eq!(answer.status, StatusCode::OK, "the right opens it");
}

#[tokio::test]
async fn redirect_uri_mismatch_redirect_uri_must_match_configuration() {
    let bench = Bench::new().await;
    let code = bench.code_for(SERVICE);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", "com.lpcadmin.console://oauth/sandbox"),
        ("code_verifier", VERIFIER),
    ];
    let text = "redirect_uri must match configuration";
    refused(&bench.token(&form).await, "redirect_uri_mismatch", text);
}

#[tokio::test]
async fn unsupported_grant_type_grant_type_not_supported() {
    let bench = Bench::new().await;
    for grant in [
        "urn:ietf:params:oauth:grant-type:token-exchange",
        "urn:ietf:params:oauth:grant-type:device_code",
        "password",
        "",
    ] {
        let answer = bench.confidential(&[("grant_type", grant)]).await;
        refused(
            &answer,
            "unsupported_grant_type",
            "grant type not supported",
        );
    }
}

#[tokio::test]
async fn inactive_user_and_inactive_org_and_rate_limit_exceeded() {
    let bench = Bench::new().await;
    let other = bench.sim.other_username();
    let login = bench.log_in_as(&other).await;
    bench.set(json!({"org_locked": true}));
    let text = "Org is locked, closed, or suspended";
    refused(&bench.refresh(&login.refresh).await, "inactive_org", text);
    let error = json!({
        "error": "rate_limit_exceeded",
        "error_description": "Number of logins exceeded"
    });
    bench.set(json!({"org_locked": false, "token_error": error}));
    let text = "Number of logins exceeded";
    refused(
        &bench.refresh(&login.refresh).await,
        "rate_limit_exceeded",
        text,
    );
    bench.set(json!({"token_error": null}));
    for fault in ["freeze_users", "deactivate_users"] {
        bench
            .sim
            .control(json!({"fault": fault, "users": [other]}))
            .expect("a user");
        refused(
            &bench.refresh(&login.refresh).await,
            "inactive_user",
            "User is inactive",
        );
    }
}

#[tokio::test]
async fn invalid_grant_login_rate_exceeded() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"login_rate_exceeded": true}));
    refused(
        &bench.refresh(&login.refresh).await,
        "invalid_grant",
        "login rate exceeded",
    );
    let answer = bench
        .confidential(&[("grant_type", "client_credentials")])
        .await;
    refused(&answer, "invalid_grant", "login rate exceeded");
}

/// Every name of the service's own list.
#[tokio::test]
async fn every_error_of_the_server_can_be_set() {
    const NAMES: &str = "access_denied app_blocked app_not_found authorization_pending \
        bad_jti_claim app_attest_failed app_attest_failed_retry ecapp_policy_not_found \
        exceeded_registration_limit fail_close_app_blocked failed_registration \
        immediate_unsuccessful installation_error invalid_app_access invalid_assertion_type \
        invalid_basic_auth_header invalid_dpop_proof invalid_client invalid_client_id \
        invalid_distribution_state invalid_expid invalid_grant invalid_otp invalid_request \
        invalid_scope invalid_session_level invalid_token login_error oauth_flow_disabled \
        oauth_policy_not_found otp_error redirect_uri_missing redirect_uri_mismatch \
        registration_error server_error service_unavailable slow_down system_down unknown_error \
        unsupported_expid unsupported_grant_type unsupported_response_type unsupported_token_type \
        use_dpop_nonce";
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    for name in NAMES.split_whitespace() {
        bench.set(json!({"token_error": {"error": name, "error_description": "as told"}}));
        refused(&bench.refresh(&login.refresh).await, name, "as told");
    }
}
