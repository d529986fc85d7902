//! The ways in which an answer can go wrong.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use hyper::body::{Frame, SizeHint};
use serde::{Deserialize, Serialize};

use crate::rest::{ApiError, json_response};
use crate::server::close_connection;

/// How an endpoint fails to answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Failure {
    /// It answers.
    #[default]
    None,
    /// 503 with an API error body.
    Json503,
    /// 503 with a page.
    Html503,
    /// 502 with a page.
    Html502,
    /// 500 with an API error body.
    Json500,
    /// 500 with a page.
    Html500,
    /// 420 with a page: the organization is gone, or lives on another host.
    Html420,
    /// 403: the allowance of the day is used up.
    Limit403,
    /// 403: too many long calls at once.
    Concurrent403,
    /// 200 with a page, as a captive portal does.
    Html200,
    /// 200 with no body.
    Empty200,
    /// 302 to another host.
    Redirect,
    /// 307 to another host.
    Redirect307,
    /// 308 to another host.
    Redirect308,
    /// The connection is closed without an answer, and nothing was done.
    Drop,
    /// What was asked is done, then the connection is closed without an answer.
    DropAfter,
    /// Less arrives than `Content-Length` promises.
    CutLength,
    /// A chunked answer breaks off.
    CutChunks,
    /// Half of the JSON arrives as if it were whole.
    CutJson,
    /// Half of the compressed bytes arrive as if they were whole.
    CutGzip,
    /// Half of the answer arrives and then nothing for a minute.
    Stall,
}

/// A whole answer that is read to be cut is at most this long.
const MOST_CUT: usize = 64 << 20;
const STALL: Duration = Duration::from_secs(60);

const MAINTENANCE: &str = "<!doctype html><html lang=\"en\"><title>Notice</title>\
                    <h1>We are down for maintenance</h1><p>Sorry for the inconvenience.</p>";
const PORTAL: &str = "<!doctype html><html lang=\"en\"><title>Guest network</title>\
                      <h1>Welcome</h1><p>Accept the terms to use the network.</p>";
const GATEWAY: &str = "<html><head><title>502 Bad Gateway</title></head>\
                       <body><h1>Bad Gateway</h1></body></html>";
const BROKEN: &str = "<html><head><title>Error</title></head><body><h1>An internal server error \
                      has occurred</h1></body></html>";
const GONE: &str = "<html><head><title>Site Unavailable</title></head><body><h1>The organization \
                    is not here</h1></body></html>";

impl Failure {
    /// The answer that is given instead of the real one, when nothing is to be done at all.
    pub(crate) fn instead(self, elsewhere: &str, path: &str) -> Option<Response> {
        let page = |status: u16, text: &'static str| {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
            (status, Html(text)).into_response()
        };
        let away = |status: StatusCode| {
            let location = match elsewhere {
                "self" => path.to_owned(),
                other => other.to_owned(),
            };
            (status, [(header::LOCATION, location)]).into_response()
        };
        Some(match self {
            Self::Json503 => ApiError::unavailable().into_response(),
            Self::Html503 => page(503, MAINTENANCE),
            Self::Html502 => page(502, GATEWAY),
            Self::Html500 => page(500, BROKEN),
            Self::Html420 => page(420, GONE),
            Self::Json500 => ApiError::unexpected().into_response(),
            Self::Limit403 => ApiError::request_limit().into_response(),
            Self::Concurrent403 => ApiError::concurrent_limit().into_response(),
            Self::Html200 => Html(PORTAL).into_response(),
            Self::Empty200 => json_response(StatusCode::OK, String::new()),
            Self::Redirect => away(StatusCode::FOUND),
            Self::Redirect307 => away(StatusCode::TEMPORARY_REDIRECT),
            Self::Redirect308 => away(StatusCode::PERMANENT_REDIRECT),
            Self::Drop => close_connection(),
            _ => return None,
        })
    }

    /// Sees to it that the answer comes in the coding that is going to be cut.
    pub(crate) fn prepare(self, headers: &mut HeaderMap) {
        if matches!(self, Self::CutJson | Self::CutLength | Self::Stall) {
            headers.remove(header::ACCEPT_ENCODING);
        }
        if self == Self::CutGzip {
            let gzip = headers
                .get(header::ACCEPT_ENCODING)
                .and_then(|value| value.to_str().ok())
                .is_some_and(|value| value.contains("gzip"));
            if gzip {
                headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
            }
        }
    }

    /// Spoils an answer that was given.
    pub(crate) async fn spoil(self, response: Response) -> Response {
        match self {
            Self::DropAfter => close_connection(),
            Self::CutLength | Self::CutChunks | Self::CutJson | Self::CutGzip | Self::Stall => {
                let (mut parts, body) = response.into_parts();
                let Ok(whole) = axum::body::to_bytes(body, MOST_CUT).await else {
                    return close_connection();
                };
                let half = whole.slice(..whole.len() / 2);
                parts.headers.remove(header::CONTENT_LENGTH);
                let end = match self {
                    Self::CutJson | Self::CutGzip => {
                        return Response::from_parts(parts, Body::from(half));
                    }
                    Self::Stall => End::Stall(Box::pin(tokio::time::sleep(STALL))),
                    _ => End::Break,
                };
                if matches!(self, Self::CutLength | Self::Stall) {
                    parts
                        .headers
                        .insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
                }
                let cut = Cut {
                    first: Some(half),
                    end,
                };
                Response::from_parts(parts, Body::new(cut))
            }
            _ => response,
        }
    }
}

/// A body that never comes to its end.
struct Cut {
    first: Option<Bytes>,
    end: End,
}

enum End {
    Break,
    Stall(Pin<Box<tokio::time::Sleep>>),
}

impl hyper::body::Body for Cut {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Some(first) = self.first.take().filter(|first| !first.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        if let End::Stall(sleep) = &mut self.end
            && sleep.as_mut().poll(context).is_pending()
        {
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(std::io::Error::other("cut on purpose"))))
    }

    fn is_end_stream(&self) -> bool {
        false
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}
