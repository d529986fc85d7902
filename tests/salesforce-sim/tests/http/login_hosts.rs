use reqwest::StatusCode;
use serde_json::json;

use super::bench::{Answer, Bench, PASSWORD, SERVICE};
use super::walk::{Walker, shows_approval, shows_login};

async fn log_in_at(bench: &Bench, host: &str) -> Answer {
    let mut walker = Walker::at(bench, host);
    let page = walker
        .open(&bench.authorize_url(&[("login_hint", SERVICE)]))
        .await;
    assert!(page.text.contains("id=\"next\"") && page.text.contains(SERVICE));
    let page = walker
        .submit(&page, &[("step", "username"), ("username", SERVICE)])
        .await;
    walker.log_in_as(&page, SERVICE, PASSWORD).await
}

#[tokio::test]
async fn users_exist_at_the_login_host_of_their_environment_only() {
    let production = Bench::new().await;
    assert!(shows_approval(
        &log_in_at(&production, "login.localhost").await
    ));
    let refused = log_in_at(&production, "test.localhost").await;
    assert!(refused.text.contains("role=\"alert\"") && refused.text.contains("id=\"password\""));
    let sandbox = Bench::with(|config| config.sandbox = true).await;
    assert!(shows_approval(&log_in_at(&sandbox, "test.localhost").await));
    assert!(!shows_approval(
        &log_in_at(&sandbox, "login.localhost").await
    ));
}

#[tokio::test]
async fn the_pages_of_a_login_host_name_no_organization() {
    let bench = Bench::new().await;
    let own = Walker::new(&bench).open(&bench.authorize_url(&[])).await;
    assert!(own.text.contains("Meridian Instruments · Production"));
    let login = Walker::at(&bench, "login.localhost")
        .open(&bench.authorize_url(&[]))
        .await;
    assert!(login.text.contains("All organizations · Production"));
}

#[tokio::test]
async fn a_login_host_can_still_ask_for_everything_on_one_page() {
    let bench = Bench::new().await;
    bench.set(json!({"email_first_login": false}));
    let page = Walker::at(&bench, "login.localhost")
        .open(&bench.authorize_url(&[]))
        .await;
    assert!(shows_login(&page) && page.text.contains("id=\"password\""));
}

#[tokio::test]
async fn discovery_names_the_host_that_was_asked() {
    let bench = Bench::new().await;
    let origin = bench.sim.origin();
    let ask = async |host: &str| {
        let request = bench
            .http
            .get(format!("{origin}/.well-known/openid-configuration"));
        let request = request.header("host", host);
        Answer::of(request.send().await.expect("an answer"))
            .await
            .json()["issuer"]
            .clone()
    };
    assert_eq!(ask("login.localhost:99").await, "http://login.localhost:99");
    assert_eq!(ask("127.0.0.1:99").await, "http://127.0.0.1:99");
    assert_eq!(
        ask("a/../b").await,
        origin,
        "what is no host is not repeated"
    );
}

#[tokio::test]
async fn an_approval_belongs_to_the_page_that_it_was_shown_on() {
    let bench = Bench::new().await;
    let mut walker = Walker::new(&bench);
    let page = walker.open(&bench.authorize_url(&[])).await;
    let approval = walker.log_in(&page).await;
    let mut other = walker
        .open(&bench.authorize_url(&[("scope", "api full"), ("prompt", "login")]))
        .await;
    let ticket = super::bench::attribute(&approval.text, "name=\"ticket\" value=\"");
    other
        .text
        .push_str(&format!("name=\"ticket\" value=\"{ticket}\""));
    let sent = walker.decide(&other, "allow").await;
    assert_eq!(sent.status, StatusCode::OK);
    assert!(shows_login(&sent));
}

#[tokio::test]
async fn codes_and_refresh_tokens_are_redeemed_at_a_login_host_too() {
    let bench = Bench::new().await;
    let code = bench.code_for(SERVICE);
    let client_id = bench.client_id();
    let path = "/services/oauth2/token";
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", super::bench::CALLBACK),
        ("code_verifier", super::bench::VERIFIER),
        ("client_id", client_id.as_str()),
    ];
    let login = super::bench::tokens(&bench.post_at("login.localhost", path, &form).await);
    assert_eq!(login.answer["instance_url"], bench.sim.origin());
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", login.refresh.as_str()),
        ("client_id", client_id.as_str()),
    ];
    let refreshed = bench.post_at("login.localhost", path, &form).await;
    assert_eq!(refreshed.status, StatusCode::OK);
}
