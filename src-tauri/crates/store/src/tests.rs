//! Tests over real databases in temporary folders. This file holds what they share.

mod alerts;
mod audit;
mod changes;
mod counters;
mod deltas;
mod held_back;
mod incidents;
mod lists;
mod loads;
mod member_checks;
mod opening;
mod organizations;
mod preflights;
mod searches;
mod session_list;
mod sessions;
mod status_changes;
mod wiping;
mod writing;

use crate::ConsoleDb;
use crate::failure::Failure;
use jiff::Timestamp;
use lpc_core::audit::Stamp;
use lpc_core::directory::DirectoryUser;
use lpc_core::environment::Environment;
use lpc_core::holding::Verdict;
use lpc_core::organization::{Organization, OrganizationId};
use lpc_core::plan::EvaluationInput;
use lpc_core::port::store::conformance::Short;
use lpc_core::port::store::{
    SortColumn, Store, UserFilter, UserList, UserPage, UserRecord, Window,
};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::session::Changes;
use lpc_core::status::{Overlay, OwnStatus};
use tempfile::TempDir;

/// An instant, in seconds after an arbitrary beginning.
fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).expect("in range")
}

fn id(number: usize) -> SalesforceId {
    SalesforceId::parse(&format!("005{number:012}")).expect("digits")
}

fn service_account() -> SalesforceId {
    id(999_999)
}

fn user(number: usize) -> DirectoryUser {
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

fn named(number: usize, name: &str) -> DirectoryUser {
    DirectoryUser {
        name: name.to_owned(),
        ..user(number)
    }
}

fn inactive(number: usize) -> DirectoryUser {
    DirectoryUser {
        is_active: false,
        ..user(number)
    }
}

fn organization(name: &str) -> Organization {
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
fn input(second: i64) -> EvaluationInput {
    frozen(second, &[])
}

fn frozen(second: i64, users: &[usize]) -> EvaluationInput {
    EvaluationInput {
        service_account: service_account(),
        frozen: Some(users.iter().copied().map(id).collect()),
        now: at(second),
        hold_back: false,
    }
}

fn frozen_unknown(second: i64) -> EvaluationInput {
    EvaluationInput {
        frozen: None,
        ..input(second)
    }
}

/// A database with one organization.
struct Rig {
    // Closed before its folder goes.
    db: ConsoleDb,
    organization: OrganizationId,
    folder: TempDir,
}

impl Rig {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let db = ConsoleDb::open(folder.path(), at(0)).expect("a new database opens");
        let organization = add_organization(&db, "Halden").await;
        Self {
            db,
            organization,
            folder,
        }
    }

    /// A rig with these users in a published load at second 10.
    async fn with(users: Vec<DirectoryUser>) -> Self {
        let rig = Self::new().await;
        rig.load(users, input(10)).await;
        rig
    }

    fn reopen(self) -> Self {
        let Self {
            db,
            organization,
            folder,
        } = self;
        drop(db);
        let db = ConsoleDb::open(folder.path(), at(0)).expect("an existing database opens");
        Self {
            db,
            organization,
            folder,
        }
    }

    async fn load(&self, users: Vec<DirectoryUser>, input: EvaluationInput) -> Changes {
        load_into(&self.db, self.organization, users, input).await
    }

    async fn delta(&self, users: Vec<DirectoryUser>, input: EvaluationInput) -> Changes {
        let verdict = self.db.store_delta(self.organization, users, input);
        applied(verdict.await.expect("a delta is stored"))
    }

    async fn record(&self, number: usize) -> Option<UserRecord> {
        self.db
            .user(self.organization, &id(number))
            .await
            .expect("a user is read")
    }

    async fn status(&self, number: usize) -> (Option<OwnStatus>, Option<String>) {
        let record = self.record(number).await.expect("the user is there");
        (record.status, record.cause.map(|cause| cause.raw))
    }

    fn list(&self) -> UserList {
        UserList {
            organization: self.organization,
            filter: UserFilter::All,
            overlay: Overlay::Clear,
            search: String::new(),
            sort: SortColumn::Name,
            descending: false,
        }
    }

    async fn page(&self, list: UserList, offset: u64, limit: u64) -> UserPage {
        self.db
            .users(list, Window { offset, limit })
            .await
            .expect("a page is read")
    }

    /// Names of everyone in a list.
    async fn names(&self, list: UserList) -> Vec<String> {
        let page = self.page(list, 0, 500).await;
        assert_eq!(
            page.total,
            page.users.len() as u64,
            "the total agrees with the rows"
        );
        page.users.into_iter().map(|user| user.name).collect()
    }

    /// A number that a query gives, on the writer's connection.
    async fn number(&self, sql: &'static str) -> i64 {
        self.db
            .write(move |db| Ok::<_, Failure>(db.query_row(sql, [], |row| row.get(0))?))
            .await
            .expect("the query gives a number")
    }

    async fn execute(&self, sql: &'static str) {
        self.db
            .write(move |db| Ok::<_, Failure>(db.execute_batch(sql)?))
            .await
            .expect("the statement runs");
    }
}

async fn add_organization(db: &ConsoleDb, name: &str) -> OrganizationId {
    let organization = organization(name);
    let id = organization.id;
    db.add_organization(organization, Stamp::console(at(0)))
        .await
        .expect("an organization is added");
    id
}

async fn load_into(
    db: &ConsoleDb,
    organization: OrganizationId,
    users: Vec<DirectoryUser>,
    input: EvaluationInput,
) -> Changes {
    applied(try_load(db, organization, users, input).await)
}

/// A load from its beginning to its verdict.
async fn try_load(
    db: &ConsoleDb,
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

fn applied(verdict: Verdict<Changes>) -> Changes {
    match verdict {
        Verdict::Applied(changes) => changes,
        Verdict::HeldBack(finding) => panic!("held back: {}", finding.fault()),
    }
}
