use reqwest::StatusCode;
use salesforce_sim::App;
use serde_json::{Value, json};

use super::bench::{Answer, Bench, SERVICE, tokens};
use super::signer::{BEARER, Signer, pre_authorized_app};

const NOW: i64 = 1_795_435_200;

async fn bench() -> Bench {
    Bench::with(|config| config.apps = vec![pre_authorized_app()]).await
}

async fn ask(bench: &Bench, assertion: &str) -> Answer {
    let form = [("grant_type", BEARER), ("assertion", assertion)];
    bench.post("/services/oauth2/token", &form).await
}

async fn with(bench: &Bench, changes: Value) -> Answer {
    ask(bench, &Signer::shared().assertion(&changes)).await
}

#[tokio::test]
async fn an_assertion_opens_a_session_of_its_user_without_a_refresh_token() {
    let bench = bench().await;
    let answer = with(&bench, json!({})).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let json = answer.json();
    assert!(json.get("refresh_token").is_none());
    let all = "api id openid profile email web full custom_permissions";
    assert_eq!(json["scope"], all);
    let login = tokens(&answer);
    let info = bench
        .call(&login.access, "/services/oauth2/userinfo")
        .await
        .json();
    assert_eq!(info["preferred_username"], SERVICE);
    let again = tokens(&with(&bench, json!({"exp": NOW + 60})).await);
    assert_eq!(again.access, login.access, "the session still lives");
}

#[tokio::test]
async fn the_older_name_of_the_subject_wins() {
    let bench = bench().await;
    let other = bench.sim.other_username();
    let answer = with(&bench, json!({"sub": SERVICE, "prn": other}))
        .await
        .json();
    let id = bench.sim.state()["other_account"]["id"].clone();
    let id = id.as_str().expect("an id");
    assert!(
        answer["id"]
            .as_str()
            .is_some_and(|identity| identity.ends_with(id))
    );
}

#[tokio::test]
async fn expiry_may_be_text_seconds_or_milliseconds_with_three_minutes_of_skew() {
    let bench = bench().await;
    let good = [
        json!(NOW - 179),
        json!((NOW - 179).to_string()),
        json!((NOW - 179) * 1_000),
        json!(((NOW - 179) * 1_000).to_string()),
        json!(NOW + 400 * 86_400),
        json!(NOW as f64 + 0.5),
    ];
    for exp in good {
        assert_eq!(
            with(&bench, json!({"exp": exp})).await.status,
            StatusCode::OK,
            "{exp}"
        );
    }
    for exp in [json!(NOW - 180), json!((NOW - 180) * 1_000), json!(0)] {
        let error = with(&bench, json!({"exp": exp})).await.oauth_error();
        assert_eq!(error.1, "expired assertion", "{exp}");
    }
    for exp in [json!(null), json!("soon"), json!([]), json!("NaN")] {
        assert_eq!(
            with(&bench, json!({"exp": exp})).await.oauth_error().0,
            "invalid_grant"
        );
    }
}

#[tokio::test]
async fn the_audience_is_the_login_host_of_the_environment_or_an_own_address() {
    let bench = bench().await;
    let origin = bench.sim.origin();
    let port = origin.rsplit(':').next().expect("a port");
    let good = [
        json!("https://login.salesforce.com"),
        json!("https://login.salesforce.com/services/oauth2/token"),
        json!(origin),
        json!(format!("{origin}/services/oauth2/token")),
        json!(["https://other.example.com", origin]),
        json!(format!("http://login.localhost:{port}")),
    ];
    for aud in good {
        assert_eq!(
            with(&bench, json!({"aud": aud})).await.status,
            StatusCode::OK,
            "{aud}"
        );
    }
    let test = format!("http://test.localhost:{port}");
    for aud in [
        json!("https://test.salesforce.com"),
        json!(test),
        json!(null),
        json!(7),
        json!(""),
    ] {
        let error = with(&bench, json!({"aud": aud})).await.oauth_error();
        assert_eq!(error.1, "Audience validation failed", "{aud}");
    }
    let sandbox = Bench::with(|config| {
        config.apps = vec![pre_authorized_app()];
        config.sandbox = true;
    })
    .await;
    let aud = json!({"aud": "https://test.salesforce.com"});
    assert_eq!(with(&sandbox, aud).await.status, StatusCode::OK);
}

#[tokio::test]
async fn only_the_key_of_the_apps_certificate_signs() {
    let bench = bench().await;
    let other = Signer::new().assertion(&json!({}));
    let own = Signer::shared().assertion(&json!({}));
    let (head, _) = own.rsplit_once('.').expect("three parts");
    let unsigned = format!(
        "eyJhbGciOiJub25lIn0.{}.",
        head.split_once('.').expect("parts").1
    );
    let huge = "a".repeat(100_000);
    for wrong in [
        &other,
        &format!("{head}.AAAA"),
        &unsigned,
        "",
        "a.b.c",
        "....",
        &huge,
    ] {
        assert_eq!(
            ask(&bench, wrong).await.oauth_error().1,
            "invalid assertion"
        );
    }
    let public_key = Signer::shared().public_key.clone();
    bench.app(json!({"client_id": App::CONFIDENTIAL_CLIENT_ID, "certificate": public_key}));
    assert_eq!(
        ask(&bench, &own).await.status,
        StatusCode::OK,
        "a bare key will do"
    );
    bench.app(json!({"client_id": App::CONFIDENTIAL_CLIENT_ID, "certificate": null}));
    assert_eq!(ask(&bench, &own).await.oauth_error().1, "invalid assertion");
}

#[tokio::test]
async fn an_unknown_app_or_user_is_refused() {
    let bench = bench().await;
    let error = with(&bench, json!({"iss": "3MVG9other"}))
        .await
        .oauth_error();
    assert_eq!(error.0, "invalid_client_id");
    let error = with(&bench, json!({"sub": "nobody@example.com"}))
        .await
        .oauth_error();
    assert_eq!(error.1, "user hasn't approved this consumer");
    let other = bench.sim.other_username();
    bench
        .sim
        .control(json!({"fault": "deactivate_users", "users": [other]}))
        .expect("a user");
    let error = with(&bench, json!({"sub": other})).await.oauth_error();
    assert_eq!(error.0, "inactive_user");
}

#[tokio::test]
async fn an_approval_in_the_browser_is_enough_where_users_approve_themselves() {
    let app = App {
        admin_approved_only: false,
        ..pre_authorized_app()
    };
    let bench = Bench::with(|config| config.apps = vec![app]).await;
    assert_eq!(
        with(&bench, json!({})).await.oauth_error().0,
        "invalid_grant"
    );
    let address = bench.authorize_url(&[
        ("client_id", App::CONFIDENTIAL_CLIENT_ID),
        ("scope", "refresh_token api"),
    ]);
    bench.code(&address, SERVICE);
    assert_eq!(with(&bench, json!({})).await.json()["scope"], "api");
}

#[tokio::test]
async fn an_assertion_can_stand_for_the_secret() {
    let bench = bench().await;
    let own = json!({"sub": App::CONFIDENTIAL_CLIENT_ID});
    let good = Signer::shared().assertion(&own);
    let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    let ask = async |assertion: &str, kind: &str| {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_assertion", assertion),
            ("client_assertion_type", kind),
        ];
        bench.post("/services/oauth2/token", &form).await
    };
    assert_eq!(ask(&good, kind).await.status, StatusCode::OK);
    assert_eq!(
        ask(&good, "other").await.oauth_error().0,
        "invalid_assertion_type"
    );
    let other = Signer::new().assertion(&own);
    assert_eq!(ask(&other, kind).await.oauth_error().0, "invalid_client");
    assert_eq!(
        ask("nonsense", kind).await.oauth_error().0,
        "invalid_client"
    );
    let user = Signer::shared().assertion(&json!({}));
    assert_eq!(ask(&user, kind).await.oauth_error().0, "invalid_client_id");
    assert!(
        bench.sim.issued_secrets().contains(&good),
        "assertions are secrets"
    );
}
