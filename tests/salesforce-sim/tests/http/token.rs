use reqwest::StatusCode;

use super::bench::{Answer, Bench, CALLBACK, SERVICE, VERIFIER};

fn pair(error: &str, description: &str) -> (String, String) {
    (error.to_owned(), description.to_owned())
}

#[tokio::test]
async fn a_code_is_exchanged_for_strings_and_no_expiry() {
    let bench = Bench::new().await;
    let answer = bench.redeem(&bench.code_for(SERVICE)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        answer.header("content-type"),
        "application/json;charset=UTF-8"
    );
    assert!(answer.header("cache-control").contains("no-store"));
    let json = answer.json();
    let members = json.as_object().expect("an object");
    assert!(members.values().all(serde_json::Value::is_string), "{json}");
    assert!(!members.contains_key("expires_in"));
    assert_eq!(json["token_type"], "Bearer");
    assert_eq!(json["scope"], "api refresh_token id");
    assert_eq!(json["issued_at"], "1795435200000");
    assert_eq!(json["instance_url"], bench.sim.origin().as_str());
    let id = json["id"].as_str().expect("an identity");
    let parts: Vec<&str> = id.rsplit('/').take(3).collect();
    assert_eq!(
        (parts[0].len(), parts[1].len(), parts[2]),
        (18, 18, "id"),
        "{id}"
    );
    assert!(parts[0].starts_with("005") && parts[1].starts_with("00D"));
    let access = json["access_token"].as_str().expect("a token");
    let (head, rest) = access.split_once('!').expect("a mark");
    assert!(head.starts_with("00D") && head.len() == 15);
    assert!(
        rest.chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_'),
        "{rest}"
    );
}

#[tokio::test]
async fn without_the_refresh_scope_there_is_no_refresh_token() {
    let bench = Bench::new().await;
    let code = bench.code(&bench.authorize_url(&[("scope", "api id")]), SERVICE);
    assert!(
        bench
            .redeem(&code)
            .await
            .json()
            .get("refresh_token")
            .is_none()
    );
}

#[tokio::test]
async fn a_code_works_once() {
    let bench = Bench::new().await;
    let code = bench.code_for(SERVICE);
    assert_eq!(bench.redeem(&code).await.status, StatusCode::OK);
    let again = bench.redeem(&code).await.oauth_error();
    assert_eq!(again, pair("invalid_grant", "expired authorization code"));
}

#[tokio::test]
async fn a_code_expires_after_fifteen_minutes() {
    let bench = Bench::new().await;
    let (early, late) = (bench.code_for(SERVICE), bench.code_for(SERVICE));
    bench.advance(15 * 60);
    assert_eq!(bench.redeem(&early).await.status, StatusCode::OK);
    bench.advance(1);
    let error = bench.redeem(&late).await.oauth_error();
    assert_eq!(error, pair("invalid_grant", "expired authorization code"));
}

#[tokio::test]
async fn an_unknown_code_is_invalid() {
    let bench = Bench::new().await;
    let error = bench.redeem("aPrxnothing==").await.oauth_error();
    assert_eq!(error, pair("invalid_grant", "invalid authorization code"));
}

#[tokio::test]
async fn a_wrong_verifier_is_an_invalid_request_and_spends_the_code() {
    let bench = Bench::new().await;
    let code = bench.code_for(SERVICE);
    let wrong = VERIFIER.replace('a', "b");
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", wrong.as_str()),
    ];
    assert_eq!(bench.token(&form).await.oauth_error().0, "invalid_request");
    let again = bench.redeem(&code).await.oauth_error();
    assert_eq!(again, pair("invalid_grant", "expired authorization code"));
}

#[tokio::test]
async fn a_missing_verifier_is_an_invalid_grant() {
    let bench = Bench::new().await;
    let code = bench.code_for(SERVICE);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
    ];
    assert_eq!(bench.token(&form).await.oauth_error().0, "invalid_grant");
}

#[tokio::test]
async fn the_callback_of_the_exchange_is_the_one_of_the_request() {
    let bench = Bench::new().await;
    let code = bench.code_for(SERVICE);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", "com.lpcadmin.console://oauth/sandbox"),
        ("code_verifier", VERIFIER),
    ];
    let error = bench.token(&form).await.oauth_error();
    assert_eq!(
        error,
        pair(
            "redirect_uri_mismatch",
            "redirect_uri must match configuration"
        )
    );
}

#[tokio::test]
async fn a_wrong_client_id_is_refused() {
    let bench = Bench::new().await;
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "x"),
        ("client_id", "other"),
    ];
    let error = bench
        .post("/services/oauth2/token", &form)
        .await
        .oauth_error();
    assert_eq!(
        error,
        pair("invalid_client_id", "client identifier invalid")
    );
}

#[tokio::test]
async fn a_secret_is_not_required_and_checked_when_sent() {
    let bench = Bench::with(|config| config.client_secret = Some("right".to_owned())).await;
    let tokens = bench.log_in().await;
    let form = |secret: &'static str| {
        [
            ("grant_type", "refresh_token"),
            ("refresh_token", tokens.refresh.as_str()),
            ("client_secret", secret),
        ]
    };
    let error = bench.token(&form("wrong")).await.oauth_error();
    assert_eq!(error, pair("invalid_client", "invalid client credentials"));
    assert_eq!(bench.token(&form("right")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_secret_of_an_app_that_has_none_is_wrong() {
    let bench = Bench::new().await;
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "x"),
        ("client_secret", "any"),
    ];
    let error = bench.token(&form).await.oauth_error();
    assert_eq!(error, pair("invalid_client", "invalid client credentials"));
}

#[tokio::test]
async fn the_app_may_identify_itself_by_basic_authentication() {
    let bench = Bench::with(|config| config.client_secret = Some("right".to_owned())).await;
    let tokens = bench.log_in().await;
    let send = async |secret: &str| {
        let request = bench
            .http
            .post(bench.sim.origin() + "/services/oauth2/token")
            .basic_auth(bench.client_id(), Some(secret))
            .form(&[
                ("grant_type", "refresh_token"),
                ("refresh_token", &tokens.refresh),
            ]);
        Answer::of(request.send().await.expect("an answer")).await
    };
    assert_eq!(send("wrong").await.oauth_error().0, "invalid_client");
    assert_eq!(send("right").await.status, StatusCode::OK);
}

#[tokio::test]
async fn other_grants_are_not_supported() {
    let bench = Bench::new().await;
    for grant in ["password", "client_credentials", ""] {
        let error = bench.token(&[("grant_type", grant)]).await.oauth_error();
        assert_eq!(
            error,
            pair("unsupported_grant_type", "grant type not supported")
        );
    }
}

#[tokio::test]
async fn a_body_that_is_no_form_names_no_grant_whoever_sends_it() {
    let bench = Bench::new().await;
    let body = r#"{"grant_type":"client_credentials"}"#;
    for kind in ["application/json", "application/x-www-form-urlencoded"] {
        let request = bench
            .http
            .post(bench.sim.origin() + "/services/oauth2/token")
            .header("content-type", kind)
            .body(body);
        let answer = Answer::of(request.send().await.expect("an answer")).await;
        let expected = pair("unsupported_grant_type", "grant type not supported");
        assert_eq!(answer.oauth_error(), expected, "{kind}");
    }
}

#[tokio::test]
async fn the_sixth_approval_of_a_user_revokes_the_oldest() {
    let bench = Bench::new().await;
    let other = bench.log_in_as(&bench.sim.other_username()).await;
    let mut logins = Vec::new();
    for _ in 0..6 {
        logins.push(bench.log_in().await);
    }
    let error = bench.refresh(&logins[0].refresh).await.oauth_error();
    assert_eq!(error, pair("invalid_grant", "expired access/refresh token"));
    for login in &logins[1..] {
        assert_eq!(bench.refresh(&login.refresh).await.status, StatusCode::OK);
    }
    let kept = bench.refresh(&other.refresh).await;
    assert_eq!(
        kept.status,
        StatusCode::OK,
        "another user's approvals count for themselves"
    );
}
