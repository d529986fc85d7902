//! How connections are used: token requests never share one, and none is waited for without end.

use crate::canned_server::{ACCESS_TOKEN, CLIENT_ID, REFRESH_TOKEN, read_request};
use lpc_core::directory::UserQuery;
use lpc_core::port::salesforce::{Access, Salesforce, TokenFailure};
use lpc_core::secret::Secret;
use lpc_salesforce::{Origin, SalesforceClient, TrustedHosts};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

async fn listener() -> (TcpListener, String, SalesforceClient) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let origin = format!("http://{}", listener.local_addr().expect("bound"));
    let trusted = Origin::stand_in(&origin).expect("a stand-in");
    let trusted = TrustedHosts::with_stand_in(trusted.clone(), trusted);
    let client = SalesforceClient::new(trusted, "lpc-tests/1").expect("set up");
    (listener, origin, client)
}

/// Answers every request of a connection, which stays open.
async fn keep_alive(mut stream: TcpStream) {
    while !read_request(&mut stream).await.is_empty() {
        let body = r#"[{"version":"66.0"}]"#;
        let length = body.len();
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn each_token_request_has_a_connection_of_its_own_and_data_requests_share_one() {
    let (listener, origin, client) = listener().await;
    let accepted = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&accepted);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(keep_alive(stream));
        }
    });
    let token = Secret::new(REFRESH_TOKEN);
    for _ in 0..3 {
        assert!(client.refresh(&origin, CLIENT_ID, &token).await.is_err());
    }
    assert_eq!(accepted.load(Ordering::Relaxed), 3);

    let access = Access {
        token: Secret::new(ACCESS_TOKEN),
        instance_url: origin,
        generation: 1,
    };
    for _ in 0..3 {
        let page = client.users(&access, &UserQuery::All { after: None }).await;
        assert!(page.is_err());
    }
    assert_eq!(accepted.load(Ordering::Relaxed), 4);
}

#[tokio::test]
async fn a_server_that_never_answers_is_left_after_the_time_limit() {
    let (listener, origin, client) = listener().await;
    // The clock stands still from the request on, so the limit passes as soon as all wait.
    let accepted = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        read_request(&mut stream).await;
        tokio::time::pause();
        stream
    });
    let begun = std::time::Instant::now();
    let token = Secret::new(REFRESH_TOKEN);
    let outcome = client.refresh(&origin, CLIENT_ID, &token).await;
    assert!(
        matches!(&outcome, Err(TokenFailure::Transient { fault, .. }) if fault.raw.contains("in time")),
        "{outcome:?}",
    );
    assert!(begun.elapsed().as_secs() < 30, "no real time was waited");
    drop(accepted.await);
}
