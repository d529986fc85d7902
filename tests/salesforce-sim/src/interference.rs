//! What lies over every answer: counters, delays, faults, limits on sizes, and the headers that
//! all answers share.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use hyper::body::{Frame, SizeHint};
use serde::Serialize;

use crate::endpoint;
use crate::failure::Failure;
use crate::identifiers::mix;
use crate::world::{Stand, World};

/// Longest address, and longest address with its headers, in bytes.
const LONGEST: usize = 16_384;
/// A request body has to arrive within this time.
const BODY_TIME: Duration = Duration::from_secs(30);

/// A fault that waits for its requests.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    pub(crate) left: u64,
    pub(crate) failure: Failure,
    pub(crate) endpoints: Vec<String>,
}

/// An answer as the control page tells of it. There is no secret in it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Recent {
    at: String,
    method: String,
    endpoint: &'static str,
    /// 0 when the connection was closed without an answer.
    status: u16,
    fault: Failure,
}

/// How many answers are told of.
const MOST_RECENT: usize = 12;

impl Planned {
    pub(crate) fn describe(&self) -> serde_json::Value {
        serde_json::json!({
            "left": self.left,
            "with": self.failure,
            "endpoints": self.endpoints,
        })
    }
}

/// The outermost layer.
pub(crate) async fn interfere(
    State(stand): State<Arc<Stand>>,
    mut request: Request,
    next: Next,
) -> Response {
    if request.uri().path().starts_with("/_control") {
        return next.run(request).await;
    }
    let endpoint = endpoint::of(request.uri().path());
    let method = request.method().clone();
    let (failure, delay, redirect) = {
        let mut world = stand.world();
        *world.counters.requests.entry(endpoint).or_default() += 1;
        world.fate(endpoint)
    };
    stand.counted.send_replace(());
    if delay > 0 {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    // Counted before: who waits for a request to be held sees it.
    let held = |held: &Vec<String>| !held.is_empty() && endpoint::covers(held, endpoint);
    let _ = stand
        .held_endpoints
        .subscribe()
        .wait_for(|names| !held(names))
        .await;
    let path = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str());
    let response = if let Some(refusal) = too_long(request.uri(), request.headers()) {
        refusal
    } else if let Some(instead) = failure.instead(&redirect, path) {
        instead
    } else {
        failure.prepare(request.headers_mut());
        let request = request.map(|body| Body::new(Deadline::new(body)));
        failure.spoil(next.run(request).await).await
    };
    finish(&stand, &method, endpoint, failure, response)
}

/// Counts the answer and gives it the headers that all have.
fn finish(
    stand: &Arc<Stand>,
    method: &Method,
    endpoint: &'static str,
    failure: Failure,
    mut response: Response,
) -> Response {
    let mut world = stand.world();
    let status = if crate::server::is_unsent(&response) {
        0
    } else {
        response.status().as_u16()
    };
    let statuses = world.counters.answers.entry(endpoint).or_default();
    *statuses.entry(status).or_default() += 1;
    world.counters.errors += u64::from(status >= 400);
    world.counters.faults_met += u64::from(failure != Failure::None);
    let at = jiff::Timestamp::from_millisecond(world.now()).unwrap_or_default();
    // A method is any word that a client likes; only the beginning is kept.
    let recent = Recent {
        at: at.strftime("%H:%M:%S").to_string(),
        method: method.as_str().chars().take(10).collect(),
        endpoint,
        status,
        fault: failure,
    };
    world.recent.push_front(recent);
    world.recent.truncate(MOST_RECENT);
    let retry = world.switches.retry_after;
    let cookie = world.browser_id();
    drop(world);
    stand.counted.send_replace(());
    let headers = response.headers_mut();
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        headers.append(header::SET_COOKIE, cookie);
    }
    headers
        .entry(header::VARY)
        .or_insert(HeaderValue::from_static("Accept-Encoding"));
    if let Some(seconds) = retry.filter(|_| status == 503 || status == 429) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    let stand = Arc::clone(stand);
    response.map(|body| Body::new(Counted { body, stand }))
}

fn too_long(uri: &Uri, headers: &HeaderMap) -> Option<Response> {
    let address = uri.path_and_query().map_or(0, |path| path.as_str().len());
    let all: usize = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    let page = |status: StatusCode, title: &str| {
        let text = format!(
            "<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
        );
        Some((status, Html(text)).into_response())
    };
    if address > LONGEST {
        page(StatusCode::URI_TOO_LONG, "URI Too Long")
    } else if address + all > LONGEST {
        page(
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "Request Header Fields Too Large",
        )
    } else {
        None
    }
}

impl World {
    /// What happens to the next request at this endpoint: how it fails, how many milliseconds it
    /// waits, and where a redirect leads.
    fn fate(&mut self, endpoint: &'static str) -> (Failure, u64, String) {
        let switches = &self.switches;
        let redirect = switches
            .redirect_to
            .clone()
            .unwrap_or_else(|| "https://portal.example.net/login".to_owned());
        self.drawn = self.drawn.wrapping_add(1);
        let draw = |salt: u64| mix(self.config.seed ^ salt, self.drawn);
        let named = switches.delays_ms.get(endpoint);
        let delay = *named
            .or_else(|| switches.delays_ms.get("all"))
            .unwrap_or(&0);
        let spread = u128::from(delay) * u128::from(switches.delay_jitter_percent.min(100)) / 100;
        let spread = u64::try_from(spread).unwrap_or(u64::MAX);
        let low = delay - spread.min(delay);
        let jitter = draw(0x6a69) % spread.saturating_mul(2).saturating_add(1);
        let delay = low.saturating_add(jitter);
        if switches.down != Failure::None && endpoint::covers(&switches.down_endpoints, endpoint) {
            return (switches.down, delay, redirect);
        }
        let by_chance = draw(0x6661) % 100 < u64::from(switches.fail_percent);
        let by_chance = by_chance && endpoint::covers(&switches.fail_endpoints, endpoint);
        let with = switches.fail_with;
        let planned = self
            .planned
            .iter()
            .position(|planned| endpoint::covers(&planned.endpoints, endpoint));
        if let Some(at) = planned {
            let planned = &mut self.planned[at];
            planned.left = planned.left.saturating_sub(1);
            let failure = planned.failure;
            if planned.left == 0 {
                self.planned.remove(at);
            }
            return (failure, delay, redirect);
        }
        let failure = if by_chance { with } else { Failure::None };
        (failure, delay, redirect)
    }

    /// The cookie that every answer sets.
    fn browser_id(&mut self) -> String {
        const LETTERS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        self.drawn = self.drawn.wrapping_add(1);
        let (a, b) = (mix(self.drawn, 1), mix(self.drawn, 2));
        let all = u128::from(a) << 64 | u128::from(b);
        let value: String = (0..22)
            .map(|place| char::from(LETTERS[(all >> (place * 5) & 63) as usize]))
            .collect();
        let year = jiff::Timestamp::from_millisecond(self.now().saturating_add(365 * 86_400_000))
            .map(|time| time.strftime("%a, %d-%b-%Y %H:%M:%S GMT").to_string())
            .unwrap_or_default();
        format!("BrowserId={value}; path=/; expires={year}; Max-Age=31536000")
    }
}

/// Counts what is sent.
struct Counted {
    body: Body,
    stand: Arc<Stand>,
}

impl hyper::body::Body for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &frame
            && let Some(data) = frame.data_ref()
        {
            self.stand
                .bytes_sent
                .fetch_add(data.len() as u64, Ordering::Relaxed);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A request body that must arrive in time.
struct Deadline {
    body: Body,
    sleep: Pin<Box<tokio::time::Sleep>>,
}

impl Deadline {
    fn new(body: Body) -> Self {
        Self {
            body,
            sleep: Box::pin(tokio::time::sleep(BODY_TIME)),
        }
    }
}

impl hyper::body::Body for Deadline {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if frame.is_pending() && self.sleep.as_mut().poll(context).is_ready() {
            let late = std::io::Error::new(std::io::ErrorKind::TimedOut, "the body is late");
            return Poll::Ready(Some(Err(axum::Error::new(late))));
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
