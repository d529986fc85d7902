//! The table of what changed in the service from 2024 on. Rows that cannot be seen on the wire
//! say what is seen instead.

use reqwest::StatusCode;
use salesforce_sim::App;
use serde_json::json;

use super::bench::{Answer, Bench, PASSWORD, SERVICE, tokens};
use super::walk::{Walker, shows_approval, shows_login};

#[tokio::test]
async fn aug_2024_rotation_and_concurrent_refresh_blocked() {
    let bench = Bench::new().await;
    let first = bench.log_in().await;
    let second = tokens(&bench.refresh(&first.refresh).await);
    assert!(!second.refresh.is_empty() && second.refresh != first.refresh);
    bench.set(json!({"hold_refreshes": true}));
    let (_, busy) = tokio::join!(bench.refresh(&second.refresh), async {
        while bench.counter("refreshes_waiting") == 0 {
            tokio::task::yield_now().await;
        }
        let busy = bench.refresh(&second.refresh).await;
        bench.set(json!({"hold_refreshes": false}));
        busy
    });
    let error = busy.oauth_error();
    assert_eq!(error.1, "token request is already being processed");
}

#[tokio::test]
async fn aug_2025_uninstalled_apps_blocked() {
    let bench = Bench::new().await;
    bench.set(json!({"app_uninstalled": true}));
    let mut walker = Walker::new(&bench);
    let page = walker.open(&bench.authorize_url(&[])).await;
    let sent = walker.log_in(&page).await;
    assert_eq!(sent.status, StatusCode::FOUND);
    let address = format!(
        "{}/setup/secur/RemoteAccessErrorPage.apexp?error=invalid_client\
         &error_description=app+must+be+installed+into+org&state=a+state",
        bench.sim.origin()
    );
    assert_eq!(sent.header("location"), address);
    let page = bench.get(&address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.header("content-type").starts_with("text/html"));
    for text in [
        "We can&#39;t authorize you because of an OAuth error. For more information, contact your \
         Salesforce administrator.",
        "OAUTH_APPROVAL_ERROR_GENERIC : An unexpected error has occured during authentication. \
         Please try again.",
    ] {
        assert!(page.text.contains(text), "{text}");
    }
    bench.set(json!({"use_any_api_client": true}));
    let page = walker.open(&bench.authorize_url(&[])).await;
    assert!(shows_approval(&page), "the right opens it");
}

/// Apps are made in Setup, of which nothing is here. The allowlist of the row is seen.
#[tokio::test]
async fn winter_26_refresh_token_ip_allowlist() {
    let bench = Bench::with(|config| config.rotation = false).await;
    let login = bench.log_in().await;
    bench.set(json!({"refresh_ip_allowlist": ["203.0.113.0/24", "2001:db8::7"]}));
    let refresh = async |from: Option<&str>| {
        let client_id = bench.client_id();
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", login.refresh.as_str()),
            ("client_id", client_id.as_str()),
        ];
        let address = bench.sim.origin() + "/services/oauth2/token";
        let mut request = bench.http.post(address).form(&form);
        if let Some(from) = from {
            request = request.header("x-forwarded-for", from);
        }
        Answer::of(request.send().await.expect("an answer")).await
    };
    for allowed in ["203.0.113.9", "203.0.113.9, 10.0.0.1", "2001:db8::7"] {
        assert_eq!(
            refresh(Some(allowed)).await.status,
            StatusCode::OK,
            "{allowed}"
        );
    }
    for other in [
        None,
        Some("203.0.114.9"),
        Some("2001:db8::8"),
        Some("nonsense"),
    ] {
        let error = refresh(other).await.oauth_error();
        assert_eq!(
            error,
            ("invalid_grant".to_owned(), "ip restricted".to_owned())
        );
    }
    assert_eq!(
        bench
            .call(&login.access, "/services/data/v66.0/limits")
            .await
            .status,
        StatusCode::OK
    );
}

/// Whether an app is a connected app or an external client app does not show; that a local one
/// is missing elsewhere does.
#[tokio::test]
async fn spring_26_external_client_apps_only() {
    let bench = Bench::new().await;
    bench.app(json!({"client_id": bench.client_id(), "organization": "00Dxx0000001gPLEAY"}));
    let mut walker = Walker::new(&bench);
    let page = walker.open(&bench.authorize_url(&[])).await;
    let sent = walker.log_in(&page).await;
    assert!(sent.header("location").contains(
        "?error=OAUTH_EC_APP_NOT_FOUND\
         &error_description=External+client+app+is+not+installed+in+this+org&state=a+state"
    ));
    bench.app(json!({"client_id": bench.client_id(), "local": false}));
    assert!(shows_approval(
        &walker.open(&bench.authorize_url(&[])).await
    ));
}

/// The four settings as they are by default, but for the allowlist, which stays optional for a
/// customer's own app.
#[tokio::test]
async fn may_2026_pkce_rotation_and_idle_limit() {
    let bench = Bench::new().await;
    let page = bench
        .get(&bench.authorize_url(&[("code_challenge", "")]))
        .await;
    assert!(page.text.contains("missing required code challenge"));
    let first = bench.log_in().await;
    let second = tokens(&bench.refresh(&first.refresh).await);
    assert!(!second.refresh.is_empty());
    bench.advance(30 * 86_400);
    let third = tokens(&bench.refresh(&second.refresh).await);
    bench.advance(30 * 86_400 + 1);
    let error = bench.refresh(&third.refresh).await.oauth_error();
    assert_eq!(error.1, "expired access/refresh token");
}

#[tokio::test]
async fn sept_2026_login_hosts_ask_for_the_email_first() {
    let bench = Bench::new().await;
    let mut walker = Walker::at(&bench, "login.localhost");
    let page = walker.open(&bench.authorize_url(&[])).await;
    assert!(page.text.contains("id=\"username\"") && !page.text.contains("id=\"password\""));
    let page = walker
        .submit(&page, &[("step", "username"), ("username", SERVICE)])
        .await;
    assert!(page.text.contains("id=\"password\"") && shows_login(&page));
    assert!(shows_approval(
        &walker.log_in_as(&page, SERVICE, PASSWORD).await
    ));
    for own in ["localhost", "127.0.0.1", "meridian.my.localhost"] {
        let page = Walker::at(&bench, own)
            .open(&bench.authorize_url(&[]))
            .await;
        assert!(page.text.contains("id=\"username\"") && page.text.contains("id=\"password\""));
    }
}

#[tokio::test]
async fn summer_27_soap_login_retired() {
    let bench = Bench::new().await;
    assert_eq!(soap(&bench, "60.0").await.status, StatusCode::OK);
    bench.set(json!({"soap_login": "retired"}));
    let answer = soap(&bench, "60.0").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(answer.header("content-type"), "text/xml; charset=utf-8");
    assert!(
        answer
            .text
            .contains("<faultstring>UNSUPPORTED_API_VERSION: ")
    );
}

#[tokio::test]
async fn feb_2027_username_password_flow() {
    let bench = Bench::new().await;
    let form = [
        ("grant_type", "password"),
        ("username", SERVICE),
        ("password", PASSWORD),
    ];
    let error = bench.confidential(&form).await.oauth_error();
    assert_eq!(error.0, "unsupported_grant_type", "blocked by default");
    bench.set(json!({"password_flow": true}));
    assert_eq!(bench.confidential(&form).await.status, StatusCode::OK);
    assert_eq!(App::confidential().client_id, App::CONFIDENTIAL_CLIENT_ID);
}

async fn soap(bench: &Bench, version: &str) -> Answer {
    let body = format!(
        "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body>\
         <login xmlns=\"urn:partner.soap.sforce.com\"><username>{SERVICE}</username>\
         <password>{PASSWORD}</password></login></e:Body></e:Envelope>"
    );
    let address = format!("{}/services/Soap/u/{version}", bench.sim.origin());
    let request = bench
        .http
        .post(address)
        .header("SOAPAction", "login")
        .body(body);
    Answer::of(request.send().await.expect("an answer")).await
}
