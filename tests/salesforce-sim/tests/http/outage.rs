use reqwest::StatusCode;
use serde_json::json;

use super::bench::{Answer, Bench, CALLBACK};

const LIMITS: &str = "/services/data/v66.0/limits";

#[tokio::test]
async fn unavailable_is_told_in_json() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"down": "json503"}));
    let body = r#"[{"message":"Server Unavailable","errorCode":"SERVER_UNAVAILABLE"}]"#;
    for answer in [
        bench.call(&login.access, LIMITS).await,
        bench.refresh(&login.refresh).await,
    ] {
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (503, body));
    }
    bench.set(json!({"down": "none"}));
    assert_eq!(
        bench.refresh(&login.refresh).await.status,
        StatusCode::OK,
        "nothing was spent"
    );
}

#[tokio::test]
async fn unavailable_is_told_by_a_page() {
    let bench = Bench::new().await;
    bench.set(json!({"down": "html503"}));
    let answer = bench.refresh("x").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn a_captive_portal_answers_200_with_a_page() {
    let bench = Bench::new().await;
    bench.set(json!({"down": "html200"}));
    for answer in [bench.get(LIMITS).await, bench.refresh("x").await] {
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.text.starts_with("<!doctype html>"));
    }
}

#[tokio::test]
async fn a_redirect_leads_to_another_host() {
    let bench = Bench::new().await;
    bench.set(json!({"down": "redirect"}));
    for answer in [bench.get(LIMITS).await, bench.refresh("x").await] {
        assert_eq!(answer.status, StatusCode::FOUND);
        assert!(
            answer
                .header("location")
                .starts_with("https://portal.example.net/")
        );
    }
}

#[tokio::test]
async fn a_dropped_connection_has_no_answer() {
    let bench = Bench::new().await;
    bench.set(json!({"down": "drop"}));
    assert!(
        bench
            .http
            .get(bench.sim.origin() + LIMITS)
            .send()
            .await
            .is_err()
    );
    bench.set(json!({"down": "none"}));
    assert_eq!(
        bench.get(LIMITS).await.status,
        StatusCode::UNAUTHORIZED,
        "the server lives on"
    );
}

#[tokio::test]
async fn the_login_page_stays_up_during_an_outage() {
    let bench = Bench::new().await;
    bench.set(json!({"down": "drop"}));
    assert!(
        bench
            .get(&bench.authorize_url(&[]))
            .await
            .text
            .contains("id=\"login\"")
    );
}

#[tokio::test]
async fn both_loopback_addresses_are_served_where_the_machine_has_both() {
    let bench = Bench::new().await;
    let port = bench
        .sim
        .origin()
        .rsplit(':')
        .next()
        .expect("a port")
        .to_owned();
    let v4 = bench
        .get(&format!("http://127.0.0.1:{port}/services/data"))
        .await;
    assert_eq!(v4.status, StatusCode::OK);
    if std::net::TcpListener::bind("[::1]:0").is_ok() {
        let v6 = bench
            .get(&format!("http://[::1]:{port}/services/data"))
            .await;
        assert_eq!(v6.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_stopped_stand_in_answers_nothing_and_frees_its_port() {
    let bench = Bench::new().await;
    let origin = bench.sim.origin();
    let kept_alive = bench.get("/services/data").await;
    assert_eq!(kept_alive.status, StatusCode::OK);
    bench.sim.shutdown().await;
    assert!(
        bench
            .http
            .get(origin.clone() + "/services/data")
            .send()
            .await
            .is_err()
    );
    let port = origin
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok())
        .expect("a port");
    let again = Bench::with(|config| config.port = port).await;
    assert_eq!(again.sim.origin(), origin);
}

#[tokio::test]
async fn a_verifier_of_171_characters_without_a_method_is_taken() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let bench = Bench::new().await;
    let verifier = "v".repeat(171);
    let digest = sha2::Sha256::digest(&verifier);
    let challenge = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(digest);
    let changes = [
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", ""),
    ];
    let code = bench.code(&bench.authorize_url(&changes), super::bench::SERVICE);
    let client_id = bench.client_id();
    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("client_id", &client_id),
            ("redirect_uri", CALLBACK),
            ("code_verifier", &verifier),
        ])
        .finish();
    let request = bench
        .http
        .post(bench.sim.origin() + "/services/oauth2/token")
        .header(
            "content-type",
            "application/x-www-form-urlencoded;charset=UTF-8",
        )
        .body(form);
    let answer = Answer::of(request.send().await.expect("an answer")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
}
