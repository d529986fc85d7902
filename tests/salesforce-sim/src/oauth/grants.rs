//! Approvals, what they are exchanged for, and what kills them.

mod access;
mod codes;
mod refresh;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::scopes;
use crate::switches::RefreshPolicy;

pub(crate) use access::{AccessTokens, Flow, Holder, Session};
pub(crate) use codes::{Approved, Codes};
use refresh::Mint;

const APPROVALS_PER_USER: usize = 5;
/// Dead approvals are kept for the list of them until there are so many.
const KEPT_FAMILIES: usize = 5_000;
const DAY_MS: i64 = 86_400_000;

/// One lasting approval: a chain of refresh tokens of which one is current, and their access
/// tokens.
pub(crate) struct Family {
    pub(crate) user: usize,
    /// Position of the app.
    pub(crate) app: usize,
    pub(crate) scope: Arc<str>,
    pub(crate) created: i64,
    pub(crate) last_used: i64,
    pub(crate) uses: i64,
    /// The turn of the refresh token that is current.
    turn: u32,
    /// Tokens of earlier turns belonged to an approval that had this place before.
    first_turn: u32,
    live: bool,
}

/// Every grant that is live, and the lasting ones that are no more.
#[derive(Default)]
pub(crate) struct Grants {
    pub(crate) codes: Codes,
    pub(crate) access: AccessTokens,
    families: Vec<Family>,
    /// Scopes that a user has approved for an app, as long as a grant of theirs lives.
    approved: HashMap<(usize, usize), HashSet<String>>,
    mint: Mint,
    in_flight: HashSet<(usize, u32)>,
}

/// Why a refresh token is refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum RefreshRefusal {
    /// Unknown, revoked or too old.
    Gone,
    /// It had been rotated out: its family is dead now.
    Reused,
    /// The same token is being refreshed at this moment.
    InFlight,
}

impl Grants {
    /// Notes that a user has pressed Allow.
    pub(crate) fn approve(&mut self, user: usize, app: usize, scope: &str) {
        let approved = self.approved.entry((user, app)).or_default();
        approved.extend(scope.split(' ').map(str::to_owned));
    }

    /// Whether a user has approved all of these scopes for an app before.
    pub(crate) fn is_approved(&self, user: usize, app: usize, scope: &str) -> bool {
        let approved = self.approved.get(&(user, app));
        approved.is_some_and(|approved| scope.split(' ').all(|scope| approved.contains(scope)))
    }

    /// The scopes that a user has approved for an app.
    pub(crate) fn approved_scopes(&self, user: usize, app: usize) -> Option<&HashSet<String>> {
        self.approved.get(&(user, app))
    }

    /// Begins a lasting approval; its number and refresh token. The sixth of a user and app
    /// revokes the oldest.
    pub(crate) fn begin_family(
        &mut self,
        holder: &Holder,
        app: usize,
        now: i64,
    ) -> (usize, String) {
        let of_both =
            |&f: &usize| self.families[f].user == holder.user && self.families[f].app == app;
        let live: Vec<usize> = self.live_approvals().filter(of_both).collect();
        let oldest = live
            .iter()
            .copied()
            .min_by_key(|&f| self.families[f].created);
        if let Some(oldest) = oldest.filter(|_| live.len() >= APPROVALS_PER_USER) {
            self.end(oldest);
        }
        let family = self.vacant();
        let turn = self.families.get(family).map_or(0, |dead| dead.turn);
        let fresh = Family {
            user: holder.user,
            app,
            scope: Arc::clone(&holder.scope),
            created: now,
            last_used: now,
            uses: 0,
            turn,
            first_turn: turn.wrapping_add(1),
            live: true,
        };
        match self.families.get_mut(family) {
            Some(dead) => *dead = fresh,
            None => self.families.push(fresh),
        }
        (family, self.next_token(family))
    }

    /// Whether this token may be refreshed now; it is in flight afterwards. The number of its
    /// family.
    pub(crate) fn begin_refresh(
        &mut self,
        token: &str,
        app: usize,
        policy: RefreshPolicy,
        now: i64,
    ) -> Result<usize, RefreshRefusal> {
        let (family, turn) = self.read(token).ok_or(RefreshRefusal::Gone)?;
        if self.families[family].app != app {
            return Err(RefreshRefusal::Gone);
        }
        if self.in_flight.contains(&(family, turn)) {
            return Err(RefreshRefusal::InFlight);
        }
        self.check_current(family, turn)?;
        if self.is_over(family, policy, now) {
            self.end(family);
            return Err(RefreshRefusal::Gone);
        }
        self.in_flight.insert((family, turn));
        Ok(family)
    }

    pub(crate) fn leave_flight(&mut self, token: &str) {
        if let Some(numbers) = self.read(token) {
            self.in_flight.remove(&numbers);
        }
    }

    /// Ends a refresh that [`Self::begin_refresh`] began: the family's number and, with rotation,
    /// its new refresh token.
    pub(crate) fn finish_refresh(
        &mut self,
        token: &str,
        rotation: bool,
        now: i64,
    ) -> Result<(usize, Option<String>), RefreshRefusal> {
        let (family, turn) = self.read(token).ok_or(RefreshRefusal::Gone)?;
        self.in_flight.remove(&(family, turn));
        self.check_current(family, turn)?;
        self.families[family].last_used = now;
        self.families[family].uses += 1;
        Ok((family, rotation.then(|| self.next_token(family))))
    }

    /// The session of an access token. Use in the second half of its life prolongs it.
    pub(crate) fn session(&mut self, token: &str, life: i64, now: i64) -> Option<Session> {
        self.access.session(token, life, now)
    }

    /// The family of a refresh token that is current.
    pub(crate) fn family_of_refresh(&self, token: &str) -> Option<&Family> {
        let (family, turn) = self.read(token)?;
        let family = &self.families[family];
        (family.live && family.turn == turn).then_some(family)
    }

    /// Revokes a token: an access token alone, a refresh token with its access tokens.
    pub(crate) fn revoke(&mut self, token: &str) -> bool {
        if self.access.end(token) {
            return true;
        }
        match (self.family_of_refresh(token).is_some(), self.read(token)) {
            (true, Some((family, _))) => {
                self.end(family);
                true
            }
            _ => false,
        }
    }

    pub(crate) fn expire_access_tokens(&mut self) -> usize {
        self.access.end_all()
    }

    pub(crate) fn revoke_everything(&mut self) -> usize {
        let live: Vec<usize> = self.live_approvals().collect();
        for &family in &live {
            self.families[family].live = false;
        }
        self.access.end_granted();
        self.approved.clear();
        live.len()
    }

    /// Ends whatever an app was given.
    pub(crate) fn end_app(&mut self, app: usize) {
        for family in self.families.iter_mut().filter(|family| family.app == app) {
            family.live = false;
        }
        self.access.end_app(app);
        self.approved.retain(|&(_, of), _| of != app);
    }

    pub(crate) fn families(&self) -> &[Family] {
        &self.families
    }

    /// Whether the approval at this position is live.
    pub(crate) fn counts(&self, family: usize) -> bool {
        self.families[family].live
    }

    /// Positions of the approvals that count, oldest first.
    pub(crate) fn live_approvals(&self) -> impl Iterator<Item = usize> {
        (0..self.families.len()).filter(|&family| self.counts(family))
    }

    pub(crate) fn live_refresh_tokens(&self) -> usize {
        self.live_approvals().count()
    }

    pub(crate) fn live_access_tokens(&self, now: i64) -> usize {
        self.access.count(now)
    }

    fn read(&self, token: &str) -> Option<(usize, u32)> {
        let (family, turn) = self.mint.read(token)?;
        let family = usize::try_from(family).ok()?;
        let known = self.families.get(family)?;
        (known.first_turn <= turn).then_some((family, turn))
    }

    /// Where the next approval goes: at the end, or into the place of a dead one when there are
    /// many.
    fn vacant(&self) -> usize {
        let dead = || self.families.iter().position(|family| !family.live);
        let full = self.families.len() >= KEPT_FAMILIES;
        full.then(dead).flatten().unwrap_or(self.families.len())
    }

    fn check_current(&mut self, family: usize, turn: u32) -> Result<(), RefreshRefusal> {
        let known = &self.families[family];
        if !known.live {
            return Err(RefreshRefusal::Gone);
        }
        if known.turn != turn {
            self.end(family);
            return Err(RefreshRefusal::Reused);
        }
        Ok(())
    }

    fn is_over(&self, family: usize, policy: RefreshPolicy, now: i64) -> bool {
        let family = &self.families[family];
        let longer = |since: i64, days: i64| now - since > days.saturating_mul(DAY_MS);
        match policy {
            RefreshPolicy::UntilRevoked => false,
            RefreshPolicy::Immediate => true,
            RefreshPolicy::IdleDays(days) => longer(family.last_used, days),
            RefreshPolicy::AbsoluteDays(days) => longer(family.created, days),
        }
    }

    fn end(&mut self, family: usize) {
        self.families[family].live = false;
        self.access.end_family(family);
        let key = (self.families[family].user, self.families[family].app);
        let others = self
            .live_approvals()
            .any(|f| (self.families[f].user, self.families[f].app) == key);
        if !others {
            self.approved.remove(&key);
        }
    }

    fn next_token(&mut self, family: usize) -> String {
        let known = &mut self.families[family];
        known.turn = known.turn.wrapping_add(1);
        self.mint
            .token(u32::try_from(family).unwrap_or(u32::MAX), known.turn)
    }
}

/// Whether an approval of these scopes begins a family.
pub(crate) fn begins_family(scope: &str) -> bool {
    scopes::lasting(scope)
}

#[cfg(test)]
mod tests;
