use reqwest::StatusCode;
use serde_json::json;

use super::bench::{Bench, PASSWORD, SERVICE};

async fn ask(bench: &Bench, password: &str) -> (StatusCode, String) {
    let form = [
        ("grant_type", "password"),
        ("username", SERVICE),
        ("password", password),
    ];
    let answer = bench.confidential(&form).await;
    (answer.status, answer.text)
}

#[tokio::test]
async fn the_security_token_may_follow_the_password_and_can_be_required() {
    let bench = Bench::new().await;
    bench.set(json!({"password_flow": true}));
    let both = format!(
        "{PASSWORD}{}",
        salesforce_sim::Config::default().security_token
    );
    assert_eq!(ask(&bench, PASSWORD).await.0, StatusCode::OK);
    let (status, text) = ask(&bench, &both).await;
    assert_eq!(status, StatusCode::OK);
    assert!(!text.contains("refresh_token"), "{text}");
    bench.set(json!({"security_token_required": true}));
    let (status, text) = ask(&bench, PASSWORD).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(text.contains("authentication failure"));
    assert_eq!(ask(&bench, &both).await.0, StatusCode::OK);
}

#[tokio::test]
async fn parameters_may_come_in_the_query_of_the_post() {
    let bench = Bench::new().await;
    let path = format!(
        "/services/oauth2/token?grant_type=client_credentials&client_id={}&client_secret={}",
        salesforce_sim::App::CONFIDENTIAL_CLIENT_ID,
        salesforce_sim::App::CONFIDENTIAL_CLIENT_SECRET,
    );
    assert_eq!(bench.post(&path, &[]).await.status, StatusCode::OK);
    let by_get = bench.get(&path).await.oauth_error();
    assert_eq!(by_get.1, "must use HTTP POST");
}
