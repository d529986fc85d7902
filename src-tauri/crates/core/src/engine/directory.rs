//! What the window shows: one query for each view, and no view writes anything.

use super::connections::Connections;
use super::ports::Ports;
use super::states::States;
use crate::connection::StoredConnection;
use crate::holding::HeldBack;
use crate::login::{LoginPhase, LoginPurpose};
use crate::organization::{ClientApp, Organization, OrganizationId};
use crate::port::store::{
    SessionFilter, SessionPage, Store, StoreError, UserList, UserPage, Window,
};
use crate::port::{Salesforce, Vault};
use crate::reading::{
    ConnectionReading, ConnectivityReading, CountsReading, OrganizationReading, UserReading,
};
use crate::refusal::NotDone;
use crate::salesforce_id::SalesforceId;
use crate::status::Overlay;
use crate::users::{Seen, UserQuery};
use jiff::SignedDuration;
use std::sync::Arc;

/// Statuses that were read longer ago carry a mark, whatever keeps the sessions away: a budget,
/// changes that are held back, a computer that slept.
const FRESH_FOR: SignedDuration = SignedDuration::from_mins(15);

/// The newest sessions that are shown beside a user.
const SESSIONS_OF_USER: u64 = 5;

/// Longer searches find nothing that a person looks for.
const MAX_SEARCH: usize = 200;

/// What the window shows.
pub struct Directory<V, S, F> {
    pub(super) ports: Arc<Ports<V, S, F>>,
    pub(super) states: Arc<States>,
    pub(super) connections: Arc<Connections<V, S, F>>,
}

impl<V: Vault, S: Store, F: Salesforce> Directory<V, S, F> {
    /// All organizations, by name.
    pub async fn organizations(&self) -> Result<Vec<Organization>, StoreError> {
        self.ports.store.organizations().await
    }

    /// The frame of the window: every organization at a glance.
    pub async fn overview(&self) -> Result<Vec<OrganizationReading>, NotDone> {
        let connections = self.ports.vault.connections().await?;
        let store = &self.ports.store;
        let mut readings = Vec::new();
        for organization in store.organizations().await? {
            let id = organization.id;
            let connection = connections.iter().find(|known| known.organization == id);
            let state = store.state(id).await?;
            readings.push(OrganizationReading {
                connection: self.reading(organization, connection.cloned()),
                counts: state.counts,
                last_session: store.last_sessions(id).await?.ended,
                held_back: state.held_back,
                own_share: self.connections.own_share_used(id).await,
            });
        }
        Ok(readings)
    }

    /// An organization's connection.
    pub async fn connection(&self, id: OrganizationId) -> Result<ConnectionReading, NotDone> {
        let organization = self.ports.organization(id).await?;
        let connection = self.ports.vault.connection(id).await?;
        Ok(self.reading(organization, connection))
    }

    /// The tab *Salesforce Connectivity*. A login that timed out meanwhile does not show as waiting.
    pub async fn connectivity(&self, id: OrganizationId) -> Result<ConnectivityReading, NotDone> {
        let (mut login, refused_callback) = self.connections.login_reading(id).await;
        let store = &self.ports.store;
        let day_ago = self.ports.now() - SignedDuration::from_hours(24);
        let state = store.state(id).await?;
        let connection = self.connection(id).await?;
        if let LoginPhase::Waiting {
            purpose: LoginPurpose::Connect,
            login_hint,
            ..
        } = &mut login
        {
            let known = connection.connection.as_ref();
            *login_hint = known.map(|stored| stored.account.username.clone());
        }
        Ok(ConnectivityReading {
            login,
            refused_callback,
            connection,
            counts: state.counts,
            incidents: state.open_incidents(),
            recovery: state.recovery,
            preflight: store.preflight(id).await?,
            own_calls: store.own_calls(id, day_ago, u64::MAX).await?.spent,
            key_store: self.connections.key_store_notice().await,
            idle_limit_days: i64::from(self.states.settings().token_policy_days),
        })
    }

    /// A page of the list of users, and how they are seen.
    pub async fn users(&self, query: UserQuery) -> Result<(Seen, UserPage), NotDone> {
        let id = query.organization_id;
        let seen = self.seen(&self.connection(id).await?).await?;
        let list = UserList {
            organization: id,
            filter: query.filter.under(&seen.overlay),
            overlay: seen.overlay.clone(),
            search: query.search.chars().take(MAX_SEARCH).collect(),
            sort: query.sort,
            descending: query.descending,
        };
        let page = self.ports.store.users(list, query.window.page()).await?;
        Ok((seen, page))
    }

    /// The counts over the list of users.
    pub async fn user_counts(&self, id: OrganizationId) -> Result<CountsReading, NotDone> {
        let connection = self.connection(id).await?;
        let state = self.ports.store.state(id).await?;
        Ok(CountsReading {
            seen: self.seen(&connection).await?,
            counts: state.counts,
            incidents: state.open_incidents(),
            loading: state.mirror.full_load.is_none() && connection.session_running,
        })
    }

    /// One user with the newest `changes` of the history.
    pub async fn user(
        &self,
        id: OrganizationId,
        user: &SalesforceId,
        changes: u64,
    ) -> Result<UserReading, NotDone> {
        let connection = self.connection(id).await?;
        let store = &self.ports.store;
        let newest = Window {
            offset: 0,
            limit: SESSIONS_OF_USER,
        };
        let state = store.state(id).await?;
        Ok(UserReading {
            seen: self.seen(&connection).await?,
            user: store
                .user(id, user)
                .await?
                .ok_or(StoreError::NotFound("user"))?,
            counts: state.counts,
            incidents: state.open_incidents(),
            history: store.user_history(id, user, changes).await?,
            sessions: store.sessions(id, SessionFilter::All, newest).await?,
            last_check: store.last_member_check(id, user).await?,
        })
    }

    /// A page of the sessions with the counts of its filters.
    pub async fn sessions(
        &self,
        id: OrganizationId,
        filter: SessionFilter,
        window: Window,
    ) -> Result<SessionPage, StoreError> {
        self.ports.store.sessions(id, filter, window.page()).await
    }

    /// What is held back now.
    pub async fn held_back(&self, id: OrganizationId) -> Result<Option<HeldBack>, StoreError> {
        Ok(self.ports.store.state(id).await?.held_back)
    }

    /// Where an app signs in, and the callback address it needs.
    pub fn addresses(&self, app: &ClientApp) -> (String, String) {
        let standard = || self.ports.salesforce.standard_login_origin(app.environment);
        let login_origin = app.login_origin.clone().unwrap_or_else(standard);
        (login_origin, self.ports.callbacks.of(app.environment))
    }

    async fn seen(&self, connection: &ConnectionReading) -> Result<Seen, StoreError> {
        let overlay = connection.overlay();
        let store = &self.ports.store;
        let last_read = store.last_sessions(connection.organization.id).await?.read;
        let old = last_read.is_some_and(|read| connection.at.duration_since(read) > FRESH_FOR);
        Ok(Seen {
            stale: overlay == Overlay::Stale || overlay == Overlay::Clear && old,
            overlay,
            last_read,
        })
    }

    fn reading(
        &self,
        organization: Organization,
        connection: Option<StoredConnection>,
    ) -> ConnectionReading {
        let days = self.states.settings().token_policy_days;
        let at = self.ports.now();
        let entitled = connection
            .as_ref()
            .is_none_or(|known| self.connections.license.entitled(known));
        self.states.change(organization.id, |live| {
            ConnectionReading::of(organization, connection, live, entitled, days, at)
        })
    }
}
