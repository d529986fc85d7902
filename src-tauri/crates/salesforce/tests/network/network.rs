//! A network with one way out: a proxy that tunnels to a server in Salesforce's place.

use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::PrivateKeyDer;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// What the proxy does when it is asked for a tunnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tunnel {
    Open,
    WantsPassword,
    Refused,
    /// Nobody listens at the proxy's address.
    NotThere,
}

/// Ends when the test's runtime does.
pub struct Network {
    proxy: String,
    certificate: String,
    asked: Arc<Mutex<String>>,
    received: Arc<Mutex<String>>,
    folder: TempDir,
}

impl Network {
    pub async fn with(tunnel: Tunnel) -> Self {
        let (acceptor, certificate) = acceptor();
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let behind = server.local_addr().unwrap();
        let received = Arc::new(Mutex::new(String::new()));
        let seen = Arc::clone(&received);
        tokio::spawn(async move {
            while let Ok((stream, _)) = server.accept().await {
                // A client that trusts nobody breaks off here.
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    let request = read_request(&mut stream).await;
                    seen.lock().unwrap().push_str(&request);
                    let answer =
                        b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                    stream.write_all(answer).await.ok();
                    stream.shutdown().await.ok();
                }
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(String::new()));
        let heard = Arc::clone(&asked);
        if tunnel != Tunnel::NotThere {
            tokio::spawn(async move {
                while let Ok((mut stream, _)) = listener.accept().await {
                    let head = read_head(&mut stream).await;
                    heard.lock().unwrap().push_str(&head);
                    let answer: &[u8] = match tunnel {
                        Tunnel::Refused => b"HTTP/1.1 403 Forbidden\r\n\r\n",
                        Tunnel::WantsPassword => {
                            b"HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Negotiate\r\n\r\n"
                        }
                        _ => b"HTTP/1.1 200 OK\r\n\r\n",
                    };
                    stream.write_all(answer).await.ok();
                    if tunnel == Tunnel::Open {
                        let mut onward = TcpStream::connect(behind).await.unwrap();
                        copy_bidirectional(&mut stream, &mut onward).await.ok();
                    }
                }
            });
        }
        Self {
            proxy,
            certificate,
            asked,
            received,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn proxy_address(&self) -> &str {
        &self.proxy
    }

    /// A trust store with the server's certificate, or with that of another one alone.
    pub fn trust_store(&self, with: bool) -> PathBuf {
        let file = self.folder.path().join("trusted.pem");
        let certificate = if with {
            self.certificate.clone()
        } else {
            acceptor().1
        };
        std::fs::write(&file, certificate).unwrap();
        file
    }

    /// The hosts that the proxy was asked for.
    pub fn asked_for(&self) -> Vec<String> {
        let asked = self.seen_by_the_proxy();
        let connects = asked
            .lines()
            .filter_map(|line| line.strip_prefix("CONNECT "));
        connects
            .filter_map(|line| line.split(' ').next().map(str::to_owned))
            .collect()
    }

    pub fn seen_by_the_proxy(&self) -> String {
        self.asked.lock().unwrap().clone()
    }

    /// What came to the server inside TLS.
    pub fn received(&self) -> String {
        self.received.lock().unwrap().clone()
    }
}

fn acceptor() -> (TlsAcceptor, String) {
    let names = ["halden.my.salesforce.com".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), made.cert.pem())
}

async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8_lossy(&head).into_owned()
}

async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let head = read_head(stream).await;
    let length = head.lines().find_map(|line| {
        let value = line.to_ascii_lowercase();
        value.strip_prefix("content-length: ").map(str::to_owned)
    });
    let length: usize = length.map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.unwrap();
    head + &String::from_utf8_lossy(&body)
}
