//! *Check now* for one member: reads this user alone, with the rules of a session.

use super::changes::Reading;
use super::stop::Sync;
use crate::connection::StoredConnection;
use crate::directory::DirectoryUser;
use crate::failure::{CallError, SessionError};
use crate::known::State;
use crate::member_check::{MemberCheck, MemberReading};
use crate::notice::Notice;
use crate::organization::OrganizationId;
use crate::part::Part;
use crate::plan::{CheckMember, EvaluationInput, KeepFailedCheck};
use crate::port::store::{Store, StoreError};
use crate::port::{Salesforce, Vault};
use crate::refusal::{NotDone, has_budget_by_hand};
use crate::salesforce_id::SalesforceId;
use std::sync::Arc;

impl<V: Vault, S: Store, F: Salesforce> Sync<V, S, F> {
    /// Reads one member now and applies what a session would. Waits for a session that runs, and
    /// sessions wait for it: whoever writes later has read later.
    pub async fn check_member(
        self: &Arc<Self>,
        id: OrganizationId,
        member: &SalesforceId,
    ) -> Result<MemberCheck, NotDone> {
        let (sync, member) = (Arc::clone(self), member.clone());
        let check = async move { sync.check(id, &member).await };
        let checked = self.states.tasks.run(Part::Check, check).await;
        checked.unwrap_or_else(|error| Err(StoreError::Storage(Box::new(error)).into()))
    }

    async fn check(
        self: &Arc<Self>,
        id: OrganizationId,
        member: &SalesforceId,
    ) -> Result<MemberCheck, NotDone> {
        self.may_check_member(id, member).await?;
        self.take_turn(id, member)?;
        let live = self.states.of(id);
        let reading = Arc::clone(&live.reading).lock_owned().await;
        // The session that was waited for may have found that nothing can be asked any more.
        let connection = self.allowed_to_check(id, member).await?;
        let mut asked = Reading::begin(self, id, &connection, 0);
        let read = asked.read_member(member).await;
        let api_calls = asked.api_calls;
        let now = self.ports.now();
        let store = &self.ports.store;
        let check = match read {
            Ok((found, frozen)) => {
                let evaluation = EvaluationInput {
                    service_account: connection.account.user_id.clone(),
                    frozen,
                    now,
                    hold_back: false,
                };
                let reading = MemberReading {
                    member: member.clone(),
                    found,
                    api_calls,
                };
                let work = CheckMember {
                    reading,
                    evaluation,
                };
                let check = store.apply(id, work).await?;
                let refused = connection.fault.is_some();
                self.states
                    .change(id, |state| state.look_again(refused, now));
                check
            }
            Err(SessionError::Store(error)) => return Err(error.into()),
            Err(SessionError::Stopped(stopped)) => {
                return Err(stopped.into());
            }
            Err(SessionError::Call(CallError::NotConnected)) => {
                return Err(NotDone::NothingToCheck);
            }
            Err(error) => {
                self.heed(id, &error, None, now).await;
                self.states.change(id, State::wait_as_asked);
                let failed = KeepFailedCheck {
                    member: member.clone(),
                    at: now,
                    fault: error.fault(),
                    api_calls,
                };
                store.apply(id, failed).await?
            }
        };
        drop(reading);
        tracing::info!(
            organization = %id, outcome = ?check.outcome, api_calls,
            "a member was checked"
        );
        self.ports.notify(Notice::UsersChanged(id));
        Ok(check)
    }

    /// Whether a member can be checked, apart from the last check of this member being too young.
    pub async fn may_check_member(
        &self,
        id: OrganizationId,
        member: &SalesforceId,
    ) -> Result<(), NotDone> {
        self.allowed_to_check(id, member).await.map(drop)
    }

    async fn allowed_to_check(
        &self,
        id: OrganizationId,
        member: &SalesforceId,
    ) -> Result<StoredConnection, NotDone> {
        let connection = self.may_ask_by_hand(id).await?;
        let store = &self.ports.store;
        if store.state(id).await?.mirror.full_load.is_none() {
            return Err(NotDone::NotRead);
        }
        let known = store.user(id, member).await?;
        let known = known.ok_or(StoreError::NotFound("user"))?;
        if known.status.is_none() {
            return Err(NotDone::NotAMember);
        }
        let known = self.states.of(id).known();
        has_budget_by_hand(known.usage)?;
        self.within_own_share(id).await?;
        let now = self.ports.now();
        if let Some(until) = known.earliest()
            && until > now
        {
            let minutes = until.duration_since(now).as_mins() + 1;
            return Err(NotDone::Throttled { minutes });
        }
        Ok(connection)
    }

    /// Once a minute for each member: whoever comes first takes the turn, whatever comes of it.
    fn take_turn(&self, id: OrganizationId, member: &SalesforceId) -> Result<(), NotDone> {
        let now = self.ports.now();
        (self.states).change(id, |state| state.known.take_turn(member, now))
    }
}

impl<V: Vault, S: Store, F: Salesforce> Reading<'_, V, S, F> {
    /// One member, and who is frozen: this member or nobody.
    async fn read_member(
        &mut self,
        member: &SalesforceId,
    ) -> Result<(Option<DirectoryUser>, Option<Vec<SalesforceId>>), SessionError> {
        let salesforce = &self.sync.ports.salesforce;
        let found = self
            .ask(|access| async move { salesforce.user(&access, member).await })
            .await?;
        if found.is_none() {
            return Ok((None, None));
        }
        let frozen: Option<bool> = self
            .ask(|access| async move { salesforce.is_frozen(&access, member).await })
            .await?;
        let listed = |frozen: bool| frozen.then(|| member.clone()).into_iter().collect();
        Ok((found, frozen.map(listed)))
    }
}
