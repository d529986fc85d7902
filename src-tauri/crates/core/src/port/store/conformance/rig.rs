//! What the tests of the suite share.

use super::short::Short;
use crate::audit::{AuditKind, EntryFilter, EntryPage, Stamp};
use crate::directory::DirectoryUser;
use crate::environment::Environment;
use crate::holding::Verdict;
use crate::organization::{Organization, OrganizationId};
use crate::plan::{EvaluationInput, Plan, Rows, Standing, Update, Work, Write};
use crate::port::store::{SortColumn, Store, UserFilter, UserList, UserPage, UserRecord, Window};
use crate::salesforce_id::SalesforceId;
use crate::session::Changes;
use crate::status::{Overlay, OwnStatus, StatusSource};
use jiff::Timestamp;

/// An instant, in seconds after an arbitrary beginning.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).expect("in range")
}

pub fn id(number: usize) -> SalesforceId {
    SalesforceId::parse(&format!("005{number:012}")).expect("digits")
}

pub fn service_account() -> SalesforceId {
    id(999_999)
}

pub fn user(number: usize) -> DirectoryUser {
    DirectoryUser {
        id: id(number),
        name: format!("User {number:06}"),
        email: format!("user{number}@halden.example.com"),
        username: format!("user{number}@halden.example.com.crm"),
        profile: "Field Sales".to_owned(),
        user_type: "Standard".to_owned(),
        is_active: true,
        last_login: None,
        modified: at(number as i64 % 1_000),
    }
}

pub fn named(number: usize, name: &str) -> DirectoryUser {
    DirectoryUser {
        name: name.to_owned(),
        ..user(number)
    }
}

pub fn inactive(number: usize) -> DirectoryUser {
    DirectoryUser {
        is_active: false,
        ..user(number)
    }
}

pub fn organization(name: &str) -> Organization {
    Organization {
        id: OrganizationId::random(),
        name: name.to_owned(),
        named_by_hand: false,
        external_id: None,
        synchronization: true,
        service_account_login: true,
        confirmed_no_lpc_user: false,
        client_apps: Vec::new(),
    }
}

/// Evaluates at a second with nobody frozen.
pub fn input(second: i64) -> EvaluationInput {
    frozen(second, &[])
}

pub fn frozen(second: i64, users: &[usize]) -> EvaluationInput {
    EvaluationInput {
        service_account: service_account(),
        frozen: Some(users.iter().copied().map(id).collect()),
        now: at(second),
        hold_back: false,
    }
}

pub fn frozen_unknown(second: i64) -> EvaluationInput {
    EvaluationInput {
        frozen: None,
        ..input(second)
    }
}

/// A store that runs the suite.
pub trait Subject: Store + Sized {
    /// Where it keeps its data.
    type Place: Send + Sync;

    /// An empty one.
    fn begin() -> (Self, Self::Place);

    /// The same after it was closed.
    fn reopened(self, place: &Self::Place) -> Self;
}

/// A store with one organization.
pub struct Rig<S: Subject> {
    // Closed before its place goes.
    pub db: S,
    pub organization: OrganizationId,
    pub place: S::Place,
}

impl<S: Subject> Rig<S> {
    pub async fn new() -> Self {
        let (db, place) = S::begin();
        let organization = add_organization(&db, "Halden").await;
        Self {
            db,
            organization,
            place,
        }
    }

    /// A rig with these users in a published load at second 10.
    pub async fn with(users: Vec<DirectoryUser>) -> Self {
        let rig = Self::new().await;
        rig.load(users, input(10)).await;
        rig
    }

    pub fn reopen(self) -> Self {
        let Self {
            db,
            organization,
            place,
        } = self;
        Self {
            db: db.reopened(&place),
            organization,
            place,
        }
    }

    pub async fn load(&self, users: Vec<DirectoryUser>, input: EvaluationInput) -> Changes {
        load_into(&self.db, self.organization, users, input).await
    }

    pub async fn delta(&self, users: Vec<DirectoryUser>, input: EvaluationInput) -> Changes {
        let verdict = self.db.store_delta(self.organization, users, input);
        applied(verdict.await.expect("a delta is stored"))
    }

    pub async fn record(&self, number: usize) -> Option<UserRecord> {
        self.db
            .user(self.organization, &id(number))
            .await
            .expect("a user is read")
    }

    pub async fn status(&self, number: usize) -> (Option<OwnStatus>, Option<String>) {
        let record = self.record(number).await.expect("the user is there");
        (record.status, record.cause.map(|cause| cause.raw))
    }

    pub fn list(&self) -> UserList {
        UserList {
            organization: self.organization,
            filter: UserFilter::All,
            overlay: Overlay::Clear,
            search: String::new(),
            sort: SortColumn::Name,
            descending: false,
        }
    }

    pub async fn page(&self, list: UserList, offset: u64, limit: u64) -> UserPage {
        self.db
            .users(list, Window { offset, limit })
            .await
            .expect("a page is read")
    }

    /// Names of everyone in a list.
    pub async fn names(&self, list: UserList) -> Vec<String> {
        let page = self.page(list, 0, 500).await;
        assert_eq!(
            page.total,
            page.users.len() as u64,
            "the total agrees with the rows"
        );
        page.users.into_iter().map(|user| user.name).collect()
    }

    /// Gives a member a status that nothing gives yet.
    pub async fn set_own(&self, number: usize, own: OwnStatus) {
        let work = SetOwn {
            user: id(number),
            own,
        };
        self.db
            .apply(self.organization, work)
            .await
            .expect("the status is set");
    }

    /// A page of the audit.
    pub async fn entries(&self, filter: EntryFilter, before: Option<i64>, limit: u32) -> EntryPage {
        self.db
            .entries(filter, before, limit)
            .await
            .expect("a page of the audit is read")
    }

    pub async fn kinds(&self, filter: EntryFilter) -> Vec<AuditKind> {
        let page = self.entries(filter, None, 500).await;
        page.entries.into_iter().map(|entry| entry.kind).collect()
    }
}

pub async fn add_organization(db: &impl Store, name: &str) -> OrganizationId {
    let organization = organization(name);
    let id = organization.id;
    db.add_organization(organization, Stamp::console(at(0)))
        .await
        .expect("an organization is added");
    id
}

pub async fn load_into(
    db: &impl Store,
    organization: OrganizationId,
    users: Vec<DirectoryUser>,
    input: EvaluationInput,
) -> Changes {
    applied(try_load(db, organization, users, input).await)
}

/// A load from its beginning to its verdict.
pub async fn try_load(
    db: &impl Store,
    organization: OrganizationId,
    users: Vec<DirectoryUser>,
    input: EvaluationInput,
) -> Verdict<Changes> {
    let mut load = db
        .begin_load(organization, Environment::Production)
        .await
        .expect("a load begins");
    let newest = users.iter().map(|user| user.modified).max();
    load.beginning = load.beginning.or(newest);
    for page in users.chunks(2_000) {
        db.store_load_page(organization, &load, page.to_vec())
            .await
            .expect("a page is stored");
    }
    db.publish_load(organization, &load, input)
        .await
        .expect("the load is published")
}

pub fn applied(verdict: Verdict<Changes>) -> Changes {
    match verdict {
        Verdict::Applied(changes) => changes,
        Verdict::HeldBack(finding) => panic!("held back: {}", finding.fault()),
    }
}

/// What pausing or disabling a member will be once something does.
struct SetOwn {
    user: SalesforceId,
    own: OwnStatus,
}

impl Work for SetOwn {
    type Answer = ();

    fn decide<R: Rows>(self, plan: &mut Plan, rows: &mut R) -> Result<(), R::Error> {
        let Some(known) = rows.user(&self.user)? else {
            return Ok(());
        };
        let (before, after) = (known.standing, Some(self.own));
        let Some(own) = before.own.filter(|own| *own == OwnStatus::Active) else {
            return Ok(());
        };
        plan.state.counts.members[own as usize] -= 1;
        plan.state.counts.members[self.own as usize] += 1;
        plan.users.push(Write::Evaluate(Update {
            row: known.row,
            before,
            after: Standing {
                own: after,
                incident: None,
            },
            began: known.since,
            since: known.since,
            is_frozen: known.is_frozen,
            absences: known.absences,
            last_seen: known.last_seen,
            source: StatusSource::Salesforce,
        }));
        Ok(())
    }
}
