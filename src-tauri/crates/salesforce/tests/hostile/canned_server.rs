//! A TCP listener that reads one HTTP request per connection and answers bytes as they are.

use lpc_core::environment::Environment;
use lpc_core::port::salesforce::{Access, Redemption};
use lpc_core::secret::Secret;
use lpc_salesforce::{Origin, SalesforceClient, TrustedHosts};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub const CLIENT_ID: &str = "3MVG9.consumer-key";
pub const CODE: &str = "aPrxCode.of-this-login==";
pub const VERIFIER: &str = "verifier-verifier-verifier-verifier-verifier";
pub const REFRESH_TOKEN: &str = "5Aep861.the-refresh-token";
pub const ACCESS_TOKEN: &str = "00Dxx0000001gPL!the-access-token";

pub struct CannedServer {
    pub origin: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl CannedServer {
    /// Answers each request with what `answer` makes of its text (head and body).
    pub async fn answering(answer: impl Fn(&str) -> Vec<u8> + Send + 'static) -> Self {
        Self::answering_as_itself(move |_, request| answer(request)).await
    }

    /// The same, where `answer` is told the server's own origin first.
    pub async fn answering_as_itself(
        answer: impl Fn(&str, &str) -> Vec<u8> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let origin = format!("http://127.0.0.1:{port}");
        let own_origin = origin.clone();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read_request(&mut stream).await;
                let answer = answer(&own_origin, &request);
                seen.lock().expect("not poisoned").push(request);
                // The client may hang up first: that is one of the things under test.
                let _ = stream.write_all(&answer).await;
                let _ = stream.shutdown().await;
            }
        });
        Self { origin, requests }
    }

    /// Always the same answer.
    pub async fn always(answer: Vec<u8>) -> Self {
        Self::answering(move |_| answer.clone()).await
    }

    /// Head and body of each request so far.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("not poisoned").clone()
    }

    /// A client that trusts this server (and no other port of this computer).
    pub fn client(&self) -> SalesforceClient {
        let origin = Origin::stand_in(&self.origin).expect("a stand-in");
        SalesforceClient::new(
            TrustedHosts::with_stand_in(origin.clone(), origin),
            "lpc-tests/1",
        )
        .expect("set up")
    }

    pub fn access(&self) -> Access {
        Access {
            token: Secret::new(ACCESS_TOKEN),
            instance_url: self.origin.clone(),
            generation: 1,
        }
    }

    pub fn redemption(&self) -> Redemption {
        Redemption {
            login_origin: self.origin.clone(),
            client_id: CLIENT_ID.to_owned(),
            redirect_uri: redirect_uri(Environment::Production),
            code: Secret::new(CODE),
            verifier: Secret::new(VERIFIER),
        }
    }
}

pub fn redirect_uri(environment: Environment) -> String {
    format!("com.lpcadmin.console.demo://oauth/{}", environment.slug())
}

pub fn token_answer(instance_url: &str, identity_origin: &str) -> String {
    format!(
        r#"{{"access_token":"{ACCESS_TOKEN}","refresh_token":"{REFRESH_TOKEN}","scope":"refresh_token api id","instance_url":"{instance_url}","id":"{identity_origin}/id/00Dxx0000001gPLEAY/005xx000001SwiUAAS","token_type":"Bearer","issued_at":"1558553873237"}}"#
    )
}

/// An answer with a JSON body.
pub fn json(status: &str, body: &str) -> Vec<u8> {
    with_headers(
        status,
        "Content-Type: application/json;charset=UTF-8\r\n",
        body.as_bytes(),
    )
}

/// An answer with header lines of one's own, each ending in a line break.
pub fn with_headers(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

/// Percent- and plus-decoded fields of a request's body, in order.
pub fn form(request: &str) -> Vec<(String, String)> {
    let (_, body) = request.split_once("\r\n\r\n").expect("head and body");
    url::form_urlencoded::parse(body.as_bytes())
        .into_owned()
        .collect()
}

/// Reads the head and as much body as it announces.
pub async fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer).await.unwrap_or(0);
        bytes.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&bytes);
        let is_whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length: ")?
                    .parse()
                    .ok()
            });
            body.len() >= length.unwrap_or(0)
        });
        if count == 0 || is_whole {
            return text.into_owned();
        }
    }
}
