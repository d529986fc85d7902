//! Authorization codes: single use, fifteen minutes, bound to their app and callback.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::oauth::{OauthError, random_text};

const LIFE_MS: i64 = 15 * 60_000;
/// Codes that are remembered, spent ones included.
const MOST: usize = 20_000;
const SHORTEST_VERIFIER: usize = 43;
const LONGEST_VERIFIER: usize = 1_024;

/// What a code stands for.
#[derive(Clone, Debug)]
pub(crate) struct Approved {
    pub(crate) user: usize,
    pub(crate) app: usize,
    pub(crate) scope: Arc<str>,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<String>,
    pub(crate) nonce: Option<String>,
}

struct Code {
    approved: Approved,
    issued: i64,
    used: bool,
}

/// The codes of the last while.
#[derive(Default)]
pub(crate) struct Codes {
    known: HashMap<Arc<str>, Code>,
    order: VecDeque<Arc<str>>,
}

impl Codes {
    pub(crate) fn issue(&mut self, approved: Approved, now: i64) -> Arc<str> {
        let code: Arc<str> = format!("aPrx{}==", random_text(42)).into();
        let fresh = Code {
            approved,
            issued: now,
            used: false,
        };
        self.known.insert(Arc::clone(&code), fresh);
        self.order.push_back(Arc::clone(&code));
        if self.order.len() > MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        code
    }

    /// Checks and spends a code.
    pub(crate) fn redeem(
        &mut self,
        code: &str,
        app: usize,
        redirect_uri: Option<&str>,
        verifier: Option<&str>,
        now: i64,
    ) -> Result<Approved, OauthError> {
        let known = self.known.get_mut(code);
        let Some(known) = known.filter(|known| known.approved.app == app) else {
            return Err(OauthError::grant("invalid authorization code"));
        };
        if known.used || now - known.issued > LIFE_MS {
            return Err(OauthError::grant("expired authorization code"));
        }
        let Some(redirect_uri) = redirect_uri else {
            return Err(OauthError::new(
                "redirect_uri_missing",
                "redirect_uri missing",
            ));
        };
        if known.approved.redirect_uri != redirect_uri {
            return Err(OauthError::redirect_uri_mismatch());
        }
        known.used = true;
        if let Some(challenge) = &known.approved.challenge {
            let Some(verifier) = verifier else {
                return Err(OauthError::grant("missing required code verifier"));
            };
            let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
            let length = SHORTEST_VERIFIER..=LONGEST_VERIFIER;
            if !length.contains(&verifier.len()) || digest != *challenge {
                return Err(OauthError::new("invalid_request", "invalid code verifier"));
            }
        }
        Ok(known.approved.clone())
    }
}
