//! A token answer: its shape, and the rules it must keep before anyone sees a token in it.

use crate::host_rule::{TrustedHosts, split_origin};
use lpc_core::port::salesforce::{TokenFailure, TokenGrant};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::secret::Secret;
use serde::{Deserialize, Deserializer};

/// The answer as it came; every value is a string (Salesforce, "OAuth 2.0 Web Server Flow").
/// Fields that are not listed are ignored, a field that occurs twice is refused.
#[derive(Debug, Deserialize)]
pub(crate) struct TokenAnswer {
    #[serde(default = "no_token", deserialize_with = "secret")]
    access_token: Secret,
    #[serde(default)]
    token_type: String,
    /// An empty text counts as none: apps that do not rotate leave the field out.
    #[serde(default = "no_token", deserialize_with = "secret_or_null")]
    refresh_token: Secret,
    instance_url: Option<String>,
    id: Option<String>,
    scope: Option<String>,
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
                refresh_token: Some(self.refresh_token).filter(|token| !token.expose().is_empty()),
                access_token: self.access_token,
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
        if !is_sendable(self.access_token.expose()) {
            return Err("the answer has no usable access token".to_owned());
        }
        if !self.token_type.eq_ignore_ascii_case("bearer") {
            return Err("the token type is not Bearer".to_owned());
        }
        let instance_url = self.instance_url.as_deref().unwrap_or_default();
        let instance = trusted
            .origin(instance_url)
            .map_err(|refusal| format!("instance_url is not trusted: {refusal}"))?;
        let (organization, user) = self.ids(trusted)?;
        match self.refresh_token.expose() {
            "" if grant == Grant::Code => {
                return Err(
                    "no refresh token came: select the scope refresh_token (Perform requests at any time) on the External Client App"
                        .to_owned(),
                );
            }
            token if !token.is_empty() && !is_sendable(token) => {
                return Err("the answer has no usable refresh token".to_owned());
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

    /// The refresh token first: revoking it ends its access tokens as well.
    fn tokens(self) -> Vec<Secret> {
        let mut tokens = vec![self.refresh_token, self.access_token];
        tokens.retain(|token| !token.expose().is_empty());
        tokens
    }
}

/// Whether a token can go into a header unchanged.
fn is_sendable(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
    String::deserialize(deserializer).map(Secret::new)
}

fn secret_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.map_or_else(no_token, Secret::new))
}

fn no_token() -> Secret {
    Secret::new("")
}

#[cfg(test)]
mod tests;
