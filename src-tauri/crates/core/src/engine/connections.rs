//! The connections: a service account's login, its tokens, and what checks them.

use super::journal::Journal;
use super::license::License;
use super::ports::Ports;
use super::states::States;
use crate::login::state::Login;
use crate::organization::OrganizationId;
use crate::pace::{OwnShareUsed, own_share};
use crate::port::store::{OwnCalls, Store, StoreError};
use crate::port::{Salesforce, Vault};
use jiff::SignedDuration;
use std::sync::Arc;
use std::time::Duration;

/// A refresh request may take 30 seconds, and a rotated token that cannot be written is worth
/// another minute of trying: it is the only valid one.
const SETTLE_WITHIN: Duration = Duration::from_secs(95);

/// Login, tokens, checks of the account, *Disconnect*.
pub struct Connections<V, S, F> {
    pub(super) ports: Arc<Ports<V, S, F>>,
    pub(super) states: Arc<States>,
    pub(super) journal: Arc<Journal<V, S, F>>,
    pub(super) license: Arc<License<V, S, F>>,
}

impl<V, S: Store, F> Connections<V, S, F> {
    /// What the console called in the last 24 hours, and when it reached a share. Calls that belong
    /// to no session are known until a restart.
    pub(super) async fn own_calls(
        &self,
        id: OrganizationId,
        share: u64,
    ) -> Result<OwnCalls, StoreError> {
        let since = self.ports.now() - SignedDuration::from_hours(24);
        let beside = self.states.of(id).known().calls_beside(since);
        let share = share.saturating_sub(beside).max(1);
        let mut calls = self.ports.store.own_calls(id, since, share).await?;
        calls.spent += beside;
        Ok(calls)
    }

    /// The console's own share of the API limit, where it is used up. A limit that nobody has named
    /// since the start says nothing.
    pub(super) async fn own_share_used(&self, id: OrganizationId) -> Option<OwnShareUsed> {
        let limit = self.states.of(id).known().usage?.limit;
        if limit == 0 {
            return None;
        }
        let day = SignedDuration::from_hours(24);
        let allowed = own_share(limit);
        let calls = self.own_calls(id, allowed).await.ok()?;
        Some(OwnShareUsed {
            spent: calls.spent,
            allowed,
            limit,
            until: calls.reached? + day,
        })
    }
}

impl<V: Vault, S: Store, F: Salesforce> Connections<V, S, F> {
    /// Waits until no refresh is under way, at most as long as a refresh may take; called before
    /// the process ends.
    pub async fn settle(self: &Arc<Self>) {
        let refreshes = async {
            for (_, live) in self.states.all() {
                let held = live.change(|state| state.login.take_held(Login::Idle));
                if let Some(held) = held {
                    self.revoke_grant(&held.login, &held.grant).await;
                }
                // Kept for the rest of the process: no new refresh begins while it ends.
                std::mem::forget(Arc::clone(&live.refreshing).lock_owned().await);
            }
        };
        if tokio::time::timeout(SETTLE_WITHIN, refreshes)
            .await
            .is_err()
        {
            tracing::error!("a refresh is still under way while the console closes");
        }
        self.revoke_held_for_session().await;
    }
}
