//! Each row of the table of REST errors: status, headers and the exact body.

use serde_json::{Value, json};

use super::bench::{Answer, Bench, Tokens};

/// What leads to an answer and what it is.
struct Row {
    name: &'static str,
    switches: Value,
    /// `good`, `none`, or the whole header.
    authorization: &'static str,
    path: &'static str,
    status: u16,
    body: &'static str,
}

const LIMITS: &str = "/services/data/v66.0/limits";

fn row(name: &'static str, switches: Value, status: u16, body: &'static str) -> Row {
    Row {
        name,
        switches,
        authorization: "good",
        path: LIMITS,
        status,
        body,
    }
}

fn rows() -> Vec<Row> {
    let expired = r#"[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]"#;
    vec![
        Row {
            authorization: "Bearer 00Dxx!nothing",
            ..row("a session that is over", json!({}), 401, expired)
        },
        Row {
            authorization: "none",
            ..row("no session", json!({}), 401, expired)
        },
        row(
            "a session that is not for REST",
            json!({"not_valid_for_rest": true}),
            401,
            r#"[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]"#,
        ),
        Row {
            authorization: "Token x",
            ..row(
                "a header of an unknown type",
                json!({}),
                401,
                r#"[{"message":"INVALID_HEADER_TYPE","errorCode":"INVALID_AUTH_HEADER"}]"#,
            )
        },
        row(
            "the allowance of the day",
            json!({"request_limit": true}),
            403,
            r#"[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]"#,
        ),
        row(
            "too many long calls at once",
            json!({"concurrent_limit": true}),
            403,
            r#"[{"message":"ConcurrentPerOrgLongTxn Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]"#,
        ),
        row(
            "an organization without the API",
            json!({"api_disabled": true}),
            403,
            r#"[{"message":"The REST API is not enabled for this Organization.","errorCode":"API_DISABLED_FOR_ORG"}]"#,
        ),
        Row {
            path: "/services/data/v66.0/query?q=",
            ..row(
                "an empty query",
                json!({}),
                400,
                r#"[{"message":"SOQL statements cannot be empty or null","errorCode":"MALFORMED_QUERY"}]"#,
            )
        },
        Row {
            path: "/services/data/v66.0/query/0r8xx0000000000AAA-2000",
            ..row(
                "an unknown locator",
                json!({}),
                400,
                r#"[{"message":"invalid query locator","errorCode":"INVALID_QUERY_LOCATOR"}]"#,
            )
        },
        Row {
            path: "/services/data/v66.0/nothing",
            ..row(
                "an unknown resource, with the code first",
                json!({}),
                404,
                r#"[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]"#,
            )
        },
        row(
            "a server that is not available",
            json!({"down": "json503"}),
            503,
            r#"[{"message":"Server Unavailable","errorCode":"SERVER_UNAVAILABLE"}]"#,
        ),
    ]
}

async fn ask(bench: &Bench, login: &Tokens, row: &Row) -> Answer {
    let request = bench.http.get(bench.sim.origin() + row.path);
    let request = match row.authorization {
        "good" => request.bearer_auth(&login.access),
        "none" => request,
        other => request.header("authorization", other),
    };
    Answer::of(request.send().await.expect("an answer")).await
}

#[tokio::test]
async fn every_refusal_has_its_status_its_headers_and_its_body_to_the_letter() {
    for row in rows() {
        let bench = Bench::new().await;
        let login = bench.log_in().await;
        bench.set(row.switches.clone());
        let answer = ask(&bench, &login, &row).await;
        let name = row.name;
        assert_eq!(answer.status.as_u16(), row.status, "{name}");
        assert_eq!(answer.text, row.body, "{name}");
        let kind = answer.header("content-type");
        assert_eq!(kind, "application/json;charset=UTF-8", "{name}");
        let cache = "no-cache,must-revalidate,max-age=0,no-store,private";
        assert_eq!(answer.header("cache-control"), cache, "{name}");
        assert!(
            answer
                .header("vary")
                .eq_ignore_ascii_case("accept-encoding"),
            "{name}"
        );
        assert!(
            answer.header("set-cookie").starts_with("BrowserId="),
            "{name}"
        );
        assert_eq!(answer.header("retry-after"), "", "{name}: it is never sent");
        assert_eq!(answer.header("ratelimit-remaining"), "", "{name}");
        if row.switches["down"].is_null() {
            let usage = answer.header("sforce-limit-info");
            let told = usage.starts_with("api-usage=");
            assert_eq!(told, row.status != 401, "{name}: {usage}");
        }
    }
}

#[tokio::test]
async fn codes_of_queries_are_what_the_table_says() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    for (soql, code) in [
        ("SELECT Id FORM User", "MALFORMED_QUERY"),
        ("SELECT Nothing FROM User", "INVALID_FIELD"),
        ("SELECT Id FROM ScratchOrgInfo", "INVALID_TYPE"),
    ] {
        let answer = bench.query(&login.access, soql).await;
        assert_eq!(answer.status.as_u16(), 400, "{soql}");
        assert_eq!(answer.json()[0]["errorCode"], code, "{soql}");
        assert!(answer.text.starts_with("[{\"message\":"), "{soql}");
    }
}

#[tokio::test]
async fn unavailable_may_be_told_by_a_page_and_the_gone_organization_by_420() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    for (down, status) in [
        ("html503", 503),
        ("html502", 502),
        ("html500", 500),
        ("html420", 420),
    ] {
        bench.set(json!({ "down": down }));
        let answer = bench.call(&login.access, LIMITS).await;
        assert_eq!(answer.status.as_u16(), status);
        assert!(
            answer.header("content-type").starts_with("text/html"),
            "{down}"
        );
    }
}

#[tokio::test]
async fn usage_is_told_everywhere_but_at_the_versions() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"api_limit": 5000, "api_used": 17}));
    let answer = bench.call(&login.access, LIMITS).await;
    assert_eq!(answer.header("sforce-limit-info"), "api-usage=18/5000");
    bench.set(json!({"per_app_limit": 250}));
    let answer = bench.call(&login.access, LIMITS).await;
    let usage = answer.header("sforce-limit-info");
    let head = "api-usage=19/5000; per-app-api-usage=2/250(appName=";
    assert!(usage.starts_with(head) && usage.ends_with(')'), "{usage}");
    let versions = bench.call(&login.access, "/services/data").await;
    assert_eq!(versions.header("sforce-limit-info"), "");
}

#[tokio::test]
async fn methods_that_do_not_fit_are_named_with_those_that_do() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    for (method, path, allowed) in [
        ("POST", "/services/data/v66.0/query?q=x", "HEAD,GET"),
        ("DELETE", "/services/data", "HEAD,GET"),
        ("PUT", "/services/data/v66.0/sobjects/User", "HEAD,GET,POST"),
        ("GET", "/services/data/v66.0/composite/batch", "POST"),
        ("TRACE", LIMITS, "HEAD,GET"),
    ] {
        let method = reqwest::Method::from_bytes(method.as_bytes()).expect("a method");
        let request = bench
            .http
            .request(method.clone(), bench.sim.origin() + path)
            .bearer_auth(&login.access);
        let answer = Answer::of(request.send().await.expect("an answer")).await;
        let body = format!(
            r#"[{{"message":"HTTP Method '{method}' not allowed. Allowed are {allowed}","errorCode":"METHOD_NOT_ALLOWED"}}]"#
        );
        assert_eq!((answer.status.as_u16(), answer.text), (405, body), "{path}");
        assert_eq!(answer.headers["allow"], allowed);
    }
}

#[tokio::test]
async fn addresses_and_headers_beyond_16384_bytes_are_too_long() {
    let bench = Bench::new().await;
    let long = "x".repeat(17_000);
    let answer = bench.get(&format!("{LIMITS}?q={long}")).await;
    assert_eq!(answer.status.as_u16(), 414);
    let request = bench
        .http
        .get(bench.sim.origin() + LIMITS)
        .header("x-long", long);
    let answer = Answer::of(request.send().await.expect("an answer")).await;
    assert_eq!(answer.status.as_u16(), 431);
}

#[tokio::test]
async fn versions_31_to_the_newest_are_served_and_no_others() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    for version in 29..=70 {
        let path = format!("/services/data/v{version}.0/limits/");
        let answer = bench.call(&login.access, &path).await;
        let expected = if (31..=68).contains(&version) {
            200
        } else {
            404
        };
        assert_eq!(answer.status.as_u16(), expected, "{path}");
    }
    for odd in ["v66", "66.0", "v66.1", "v+66.0", "v066.00", "v4294967362.0"] {
        let answer = bench
            .call(&login.access, &format!("/services/data/{odd}/limits"))
            .await;
        assert_eq!(answer.status.as_u16(), 404, "{odd}");
    }
}
