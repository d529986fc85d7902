//! Row 25 at the data endpoints, and what is asked of them.

use crate::canned_server::{ACCESS_TOKEN, CannedServer, json, with_headers};
use lpc_core::directory::UserQuery;
use lpc_core::port::salesforce::{CallFailure, Salesforce};
use lpc_core::salesforce_id::SalesforceId;
use std::sync::atomic::{AtomicUsize, Ordering};

const EVERYONE: UserQuery = UserQuery::All { after: None };
const VERSIONS: &str = r#"[{"label":"Spring '26","url":"/services/data/v66.0","version":"66.0"}]"#;
const NO_ROWS: &str = r#"{"totalSize":0,"done":true,"records":[]}"#;

/// Offers version 66 and answers every query the same.
async fn data_server(query_answer: Vec<u8>) -> CannedServer {
    CannedServer::answering(move |request| {
        if request.starts_with("GET /services/data HTTP") {
            json("200 OK", VERSIONS)
        } else {
            query_answer.clone()
        }
    })
    .await
}

async fn failure(query_answer: Vec<u8>) -> CallFailure {
    let server = data_server(query_answer).await;
    let failure = server
        .client()
        .users(&server.access(), &EVERYONE)
        .await
        .expect_err("not a page");
    assert_eq!(server.requests().len(), 2, "no data request is repeated");
    let text = failure.to_string();
    assert!(
        !text.contains(ACCESS_TOKEN) && !text.contains("SELECT") && !text.contains("secret"),
        "{text}",
    );
    failure
}

#[tokio::test]
async fn the_version_is_asked_once_without_the_token_and_queries_carry_it_in_a_header() {
    let headers = "Content-Type: application/json\r\nSforce-Limit-Info: api-usage=18/5000\r\n";
    let server = data_server(with_headers("200 OK", headers, NO_ROWS.as_bytes())).await;
    let (client, access) = (server.client(), server.access());
    let page = client.users(&access, &EVERYONE).await.expect("a page");
    assert_eq!(
        page.usage.map(|usage| (usage.used, usage.limit)),
        Some((18, 5000)),
    );
    client.frozen_users(&access).await.expect("a list");

    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    assert!(!requests[0].contains(ACCESS_TOKEN), "the list is public");
    for request in &requests[1..] {
        let (head, _) = request.split_once("\r\n").expect("a request line");
        assert!(head.starts_with("GET /services/data/v66.0/query/?q=SELECT+"));
        assert!(!head.contains(ACCESS_TOKEN));
        let request = request.to_ascii_lowercase();
        let bearer = format!(
            "authorization: bearer {}",
            ACCESS_TOKEN.to_ascii_lowercase()
        );
        assert!(request.contains(&bearer));
        assert!(request.contains("sforce-query-options: batchsize=2000"));
        assert!(request.contains("accept-encoding: gzip"));
        assert!(request.contains("user-agent: lpc-tests/1"));
    }
}

#[tokio::test]
async fn attack_25_what_is_not_a_page_of_users_means_unreachable_and_never_partial_data() {
    let html = "Content-Type: text/html\r\n";
    let cut = br#"{"totalSize":1,"done":true,"records":[{"Id":"005xx0"#;
    let announced_more = b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{\"totalSize\":1";
    for answer in [
        with_headers("200 OK", html, b"<html>secret</html>"),
        with_headers("401 Unauthorized", html, b"<html>secret</html>"),
        with_headers("503 Service Unavailable", html, b"<html>secret</html>"),
        json(
            "500 Internal Server Error",
            r#"[{"errorCode":"UNKNOWN_EXCEPTION","message":"secret"}]"#,
        ),
        json(
            "503 Service Unavailable",
            r#"[{"errorCode":"SERVER_UNAVAILABLE","message":"secret"}]"#,
        ),
        json("420 Gone", "secret"),
        json("200 OK", "{}"),
        json("200 OK", "[]"),
        json("200 OK", ""),
        with_headers("200 OK", "", cut),
        announced_more.to_vec(),
        Vec::new(),
        json(
            "200 OK",
            r#"{"totalSize":1,"done":true,"records":[{"Id":"secret"}]}"#,
        ),
    ] {
        let failure = failure(answer).await;
        assert!(
            matches!(failure, CallFailure::Unreachable { .. }),
            "{failure:?}"
        );
    }
}

#[tokio::test]
async fn a_page_of_a_captive_portal_is_named_as_one() {
    let page = with_headers(
        "200 OK",
        "Content-Type: text/html\r\n",
        b"\xef\xbb\xbf\n <!doctype html>",
    );
    assert_eq!(
        failure(page).await.to_string(),
        "a web page came in place of Salesforce’s answer (200)"
    );
}

#[tokio::test]
async fn attack_25_an_answer_of_33_mib_is_not_read_to_its_end_and_10_mb_are() {
    let page = |bytes: usize| {
        let padding = "x".repeat(bytes);
        json(
            "200 OK",
            &NO_ROWS.replacen('{', &format!(r#"{{"padding":"{padding}","#), 1),
        )
    };
    let server = data_server(page(10_000_000)).await;
    let answer = server.client().users(&server.access(), &EVERYONE).await;
    assert!(answer.is_ok());
    let failure = failure(page(33 * 1024 * 1024)).await;
    assert!(failure.to_string().contains("33554432"), "{failure}");
}

#[tokio::test]
async fn an_expired_session_a_limit_and_a_refusal_are_told_apart() {
    let error = |status, code, message| {
        json(
            status,
            &format!(r#"[{{"message":"{message}","errorCode":"{code}"}}]"#),
        )
    };
    let expired = error(
        "401 Unauthorized",
        "INVALID_SESSION_ID",
        "Session expired or invalid",
    );
    assert!(matches!(
        failure(expired).await,
        CallFailure::SessionExpired { .. }
    ));
    let not_cured = error(
        "401 Unauthorized",
        "INVALID_SESSION_ID",
        "This session is not valid for use with the REST API",
    );
    assert!(matches!(
        failure(not_cured).await,
        CallFailure::Refused { .. }
    ));
    let limit = error(
        "403 Forbidden",
        "REQUEST_LIMIT_EXCEEDED",
        "TotalRequests Limit exceeded.",
    );
    assert!(matches!(
        failure(limit).await,
        CallFailure::RequestLimit { .. }
    ));
    let echo = error("400 Bad Request", "MALFORMED_QUERY", ACCESS_TOKEN);
    assert!(matches!(failure(echo).await, CallFailure::Refused { .. }));
}

#[tokio::test]
async fn an_account_that_may_not_read_freezes_is_told_from_a_fault() {
    for code in [
        "INVALID_TYPE",
        "INVALID_FIELD",
        "INSUFFICIENT_ACCESS_OR_READONLY",
    ] {
        let body = format!(r#"[{{"message":"m","errorCode":"{code}"}}]"#);
        let server = data_server(json("400 Bad Request", &body)).await;
        let answer = server.client().frozen_users(&server.access()).await;
        assert!(answer.expect("an answer").value.is_none(), "{code}");
    }
    let body = r#"[{"message":"m","errorCode":"MALFORMED_QUERY"}]"#;
    let server = data_server(json("400 Bad Request", body)).await;
    let answer = server.client().frozen_users(&server.access()).await;
    assert!(matches!(answer, Err(CallFailure::Refused { .. })));
}

#[tokio::test]
async fn frozen_users_are_read_over_all_pages_and_a_chain_without_end_is_left() {
    let page = |id: &str, end: &str| {
        json(
            "200 OK",
            &format!(r#"{{"totalSize":2,{end},"records":[{{"UserId":"{id}"}}]}}"#),
        )
    };
    let more = r#""done":false,"nextRecordsUrl":"/services/data/v66.0/query/0r8-1""#;
    let asked = AtomicUsize::new(0);
    let server = CannedServer::answering(move |request| {
        if request.starts_with("GET /services/data HTTP") {
            json("200 OK", VERSIONS)
        } else if asked.fetch_add(1, Ordering::Relaxed) == 0 {
            page("005xx000001SwiUAAS", more)
        } else {
            page("005xx000001SwiV", r#""done":true"#)
        }
    })
    .await;
    let frozen = server.client().frozen_users(&server.access()).await;
    let frozen = frozen.expect("an answer").value.expect("readable");
    assert_eq!(frozen.len(), 2);

    let endless = data_server(page("005xx000001SwiUAAS", more)).await;
    let frozen = endless.client().frozen_users(&endless.access()).await;
    assert!(matches!(frozen, Err(CallFailure::Unreachable { .. })));
    assert_eq!(
        endless.requests().len(),
        4,
        "versions and three pages of two rows"
    );
}

#[tokio::test]
async fn a_version_list_that_is_none_is_not_remembered() {
    let asked = AtomicUsize::new(0);
    let server = CannedServer::answering(move |_| match asked.fetch_add(1, Ordering::Relaxed) {
        0 => json("200 OK", "[]"),
        1 => with_headers("200 OK", "Content-Type: text/html\r\n", b"<html>"),
        2 => json("200 OK", r#"[{"version":"71.0"}]"#),
        _ => json("200 OK", NO_ROWS),
    })
    .await;
    let (client, access) = (server.client(), server.access());
    assert!(client.users(&access, &EVERYONE).await.is_err());
    assert!(client.users(&access, &EVERYONE).await.is_err());
    assert!(client.users(&access, &EVERYONE).await.is_ok());
    let last = server.requests().pop().expect("requests");
    assert!(
        last.starts_with("GET /services/data/v68.0/"),
        "our newest, not theirs"
    );
}

#[tokio::test]
async fn an_answer_about_somebody_else_is_never_written_down_as_the_users_own() {
    let asked = SalesforceId::parse("005xx000001SwiU").expect("an id");
    let freeze = |id: &str| format!(r#"{{"UserId":"{id}"}}"#);
    let answer = |rows: &[String]| {
        let records = rows.join(",");
        let total = rows.len();
        let body = format!(r#"{{"totalSize":{total},"done":true,"records":[{records}]}}"#);
        json("200 OK", &body)
    };
    let (own, other) = (freeze("005xx000001SwiUAAS"), freeze("005xx000001SwiV"));
    let is_frozen = async |rows: &[String]| {
        let server = data_server(answer(rows)).await;
        let frozen = server.client().is_frozen(&server.access(), &asked).await;
        frozen.map(|answer| answer.value)
    };
    assert_eq!(is_frozen(&[]).await, Ok(Some(false)));
    assert_eq!(is_frozen(std::slice::from_ref(&own)).await, Ok(Some(true)));
    for rows in [vec![other.clone()], vec![own, other]] {
        let frozen = is_frozen(&rows).await;
        assert!(
            matches!(frozen, Err(CallFailure::Unreachable { .. })),
            "{frozen:?}"
        );
    }
    let server = data_server(json("200 OK", NO_ROWS)).await;
    let nobody = server.client().user(&server.access(), &asked).await;
    assert_eq!(nobody.expect("an answer").value, None);
    let requests = server.requests();
    let (head, _) = requests[1].split_once("\r\n").expect("a request line");
    assert!(
        head.contains("+WHERE+Id+%3D+%27005xx000001SwiUAAS%27"),
        "{head}"
    );
}
