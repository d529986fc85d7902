//! What the window shows: one query for each view, and no view writes anything.

use super::connections::Connections;
use super::ports::Ports;
use super::states::States;
use crate::connection::{StoredConnection, host_of};
use crate::connectivity::{
    self, Connection, ConnectionFault, Connectivity, KeyStoreProblem, LateCallback, Resuming,
};
use crate::environment::Environment;
use crate::holding::HeldBack;
use crate::login::{LoginPhase, LoginPurpose};
use crate::organization::{Organization, OrganizationId};
use crate::overview::OrganizationSummary;
use crate::port::store::{
    SessionFilter, SessionPage, Store, StoreError, UserList, UserPage, Window,
};
use crate::port::{Salesforce, Vault};
use crate::reading::{ConnectionReading, UserReading};
use crate::refusal::NotDone;
use crate::salesforce_id::SalesforceId;
use crate::status::Overlay;
use crate::users::{Seen, UserCounts, UserQuery};
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
    pub async fn overview(&self) -> Result<Vec<OrganizationSummary>, NotDone> {
        let connections = self.ports.vault.connections().await?;
        let store = &self.ports.store;
        let days = self.states.settings().token_policy_days;
        let mut organizations = Vec::new();
        for organization in store.organizations().await? {
            let id = organization.id;
            let connection = connections.iter().find(|known| known.organization == id);
            let state = store.state(id).await?;
            let reading = self.reading(organization, connection.cloned());
            let last = store.last_sessions(id).await?.ended;
            let share = self.connections.own_share_used(id).await;
            organizations.push(OrganizationSummary::of(reading, state, last, share, days));
        }
        Ok(organizations)
    }

    /// An organization's connection.
    pub async fn connection(&self, id: OrganizationId) -> Result<ConnectionReading, NotDone> {
        let organization = self.ports.organization(id).await?;
        let connection = self.ports.vault.connection(id).await?;
        Ok(self.reading(organization, connection))
    }

    /// The tab *Salesforce Connectivity*. A login that timed out meanwhile does not show as waiting.
    pub async fn connectivity(&self, id: OrganizationId) -> Result<Connectivity, NotDone> {
        let (mut login, refused_callback) = self.connections.login_reading(id).await;
        let store = &self.ports.store;
        let day_ago = self.ports.now() - SignedDuration::from_hours(24);
        let days = self.states.settings().token_policy_days;
        let state = store.state(id).await?;
        let reading = self.connection(id).await?;
        let (organization, stored) = (&reading.organization, reading.connection.as_ref());
        if let LoginPhase::Waiting {
            purpose: LoginPurpose::Connect,
            login_hint,
            ..
        } = &mut login
        {
            *login_hint = stored.map(|stored| stored.account.username.clone());
        }
        let own_calls = store.own_calls(id, day_ago, u64::MAX).await?.spent;
        let key_store = self.connections.key_store_notice().await;
        let connected = reading.state.name();
        Ok(Connectivity {
            organization_id: id,
            organization_name: organization.name.clone(),
            service_account_login: organization.service_account_login,
            confirmed_no_lpc_user: organization.confirmed_no_lpc_user,
            state: connected,
            client_apps: Environment::ALL
                .into_iter()
                .map(|environment| self.client_app(organization, environment))
                .collect(),
            login,
            connection: stored
                .map(|stored| Connection::of(stored, reading.usage, own_calls, days, reading.at)),
            fault: ConnectionFault::of(&reading, &state.counts),
            resuming: Resuming::of(connected, &state.open_incidents(), &state.counts),
            recovery: state.recovery,
            key_store_problem: key_store.map(KeyStoreProblem::from),
            preflight: store.preflight(id).await?,
            late_callback: refused_callback.map(LateCallback::from),
        })
    }

    /// What was entered for one environment, as understood.
    pub fn client_app(
        &self,
        organization: &Organization,
        environment: Environment,
    ) -> connectivity::ClientApp {
        let app = organization.client_app(environment);
        let standard = || self.ports.salesforce.standard_login_origin(environment);
        let entered = app.login_origin.as_deref();
        connectivity::ClientApp {
            environment,
            my_domain: entered.map(host_of).unwrap_or_default().to_owned(),
            login_host: host_of(&app.login_origin.unwrap_or_else(standard)).to_owned(),
            consumer_key: app.consumer_key,
            callback_url: self.ports.callbacks.of(environment),
        }
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
    pub async fn user_counts(&self, id: OrganizationId) -> Result<UserCounts, NotDone> {
        let connection = self.connection(id).await?;
        let state = self.ports.store.state(id).await?;
        let loading = state.mirror.full_load.is_none() && connection.session_running;
        Ok(self.seen(&connection).await?.counts(&state, loading))
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
