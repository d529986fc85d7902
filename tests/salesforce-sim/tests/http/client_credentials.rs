use reqwest::StatusCode;
use salesforce_sim::App;
use serde_json::json;

use super::bench::{Answer, Bench, tokens};

const FORM: [(&str, &str); 1] = [("grant_type", "client_credentials")];

#[tokio::test]
async fn the_run_as_user_gets_a_session_without_refresh_and_with_fewer_scopes() {
    let bench = Bench::new().await;
    let answer = bench.confidential(&FORM).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let json = answer.json();
    assert!(json.get("refresh_token").is_none());
    assert_eq!(
        json["scope"],
        "api id openid profile email custom_permissions"
    );
    assert!(
        json.as_object()
            .expect("an object")
            .values()
            .all(serde_json::Value::is_string)
    );
    let access = tokens(&answer).access;
    assert_eq!(
        bench
            .call(&access, "/services/data/v66.0/limits")
            .await
            .status,
        StatusCode::OK
    );
    let service = bench.sim.state()["service_account"]["id"].clone();
    let id = json["id"].as_str().expect("an identity");
    assert!(id.ends_with(service.as_str().expect("an id")));
}

#[tokio::test]
async fn the_same_token_comes_again_while_its_session_lives() {
    let bench = Bench::new().await;
    let first = tokens(&bench.confidential(&FORM).await).access;
    bench.advance(7_199);
    assert_eq!(tokens(&bench.confidential(&FORM).await).access, first);
    bench.advance(1);
    assert_ne!(tokens(&bench.confidential(&FORM).await).access, first);
}

#[tokio::test]
async fn the_secret_may_come_by_basic_authentication_and_in_chunks() {
    let bench = Bench::new().await;
    let body = futures_body("grant_type=client_credentials");
    let request = bench
        .http
        .post(bench.sim.origin() + "/services/oauth2/token")
        .basic_auth(
            App::CONFIDENTIAL_CLIENT_ID,
            Some(App::CONFIDENTIAL_CLIENT_SECRET),
        )
        .header(
            "content-type",
            "application/x-www-form-urlencoded; charset=utf-8",
        )
        .body(body);
    let answer = Answer::of(request.send().await.expect("an answer")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let request = bench
        .http
        .post(bench.sim.origin() + "/services/oauth2/token")
        .header("authorization", "Basic !")
        .form(&FORM);
    let answer = Answer::of(request.send().await.expect("an answer")).await;
    assert_eq!(answer.oauth_error().0, "invalid_basic_auth_header");
}

/// A body of unknown length, which goes out in chunks.
fn futures_body(text: &'static str) -> reqwest::Body {
    struct Unsized(Option<&'static str>);
    impl hyper::body::Body for Unsized {
        type Data = hyper::body::Bytes;
        type Error = std::convert::Infallible;
        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<hyper::body::Frame<Self::Data>, Self::Error>>> {
            let text = self.0.take();
            std::task::Poll::Ready(text.map(|text| {
                Ok(hyper::body::Frame::data(hyper::body::Bytes::from_static(
                    text.as_bytes(),
                )))
            }))
        }
    }
    reqwest::Body::wrap(Unsized(Some(text)))
}

#[tokio::test]
async fn an_app_with_pkce_has_no_client_credentials() {
    let bench = Bench::new().await;
    bench.app(json!({"client_id": App::CONFIDENTIAL_CLIENT_ID, "pkce_required": true}));
    assert_eq!(
        bench.confidential(&FORM).await.oauth_error().0,
        "unsupported_grant_type"
    );
}

#[tokio::test]
async fn an_inactive_run_as_user_is_refused() {
    let bench = Bench::new().await;
    let other = bench.sim.other_username();
    bench.app(json!({"client_id": App::CONFIDENTIAL_CLIENT_ID, "run_as": other}));
    assert_eq!(bench.confidential(&FORM).await.status, StatusCode::OK);
    bench
        .sim
        .control(json!({"fault": "freeze_users", "users": [other]}))
        .expect("a user");
    assert_eq!(
        bench.confidential(&FORM).await.oauth_error().0,
        "inactive_user"
    );
}
