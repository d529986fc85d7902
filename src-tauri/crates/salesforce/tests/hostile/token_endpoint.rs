//! Rows 20, 22 and 25 at the token endpoint.

use crate::canned_server::{
    ACCESS_TOKEN, CLIENT_ID, CODE, CannedServer, REFRESH_TOKEN, VERIFIER, form, json, redirect_uri,
    token_answer, with_headers,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use lpc_core::environment::Environment;
use lpc_core::port::salesforce::{Salesforce, TokenFailure, TokenGrant};
use lpc_core::secret::Secret;
use std::io::Write;

async fn refresh(server: &CannedServer) -> Result<TokenGrant, TokenFailure> {
    server
        .client()
        .refresh(&server.origin, CLIENT_ID, &Secret::new(REFRESH_TOKEN))
        .await
}

/// The detail of a failure that leaves the token alone, and proof that one request went out.
async fn transient(answer: Vec<u8>) -> String {
    let server = CannedServer::always(answer).await;
    let outcome = refresh(&server).await;
    assert_eq!(
        server.requests().len(),
        1,
        "a token request is never repeated"
    );
    match outcome {
        Err(TokenFailure::Transient { fault, .. }) => {
            let detail = fault.raw;
            assert!(
                !detail.contains(REFRESH_TOKEN) && !detail.contains("html"),
                "{detail}"
            );
            detail
        }
        other => panic!("expected Transient, got {other:?}"),
    }
}

#[tokio::test]
async fn a_code_is_redeemed_with_its_verifier_and_without_any_secret_of_an_app() {
    let server = CannedServer::answering_as_itself(|origin, _| {
        json("200 OK", &token_answer(origin, origin))
    })
    .await;
    let grant = server
        .client()
        .redeem(server.redemption())
        .await
        .expect("a grant");
    assert_eq!(grant.access_token.expose(), ACCESS_TOKEN);
    assert_eq!(grant.instance_url, server.origin);

    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].starts_with("POST /services/oauth2/token HTTP/1.1\r\n"));
    assert!(!requests[0].to_ascii_lowercase().contains("authorization:"));
    let mut fields = form(&requests[0]);
    fields.sort();
    let expected = [
        ("client_id", CLIENT_ID),
        ("code", CODE),
        ("code_verifier", VERIFIER),
        ("grant_type", "authorization_code"),
        ("redirect_uri", &redirect_uri(Environment::Production)),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(fields, expected);
}

#[tokio::test]
async fn a_refresh_sends_neither_scope_nor_verifier() {
    let server = CannedServer::always(json("400 Bad Request", r#"{"error":"slow_down"}"#)).await;
    assert!(refresh(&server).await.is_err());
    let mut fields = form(&server.requests()[0]);
    fields.sort();
    let expected = [
        ("client_id", CLIENT_ID),
        ("grant_type", "refresh_token"),
        ("refresh_token", REFRESH_TOKEN),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(fields, expected);
}

#[tokio::test]
async fn attack_20_tokens_for_an_untrusted_instance_are_handed_back_and_revoked_at_the_login_host()
{
    let spy = CannedServer::always(json("200 OK", "{}")).await;
    let spy_origin = spy.origin.clone();
    let server = CannedServer::answering(move |request| {
        if request.starts_with("POST /services/oauth2/revoke") {
            with_headers("200 OK", "", b"")
        } else {
            json("200 OK", &token_answer(&spy_origin, &spy_origin))
        }
    })
    .await;
    let client = server.client();
    let Err(TokenFailure::Untrusted { detail, tokens }) = client.redeem(server.redemption()).await
    else {
        panic!("an untrusted instance was accepted");
    };
    assert!(!detail.contains(&spy.origin), "{detail}");
    assert_eq!(tokens.len(), 2);
    assert_eq!(
        tokens[0].expose(),
        REFRESH_TOKEN,
        "it ends the access token too"
    );
    client
        .revoke(&server.origin, &tokens[0])
        .await
        .expect("revoked");

    let requests = server.requests();
    assert!(requests[1].starts_with("POST /services/oauth2/revoke HTTP/1.1\r\n"));
    assert_eq!(
        form(&requests[1]),
        [("token".to_owned(), REFRESH_TOKEN.to_owned())],
    );
    assert!(spy.requests().is_empty(), "nothing goes to the named host");
}

#[tokio::test]
async fn attack_20_a_tampered_login_origin_gets_no_request() {
    let spy = CannedServer::always(json("200 OK", "{}")).await;
    let client = CannedServer::always(Vec::new()).await.client();
    for origin in [
        spy.origin.as_str(),
        "https://login.salesforce.com.evil.example",
        "",
    ] {
        let mut redemption = spy.redemption();
        redemption.login_origin = origin.to_owned();
        assert!(matches!(
            client.redeem(redemption).await,
            Err(TokenFailure::Untrusted { tokens, .. }) if tokens.is_empty()
        ));
        let token = Secret::new(REFRESH_TOKEN);
        assert!(matches!(
            client.refresh(origin, CLIENT_ID, &token).await,
            Err(TokenFailure::Untrusted { tokens, .. }) if tokens.is_empty()
        ));
        assert!(client.revoke(origin, &token).await.is_err());
    }
    assert!(spy.requests().is_empty());
}

#[tokio::test]
async fn attack_25_a_page_of_a_captive_portal_leaves_the_token_alone() {
    let html = b"<html><body>Sign in to the network</body></html>";
    for headers in [
        "Content-Type: text/html\r\n",
        "Content-Type: application/json\r\n",
        "",
    ] {
        for status in [
            "200 OK",
            "403 Forbidden",
            "511 Network Authentication Required",
        ] {
            let detail = transient(with_headers(status, headers, html)).await;
            // 403 is a status that Salesforce uses, too.
            let named = detail.starts_with("a web page came in place of Salesforce’s answer");
            assert_eq!(named, !status.starts_with("403"), "{status}: {detail}");
        }
    }
}

#[tokio::test]
async fn attack_25_a_wrong_content_type_leaves_the_token_alone() {
    let body = token_answer("https://a.my.salesforce.com", "https://a.my.salesforce.com");
    for headers in [
        "Content-Type: text/html\r\n",
        "Content-Type: text/plain\r\n",
    ] {
        transient(with_headers("200 OK", headers, body.as_bytes())).await;
    }
}

#[tokio::test]
async fn attack_25_json_that_is_cut_doubled_or_followed_by_more_leaves_the_token_alone() {
    let whole = token_answer("https://a.my.salesforce.com", "https://a.my.salesforce.com");
    let cut = &whole[..whole.len() / 2];
    let more = format!("{whole}{whole}");
    let doubled = whole.replacen('{', r#"{"access_token":"another","#, 1);
    for body in [cut, &more, &doubled, "", "null", "[]", r#"["a","Bearer"]"#] {
        transient(json("200 OK", body)).await;
    }
}

#[tokio::test]
async fn attack_25_a_connection_that_breaks_leaves_the_token_alone() {
    let announced_more =
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{\"access";
    for answer in [
        b"".as_slice(),
        b"HTTP/1.1 200",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        announced_more,
    ] {
        transient(answer.to_vec()).await;
    }
}

#[tokio::test]
async fn attack_25_an_answer_of_10_mb_is_not_read_to_its_end() {
    let body = format!(r#"{{"padding":"{}"}}"#, "x".repeat(10 * 1024 * 1024));
    let detail = transient(json("200 OK", &body)).await;
    assert!(detail.contains("65536"), "{detail}");
}

#[tokio::test]
async fn attack_25_the_limit_counts_what_was_unpacked() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    let padding = "x".repeat(10 * 1024 * 1024);
    write!(packed, r#"{{"padding":"{padding}"}}"#).expect("in memory");
    let packed = packed.finish().expect("in memory");
    assert!(
        packed.len() < 64 * 1024,
        "the packed answer is below the limit"
    );
    let headers = "Content-Type: application/json\r\nContent-Encoding: gzip\r\n";
    let detail = transient(with_headers("200 OK", headers, &packed)).await;
    assert!(detail.contains("65536"), "{detail}");
}

#[tokio::test]
async fn attack_25_server_faults_and_rate_limits_leave_the_token_alone_whatever_they_say() {
    let dead = r#"{"error":"invalid_grant","error_description":"expired access/refresh token"}"#;
    for status in [
        "500 Internal Server Error",
        "502 Bad Gateway",
        "503 Service Unavailable",
        "429 Too Many Requests",
        "420 Enhance Your Calm",
        "407 Proxy Authentication Required",
    ] {
        let detail = transient(json(status, dead)).await;
        assert!(detail.contains(&status[..3]), "{detail}");
    }
}

#[tokio::test]
async fn attack_25_a_token_type_other_than_bearer_or_an_unusable_token_is_untrusted() {
    let good = token_answer("https://a.my.salesforce.com", "https://a.my.salesforce.com");
    for (from, to) in [
        (r#""Bearer""#, r#""mac""#),
        (ACCESS_TOKEN, ""),
        (ACCESS_TOKEN, r"00D!\u0000"),
    ] {
        let server = CannedServer::always(json("200 OK", &good.replace(from, to))).await;
        assert!(matches!(
            refresh(&server).await,
            Err(TokenFailure::Untrusted { .. })
        ));
    }
}

#[tokio::test]
async fn an_error_of_salesforce_is_classified_and_kept_as_received() {
    let server = CannedServer::always(json(
        "400 Bad Request",
        r#"{"error":"invalid_grant","error_description":"expired access/refresh token"}"#,
    ))
    .await;
    let failure = refresh(&server).await.expect_err("refused");
    assert!(matches!(failure, TokenFailure::Lost { .. }));
    assert_eq!(
        failure.to_string(),
        "invalid_grant: expired access/refresh token",
    );
}

#[tokio::test]
async fn a_refresh_without_rotation_keeps_the_old_token() {
    let server = CannedServer::answering_as_itself(|origin, _| {
        let refresh_token = format!(r#""refresh_token":"{REFRESH_TOKEN}","#);
        json(
            "200 OK",
            &token_answer(origin, origin).replace(&refresh_token, ""),
        )
    })
    .await;
    let grant = refresh(&server).await.expect("a grant");
    assert!(grant.refresh_token.is_none());
    let redeemed = server.client().redeem(server.redemption()).await;
    assert!(matches!(redeemed, Err(TokenFailure::Untrusted { .. })));
}

#[tokio::test]
async fn a_revocation_tells_done_from_refused_and_from_nobody_there() {
    use lpc_core::fault::{Fault, FaultCode};
    use lpc_core::port::salesforce::CallFailure;
    let token = Secret::new(REFRESH_TOKEN);
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let refused = |code, raw: &str| Err(CallFailure::Refused(Fault::new(code, raw)));
    for (answer, expected) in [
        (with_headers("200 OK", "", b""), Ok(())),
        (json("200 OK", "{}"), Ok(())),
        (
            json(
                "400 Bad Request",
                r#"{"error":"invalid_token","error_description":"invalid token"}"#,
            ),
            refused(FaultCode::TokenInvalid, "invalid_token: invalid token"),
        ),
        (
            with_headers(
                "400 Bad Request",
                form,
                b"error=unsupported_token_type&error_description=this+type",
            ),
            refused(FaultCode::Unknown, "unsupported_token_type: this type"),
        ),
    ] {
        let server = CannedServer::always(answer).await;
        assert_eq!(
            server.client().revoke(&server.origin, &token).await,
            expected
        );
    }
    for answer in [
        with_headers(
            "200 OK",
            "Content-Type: text/html\r\n",
            b"<html>portal</html>",
        ),
        with_headers(
            "400 Bad Request",
            "Content-Type: text/html\r\n",
            b"<html>portal</html>",
        ),
        with_headers("503 Service Unavailable", "", b""),
        Vec::new(),
    ] {
        let server = CannedServer::always(answer).await;
        let outcome = server.client().revoke(&server.origin, &token).await;
        assert!(
            matches!(outcome, Err(CallFailure::Unreachable { .. })),
            "{outcome:?}"
        );
    }
}
