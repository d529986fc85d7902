//! Rows 23 and 24: a redirect is never followed, and no token leaves the origin it is for.

use crate::canned_server::{CLIENT_ID, CannedServer, REFRESH_TOKEN, json, with_headers};
use lpc_core::directory::{NextPage, UserQuery};
use lpc_core::port::salesforce::{CallFailure, Salesforce, TokenFailure};
use lpc_core::secret::Secret;

const REDIRECTS: [&str; 5] = [
    "301 Moved Permanently",
    "302 Found",
    "303 See Other",
    "307 Temporary Redirect",
    "308 Permanent Redirect",
];

async fn spy() -> CannedServer {
    CannedServer::always(json(
        "200 OK",
        r#"{"totalSize":0,"done":true,"records":[]}"#,
    ))
    .await
}

fn redirect(status: &str, target: &str) -> Vec<u8> {
    with_headers(status, &format!("Location: {target}/services/x\r\n"), b"")
}

#[tokio::test]
async fn attack_23_no_redirect_of_the_token_endpoint_is_followed() {
    let spy = spy().await;
    for status in REDIRECTS {
        let server = CannedServer::always(redirect(status, &spy.origin)).await;
        let token = Secret::new(REFRESH_TOKEN);
        let client = server.client();
        let refreshed = client.refresh(&server.origin, CLIENT_ID, &token).await;
        assert!(matches!(refreshed, Err(TokenFailure::Transient { .. })));
        let redeemed = client.redeem(server.redemption()).await;
        assert!(matches!(redeemed, Err(TokenFailure::Transient { .. })));
        let revoked = client.revoke(&server.origin, &token).await;
        assert!(matches!(revoked, Err(CallFailure::Unreachable { .. })));
        assert_eq!(server.requests().len(), 3, "{status}: one request each");
    }
    assert!(spy.requests().is_empty(), "the other host saw a request");
}

#[tokio::test]
async fn attack_24_no_redirect_of_the_data_endpoint_is_followed() {
    let spy = spy().await;
    let next = NextPage("/services/data/v66.0/query/0r8-2000".to_owned());
    for status in REDIRECTS {
        let server = CannedServer::always(redirect(status, &spy.origin)).await;
        let (client, access) = (server.client(), server.access());
        for failure in [
            client
                .users(&access, &UserQuery::All { after: None })
                .await
                .err(),
            client.more_users(&access, &next).await.err(),
            client.frozen_users(&access).await.err(),
            client.inspect_account(&access).await.err(),
        ] {
            match failure {
                Some(CallFailure::Unreachable { fault, .. }) => {
                    assert!(fault.raw.contains(&status[..3]), "{fault}");
                    assert!(!fault.raw.contains(&spy.origin), "{fault}");
                }
                other => panic!("{status}: {other:?}"),
            }
        }
        assert_eq!(server.requests().len(), 4, "{status}: one request each");
    }
    assert!(spy.requests().is_empty(), "the other host saw a request");
}

#[tokio::test]
async fn attack_24_a_next_page_on_another_host_is_not_asked_for() {
    let spy = spy().await;
    let server = spy_named_as_next_page(&spy.origin).await;
    let client = server.client();
    let page = client
        .users(&server.access(), &UserQuery::All { after: None })
        .await;
    assert!(matches!(page, Err(CallFailure::Unreachable { .. })));

    // The same from a tampered database.
    for path in [
        format!("{}/services/data/v66.0/query/x", spy.origin),
        format!("@{}", spy.origin.trim_start_matches("http://")),
        "//evil.example/services/data/".to_owned(),
    ] {
        let page = client.more_users(&server.access(), &NextPage(path)).await;
        assert!(matches!(page, Err(CallFailure::Unreachable { .. })));
    }
    assert!(spy.requests().is_empty(), "the other host saw a request");

    // Another service of the same instance is not a page either, and is not given the token.
    let asked_before = server.requests().len();
    for path in [
        "/services/oauth2/userinfo",
        "/services/data/../oauth2/userinfo",
    ] {
        let page = client
            .more_users(&server.access(), &NextPage(path.to_owned()))
            .await;
        assert!(matches!(page, Err(CallFailure::Unreachable { .. })));
    }
    assert_eq!(server.requests().len(), asked_before, "nothing was sent");
}

#[tokio::test]
async fn attack_24_a_tampered_instance_gets_no_access_token() {
    let spy = spy().await;
    let client = CannedServer::always(Vec::new()).await.client();
    let mut access = spy.access();
    for instance_url in [
        spy.origin.as_str(),
        "https://a.my.salesforce.com.evil.example",
        "",
    ] {
        access.instance_url = instance_url.to_owned();
        let next = NextPage("/services/data/v66.0/query/x".to_owned());
        let all = UserQuery::All { after: None };
        assert!(client.users(&access, &all).await.is_err());
        assert!(client.more_users(&access, &next).await.is_err());
        assert!(client.frozen_users(&access).await.is_err());
        assert!(client.inspect_account(&access).await.is_err());
    }
    assert!(spy.requests().is_empty(), "the other host saw a request");
}

async fn spy_named_as_next_page(spy: &str) -> CannedServer {
    let page = format!(
        r#"{{"totalSize":9,"done":false,"nextRecordsUrl":"{spy}/services/data/v66.0/query/x","records":[{{"Id":"005xx000001SwiUAAS","Name":"n","Email":"e","Username":"u","Profile":null,"UserType":"Standard","IsActive":true,"LastLoginDate":null,"SystemModstamp":"2026-11-23T12:00:00.000+0000"}}]}}"#
    );
    CannedServer::answering(move |request| {
        if request.starts_with("GET /services/data HTTP") {
            json("200 OK", r#"[{"version":"66.0"}]"#)
        } else {
            json("200 OK", &page)
        }
    })
    .await
}
