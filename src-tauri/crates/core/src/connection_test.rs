//! *Test connection*: the way of every session, step by step, with times and words.

use crate::connection::Account;
use crate::dictionary;
use crate::directory::{ApiUsage, DirectoryPage};
use crate::fault::{Fault, FaultCode};
use crate::number::grouped;
use crate::port::salesforce::{AccountInspection, Identity};
use crate::wire;
use jiff::Timestamp;
use serde::Serialize;
use std::time::Instant;
use ts_rs::TS;

/// A whole test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionTest {
    #[serde(serialize_with = "wire::millis")]
    #[ts(type = "number")]
    pub started: Timestamp,
    /// All steps in order; those behind a failed one are skipped.
    pub steps: Vec<TestStep>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TestStep {
    pub name: TestStepName,
    pub outcome: TestOutcome,
    /// How long it took, in milliseconds.
    pub millis: u64,
    pub detail: String,
    /// What failed.
    pub fault: Option<Fault>,
    /// What to do, after a failure.
    pub next_step: Option<String>,
}

/// The steps in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TestStepName {
    /// The access token from memory, or a refresh.
    Token,
    /// Whose token it is.
    Identity,
    /// What the account may do.
    Permissions,
    /// One page of users.
    Users,
    /// The organization's API use.
    ApiBudget,
}

impl TestStepName {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Token,
        Self::Identity,
        Self::Permissions,
        Self::Users,
        Self::ApiBudget,
    ];
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TestOutcome {
    Passed,
    /// It stopped the test.
    Failed,
    /// A step before it failed.
    Skipped,
}

/// What a failed step leaves to be told.
pub(crate) struct Failed {
    pub(crate) fault: Fault,
    pub(crate) next_step: String,
}

impl Failed {
    pub(crate) fn new(
        code: FaultCode,
        raw: impl Into<String>,
        next_step: impl Into<String>,
    ) -> Self {
        Self {
            fault: Fault::new(code, raw),
            next_step: next_step.into(),
        }
    }
}

impl From<Fault> for Failed {
    fn from(fault: Fault) -> Self {
        Self {
            next_step: dictionary::explain(fault.code).who.to_owned(),
            fault,
        }
    }
}

/// Steps that were done, and the clock of the one under way.
pub(crate) struct Protocol {
    steps: Vec<TestStep>,
    begun: Instant,
}

impl Protocol {
    pub(crate) fn begin() -> Self {
        Self {
            steps: Vec::new(),
            begun: Instant::now(),
        }
    }

    /// Ends a step, with what is told of it; `None` once one has failed.
    pub(crate) fn end(&mut self, name: TestStepName, told: Result<String, Failed>) -> Option<()> {
        let took = self.begun.elapsed().as_millis();
        let millis = u64::try_from(took).unwrap_or(u64::MAX);
        self.begun = Instant::now();
        let (outcome, detail, failed) = match told {
            Ok(detail) => (TestOutcome::Passed, detail, None),
            Err(failed) => {
                let title = dictionary::explain(failed.fault.code).title.to_owned();
                (TestOutcome::Failed, title, Some(failed))
            }
        };
        let (fault, next_step) = failed
            .map(|failed| (failed.fault, failed.next_step))
            .unzip();
        self.steps.push(TestStep {
            name,
            outcome,
            millis,
            detail,
            fault,
            next_step,
        });
        (outcome == TestOutcome::Passed).then_some(())
    }

    pub(crate) fn finish(mut self, started: Timestamp) -> ConnectionTest {
        let skipped = TestStepName::ALL.into_iter().skip(self.steps.len());
        let skipped = skipped.map(|name| TestStep {
            name,
            outcome: TestOutcome::Skipped,
            millis: 0,
            detail: "Not tried".to_owned(),
            fault: None,
            next_step: None,
        });
        self.steps.extend(skipped);
        ConnectionTest {
            started,
            steps: self.steps,
        }
    }
}

impl ConnectionTest {
    /// The step that stopped it.
    pub fn failed(&self) -> Option<TestStepName> {
        let mut steps = self.steps.iter();
        steps
            .find(|step| step.outcome == TestOutcome::Failed)
            .map(|step| step.name)
    }
}

/// Whether the token is the pinned account's.
pub(crate) fn same_account(identity: &Identity, pinned: &Account) -> Result<String, Failed> {
    if pinned.is(&identity.organization_id, &identity.user_id) {
        return Ok(pinned.username.clone());
    }
    let raw = format!(
        "user {} of {} is not {} of {}",
        identity.user_id, identity.organization_id, pinned.user_id, pinned.organization_id
    );
    Err(Failed::new(
        FaultCode::OtherAccount,
        raw,
        "Reconnect as the connected account, or use Change service account.",
    ))
}

/// Whether the account may do what every session needs.
pub(crate) fn may_work(inspection: &AccountInspection) -> Result<String, Failed> {
    let rights = [
        ("View All Data", inspection.view_all_data),
        ("API Enabled", inspection.api_enabled),
    ];
    let missing = rights.iter().filter(|(_, granted)| *granted != Some(true));
    let missing: Vec<&str> = missing.map(|(name, _)| *name).collect();
    if missing.is_empty() {
        return Ok("View All Data, API Enabled".to_owned());
    }
    Err(Failed::new(
        FaultCode::PermissionMissing,
        format!("missing: {}", missing.join(", ")),
        format!(
            "Grant {}: in Salesforce, Setup › Permission Sets, on a set that is assigned to {}.",
            missing.join(" and "),
            inspection.account.username
        ),
    ))
}

pub(crate) fn shown(page: &DirectoryPage) -> String {
    let shown = grouped(page.users.len() as u64);
    format!("{shown} of {} users on one page", grouped(page.total))
}

/// Whether the API requests leave room for what a person asks for.
pub(crate) fn budget(usage: Option<ApiUsage>) -> Result<String, Failed> {
    match usage {
        None => Ok("Salesforce did not name the use".to_owned()),
        Some(usage) if usage.share() >= ApiUsage::NOT_BY_HAND_FROM => Err(Failed::new(
            FaultCode::ApiNearlyUsedUp,
            format!("api-usage={}/{}", usage.used, usage.limit),
            "Wait, or ask a Salesforce administrator which apps use the requests: Setup › System Overview.",
        )),
        Some(usage) => {
            let (used, limit) = (grouped(usage.used), grouped(usage.limit));
            Ok(format!("{used} of {limit} requests in 24 hours"))
        }
    }
}
