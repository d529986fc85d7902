//! Codes, refresh tokens and access tokens, and what kills them.

use std::collections::{HashMap, HashSet};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::{OauthError, random_text};

const CODE_LIFE_MS: i64 = 15 * 60_000;
const APPROVALS_PER_USER: usize = 5;

/// What a browser's approval is exchanged for.
struct Code {
    challenge: String,
    redirect_uri: String,
    user: usize,
    scope: String,
    issued: i64,
    used: bool,
}

/// One approval: a chain of refresh tokens of which one is current, and their access tokens.
pub(crate) struct Family {
    pub(crate) user: usize,
    pub(crate) scope: String,
    pub(crate) created: i64,
    pub(crate) last_used: i64,
    pub(crate) uses: i64,
    current: Option<String>,
    pub(crate) live: bool,
}

struct Access {
    family: usize,
    issued: i64,
    expires: i64,
}

/// A live session as an access token opens it.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) user: usize,
    pub(crate) scope: String,
    pub(crate) issued: i64,
    pub(crate) expires: i64,
}

impl Session {
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        self.scope.split(' ').any(|granted| granted == scope)
    }
}

/// What an approval or a refresh gives out.
pub(crate) struct Issued {
    pub(crate) user: usize,
    pub(crate) scope: String,
    pub(crate) access_token: String,
    /// Absent on a refresh without rotation.
    pub(crate) refresh_token: Option<String>,
}

/// Every grant since the start, spent and revoked ones included.
#[derive(Default)]
pub(crate) struct Grants {
    codes: HashMap<String, Code>,
    families: Vec<Family>,
    /// Refresh token to the family it belongs or belonged to.
    refresh: HashMap<String, usize>,
    access: HashMap<String, Access>,
    in_flight: HashSet<String>,
    secrets: Vec<String>,
}

/// Why a refresh token is refused.
pub(crate) enum RefreshRefusal {
    /// Unknown, revoked or too old.
    Gone,
    /// It had been rotated out: its family is dead now.
    Reused,
    /// The same token is being refreshed at this moment.
    InFlight,
}

impl Grants {
    pub(crate) fn issue_code(
        &mut self,
        user: usize,
        redirect_uri: &str,
        challenge: &str,
        scope: &str,
        now: i64,
    ) -> String {
        let code = format!("aPrx{}==", random_text(42));
        self.secrets.push(code.clone());
        self.codes.insert(
            code.clone(),
            Code {
                challenge: challenge.to_owned(),
                redirect_uri: redirect_uri.to_owned(),
                user,
                scope: scope.to_owned(),
                issued: now,
                used: false,
            },
        );
        code
    }

    /// Checks and spends a code; the user and scope it stands for.
    pub(crate) fn redeem(
        &mut self,
        code: &str,
        redirect_uri: &str,
        verifier: Option<&str>,
        now: i64,
    ) -> Result<(usize, String), OauthError> {
        if let Some(verifier) = verifier {
            self.secrets.push(verifier.to_owned());
        }
        let Some(known) = self.codes.get_mut(code) else {
            return Err(OauthError::grant("invalid authorization code"));
        };
        if known.used || now - known.issued > CODE_LIFE_MS {
            return Err(OauthError::grant("expired authorization code"));
        }
        if known.redirect_uri != redirect_uri {
            return Err(OauthError::new(
                "redirect_uri_mismatch",
                "redirect_uri must match configuration",
            ));
        }
        known.used = true;
        let Some(verifier) = verifier else {
            return Err(OauthError::grant("missing required code verifier"));
        };
        let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        if !(43..=256).contains(&verifier.len()) || digest != known.challenge {
            return Err(OauthError::new("invalid_request", "invalid code verifier"));
        }
        Ok((known.user, known.scope.clone()))
    }

    /// Records an approval. The sixth of a user revokes the oldest.
    pub(crate) fn approve(
        &mut self,
        user: usize,
        scope: &str,
        life: i64,
        org: &str,
        now: i64,
    ) -> Issued {
        let lasting = scope
            .split(' ')
            .any(|s| s == "refresh_token" || s == "offline_access");
        if lasting {
            let live: Vec<usize> = self.approvals(user).collect();
            if live.len() >= APPROVALS_PER_USER {
                self.end(live[0]);
            }
        }
        let family = self.families.len();
        self.families.push(Family {
            user,
            scope: scope.to_owned(),
            created: now,
            last_used: now,
            uses: 0,
            current: None,
            live: true,
        });
        let refresh_token = lasting.then(|| self.new_refresh_token(family));
        self.issue(family, refresh_token, life, org, now)
    }

    /// Whether this token may be refreshed now; it is in flight afterwards.
    pub(crate) fn begin_refresh(
        &mut self,
        token: &str,
        idle_ms: Option<i64>,
        now: i64,
    ) -> Result<usize, RefreshRefusal> {
        if self.in_flight.contains(token) {
            return Err(RefreshRefusal::InFlight);
        }
        let family = self.current_family(token, idle_ms, now)?;
        self.in_flight.insert(token.to_owned());
        Ok(self.families[family].user)
    }

    pub(crate) fn leave_flight(&mut self, token: &str) {
        self.in_flight.remove(token);
    }

    /// Ends a refresh that [`Self::begin_refresh`] began.
    pub(crate) fn finish_refresh(
        &mut self,
        token: &str,
        rotation: bool,
        life: i64,
        org: &str,
        now: i64,
    ) -> Result<Issued, RefreshRefusal> {
        self.in_flight.remove(token);
        let family = self.current_family(token, None, now)?;
        self.families[family].last_used = now;
        self.families[family].uses += 1;
        let refresh_token = rotation.then(|| self.new_refresh_token(family));
        Ok(self.issue(family, refresh_token, life, org, now))
    }

    /// The session of an access token. Use in the second half of its life prolongs it.
    pub(crate) fn session(&mut self, token: &str, life: i64, now: i64) -> Option<Session> {
        let access = self.access.get_mut(token)?;
        if access.expires <= now {
            return None;
        }
        if access.expires - now < life / 2 {
            access.expires = now + life;
        }
        let family = &self.families[access.family];
        Some(Session {
            user: family.user,
            scope: family.scope.clone(),
            issued: access.issued,
            expires: access.expires,
        })
    }

    /// A refresh token's session, for introspection.
    pub(crate) fn family_of_refresh(&self, token: &str) -> Option<&Family> {
        let family = self.families.get(*self.refresh.get(token)?)?;
        (family.live && family.current.as_deref() == Some(token)).then_some(family)
    }

    /// Revokes a token: an access token alone, a refresh token with its access tokens.
    pub(crate) fn revoke(&mut self, token: &str) -> bool {
        if self.access.remove(token).is_some() {
            return true;
        }
        let Some(&family) = self.refresh.get(token) else {
            return false;
        };
        let current = self.families[family].current.as_deref() == Some(token);
        if !current || !self.families[family].live {
            return false;
        }
        self.end(family);
        true
    }

    pub(crate) fn expire_access_tokens(&mut self) -> usize {
        let count = self.access.len();
        self.access.clear();
        count
    }

    pub(crate) fn revoke_everything(&mut self) -> usize {
        let live: Vec<usize> = (0..self.families.len())
            .filter(|&f| self.families[f].live)
            .collect();
        for &family in &live {
            self.end(family);
        }
        live.len()
    }

    /// Every token, code and verifier that was given out or received.
    pub(crate) fn secrets(&self) -> Vec<String> {
        self.secrets.clone()
    }

    /// Notes a secret that arrived from outside.
    pub(crate) fn note_secret(&mut self, secret: &str) {
        if !secret.is_empty() && !self.secrets.iter().any(|known| known == secret) {
            self.secrets.push(secret.to_owned());
        }
    }

    pub(crate) fn families(&self) -> &[Family] {
        &self.families
    }

    /// Whether the approval at this position is live and has a refresh token.
    pub(crate) fn counts(&self, family: usize) -> bool {
        let family = &self.families[family];
        family.live && family.current.is_some()
    }

    /// Positions of the approvals that count, oldest first.
    pub(crate) fn live_approvals(&self) -> impl Iterator<Item = usize> {
        (0..self.families.len()).filter(|&family| self.counts(family))
    }

    pub(crate) fn live_refresh_tokens(&self) -> usize {
        self.live_approvals().count()
    }

    pub(crate) fn live_access_tokens(&self, now: i64) -> usize {
        self.access
            .values()
            .filter(|access| access.expires > now)
            .count()
    }

    fn approvals(&self, user: usize) -> impl Iterator<Item = usize> {
        self.live_approvals()
            .filter(move |&f| self.families[f].user == user)
    }

    fn current_family(
        &mut self,
        token: &str,
        idle_ms: Option<i64>,
        now: i64,
    ) -> Result<usize, RefreshRefusal> {
        let family = *self.refresh.get(token).ok_or(RefreshRefusal::Gone)?;
        if self.families[family].current.as_deref() != Some(token) {
            self.end(family);
            return Err(RefreshRefusal::Reused);
        }
        let idle = now - self.families[family].last_used;
        if idle_ms.is_some_and(|most| idle > most) {
            self.end(family);
        }
        if self.families[family].live {
            Ok(family)
        } else {
            Err(RefreshRefusal::Gone)
        }
    }

    fn end(&mut self, family: usize) {
        self.families[family].live = false;
        self.access.retain(|_, access| access.family != family);
    }

    fn new_refresh_token(&mut self, family: usize) -> String {
        let token = format!("5Aep861{}", random_text(60));
        self.secrets.push(token.clone());
        self.refresh.insert(token.clone(), family);
        self.families[family].current = Some(token.clone());
        token
    }

    fn issue(
        &mut self,
        family: usize,
        refresh_token: Option<String>,
        life: i64,
        org: &str,
        now: i64,
    ) -> Issued {
        let short = org.get(..15).unwrap_or(org);
        // The part behind the mark has only word characters and dots.
        let access_token = format!("{short}!AQ{}", random_text(66).replace('-', "."));
        self.secrets.push(access_token.clone());
        self.access.insert(
            access_token.clone(),
            Access {
                family,
                issued: now,
                expires: now + life,
            },
        );
        Issued {
            user: self.families[family].user,
            scope: self.families[family].scope.clone(),
            access_token,
            refresh_token,
        }
    }
}
