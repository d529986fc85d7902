//! Short words for what the suite does to a store.

use crate::alert::AlertKind;
use crate::audit::Stamp;
use crate::directory::DirectoryUser;
use crate::environment::Environment;
use crate::fault::Fault;
use crate::holding::{HeldBack, Verdict};
use crate::incident::{FaultClass, IncidentScope, Recovery};
use crate::member_check::{MemberCheck, MemberReading};
use crate::organization::{Organization, OrganizationChange, OrganizationId};
use crate::plan::KnownIncident;
use crate::plan::{
    BeginLoad, CheckMember, ConfirmHeldBack, DismissRecovery, EndLoss, EndSession, EvaluationInput,
    KeepFailedCheck, Load, Lose, Mirror, OrganizationEdit, OwnCounts, PassOverAlerts, PublishLoad,
    SavePreflight, SessionEnd, SessionId, SetSource, StoreDelta, StorePages, TakeAlert,
};
use crate::port::store::{SessionCounts, SessionFilter, Store, StoreError, Window};
use crate::preflight::Preflight;
use crate::salesforce_id::SalesforceId;
use crate::session::{Changes, Session};
use jiff::Timestamp;

type Answer<T> = Result<T, StoreError>;

/// Works and readings by name.
#[allow(async_fn_in_trait, reason = "tests wait for one thing at a time")]
pub trait Short: Store {
    async fn add_organization(&self, organization: Organization, stamp: Stamp) -> Answer<()> {
        let edit = OrganizationEdit::Add(organization);
        self.edit_organization(edit, stamp).await.map(drop)
    }

    async fn change_organization(
        &self,
        id: OrganizationId,
        change: OrganizationChange,
        stamp: Stamp,
    ) -> Answer<Organization> {
        let edit = OrganizationEdit::Change(id, change);
        self.edit_organization(edit, stamp).await
    }

    async fn delete_organization(&self, id: OrganizationId, stamp: Stamp) -> Answer<()> {
        let edit = OrganizationEdit::Delete(id);
        self.edit_organization(edit, stamp).await.map(drop)
    }

    async fn mirror(&self, id: OrganizationId) -> Answer<Mirror> {
        Ok(self.state(id).await?.mirror)
    }

    async fn own_counts(&self, id: OrganizationId) -> Answer<OwnCounts> {
        Ok(self.state(id).await?.counts)
    }

    async fn incidents(&self, id: OrganizationId) -> Answer<Vec<KnownIncident>> {
        Ok(self.state(id).await?.open_incidents())
    }

    async fn held_back(&self, id: OrganizationId) -> Answer<Option<HeldBack>> {
        Ok(self.state(id).await?.held_back)
    }

    async fn recovery(&self, id: OrganizationId) -> Answer<Option<Recovery>> {
        Ok(self.state(id).await?.recovery)
    }

    async fn begin_load(&self, id: OrganizationId, environment: Environment) -> Answer<Load> {
        self.apply(id, BeginLoad(environment)).await
    }

    async fn store_load_page(
        &self,
        id: OrganizationId,
        load: &Load,
        users: Vec<DirectoryUser>,
    ) -> Answer<()> {
        let load = load.clone();
        self.apply(id, StorePages { load, users }).await
    }

    async fn publish_load(
        &self,
        id: OrganizationId,
        load: &Load,
        evaluation: EvaluationInput,
    ) -> Answer<Verdict<Changes>> {
        let load = load.clone();
        self.apply(id, PublishLoad { load, evaluation }).await
    }

    async fn store_delta(
        &self,
        id: OrganizationId,
        users: Vec<DirectoryUser>,
        evaluation: EvaluationInput,
    ) -> Answer<Verdict<Changes>> {
        self.apply(id, StoreDelta { users, evaluation }).await
    }

    async fn store_member_check(
        &self,
        id: OrganizationId,
        reading: MemberReading,
        evaluation: EvaluationInput,
    ) -> Answer<MemberCheck> {
        let work = CheckMember {
            reading,
            evaluation,
        };
        self.apply(id, work).await
    }

    async fn store_failed_check(
        &self,
        id: OrganizationId,
        member: &SalesforceId,
        at: Timestamp,
        fault: &Fault,
        api_calls: u64,
    ) -> Answer<MemberCheck> {
        let work = KeepFailedCheck {
            member: member.clone(),
            at,
            fault: fault.clone(),
            api_calls,
        };
        self.apply(id, work).await
    }

    async fn confirm_held_back(
        &self,
        id: OrganizationId,
        affected: u64,
        stamp: Stamp,
    ) -> Answer<bool> {
        self.apply(id, ConfirmHeldBack { affected, stamp }).await
    }

    async fn end_session(
        &self,
        id: OrganizationId,
        session: SessionId,
        end: SessionEnd,
    ) -> Answer<Session> {
        self.apply(id, EndSession { id: session, end }).await
    }

    async fn last_session(&self, id: OrganizationId) -> Answer<Option<Session>> {
        Ok(self.last_sessions(id).await?.ended)
    }

    async fn last_read(&self, id: OrganizationId) -> Answer<Option<Timestamp>> {
        Ok(self.last_sessions(id).await?.read)
    }

    async fn session_counts(&self, id: OrganizationId) -> Answer<SessionCounts> {
        let window = Window {
            offset: 0,
            limit: 0,
        };
        Ok(self.sessions(id, SessionFilter::All, window).await?.counts)
    }

    async fn calls_since(&self, id: OrganizationId, since: Timestamp) -> Answer<u64> {
        Ok(self.own_calls(id, since, u64::MAX).await?.spent)
    }

    async fn share_reached(
        &self,
        id: OrganizationId,
        since: Timestamp,
        share: u64,
    ) -> Answer<Option<Timestamp>> {
        Ok(self.own_calls(id, since, share).await?.reached)
    }

    async fn open_connection_incident(
        &self,
        id: OrganizationId,
        class: FaultClass,
        fault: &Fault,
        since: Timestamp,
    ) -> Answer<()> {
        let fault = fault.clone();
        self.apply(
            id,
            Lose {
                scope: IncidentScope::Connection,
                class,
                fault,
                since,
            },
        )
        .await
    }

    async fn close_connection_incident(
        &self,
        id: OrganizationId,
        at: Timestamp,
        recovered: Option<Stamp>,
    ) -> Answer<Option<Recovery>> {
        self.apply(id, EndLoss { at, recovered }).await
    }

    async fn dismiss_recovery(&self, id: OrganizationId) -> Answer<()> {
        self.apply(id, DismissRecovery).await
    }

    async fn save_preflight(&self, id: OrganizationId, preflight: Preflight) -> Answer<()> {
        self.apply(id, SavePreflight(Some(preflight))).await
    }

    async fn forget_preflight(&self, id: OrganizationId) -> Answer<()> {
        self.apply(id, SavePreflight(None)).await
    }

    async fn set_mirror_source(
        &self,
        id: OrganizationId,
        before: Option<SalesforceId>,
        now: SalesforceId,
        at: Timestamp,
    ) -> Answer<()> {
        self.apply(id, SetSource { before, now, at }).await
    }

    async fn take_alert(&self, id: OrganizationId) -> Answer<Option<AlertKind>> {
        self.apply(id, TakeAlert).await
    }

    async fn pass_over_alerts(&self, id: OrganizationId) -> Answer<()> {
        self.apply(id, PassOverAlerts).await
    }
}

impl<S: Store> Short for S {}
