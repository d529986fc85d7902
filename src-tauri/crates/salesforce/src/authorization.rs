//! The address that the browser opens, and the secrets behind it.

use crate::host_rule::{TrustedHosts, refused};
use lpc_core::port::salesforce::{Authorization, AuthorizationRequest, HostRefused};
use lpc_core::secret::Secret;
use oauth2::basic::BasicClient;
use oauth2::{AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, RedirectUrl, Scope};

/// What the console asks for: the API, a refresh token, and the identity URL.
pub(crate) const SCOPES: [&str; 3] = ["api", "refresh_token", "id"];

/// 256 bits.
const STATE_BYTES: u32 = 32;

/// Builds a new address with a new state and a new PKCE verifier (43 characters from 256 random
/// bits, S256). `prompt=login` keeps the admin's own browser session from connecting by accident.
pub(crate) fn authorization(
    trusted: &TrustedHosts,
    request: &AuthorizationRequest<'_>,
) -> Result<Authorization, HostRefused> {
    let origin = trusted.origin(request.login_origin)?;
    let authorize_url = AuthUrl::new(format!("{origin}/services/oauth2/authorize"))
        .map_err(|_| refused("the login address is not well-formed"))?;
    let redirect_url = RedirectUrl::new(request.redirect_uri.to_owned())
        .map_err(|_| refused("the callback address is not well-formed"))?;
    let client = BasicClient::new(ClientId::new(request.client_id.to_owned()))
        .set_auth_uri(authorize_url)
        .set_redirect_uri(redirect_url);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let hint = request.login_hint.map(|hint| ("login_hint", hint));
    let mut address = client
        .authorize_url(|| CsrfToken::new_random_len(STATE_BYTES))
        .add_scopes(SCOPES.map(|scope| Scope::new(scope.to_owned())))
        .set_pkce_challenge(challenge)
        .add_extra_param("prompt", "login");
    if let Some((name, value)) = hint {
        address = address.add_extra_param(name, value);
    }
    let (url, state) = address.url();
    Ok(Authorization {
        url: Secret::new(url.to_string()),
        state: Secret::new(state.into_secret()),
        verifier: Secret::new(verifier.into_secret()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};
    use std::collections::HashMap;
    use url::Url;

    const REDIRECT_URI: &str = "com.lpcadmin.console://oauth/production";

    fn build(client_id: &str, login_hint: Option<&str>) -> Authorization {
        authorization(
            &TrustedHosts::salesforce(),
            &AuthorizationRequest {
                login_origin: "https://tallowstreet.my.salesforce.com",
                client_id,
                redirect_uri: REDIRECT_URI,
                login_hint,
            },
        )
        .expect("the host is trusted")
    }

    fn parameters(authorization: &Authorization) -> (String, HashMap<String, String>) {
        let url = Url::parse(authorization.url.expose()).expect("an address");
        let count = url.query_pairs().count();
        let parameters: HashMap<_, _> = url.query_pairs().into_owned().collect();
        assert_eq!(parameters.len(), count, "no parameter occurs twice");
        let mut endpoint = url;
        endpoint.set_query(None);
        (endpoint.to_string(), parameters)
    }

    #[test]
    fn the_address_asks_for_a_fresh_login_with_the_least_scopes() {
        let (endpoint, parameters) = parameters(&build("3MVG9 key", Some("svc@tallow.example")));
        assert_eq!(
            endpoint,
            "https://tallowstreet.my.salesforce.com/services/oauth2/authorize",
        );
        for (name, value) in [
            ("response_type", "code"),
            ("client_id", "3MVG9 key"),
            ("redirect_uri", REDIRECT_URI),
            ("scope", "api refresh_token id"),
            ("prompt", "login"),
            ("login_hint", "svc@tallow.example"),
            ("code_challenge_method", "S256"),
        ] {
            assert_eq!(
                parameters.get(name).map(String::as_str),
                Some(value),
                "{name}"
            );
        }
    }

    #[test]
    fn without_a_pinned_account_no_hint_is_given() {
        assert!(!parameters(&build("key", None)).1.contains_key("login_hint"));
    }

    #[test]
    fn an_untrusted_login_host_gets_no_address() {
        let request = AuthorizationRequest {
            login_origin: "https://login.salesforce.com.evil.example",
            client_id: "key",
            redirect_uri: REDIRECT_URI,
            login_hint: None,
        };
        assert!(authorization(&TrustedHosts::salesforce(), &request).is_err());
    }

    proptest! {
        /// Row 32 of the attack table.
        #[test]
        fn attack_32_every_attempt_has_its_own_state_and_an_s256_verifier_of_256_bits(
            client_id in "[A-Za-z0-9._&=+ #]{1,90}",
            hint in proptest::option::of(".{1,40}"),
        ) {
            let first = build(&client_id, hint.as_deref());
            let second = build(&client_id, hint.as_deref());
            prop_assert_ne!(first.state.expose(), second.state.expose());
            prop_assert_ne!(first.verifier.expose(), second.verifier.expose());

            let (_, parameters) = parameters(&first);
            prop_assert_eq!(&parameters["client_id"], &client_id);
            prop_assert_eq!(&parameters["state"], first.state.expose());
            prop_assert_eq!(BASE64_URL_SAFE_NO_PAD.decode(first.state.expose()).map(|bytes| bytes.len()), Ok(32));

            let verifier = first.verifier.expose();
            prop_assert!((43..=128).contains(&verifier.len()));
            prop_assert!(verifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)));
            prop_assert_eq!(BASE64_URL_SAFE_NO_PAD.decode(verifier).map(|bytes| bytes.len()), Ok(32));
            let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
            prop_assert_eq!(&parameters["code_challenge"], &challenge);
            prop_assert_eq!(&parameters["code_challenge_method"], "S256");
            prop_assert!(!first.url.expose().contains(verifier), "the verifier stays here");
        }
    }
}
