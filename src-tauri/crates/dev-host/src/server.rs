//! The contract over HTTP: `POST /command/NAME` with the parameters, `GET /events` as a stream, and
//! the address that logins come back to. Only the UI's own pages are answered: whoever develops
//! has other pages open.

use crate::host::{DevHost, Started, Told};
use axum::extract::{OriginalUri, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event as Line, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::Stream;
use futures_util::stream::unfold;
use lpc_api::host::Host as _;
use serde_json::Value;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::broadcast::Sender;
use tokio::sync::broadcast::error::RecvError;

/// What a page may be behind before it misses something.
pub const BACKLOG: usize = 256;

struct Server {
    host: Arc<DevHost>,
    events: Sender<Told>,
    port: u16,
    /// The origin of the UI.
    ui: String,
}

pub fn router(host: Arc<DevHost>, events: Sender<Told>, port: u16, ui: String) -> Router {
    let server = Arc::new(Server {
        host,
        events,
        port,
        ui,
    });
    Router::new()
        .route("/command/{name}", post(command))
        .route("/events", get(listen))
        .route("/oauth/{environment}", get(callback))
        .layer(from_fn_with_state(Arc::clone(&server), guard))
        .with_state(server)
}

/// A name that leads here by a trick of DNS is refused by its `Host`, another page by its `Origin`.
async fn guard(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    if server.knows(request.headers()) {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

impl Server {
    fn knows(&self, headers: &HeaderMap) -> bool {
        let is = |name, known: &str| {
            headers
                .get(name)
                .map(|value| value.as_bytes() == known.as_bytes())
        };
        let own = format!("localhost:{}", self.port);
        let page = self.ui.trim_start_matches("http://");
        let host = is(header::HOST, &own) == Some(true) || is(header::HOST, page) == Some(true);
        host && is(header::ORIGIN, &self.ui) != Some(false)
    }
}

async fn command(
    State(server): State<Arc<Server>>,
    Path(name): Path<String>,
    Json(parameters): Json<Value>,
) -> Response {
    let shell = Arc::new(Started(Arc::clone(&server.host)));
    match lpc_api::dispatch(shell, &name, parameters).await {
        Ok(answer) => ([(header::CONTENT_TYPE, "application/json")], answer).into_response(),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, Json(error)).into_response(),
    }
}

async fn listen(
    State(server): State<Arc<Server>>,
) -> Sse<impl Stream<Item = Result<Line, Infallible>>> {
    let lines = unfold(server.events.subscribe(), |mut events| async move {
        loop {
            let line = match events.recv().await {
                Ok(Told::Event(event)) => Line::default().json_data(event),
                Ok(Told::Open(link)) => Ok(Line::default().event("link").data(link)),
                Ok(Told::Copy(text)) => Line::default().event("copy").json_data(text),
                Err(RecvError::Lagged(_)) => continue,
                Err(RecvError::Closed) => return None,
            };
            if let Ok(line) = line {
                return Some((Ok(line), events));
            }
        }
    });
    Sse::new(lines).keep_alive(KeepAlive::default())
}

/// Where the stand-in sends the browser back to; on the desktop that is the custom scheme.
async fn callback(
    State(server): State<Arc<Server>>,
    OriginalUri(uri): OriginalUri,
) -> Html<String> {
    let raw = format!("http://localhost:{}{uri}", server.port);
    let host = &server.host;
    let who = host.actor();
    let said = match host.engine().connections.accept_callback(&who, &raw).await {
        Ok(()) => "Signed in: close this tab and go back to the console.".to_owned(),
        Err(refusal) => format!("The console refused this sign-in: {refusal}."),
    };
    Html(format!(
        "<!doctype html><title>LPC Admin Console</title><p id=said>{said}</p>"
    ))
}
