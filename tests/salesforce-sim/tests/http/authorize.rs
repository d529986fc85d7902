use reqwest::StatusCode;
use serde_json::json;

use super::bench::{Answer, Bench, CALLBACK, PASSWORD, SERVICE, param};
use super::walk::{decide, log_in, shows_login, submit};

#[tokio::test]
async fn a_browser_logs_in_allows_and_is_sent_to_the_callback() {
    let bench = Bench::new().await;
    let page = bench
        .get(&bench.authorize_url(&[("login_hint", SERVICE)]))
        .await;
    assert!(shows_login(&page));
    assert!(
        page.text.contains(&format!("value=\"{SERVICE}\"")),
        "the hint is filled in"
    );
    let page = log_in(&bench, &page, PASSWORD).await;
    assert!(page.text.contains("id=\"allow\"") && page.text.contains("id=\"deny\""));
    let sent = decide(&bench, &page, "allow").await;
    assert_eq!(sent.status, StatusCode::FOUND);
    assert_eq!(sent.text, "", "the browser stays where it is");
    let callback = sent.header("location");
    assert!(
        callback.starts_with(&format!("{CALLBACK}?code=aPrx")),
        "{callback}"
    );
    assert!(callback.contains("%3D%3D&state=a+state"), "{callback}");
    let code = param(callback, "code").expect("a code");
    assert_eq!(bench.redeem(&code).await.status, StatusCode::OK);
}

#[tokio::test]
async fn deny_sends_access_denied_to_the_callback() {
    let bench = Bench::new().await;
    let page = bench.get(&bench.authorize_url(&[])).await;
    let page = log_in(&bench, &page, PASSWORD).await;
    let sent = decide(&bench, &page, "deny").await;
    let expected = format!(
        "{CALLBACK}?error=access_denied&error_description=end-user+denied+authorization&state=a+state"
    );
    assert_eq!(sent.header("location"), expected);
    let headless = bench
        .sim
        .deny(&bench.authorize_url(&[]))
        .expect("a callback");
    assert_eq!(headless, expected);
}

#[tokio::test]
async fn a_wrong_password_shows_the_login_page_again_with_an_error() {
    let bench = Bench::new().await;
    let page = bench.get(&bench.authorize_url(&[])).await;
    let page = log_in(&bench, &page, "wrong").await;
    assert!(shows_login(&page) && page.text.contains("role=\"alert\""));
    assert!(page.text.contains(&format!("value=\"{SERVICE}\"")));
    assert_eq!(bench.counter("login_failures"), 1);
}

#[tokio::test]
async fn a_live_session_skips_the_login_unless_the_prompt_asks_for_it() {
    let bench = Bench::new().await;
    let page = bench.get(&bench.authorize_url(&[])).await;
    let page = log_in(&bench, &page, PASSWORD).await;
    let cookie = page
        .header("set-cookie")
        .split(';')
        .next()
        .expect("a cookie")
        .to_owned();
    let with_cookie = async |address: String| {
        let request = bench.http.get(address).header("cookie", &cookie);
        Answer::of(request.send().await.expect("an answer")).await
    };
    let page = with_cookie(bench.authorize_url(&[])).await;
    assert!(page.text.contains("id=\"allow\""));
    let page = with_cookie(bench.authorize_url(&[("prompt", "login consent")])).await;
    assert!(shows_login(&page));
    bench.fault("end_browser_sessions");
    assert!(shows_login(&with_cookie(bench.authorize_url(&[])).await));
}

#[tokio::test]
async fn an_approve_page_counts_for_one_press_only() {
    let bench = Bench::new().await;
    let page = bench.get(&bench.authorize_url(&[])).await;
    let page = log_in(&bench, &page, PASSWORD).await;
    assert_eq!(
        decide(&bench, &page, "allow").await.status,
        StatusCode::FOUND
    );
    assert!(shows_login(&decide(&bench, &page, "allow").await));
    let forged = [
        ("step", "decide"),
        ("ticket", "guess"),
        ("decision", "allow"),
    ];
    assert!(shows_login(&submit(&bench, &page, &forged).await));
}

#[tokio::test]
async fn the_request_may_come_as_a_form() {
    let bench = Bench::new().await;
    let address = bench.authorize_url(&[]);
    let query = address.split_once('?').expect("a query").1.to_owned();
    let request = bench
        .http
        .post(bench.sim.origin() + "/services/oauth2/authorize")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(query);
    assert!(shows_login(
        &Answer::of(request.send().await.expect("an answer")).await
    ));
}

#[tokio::test]
async fn a_wrong_client_id_ends_at_a_plain_text() {
    let bench = Bench::new().await;
    let page = bench
        .get(&bench.authorize_url(&[("client_id", "3MVG9wrong")]))
        .await;
    assert_eq!(
        page.text,
        "error=invalid_client_id&error_description=client%20identifier%20invalid"
    );
    assert!(page.header("content-type").starts_with("text/plain"));
    assert_eq!(page.header("location"), "");
}

#[tokio::test]
async fn a_wrong_callback_ends_at_a_plain_text() {
    let bench = Bench::new().await;
    let near = [
        "com.lpcadmin.console://oauth/production/",
        "com.lpcadmin.console:/oauth/production",
        "COM.lpcadmin.console://oauth/production",
        "http://localhost:1718/OauthRedirect",
    ];
    for callback in near {
        let page = bench
            .get(&bench.authorize_url(&[("redirect_uri", callback)]))
            .await;
        assert_eq!(
            page.text,
            "error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration",
            "{callback} is not registered"
        );
        assert_eq!(page.header("location"), "");
    }
}

#[tokio::test]
async fn a_missing_challenge_ends_at_a_text_without_content_type() {
    let bench = Bench::new().await;
    let page = bench
        .get(&bench.authorize_url(&[("code_challenge", "")]))
        .await;
    assert_eq!(
        page.text,
        "error=invalid_request&error_description=missing required code challenge"
    );
    assert_eq!(
        page.headers.get("content-type").map(|value| value.len()),
        Some(0)
    );
    let headless = bench
        .sim
        .authorize_as(&bench.authorize_url(&[("code_challenge", "")]), SERVICE);
    assert_eq!(headless, Err(page.text));
}

#[tokio::test]
async fn an_uninstalled_app_ends_at_the_error_page() {
    let bench = Bench::new().await;
    bench.set(json!({"app_uninstalled": true}));
    let page = bench.get(&bench.authorize_url(&[])).await;
    let sent = log_in(&bench, &page, PASSWORD).await;
    let address = sent.header("location");
    assert!(address.contains(
        "/setup/secur/RemoteAccessErrorPage.apexp?error=invalid_client\
         &error_description=app+must+be+installed+into+org&state=a+state"
    ));
    let page = bench.get(address).await;
    assert!(page.text.contains("OAUTH_APPROVAL_ERROR_GENERIC"));
    assert!(
        bench
            .sim
            .authorize_as(&bench.authorize_url(&[]), SERVICE)
            .is_err()
    );
}

#[tokio::test]
async fn a_policy_of_the_organization_reaches_the_callback() {
    let bench = Bench::new().await;
    let policies = [
        (
            "OAUTH_EC_APP_NOT_FOUND",
            "External client app is not installed in this org",
        ),
        (
            "OAUTH_APP_ACCESS_DENIED",
            "user is not admin approved to access this app",
        ),
        ("OAUTH_AUTHORIZATION_BLOCKED", "app blocked by admin"),
        ("server_error", "unexpected"),
    ];
    for (error, description) in policies {
        bench.set(json!({
            "authorize_error": {"error": error, "error_description": description}
        }));
        let page = bench.get(&bench.authorize_url(&[])).await;
        let sent = log_in(&bench, &page, PASSWORD).await;
        assert_eq!(
            param(sent.header("location"), "error").as_deref(),
            Some(error)
        );
        let told = param(sent.header("location"), "error_description");
        assert_eq!(told.as_deref(), Some(description));
        assert_eq!(
            param(sent.header("location"), "state").as_deref(),
            Some("a state")
        );
    }
}

#[tokio::test]
async fn faults_of_the_request_reach_the_callback() {
    let bench = Bench::new().await;
    let faults = [
        ("scope", "api fly", "invalid_scope"),
        ("response_type", "token", "unsupported_response_type"),
        ("immediate", "true", "immediate_unsuccessful"),
        ("code_challenge", "too-short", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
    ];
    for (name, value, error) in faults {
        let sent = bench.get(&bench.authorize_url(&[(name, value)])).await;
        assert_eq!(sent.status, StatusCode::FOUND, "{name}={value}");
        assert_eq!(
            param(sent.header("location"), "error").as_deref(),
            Some(error)
        );
    }
}

#[tokio::test]
async fn every_registered_callback_is_taken_and_nothing_is_added_to_it() {
    let bench = Bench::with(|config| config.callbacks = vec!["a.b://c?d=e".to_owned()]).await;
    let address = bench.authorize_url(&[("redirect_uri", "a.b://c?d=e"), ("state", "")]);
    let callback = bench
        .sim
        .authorize_as(&address, SERVICE)
        .expect("a callback");
    assert!(callback.starts_with("a.b://c?d=e&code="), "{callback}");
    assert!(!callback.contains("state"), "{callback}");
}

#[tokio::test]
async fn inactive_and_frozen_users_cannot_log_in() {
    let bench = Bench::new().await;
    let other = bench.sim.other_username();
    for fault in ["deactivate_users", "freeze_users"] {
        bench
            .sim
            .control(json!({"fault": fault, "users": [other]}))
            .expect("a user");
        assert!(
            bench
                .sim
                .authorize_as(&bench.authorize_url(&[]), &other)
                .is_err()
        );
        let undo = if fault == "freeze_users" {
            "unfreeze_users"
        } else {
            "reactivate_users"
        };
        bench
            .sim
            .control(json!({"fault": undo, "users": [other]}))
            .expect("a user");
        assert!(
            bench
                .sim
                .authorize_as(&bench.authorize_url(&[]), &other)
                .is_ok()
        );
    }
}

#[tokio::test]
async fn whoever_opens_the_printed_address_is_shown_on() {
    let bench = Bench::new().await;
    let page = bench.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("href=\"/_control\""), "{}", page.text);
}
