//! Listens on both loopback addresses, speaks HTTP/1.1 and HTTP/2, plain or encrypted, puts an end
//! to connections that waste its time, and can close one without an answer.

mod stream;
mod tls;

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

use stream::{Guarded, Speaks};
pub(crate) use tls::acceptor;

/// A client has this long for its TLS handshake, and again for its first bytes.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// A client has this long for the headers of a request, counted from the end of the one before.
const HEADERS: Duration = Duration::from_secs(30);
/// A connection on which nothing moves is closed after this time, which is the longest that the
/// service lets a call take.
const IDLE: Duration = Duration::from_secs(600);
/// More connections than this wait until others end.
const MOST_CONNECTIONS: usize = 4_096;
/// Bytes of the headers of one request that are taken in.
const MOST_HEADERS: usize = 64 * 1024;

/// Marks an answer that must never be sent.
#[derive(Clone, Copy)]
struct Unsent;

/// An answer that closes the connection instead of being sent.
pub(crate) fn close_connection() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Unsent);
    response
}

pub(crate) fn is_unsent(response: &Response) -> bool {
    response.extensions().get::<Unsent>().is_some()
}

/// Sockets on 127.0.0.1 and, where the machine has it, on ::1, with the same port.
pub(crate) struct Listeners {
    v4: TcpListener,
    v6: Option<TcpListener>,
}

impl Listeners {
    /// Port 0 picks one that is free on both.
    pub(crate) async fn bind(port: u16) -> io::Result<Self> {
        let mut tries = 0;
        loop {
            let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
            let v4 = v4.map_err(|error| taken(error, port))?;
            let picked = v4.local_addr()?.port();
            match TcpListener::bind((Ipv6Addr::LOCALHOST, picked)).await {
                Ok(v6) => return Ok(Self { v4, v6: Some(v6) }),
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                    tries += 1;
                    if port != 0 || tries > 20 {
                        return Err(taken(error, port));
                    }
                }
                // A machine without IPv6 is served on IPv4 alone.
                Err(_) => return Ok(Self { v4, v6: None }),
            }
        }
    }

    pub(crate) fn port(&self) -> io::Result<u16> {
        self.v4
            .local_addr()
            .map(|address: SocketAddr| address.port())
    }

    /// Serves until the returned task is aborted, which ends every connection too.
    pub(crate) fn serve(self, router: Router, tls: Option<TlsAcceptor>) -> JoinHandle<()> {
        let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
        tokio::spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let Ok(place) = Arc::clone(&places).acquire_owned().await else {
                    return;
                };
                let accepted = tokio::select! {
                    accepted = self.v4.accept() => accepted,
                    accepted = accept(self.v6.as_ref()) => accepted,
                };
                while connections.try_join_next().is_some() {}
                match accepted {
                    Ok((stream, _)) => {
                        let (router, tls) = (router.clone(), tls.clone());
                        connections.spawn(async move {
                            serve_connection(stream, router, tls).await;
                            drop(place);
                        });
                    }
                    // Out of file handles, for example: let others end first.
                    Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                }
            }
        })
    }
}

/// The error of a port in use, in words that help.
fn taken(error: io::Error, port: u16) -> io::Error {
    if error.kind() != io::ErrorKind::AddrInUse {
        return error;
    }
    let message = format!("port {port} is in use; choose another, or 0 for a free one");
    io::Error::new(io::ErrorKind::AddrInUse, message)
}

async fn accept(listener: Option<&TcpListener>) -> io::Result<(TcpStream, SocketAddr)> {
    match listener {
        Some(listener) => listener.accept().await,
        None => std::future::pending().await,
    }
}

async fn serve_connection(stream: TcpStream, router: Router, tls: Option<TlsAcceptor>) {
    let _ = stream.set_nodelay(true);
    match tls {
        None => serve_stream(stream, router).await,
        Some(tls) => {
            // Whoever speaks plain HTTP here, or nothing, is left without an answer.
            if let Ok(Ok(stream)) = timeout(HANDSHAKE, tls.accept(stream)).await {
                serve_stream(stream, router).await;
            }
        }
    }
}

async fn serve_stream<S>(stream: S, router: Router)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut stream = Guarded::new(stream, IDLE);
    let Ok(Ok(speaks)) = timeout(HANDSHAKE, stream.first_bytes()).await else {
        return;
    };
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let router = router.clone();
        async move {
            let response = match router.oneshot(request.map(Body::new)).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            if is_unsent(&response) {
                Err(io::Error::other("closed on purpose"))
            } else {
                Ok(response)
            }
        }
    });
    let stream = TokioIo::new(stream);
    // An error here is a client that went away or a connection closed on purpose.
    match speaks {
        Speaks::Http1 => {
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADERS)
                .max_buf_size(MOST_HEADERS)
                .serve_connection(stream, service)
                .await;
        }
        Speaks::Http2 => {
            let _ = http2::Builder::new(TokioExecutor::new())
                .timer(TokioTimer::new())
                .max_concurrent_streams(200)
                .max_header_list_size(MOST_HEADERS as u32)
                .keep_alive_interval(Duration::from_secs(30))
                .keep_alive_timeout(Duration::from_secs(20))
                .serve_connection(stream, service)
                .await;
        }
    }
}
