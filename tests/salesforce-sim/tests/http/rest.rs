use reqwest::StatusCode;
use serde_json::json;

use super::bench::{Answer, Bench, api_error};

const LIMITS: &str = "/services/data/v66.0/limits";

fn refused(status: u16, code: &str, message: &str) -> (u16, String, String) {
    (status, code.to_owned(), message.to_owned())
}

#[tokio::test]
async fn an_expired_session_is_told_word_for_word() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.fault("expire_access_tokens");
    let answer = bench.call(&login.access, LIMITS).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let body = r#"[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]"#;
    assert_eq!(answer.text, body);
    assert_eq!(
        bench.get(LIMITS).await.text,
        body,
        "no header at all is the same"
    );
    assert_eq!(bench.refresh(&login.refresh).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_ends_after_two_hours_and_late_use_prolongs_it() {
    let bench = Bench::new().await;
    let (used, unused) = (bench.log_in().await, bench.log_in().await);
    bench.advance(100 * 60);
    assert_eq!(
        bench.call(&used.access, LIMITS).await.status,
        StatusCode::OK
    );
    bench.advance(100 * 60);
    assert_eq!(
        bench.call(&used.access, LIMITS).await.status,
        StatusCode::OK
    );
    assert_eq!(
        bench.call(&unused.access, LIMITS).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_session_that_is_not_for_rest_says_so() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"not_valid_for_rest": true}));
    let message = "This session is not valid for use with the REST API";
    let expected = refused(401, "INVALID_SESSION_ID", message);
    assert_eq!(
        api_error(&bench.call(&login.access, LIMITS).await),
        expected
    );
    bench.set(json!({"not_valid_for_rest": false}));
    let address = bench.authorize_url(&[("scope", "id refresh_token")]);
    let answer = bench
        .redeem(&bench.code(&address, super::bench::SERVICE))
        .await;
    let access = super::bench::tokens(&answer).access;
    assert_eq!(
        api_error(&bench.call(&access, LIMITS).await),
        expected,
        "no api scope"
    );
}

#[tokio::test]
async fn a_header_of_an_unknown_type_is_refused() {
    let bench = Bench::new().await;
    let request = bench
        .http
        .get(bench.sim.origin() + LIMITS)
        .header("authorization", "Token x");
    let answer = Answer::of(request.send().await.expect("an answer")).await;
    let body = r#"[{"message":"INVALID_HEADER_TYPE","errorCode":"INVALID_AUTH_HEADER"}]"#;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (401, body));
}

#[tokio::test]
async fn the_request_limit_is_told_word_for_word() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"request_limit": true}));
    let answer = bench.call(&login.access, LIMITS).await;
    let body =
        r#"[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]"#;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (403, body));
}

#[tokio::test]
async fn a_used_up_allowance_is_a_request_limit_too() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"api_limit": 100, "api_used": 98}));
    let answer = bench.call(&login.access, LIMITS).await;
    assert_eq!(answer.header("sforce-limit-info"), "api-usage=99/100");
    assert_eq!(
        answer.json()["DailyApiRequests"],
        json!({"Max": 100, "Remaining": 1})
    );
    assert_eq!(
        bench.call(&login.access, LIMITS).await.status,
        StatusCode::OK
    );
    let answer = bench.call(&login.access, LIMITS).await;
    assert_eq!(api_error(&answer).1, "REQUEST_LIMIT_EXCEEDED");
    assert_eq!(answer.header("sforce-limit-info"), "api-usage=100/100");
}

#[tokio::test]
async fn an_organization_without_the_api_says_so() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"api_disabled": true}));
    let (status, code, _) = api_error(&bench.call(&login.access, LIMITS).await);
    assert_eq!((status, code.as_str()), (403, "API_DISABLED_FOR_ORG"));
}

#[tokio::test]
async fn an_unknown_resource_or_version_is_not_found_with_the_code_first() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let body = r#"[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]"#;
    for path in [
        "/services/data/v66.0/nothing",
        "/services/data/v12.0",
        "/services/data/v69.0",
        "/services/data/latest/limits",
        "/services/nothing",
    ] {
        let answer = bench.call(&login.access, path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.text.as_str()),
            (404, body),
            "{path}"
        );
    }
}

#[tokio::test]
async fn versions_are_listed_without_a_session() {
    let bench = Bench::new().await;
    let answer = bench.get("/services/data").await;
    let newest = answer
        .json()
        .as_array()
        .expect("a list")
        .last()
        .cloned()
        .expect("a version");
    let expected = json!({"label": "Winter '27", "url": "/services/data/v68.0", "version": "68.0"});
    assert_eq!(newest, expected);
    assert_eq!(
        answer.header("sforce-limit-info"),
        "",
        "this one does not count"
    );
    bench.set(json!({"newest_version": 60}));
    assert!(!bench.get("/services/data/").await.text.contains("61.0"));
}

#[tokio::test]
async fn trailing_slashes_do_not_matter() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    for path in [
        "/services/data/v66.0",
        "/services/data/v66.0/",
        "/services/data/v50.0/limits/",
        "/services/data/v66.0/query/?q=SELECT+COUNT()+FROM+User",
    ] {
        assert_eq!(
            bench.call(&login.access, path).await.status,
            StatusCode::OK,
            "{path}"
        );
    }
}

#[tokio::test]
async fn one_user_is_read_by_id() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let id = bench.sim.state()["service_account"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let path = format!("/services/data/v66.0/sobjects/User/{id}");
    let user = bench.call(&login.access, &path).await.json();
    assert_eq!(user["Name"], "LPC Service Account");
    let part = bench
        .call(&login.access, &format!("{path}?fields=Username,IsActive"))
        .await
        .json();
    assert_eq!(
        (part["IsActive"].as_bool(), part.get("Name")),
        (Some(true), None)
    );
    let missing = bench
        .call(&login.access, "/services/data/v66.0/sobjects/User/005")
        .await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn answers_are_compressed_when_the_client_asks() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let plain = reqwest::Client::builder()
        .gzip(false)
        .no_proxy()
        .build()
        .expect("a client");
    let address = bench.sim.origin() + "/services/data";
    let answer = plain
        .get(&address)
        .header("accept-encoding", "gzip")
        .send()
        .await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    let answer = plain.get(&address).send().await.expect("an answer");
    assert!(answer.headers().get("content-encoding").is_none());
    assert_eq!(
        bench.call(&login.access, LIMITS).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn the_list_of_resources_tells_the_callers_identity() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    for version in ["v31.0", "v66.0"] {
        let list = bench
            .call(&login.access, &format!("/services/data/{version}/"))
            .await;
        let list = list.json();
        assert_eq!(list["identity"], login.answer["id"], "clients look it up");
        assert_eq!(list["query"], format!("/services/data/{version}/query"));
    }
}

#[tokio::test]
async fn an_answer_to_nobody_tells_nothing_of_the_allowance() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let good = bench.call(&login.access, LIMITS).await;
    assert_ne!(good.header("sforce-limit-info"), "");
    let refused = [
        bench.get(LIMITS).await,
        bench.call("00Dx!nobody", LIMITS).await,
    ];
    bench.set(json!({"not_valid_for_rest": true}));
    let not_valid = bench.call(&login.access, LIMITS).await;
    for answer in refused.into_iter().chain([not_valid]) {
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.header("sforce-limit-info"), "", "{}", answer.text);
    }
}

#[tokio::test]
async fn a_method_that_no_endpoint_has_is_refused_without_a_wrong_list_of_others() {
    let bench = Bench::new().await;
    let answer = bench.get("/services/oauth2/introspect").await;
    let message = "HTTP Method 'GET' not allowed";
    assert_eq!(
        api_error(&answer),
        refused(405, "METHOD_NOT_ALLOWED", message)
    );
    assert_eq!(answer.header("allow"), "POST");
}
