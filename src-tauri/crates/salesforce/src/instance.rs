//! One Salesforce instance as one access token sees it.

use crate::api_version::{ApiVersions, OfferedVersion, best};
use crate::call_error::{CallError, successful, unreachable};
use crate::host_rule::{Origin, TrustedHosts};
use crate::page::{Page, check_next_page, read_json};
use crate::transport::{Received, Transport};
use lpc_core::directory::{ApiUsage, NextPage};
use lpc_core::port::salesforce::{Access, Answer};
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Request};
use serde::de::DeserializeOwned;
use url::{Url, form_urlencoded};

const QUERY_OPTIONS: HeaderName = HeaderName::from_static("sforce-query-options");
const LIMIT_INFO: HeaderName = HeaderName::from_static("sforce-limit-info");

/// The most that Salesforce gives; it may give less at any time.
const BATCH_SIZE: &str = "batchSize=2000";

/// Where requests of one [`Access`] go; its origin has passed the host rule.
pub(crate) struct Instance<'a> {
    transport: &'a Transport,
    versions: &'a ApiVersions,
    origin: Origin,
    pub(crate) token: &'a str,
}

impl<'a> Instance<'a> {
    pub(crate) fn new(
        transport: &'a Transport,
        versions: &'a ApiVersions,
        trusted: &TrustedHosts,
        access: &'a Access,
    ) -> Result<Self, CallError> {
        let origin = trusted
            .origin(&access.instance_url)
            .map_err(|refusal| unreachable(format!("nothing was sent: {refusal}")))?;
        Ok(Self {
            transport,
            versions,
            origin,
            token: access.token.expose(),
        })
    }

    /// Runs a SOQL query and reads its first page.
    pub(crate) async fn query<Row: DeserializeOwned>(
        &self,
        soql: &str,
    ) -> Result<Answer<Page<Row>>, CallError> {
        let encoded: String = form_urlencoded::byte_serialize(soql.as_bytes()).collect();
        let path = |version| format!("/services/data/v{version}.0/query/?q={encoded}");
        let version = self.version().await?;
        match self.page(&path(version)).await {
            // A sandbox that is refreshed can get an older release.
            Err(error) if error.knows_no_version() => {
                self.versions.forget(&self.origin);
                match self.version().await? {
                    offered if offered != version => self.page(&path(offered)).await,
                    _ => Err(error),
                }
            }
            outcome => outcome,
        }
    }

    /// The same where some organizations or accounts do not show the object or a field: `None` when
    /// Salesforce refuses with one of `codes`, or with one that begins so.
    pub(crate) async fn query_unless<Row: DeserializeOwned>(
        &self,
        codes: &[&str],
        soql: &str,
    ) -> Result<Option<Answer<Page<Row>>>, CallError> {
        match self.query(soql).await {
            Err(CallError {
                code: Some(code), ..
            }) if codes.iter().any(|known| code.starts_with(known)) => Ok(None),
            answer => answer.map(Some),
        }
    }

    /// Reads a following page.
    pub(crate) async fn next<Row: DeserializeOwned>(
        &self,
        next: &NextPage,
    ) -> Result<Answer<Page<Row>>, CallError> {
        check_next_page(&next.0)?;
        self.page(&next.0).await
    }

    /// Asks with the access token; the answer may be a refusal.
    pub(crate) async fn get(&self, path: &str) -> Result<Received, CallError> {
        let mut request = self.request(path)?;
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", self.token))
            .map_err(|_| unreachable("nothing was sent: the access token is unusable"))?;
        bearer.set_sensitive(true);
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, bearer);
        headers.insert(QUERY_OPTIONS, HeaderValue::from_static(BATCH_SIZE));
        Ok(self.transport.send_data_request(request).await?)
    }

    async fn page<Row: DeserializeOwned>(
        &self,
        path: &str,
    ) -> Result<Answer<Page<Row>>, CallError> {
        let received = successful(self.get(path).await?, self.token)?;
        Ok(Answer {
            value: Page::read(&received.body)?,
            usage: api_usage(&received.headers),
        })
    }

    /// The version list is public, so the token is not sent for it.
    async fn version(&self) -> Result<u32, CallError> {
        if let Some(version) = self.versions.chosen(&self.origin) {
            return Ok(version);
        }
        let request = self.request("/services/data")?;
        let received = self.transport.send_data_request(request).await?;
        let received = successful(received, self.token)?;
        let offered: Vec<OfferedVersion> = read_json(&received.body)?;
        let version = best(&offered).ok_or_else(|| unreachable("no API version is offered"))?;
        self.versions.choose(&self.origin, version);
        Ok(version)
    }

    fn request(&self, path: &str) -> Result<Request, CallError> {
        let url = Url::parse(&format!("{}{path}", self.origin)).map_err(unreachable)?;
        let mut request = Request::new(Method::GET, url);
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(ACCEPT, json);
        Ok(request)
    }
}

/// Reads `Sforce-Limit-Info: api-usage=25/5000; per-app-api-usage=17/250(appName=…)`.
pub(crate) fn api_usage(headers: &HeaderMap) -> Option<ApiUsage> {
    let (used, limit) = headers
        .get(LIMIT_INFO)?
        .to_str()
        .ok()?
        .split([';', ','])
        .find_map(|part| part.trim().strip_prefix("api-usage="))?
        .split_once('/')?;
    Some(ApiUsage {
        used: used.trim().parse().ok()?,
        limit: limit.trim().parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(value: &str) -> Option<(u64, u64)> {
        let mut headers = HeaderMap::new();
        headers.insert(LIMIT_INFO, HeaderValue::from_str(value).expect("a value"));
        api_usage(&headers).map(|usage| (usage.used, usage.limit))
    }

    #[test]
    fn the_organizations_usage_is_read_with_and_without_the_apps_own() {
        assert_eq!(usage("api-usage=18/5000"), Some((18, 5000)));
        assert_eq!(
            usage("api-usage=25/5000; per-app-api-usage=17/250(appName=sample)"),
            Some((25, 5000)),
        );
        assert_eq!(
            usage("per-app-api-usage=17/250(appName=sample); api-usage=25/5000"),
            Some((25, 5000)),
        );
    }

    #[test]
    fn an_unreadable_usage_is_none() {
        for value in [
            "",
            "api-usage=",
            "api-usage=x/5",
            "api-usage=-1/5",
            "usage=1/2",
        ] {
            assert_eq!(usage(value), None, "{value}");
        }
        assert!(api_usage(&HeaderMap::new()).is_none());
    }
}
