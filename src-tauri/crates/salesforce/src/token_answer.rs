//! A token answer: its shape, and the rules it must keep before anyone sees a token in it.

use crate::host_rule::{TrustedHosts, split_origin};
use lpc_core::port::salesforce::{TokenFailure, TokenGrant};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::secret::Secret;
use oauth2::basic::BasicTokenType;
use oauth2::{AccessToken, ErrorResponse, RefreshToken, Scope, TokenResponse};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use std::time::Duration;

/// The answer as it came; every value is a string (Salesforce, "OAuth 2.0 Web Server Flow").
/// Fields that are not listed are ignored, a field that occurs twice is refused.
#[derive(Debug, Deserialize)]
pub(crate) struct TokenAnswer {
    #[serde(default = "no_token")]
    access_token: AccessToken,
    #[serde(default = "no_token_type", deserialize_with = "token_type")]
    token_type: BasicTokenType,
    refresh_token: Option<RefreshToken>,
    instance_url: Option<String>,
    id: Option<String>,
    scope: Option<String>,
}

/// `{"error": …, "error_description": …}`.
#[derive(Debug, Deserialize)]
pub(crate) struct TokenErrorAnswer {
    pub(crate) error: String,
    pub(crate) error_description: Option<String>,
}

/// What the tokens are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grant {
    /// A code was redeemed: the answer must hold a refresh token and the scope `api`.
    Code,
    /// A refresh token was used: a new one comes only where the app rotates.
    Refresh,
}

impl TokenAnswer {
    /// Checks the answer. A broken rule gives back every token in it, for revocation.
    pub(crate) fn check(
        self,
        trusted: &TrustedHosts,
        grant: Grant,
    ) -> Result<TokenGrant, TokenFailure> {
        match self.identity(trusted, grant) {
            Ok((instance_url, organization_id, user_id)) => Ok(TokenGrant {
                refresh_token: self.sent_refresh_token().map(Secret::new),
                access_token: Secret::new(self.access_token.into_secret()),
                instance_url,
                organization_id,
                user_id,
            }),
            Err(detail) => Err(TokenFailure::Untrusted {
                detail,
                tokens: self.tokens(),
            }),
        }
    }

    fn identity(
        &self,
        trusted: &TrustedHosts,
        grant: Grant,
    ) -> Result<(String, SalesforceId, SalesforceId), String> {
        if !is_sendable(self.access_token.secret()) {
            return Err("the answer has no usable access token".to_owned());
        }
        if !self.token_type.as_ref().eq_ignore_ascii_case("bearer") {
            return Err("the token type is not Bearer".to_owned());
        }
        let instance_url = self.instance_url.as_deref().unwrap_or_default();
        let instance = trusted
            .origin(instance_url)
            .map_err(|refusal| format!("instance_url is not trusted: {refusal}"))?;
        let (organization, user) = self.ids(trusted)?;
        match self.sent_refresh_token() {
            Some(token) if !is_sendable(token) => {
                return Err("the answer has no usable refresh token".to_owned());
            }
            None if grant == Grant::Code => {
                return Err(
                    "no refresh token came: select the scope refresh_token (Perform requests at any time) on the External Client App"
                        .to_owned(),
                );
            }
            _ => {}
        }
        if grant == Grant::Code {
            self.check_scopes()?;
        }
        Ok((instance.as_str().to_owned(), organization, user))
    }

    /// Organization and user of `https://<host>/id/<organization>/<user>`.
    fn ids(&self, trusted: &TrustedHosts) -> Result<(SalesforceId, SalesforceId), String> {
        let (origin, path) = split_origin(self.id.as_deref().unwrap_or_default());
        trusted
            .origin(origin)
            .map_err(|refusal| format!("id is not trusted: {refusal}"))?;
        path.strip_prefix("/id/")
            .and_then(|ids| ids.split_once('/'))
            .and_then(|(organization, user)| {
                let organization = SalesforceId::parse(organization).ok()?;
                let user = SalesforceId::parse(user).ok()?;
                let is_right =
                    organization.as_str().starts_with("00D") && user.as_str().starts_with("005");
                is_right.then_some((organization, user))
            })
            .ok_or_else(|| "id does not name an organization and a user".to_owned())
    }

    /// Narrower than needed is explained, wider than asked is only noted: the app's settings decide.
    fn check_scopes(&self) -> Result<(), String> {
        let Some(scope) = self.scope.as_deref() else {
            return Ok(());
        };
        let mut granted = scope.split_ascii_whitespace();
        if !granted.clone().any(|name| name == "api" || name == "full") {
            return Err(
                "the scope api was not granted: select it (Manage user data via APIs) on the External Client App"
                    .to_owned(),
            );
        }
        let asked = ["api", "refresh_token", "offline_access", "id"];
        if granted.any(|name| !asked.contains(&name)) {
            tracing::warn!("the External Client App grants more scopes than the console asks for");
        }
        Ok(())
    }

    /// An empty text counts as none: apps that do not rotate leave the field out.
    fn sent_refresh_token(&self) -> Option<&str> {
        self.refresh_token
            .as_ref()
            .map(|token| token.secret().as_str())
            .filter(|token| !token.is_empty())
    }

    /// The refresh token first: revoking it ends its access tokens as well.
    fn tokens(&self) -> Vec<Secret> {
        self.sent_refresh_token()
            .into_iter()
            .chain([self.access_token.secret().as_str()])
            .filter(|token| !token.is_empty())
            .map(Secret::new)
            .collect()
    }
}

/// Whether a token can go into a header unchanged.
fn is_sendable(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())
}

fn no_token() -> AccessToken {
    AccessToken::new(String::new())
}

fn no_token_type() -> BasicTokenType {
    BasicTokenType::Extension(String::new())
}

/// Keeps the text as it came; the check compares it without regard to case.
fn token_type<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BasicTokenType, D::Error> {
    String::deserialize(deserializer).map(BasicTokenType::Extension)
}

// The traits of `oauth2` ask for `Serialize`; tokens are never written, so it always fails.
impl Serialize for TokenAnswer {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("tokens are never written"))
    }
}

impl TokenResponse for TokenAnswer {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &BasicTokenType {
        &self.token_type
    }

    /// Salesforce names no end.
    fn expires_in(&self) -> Option<Duration> {
        None
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        self.refresh_token.as_ref()
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

impl Serialize for TokenErrorAnswer {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("error answers are never written"))
    }
}

impl fmt::Display for TokenErrorAnswer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.error)
    }
}

impl ErrorResponse for TokenErrorAnswer {}

#[cfg(test)]
mod tests;
