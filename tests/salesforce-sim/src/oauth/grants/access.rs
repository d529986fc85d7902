//! Access tokens that are live.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use crate::oauth::scopes;

/// How many access tokens live at most; beyond that the oldest end.
const MOST: usize = 50_000;
const FIRST_SWEEP: usize = 1_024;

/// Where a session comes from when nobody approved it in a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Flow {
    JwtBearer,
    ClientCredentials,
}

/// Whom an access token stands for. A SOAP login has no app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Holder {
    pub(crate) user: usize,
    pub(crate) app: Option<usize>,
    pub(crate) scope: Arc<str>,
}

struct Access {
    holder: Holder,
    family: Option<usize>,
    issued: i64,
    expires: i64,
}

/// A live session as an access token opens it.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) user: usize,
    pub(crate) app: Option<usize>,
    pub(crate) scope: Arc<str>,
    pub(crate) issued: i64,
    pub(crate) expires: i64,
}

impl Session {
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        scopes::contains(&self.scope, scope)
    }
}

/// The live tokens, in the order in which they were issued.
pub(crate) struct AccessTokens {
    live: HashMap<Arc<str>, Access>,
    order: VecDeque<Arc<str>>,
    standing: HashMap<(usize, usize, Flow), Arc<str>>,
    sweep_at: usize,
}

impl Default for AccessTokens {
    fn default() -> Self {
        Self {
            live: HashMap::new(),
            order: VecDeque::new(),
            standing: HashMap::new(),
            sweep_at: FIRST_SWEEP,
        }
    }
}

impl AccessTokens {
    pub(crate) fn open(
        &mut self,
        token: &str,
        holder: Holder,
        family: Option<usize>,
        life: i64,
        now: i64,
    ) {
        if self.order.len() >= self.sweep_at {
            self.live.retain(|_, access| access.expires > now);
            self.forget_ended();
            self.sweep_at = FIRST_SWEEP.max(self.order.len() * 2);
        }
        while self.order.len() >= MOST {
            let Some(oldest) = self.order.pop_front() else {
                break;
            };
            self.live.remove(&oldest);
        }
        let token: Arc<str> = token.into();
        let access = Access {
            holder,
            family,
            issued: now,
            expires: now.saturating_add(life),
        };
        self.live.insert(Arc::clone(&token), access);
        self.order.push_back(token);
    }

    /// The session of a token. Use in the second half of its life prolongs it.
    pub(crate) fn session(&mut self, token: &str, life: i64, now: i64) -> Option<Session> {
        let access = self.live.get_mut(token)?;
        if access.expires <= now {
            return None;
        }
        if access.expires - now < life / 2 {
            access.expires = now.saturating_add(life);
        }
        Some(Session {
            user: access.holder.user,
            app: access.holder.app,
            scope: Arc::clone(&access.holder.scope),
            issued: access.issued,
            expires: access.expires,
        })
    }

    /// The token that the same flow gave before, while its session lives.
    pub(crate) fn standing(&self, flow: Flow, holder: &Holder, now: i64) -> Option<Arc<str>> {
        let token = self.standing.get(&(holder.user, holder.app?, flow))?;
        let access = self.live.get(token)?;
        (access.expires > now && access.holder == *holder).then(|| Arc::clone(token))
    }

    pub(crate) fn keep_standing(&mut self, flow: Flow, user: usize, app: usize, token: &str) {
        if self.standing.len() >= MOST {
            let live = &self.live;
            self.standing.retain(|_, token| live.contains_key(token));
        }
        self.standing.insert((user, app, flow), token.into());
    }

    pub(crate) fn end(&mut self, token: &str) -> bool {
        self.live.remove(token).is_some()
    }

    pub(crate) fn end_family(&mut self, family: usize) {
        self.live.retain(|_, access| access.family != Some(family));
    }

    pub(crate) fn end_app(&mut self, app: usize) {
        self.live.retain(|_, access| access.holder.app != Some(app));
    }

    pub(crate) fn end_all(&mut self) -> usize {
        let count = self.live.len();
        *self = Self::default();
        count
    }

    /// Ends what no SOAP login opened.
    pub(crate) fn end_granted(&mut self) {
        self.live.retain(|_, access| access.holder.app.is_none());
    }

    pub(crate) fn count(&self, now: i64) -> usize {
        self.live
            .values()
            .filter(|access| access.expires > now)
            .count()
    }

    fn forget_ended(&mut self) {
        let live = &self.live;
        self.order.retain(|token| live.contains_key(token));
        self.standing.retain(|_, token| live.contains_key(token));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(user: usize) -> Holder {
        Holder {
            user,
            app: Some(0),
            scope: "api".into(),
        }
    }

    #[test]
    fn expired_tokens_are_dropped_and_live_ones_are_bounded() {
        let mut tokens = AccessTokens::default();
        for number in 0..FIRST_SWEEP {
            tokens.open(&format!("old {number}"), holder(1), None, 10, 0);
        }
        tokens.open("new", holder(1), None, 10, 20);
        assert_eq!((tokens.live.len(), tokens.order.len()), (1, 1));
        for number in 0..MOST + 5 {
            tokens.open(&format!("more {number}"), holder(1), None, 100, 20);
        }
        assert!(tokens.live.len() <= MOST && tokens.order.len() <= MOST);
        assert!(tokens.session("new", 10, 21).is_none());
    }

    #[test]
    fn a_standing_token_is_given_again_while_it_lives() {
        let mut tokens = AccessTokens::default();
        tokens.open("one", holder(1), None, 10, 0);
        tokens.keep_standing(Flow::JwtBearer, 1, 0, "one");
        let again = |tokens: &AccessTokens, flow, user, now| {
            tokens
                .standing(flow, &holder(user), now)
                .as_deref()
                .map(str::to_owned)
        };
        assert_eq!(
            again(&tokens, Flow::JwtBearer, 1, 9).as_deref(),
            Some("one")
        );
        assert_eq!(again(&tokens, Flow::JwtBearer, 1, 10), None);
        assert_eq!(again(&tokens, Flow::ClientCredentials, 1, 9), None);
        assert_eq!(again(&tokens, Flow::JwtBearer, 2, 9), None);
    }
}
