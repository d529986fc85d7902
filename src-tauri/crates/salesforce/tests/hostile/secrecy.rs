//! Nothing that is logged or shown holds a secret or a query.

use crate::canned_server::{
    ACCESS_TOKEN, CLIENT_ID, CODE, CannedServer, REFRESH_TOKEN, VERIFIER, form, json,
};
use lpc_core::directory::UserQuery;
use lpc_core::port::salesforce::Salesforce;
use lpc_core::secret::Secret;
use std::io;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .expect("not poisoned")
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn assert_no_secret(text: &str) {
    for secret in [
        ACCESS_TOKEN,
        REFRESH_TOKEN,
        VERIFIER,
        CODE,
        "aPrxCode.of-this-login",
        "SELECT",
        "client_id",
    ] {
        assert!(!text.contains(secret), "{secret} is in: {text}");
    }
}

/// A refusal whose text is every secret of the request.
fn echo(request: &str) -> Vec<u8> {
    let fields = form(request).into_iter().map(|(_, value)| value);
    let bearer = request
        .lines()
        .filter_map(|line| line.strip_prefix("authorization: Bearer "))
        .map(str::to_owned);
    let secrets: Vec<String> = fields.chain(bearer).collect();
    let text = secrets.join(" ");
    json(
        "400 Bad Request",
        &format!(
            r#"{{"error":"invalid_grant","error_description":"{text}","errorCode":"X","message":"{text}"}}"#
        ),
    )
}

#[tokio::test]
async fn even_the_most_talkative_log_holds_no_token_code_verifier_or_query() {
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(captured.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);

    for server in [
        CannedServer::answering(echo).await,
        CannedServer::answering(|request| {
            if request.starts_with("GET /services/data HTTP") {
                json("200 OK", r#"[{"version":"66.0"}]"#)
            } else {
                Vec::new()
            }
        })
        .await,
    ] {
        let (client, access) = (server.client(), server.access());
        let token = Secret::new(REFRESH_TOKEN);
        let redeemed = client.redeem(server.redemption()).await;
        assert_no_secret(&format!("{:?}", redeemed.expect_err("refused")));
        let refreshed = client.refresh(&server.origin, CLIENT_ID, &token).await;
        assert_no_secret(&format!("{:?}", refreshed.expect_err("refused")));
        let revoked = client.revoke(&server.origin, &token).await;
        assert_no_secret(&format!("{:?}", revoked.expect_err("refused")));
        let users = client.users(&access, &UserQuery::All { after: None }).await;
        assert_no_secret(&format!("{:?}", users.expect_err("refused")));
        assert_no_secret(&format!("{client:?} {access:?}"));
    }

    drop(guard);
    let log = captured.0.lock().expect("not poisoned").clone();
    let log = String::from_utf8(log).expect("text");
    assert!(
        log.contains("/services/oauth2/token") && log.contains("duration_ms"),
        "{log}"
    );
    assert_no_secret(&log);
}

#[tokio::test]
async fn a_closed_port_is_named_by_its_cause_and_not_by_an_address_with_a_query() {
    let server = CannedServer::always(Vec::new()).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let closed = format!("http://{}", listener.local_addr().expect("bound"));
    drop(listener);
    let origin = lpc_salesforce::Origin::stand_in(&closed).expect("a stand-in");
    let client = lpc_salesforce::SalesforceClient::new(
        lpc_salesforce::TrustedHosts::with_stand_in(origin.clone(), origin),
        "lpc-tests/1",
    )
    .expect("set up");
    let mut access = server.access();
    access.instance_url = closed;
    let failure = client.users(&access, &UserQuery::All { after: None }).await;
    let detail = failure.expect_err("nobody there").to_string();
    assert!(detail.contains("refused"), "{detail}");
    assert_no_secret(&detail);
    assert!(!detail.contains("http"), "{detail}");
}
