use reqwest::StatusCode;
use salesforce_sim::{App, Config, PreAuthorized, Sim};
use serde_json::json;

use super::bench::{Bench, CALLBACK, SERVICE, param, tokens};
use super::walk::{Walker, shows_approval};

const ID: &str = App::CONFIDENTIAL_CLIENT_ID;
const SECRET: &str = App::CONFIDENTIAL_CLIENT_SECRET;

fn confidential_address(bench: &Bench) -> String {
    bench.authorize_url(&[
        ("client_id", ID),
        ("code_challenge", ""),
        ("code_challenge_method", ""),
    ])
}

#[tokio::test]
async fn a_confidential_app_needs_its_secret_and_no_challenge() {
    let bench = Bench::new().await;
    let redeem = async |secret: &str| {
        let code = bench.code(&confidential_address(&bench), SERVICE);
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", CALLBACK),
            ("client_id", ID),
            ("client_secret", secret),
        ];
        bench.post("/services/oauth2/token", &form).await
    };
    for wrong in ["", "wrong"] {
        assert_eq!(redeem(wrong).await.oauth_error().0, "invalid_client");
    }
    let login = tokens(&redeem(SECRET).await);
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", &login.refresh),
        ("client_id", ID),
    ];
    let refused = bench.post("/services/oauth2/token", &form).await;
    assert_eq!(refused.oauth_error().0, "invalid_client");
    let refreshed = bench.confidential(&form[..2]).await;
    assert_eq!(
        refreshed.status,
        StatusCode::OK,
        "the refusal spent nothing"
    );
}

#[tokio::test]
async fn the_signature_can_be_checked_with_the_secret() {
    use base64::Engine as _;
    use hmac::{Hmac, KeyInit, Mac};
    let bench = Bench::new().await;
    let answer = bench
        .confidential(&[("grant_type", "client_credentials")])
        .await
        .json();
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).expect("a key");
    let text = |name: &str| answer[name].as_str().expect("a text").to_owned();
    mac.update((text("id") + &text("issued_at")).as_bytes());
    let own = base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes());
    assert_eq!(text("signature"), own);
}

#[tokio::test]
async fn codes_and_refresh_tokens_belong_to_their_app() {
    let bench = Bench::new().await;
    let code = bench.code_for(SERVICE);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
    ];
    let error = bench.confidential(&form).await.oauth_error();
    assert_eq!(error.1, "invalid authorization code");
    let login = tokens(&bench.redeem(&code).await);
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", login.refresh.as_str()),
    ];
    let error = bench.confidential(&form).await.oauth_error();
    assert_eq!(error.1, "expired access/refresh token");
    assert_eq!(bench.refresh(&login.refresh).await.status, StatusCode::OK);
}

#[tokio::test]
async fn five_approvals_are_counted_for_each_app() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    for _ in 0..5 {
        let code = bench.code(&confidential_address(&bench), SERVICE);
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", CALLBACK),
        ];
        assert_eq!(bench.confidential(&form).await.status, StatusCode::OK);
    }
    assert_eq!(bench.refresh(&login.refresh).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_app_can_be_registered_and_changed_while_it_runs() {
    let bench = Bench::new().await;
    bench.app(json!({
        "client_id": "3MVG9new", "name": "A & B", "callbacks": ["a.b://c"], "scopes": ["api"]
    }));
    let address = bench.authorize_url(&[
        ("client_id", "3MVG9new"),
        ("redirect_uri", "a.b://c"),
        ("scope", ""),
    ]);
    let mut walker = Walker::new(&bench);
    let page = walker.open(&address).await;
    let page = walker.log_in(&page).await;
    assert!(
        page.text.contains("<strong>A &amp; B</strong>"),
        "{}",
        page.text
    );
    let sent = walker.decide(&page, "allow").await;
    assert!(param(sent.header("location"), "code").is_some());
    bench.app(json!({"client_id": "3MVG9new", "callbacks": ["a.b://d"]}));
    assert_eq!(walker.open(&address).await.status, StatusCode::BAD_REQUEST);
    for wrong in [
        json!({"name": "nameless"}),
        json!({"client_id": ""}),
        json!({"client_id": "x", "gravity": 1}),
        json!({"client_id": "x", "certificate": "no PEM"}),
    ] {
        assert!(bench.sim.control(json!({"app": wrong})).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn new_consumer_details_revoke_every_token_of_the_app() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.app(json!({"client_id": bench.client_id(), "name": "Other name"}));
    let login = tokens(&bench.refresh(&login.refresh).await);
    bench.app(json!({"client_id": bench.client_id(), "client_secret": "new secret"}));
    let lost = bench.refresh(&login.refresh).await.oauth_error();
    assert_eq!(lost.1, "expired access/refresh token");
    let call = bench
        .call(&login.access, "/services/data/v66.0/limits")
        .await;
    assert_eq!(call.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_state_lists_apps_without_their_secrets() {
    let bench = Bench::new().await;
    bench.app(json!({"client_id": ID, "client_secret": "a secret set later"}));
    let state = bench.get("/_control").await;
    assert_eq!(state.json()["apps"][1]["client_id"], ID);
    assert_eq!(state.json()["apps"][1]["has_secret"], true);
    let known = bench.sim.issued_secrets();
    for secret in [SECRET, "a secret set later"] {
        assert!(!state.text.contains(secret));
        assert!(known.iter().any(|known| known == secret));
    }
    assert!(!format!("{:?}", Config::default()).contains(SECRET));
}

#[tokio::test]
async fn two_apps_with_one_key_or_a_broken_certificate_do_not_start() {
    let broken = App {
        certificate: Some("-----BEGIN CERTIFICATE-----".to_owned()),
        ..App::confidential()
    };
    for apps in [vec![App::confidential(), App::confidential()], vec![broken]] {
        let config = Config {
            apps,
            ..Config::default()
        };
        assert!(Sim::start(config).await.is_err());
    }
}

#[tokio::test]
async fn only_pre_authorized_users_pass_where_an_administrator_approves_and_see_no_approval() {
    let approved = App {
        admin_approved_only: true,
        pre_authorized: PreAuthorized::Users(vec![SERVICE.to_owned()]),
        ..App::confidential()
    };
    let bench = Bench::with(|config| config.apps = vec![approved]).await;
    let address = confidential_address(&bench);
    let mut walker = Walker::new(&bench);
    let page = walker.open(&address).await;
    let sent = walker.log_in(&page).await;
    assert!(param(sent.header("location"), "code").is_some());
    let other = bench
        .sim
        .authorize_as(&address, &bench.sim.other_username());
    let callback = other.expect("a callback");
    assert_eq!(
        param(&callback, "error").as_deref(),
        Some("OAUTH_APP_ACCESS_DENIED")
    );
    let told = param(&callback, "error_description");
    assert_eq!(
        told.as_deref(),
        Some("user is not admin approved to access this app")
    );
    bench.set(json!({"permitted_users": "self_authorize"}));
    assert!(
        param(
            &bench
                .sim
                .authorize_as(&address, &bench.sim.other_username())
                .expect("a callback"),
            "code"
        )
        .is_some()
    );
}

#[tokio::test]
async fn a_permission_set_pre_authorizes_those_who_have_it() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let soql = "SELECT PermissionSet.Name FROM PermissionSetAssignment WHERE Assignee.Username = \
                'svc-lpc@example.com'";
    let found = bench.query(&login.access, soql).await.json();
    let name = found["records"][0]["PermissionSet"]["Name"].clone();
    let listed = |names: serde_json::Value| {
        json!({
            "client_id": ID,
            "admin_approved_only": true,
            "pre_authorized": {"permission_sets": names},
        })
    };
    bench.app(listed(json!(["Of_Nobody", name])));
    let address = confidential_address(&bench);
    let callback = bench
        .sim
        .authorize_as(&address, SERVICE)
        .expect("a callback");
    assert!(param(&callback, "code").is_some(), "{callback}");
    bench.app(listed(json!(["Of_Nobody"])));
    let callback = bench
        .sim
        .authorize_as(&address, SERVICE)
        .expect("a callback");
    assert!(param(&callback, "code").is_none(), "{callback}");
}

#[tokio::test]
async fn a_revocation_ends_the_approval_that_was_remembered() {
    let bench = Bench::new().await;
    let mut walker = Walker::new(&bench);
    let sent = walker.approve(&bench.authorize_url(&[])).await;
    let code = param(sent.header("location"), "code").expect("a code");
    let login = tokens(&bench.redeem(&code).await);
    let again = walker.open(&bench.authorize_url(&[])).await;
    assert_eq!(again.status, StatusCode::FOUND);
    let wider = bench.authorize_url(&[("scope", "api refresh_token id web")]);
    assert!(
        shows_approval(&walker.open(&wider).await),
        "more scopes are asked for again"
    );
    bench
        .post("/services/oauth2/revoke", &[("token", &login.refresh)])
        .await;
    assert!(shows_approval(
        &walker.open(&bench.authorize_url(&[])).await
    ));
}

#[tokio::test]
async fn an_app_has_its_own_name_and_its_own_count_of_calls() {
    let bench = Bench::new().await;
    bench.set(json!({"per_app_limit": 50}));
    let public = bench.log_in().await.access;
    for _ in 0..3 {
        bench.query(&public, "SELECT Id FROM Organization").await;
    }
    let form = [("grant_type", "client_credentials")];
    let confidential = tokens(&bench.confidential(&form).await).access;
    let soql = "SELECT AppName FROM OauthToken";
    let answer = bench.query(&confidential, soql).await;
    assert_eq!(
        answer.json()["records"][0]["AppName"],
        "LPC Admin Console",
        "only approvals with a refresh token count"
    );
    bench.app(json!({"client_id": ID, "name": "Übergabe"}));
    let renamed = bench.query(&confidential, soql).await;
    let header = renamed.headers.get("sforce-limit-info");
    let usage = String::from_utf8_lossy(header.expect("a usage").as_bytes());
    assert!(usage.ends_with("(appName=Übergabe)"), "{usage}");
    let usage = answer.header("sforce-limit-info");
    assert!(
        usage.starts_with("api-usage=4/")
            && usage.ends_with("; per-app-api-usage=1/50(appName=Integration Server)"),
        "{usage}"
    );
}
