//! The two HTTP clients and what they never do: follow a redirect, retry, read without end, or
//! send anything to a host that the rule refuses.

use crate::host_rule::{MY_DOMAIN_SUFFIX, Origin, TrustedHosts};
use crate::retry_after::retry_after;
use jiff::SignedDuration;
use lpc_core::connection::host_of;
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::port::salesforce::HostRefused;
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Client, Request, Response, StatusCode};
use std::error::Error as _;
use std::time::{Duration, Instant};
use url::Url;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(30);

/// Most bytes of a token or revocation answer, after decompression.
const MAX_TOKEN_BYTES: usize = 64 * 1024;

/// Most bytes of a data answer, after decompression. A page of 2,000 users has about 1 MB.
const MAX_DATA_BYTES: usize = 32 * 1024 * 1024;

/// The HTTP clients could not be set up: the identification is not a header value, or the
/// operating system's trust store could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client could not be set up")]
pub struct ClientUnavailable(#[source] reqwest::Error);

/// Sends requests. Shares nothing between token and data requests.
#[derive(Debug)]
pub(crate) struct Transport {
    trusted: TrustedHosts,
    tokens: Client,
    data: Client,
}

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// See [`Transport::moved`].
    pub(crate) moved: Option<[Origin; 2]>,
}

/// How no whole answer came. The texts hold no address, body or secret.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TransportFault {
    #[error("nothing was sent: {0}")]
    Refused(#[from] HostRefused),
    #[error("nothing was sent: the request could not be built")]
    Malformed,
    #[error("no connection to Salesforce: {}", root_cause(.0))]
    Connection(#[source] reqwest::Error),
    #[error("Salesforce did not answer in time")]
    Timeout,
    #[error("the connection was cut before the answer was complete")]
    Cut,
    #[error("the answer was longer than {limit_bytes} bytes")]
    TooLong { limit_bytes: usize },
    #[error("Salesforce answered with a redirect ({status}), which is never followed")]
    Redirect { status: u16 },
    #[error("My Domain seems to have changed from {} to {}", host_of(.0[0].as_str()), host_of(.0[1].as_str()))]
    Moved([Origin; 2]),
    #[error("a web page came in place of Salesforce’s answer ({status})")]
    WebPage { status: u16 },
    #[error("Salesforce answered {status}")]
    Status {
        status: u16,
        retry_after: Option<SignedDuration>,
    },
    #[error("the answer ({status}) is not a JSON object")]
    NotJsonObject { status: u16 },
}

impl Transport {
    pub(crate) fn new(
        trusted: TrustedHosts,
        identification: &str,
    ) -> Result<Self, ClientUnavailable> {
        let client = || {
            let builder = Client::builder()
                .user_agent(identification)
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .referer(false)
                .connect_timeout(CONNECT_TIMEOUT)
                .timeout(TOTAL_TIMEOUT)
                .https_only(!trusted.allows_plain_http());
            if trusted.allows_plain_http() {
                // A stand-in is on this computer; a proxy would look for it on its own.
                builder.no_proxy()
            } else {
                builder
            }
        };
        Ok(Self {
            // A token request that dies on a stale connection could have spent the token, so each
            // one gets a connection of its own.
            tokens: client()
                .pool_max_idle_per_host(0)
                .http1_only()
                .build()
                .map_err(ClientUnavailable)?,
            data: client().build().map_err(ClientUnavailable)?,
            trusted,
        })
    }

    /// Sends a request to a token or revocation endpoint.
    pub(crate) async fn send_token_request(
        &self,
        request: Request,
    ) -> Result<Received, TransportFault> {
        self.send(&self.tokens, request, MAX_TOKEN_BYTES).await
    }

    /// Sends a data request.
    pub(crate) async fn send_data_request(
        &self,
        request: Request,
    ) -> Result<Received, TransportFault> {
        self.send(&self.data, request, MAX_DATA_BYTES).await
    }

    async fn send(
        &self,
        client: &Client,
        request: Request,
        limit_bytes: usize,
    ) -> Result<Received, TransportFault> {
        let origin = self
            .trusted
            .origin(&request.url().origin().ascii_serialization())?;
        let method = request.method().clone();
        let path = request.url().path().to_owned();
        let begun = Instant::now();
        let mut outcome = receive(client, request, limit_bytes).await;
        if let Ok(received) = &mut outcome {
            received.moved = self.moved(origin, &received.headers);
        }
        let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        match &outcome {
            Ok(received) => {
                let status = received.status.as_u16();
                tracing::debug!(%method, path, status, duration_ms, "Salesforce answered");
            }
            Err(fault) => {
                tracing::debug!(%method, path, duration_ms, %fault, "no answer from Salesforce");
            }
        }
        outcome
    }
}

impl Transport {
    /// Where a redirect leads from and to, if to another My Domain.
    fn moved(&self, from: Origin, headers: &HeaderMap) -> Option<[Origin; 2]> {
        let location = headers.get(LOCATION)?.to_str().ok()?;
        let named = Url::parse(location).ok()?.origin().ascii_serialization();
        let to = self.trusted.origin(&named).ok()?;
        let is_another = to != from && to.as_str().ends_with(MY_DOMAIN_SUFFIX);
        is_another.then_some([from, to])
    }
}

impl Received {
    /// The answer if its status is one that carries JSON from Salesforce: 200, or a 4xx that is
    /// neither a proxy's nor a rate limit.
    ///
    /// A page under 200 is what a network’s own sign-in page looks like from here.
    pub(crate) fn with_json_status(self) -> Result<Self, TransportFault> {
        let status = self.status.as_u16();
        let refused = |headers: &HeaderMap| TransportFault::Status {
            status,
            retry_after: retry_after(headers),
        };
        match status {
            200 | 511 if self.is_web_page() => Err(TransportFault::WebPage { status }),
            200 => Ok(self),
            // 407 a proxy; 408, 425, 429 "later"; 420 a wrong or expired host.
            407 | 408 | 420 | 425 | 429 => Err(refused(&self.headers)),
            400..=499 => Ok(self),
            300..=399 => Err(match self.moved {
                Some(hosts) => TransportFault::Moved(hosts),
                None => TransportFault::Redirect { status },
            }),
            _ => Err(refused(&self.headers)),
        }
    }
}

impl Received {
    /// No JSON begins with `<`.
    fn is_web_page(&self) -> bool {
        let text = self.body.strip_prefix(b"\xef\xbb\xbf");
        text.unwrap_or(&self.body)
            .trim_ascii_start()
            .starts_with(b"<")
    }
}

async fn receive(
    client: &Client,
    request: Request,
    limit_bytes: usize,
) -> Result<Received, TransportFault> {
    let mut response = client.execute(request).await.map_err(fault)?;
    let body = body(&mut response, limit_bytes).await?;
    Ok(Received {
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body,
        moved: None,
    })
}

async fn body(response: &mut Response, limit_bytes: usize) -> Result<Vec<u8>, TransportFault> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(fault)? {
        if body.len() + chunk.len() > limit_bytes {
            return Err(TransportFault::TooLong { limit_bytes });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn fault(error: reqwest::Error) -> TransportFault {
    // The address of a data request holds the query, and reqwest prints it.
    let error = error.without_url();
    if error.is_timeout() {
        TransportFault::Timeout
    } else if error.is_connect() {
        TransportFault::Connection(error)
    } else if error.is_builder() {
        TransportFault::Malformed
    } else {
        TransportFault::Cut
    }
}

impl TransportFault {
    /// As a fault. The portal of a guest network shows itself as a page, as a redirect, or by a
    /// certificate that nobody vouches for; the words of hyper for an answer to CONNECT that is not
    /// a 200, a 407 included, begin with "tunnel error".
    pub(crate) fn fault(&self) -> Fault {
        let code = match self {
            Self::WebPage { .. } => FaultCode::Portal,
            Self::Redirect { .. } => FaultCode::Redirected,
            Self::Moved(_) => FaultCode::MyDomainChanged,
            Self::Connection(error) => match root_cause(error) {
                cause if cause.starts_with("invalid peer certificate") => certificate(&cause),
                cause if cause.starts_with("tunnel error") => FaultCode::ProxyRefused,
                _ => FaultCode::Unreachable,
            },
            _ => FaultCode::Unreachable,
        };
        Fault::new(code, self.to_string())
    }

    /// How long the answer asked to be left alone.
    pub(crate) fn retry_after(&self) -> Option<SignedDuration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

/// What a certificate that is not accepted means. Salesforce renews its own long before their end, so
/// one that is over, or not yet valid, tells of this computer's clock.
fn certificate(cause: &str) -> FaultCode {
    let cause = cause.to_ascii_lowercase();
    let of_time = ["expired", "notvalidyet", "not valid yet", "not yet valid"];
    if of_time.iter().any(|text| cause.contains(text)) {
        FaultCode::ClockWrong
    } else {
        FaultCode::Portal
    }
}

/// The innermost error: "Connection refused", "invalid peer certificate: …".
fn root_cause(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    let mut text = error.to_string();
    while let Some(inner) = cause {
        text = inner.to_string();
        cause = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identification_that_is_no_header_value_is_refused_at_the_start() {
        assert!(Transport::new(TrustedHosts::salesforce(), "console\r\nX: y").is_err());
    }

    #[test]
    fn a_certificate_that_is_out_of_its_time_tells_of_the_clock() {
        for (cause, expected) in [
            ("invalid peer certificate: Expired", FaultCode::ClockWrong),
            (
                "invalid peer certificate: certificate expired: verification time 1570000000 (UNIX), but certificate is not valid after 1560000000",
                FaultCode::ClockWrong,
            ),
            (
                "invalid peer certificate: NotValidYet",
                FaultCode::ClockWrong,
            ),
            (
                "invalid peer certificate: certificate not valid yet: verification time 1",
                FaultCode::ClockWrong,
            ),
            ("invalid peer certificate: UnknownIssuer", FaultCode::Portal),
            (
                "invalid peer certificate: NotValidForName",
                FaultCode::Portal,
            ),
        ] {
            assert_eq!(certificate(cause), expected, "{cause}");
        }
    }

    #[tokio::test]
    async fn a_request_to_a_host_outside_the_rule_is_never_sent() {
        let transport = Transport::new(TrustedHosts::salesforce(), "test").expect("set up");
        let url = "https://login.salesforce.com.evil.example/services/oauth2/token";
        let request = Request::new(reqwest::Method::POST, url.parse().expect("an address"));
        let fault = transport.send_token_request(request).await;
        assert!(matches!(fault, Err(TransportFault::Refused(_))));
    }

    #[tokio::test]
    async fn a_fault_holds_no_address_not_even_for_a_debugger() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let closed = listener.local_addr().expect("bound");
        drop(listener);
        let url = format!("http://{closed}/services/data?q=SELECT+secret");
        let request = Request::new(reqwest::Method::GET, url.parse().expect("an address"));
        let client = Client::builder().no_proxy().build().expect("set up");
        let fault = receive(&client, request, 1)
            .await
            .expect_err("nobody there");
        let shown = format!("{fault} {fault:?}");
        assert!(matches!(fault, TransportFault::Connection(_)), "{shown}");
        assert!(!shown.contains("secret"), "{shown}");
    }
}
