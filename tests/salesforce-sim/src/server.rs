//! Listens on both loopback addresses and can close a connection without an answer.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tower::ServiceExt;

/// Marks an answer that must never be sent.
#[derive(Clone, Copy)]
struct Unsent;

/// An answer that closes the connection instead of being sent.
pub(crate) fn close_connection() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Unsent);
    response
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
            let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
            let picked = v4.local_addr()?.port();
            match TcpListener::bind((Ipv6Addr::LOCALHOST, picked)).await {
                Ok(v6) => return Ok(Self { v4, v6: Some(v6) }),
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                    tries += 1;
                    if port != 0 || tries > 20 {
                        return Err(error);
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
    pub(crate) fn serve(self, router: Router) -> JoinHandle<()> {
        tokio::spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let accepted = tokio::select! {
                    accepted = self.v4.accept() => accepted,
                    accepted = accept(self.v6.as_ref()) => accepted,
                };
                while connections.try_join_next().is_some() {}
                match accepted {
                    Ok((stream, _)) => {
                        connections.spawn(serve_connection(stream, router.clone()));
                    }
                    // Out of file handles, for example: let others go first.
                    Err(_) => tokio::task::yield_now().await,
                }
            }
        })
    }
}

async fn accept(listener: Option<&TcpListener>) -> io::Result<(TcpStream, SocketAddr)> {
    match listener {
        Some(listener) => listener.accept().await,
        None => std::future::pending().await,
    }
}

async fn serve_connection(stream: TcpStream, router: Router) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let router = router.clone();
        async move {
            let response = match router.oneshot(request.map(Body::new)).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            match response.extensions().get::<Unsent>() {
                Some(Unsent) => Err(io::Error::other("closed on purpose")),
                None => Ok(response),
            }
        }
    });
    // An error here is a client that went away or a connection closed on purpose.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
