//! *Test connection*: the way of every session, step by step, with times. Changes nothing but what
//! a refresh changes, and goes through [`Connections::access`] as everything does: no token is spent
//! beside it.

use super::access::AccessFailure;
use super::connections::Connections;
use crate::dictionary;
use crate::directory::{ApiUsage, UserQuery};
use crate::fault::{Fault, FaultCode};
use crate::number::grouped;
use crate::organization::OrganizationId;
use crate::port::salesforce::{Access, AccountInspection, Answer, CallFailure, Salesforce};
use crate::port::store::Store;
use crate::port::vault::{Vault, VaultError};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Instant;

/// A whole test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionTest {
    pub started: Timestamp,
    /// All steps in order; those behind a failed one are skipped.
    pub steps: Vec<TestStep>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TestOutcome {
    Passed,
    /// It stopped the test.
    Failed,
    /// A step before it failed.
    Skipped,
}

/// What a failed step leaves to be told.
struct Failed {
    fault: Fault,
    next_step: String,
}

impl From<AccessFailure> for Failed {
    fn from(failure: AccessFailure) -> Self {
        let fault = match &failure {
            AccessFailure::KeyLost => VaultError::KeyLost.fault(),
            other => other.fault(),
        };
        let next_step = match failure {
            AccessFailure::NotConnected => "Connect to Salesforce first.",
            AccessFailure::KeyLost => "Reconnect: the saved sign-in cannot be opened.",
            _ => dictionary::explain(fault.code).who,
        };
        Self {
            next_step: next_step.to_owned(),
            fault,
        }
    }
}

impl From<CallFailure> for Failed {
    fn from(failure: CallFailure) -> Self {
        let fault = failure.fault().clone();
        Self {
            next_step: dictionary::explain(fault.code).who.to_owned(),
            fault,
        }
    }
}

/// Steps that were done, and the clock of the one under way.
struct Protocol {
    steps: Vec<TestStep>,
    begun: Instant,
}

impl Protocol {
    /// Ends a step; `None` once one has failed.
    fn end<T>(&mut self, name: TestStepName, result: Result<(T, String), Failed>) -> Option<T> {
        let millis = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let (value, step) = match result {
            Ok((value, detail)) => (
                Some(value),
                TestStep {
                    name,
                    outcome: TestOutcome::Passed,
                    millis,
                    detail,
                    fault: None,
                    next_step: None,
                },
            ),
            Err(Failed { fault, next_step }) => (
                None,
                TestStep {
                    name,
                    outcome: TestOutcome::Failed,
                    millis,
                    detail: dictionary::explain(fault.code).title.to_owned(),
                    fault: Some(fault),
                    next_step: Some(next_step),
                },
            ),
        };
        self.steps.push(step);
        self.begun = Instant::now();
        value
    }
}

impl<V: Vault, S: Store, F: Salesforce> Connections<V, S, F> {
    /// Tries the stored connection from the token to a page of users.
    pub async fn test_connection(self: &Arc<Self>, id: OrganizationId) -> ConnectionTest {
        let started = self.ports.now();
        let mut protocol = Protocol {
            steps: Vec::new(),
            begun: Instant::now(),
        };
        self.run_steps(id, &mut protocol).await;
        let mut steps = protocol.steps;
        for name in &TestStepName::ALL[steps.len()..] {
            steps.push(TestStep {
                name: *name,
                outcome: TestOutcome::Skipped,
                millis: 0,
                detail: "Not tried".to_owned(),
                fault: None,
                next_step: None,
            });
        }
        let failed = steps
            .iter()
            .find(|step| step.outcome == TestOutcome::Failed)
            .map(|step| step.name);
        tracing::info!(organization = %id, ?failed, "the connection was tested");
        ConnectionTest { started, steps }
    }

    /// `None` as soon as a step failed.
    async fn run_steps(
        self: &Arc<Self>,
        id: OrganizationId,
        protocol: &mut Protocol,
    ) -> Option<()> {
        let before = self
            .states
            .of(id)
            .known()
            .access
            .map(|access| access.generation);
        let token = self.usable_token(id).await;
        let access = protocol.end(
            TestStepName::Token,
            token.map(|access| {
                let refreshed = before != Some(access.generation);
                let detail = if refreshed {
                    "Refreshed"
                } else {
                    "The one in use is still valid"
                };
                (access, detail.to_owned())
            }),
        )?;
        let salesforce = &self.ports.salesforce;
        let identity = self.same_account(id, &access).await;
        protocol.end(TestStepName::Identity, identity)?;
        let inspected = salesforce.inspect_account(&access).await;
        let inspection = protocol.end(
            TestStepName::Permissions,
            inspected.map_err(Failed::from).and_then(may_work),
        )?;
        let page = salesforce
            .users(&access, &UserQuery::All { after: None })
            .await;
        let usage = protocol.end(
            TestStepName::Users,
            page.map_err(Failed::from).map(|Answer { value, usage }| {
                let shown = grouped(value.users.len() as u64);
                let detail = format!("{shown} of {} users on one page", grouped(value.total));
                (usage, detail)
            }),
        )?;
        let usage = usage.or(inspection.usage);
        self.states
            .change(id, |state| state.known.usage = usage.or(state.known.usage));
        let budget = match usage {
            None => Ok(((), "Salesforce did not name the use".to_owned())),
            Some(usage) if usage.share() >= ApiUsage::NOT_BY_HAND_FROM => Err(Failed {
                fault: Fault::new(
                    FaultCode::ApiNearlyUsedUp,
                    format!("api-usage={}/{}", usage.used, usage.limit),
                ),
                next_step: "Wait, or ask a Salesforce administrator which apps use the requests: Setup › System Overview.".to_owned(),
            }),
            Some(usage) => {
                let (used, limit) = (grouped(usage.used), grouped(usage.limit));
                Ok(((), format!("{used} of {limit} requests in 24 hours")))
            },
        };
        protocol.end(TestStepName::ApiBudget, budget)
    }

    /// A token that Salesforce takes now: the one in memory may have expired without anybody
    /// having asked.
    async fn usable_token(self: &Arc<Self>, id: OrganizationId) -> Result<Access, Failed> {
        let access = self.access(id, None).await?;
        match self.ports.salesforce.identity(&access).await {
            Err(CallFailure::SessionExpired { .. }) => {
                Ok(self.access(id, Some(access.generation)).await?)
            }
            // Whatever else is wrong shows in the next step.
            _ => Ok(access),
        }
    }

    async fn same_account(
        &self,
        id: OrganizationId,
        access: &Access,
    ) -> Result<((), String), Failed> {
        let identity = self.ports.salesforce.identity(access).await?;
        let pinned = self
            .ports
            .vault
            .connection(id)
            .await
            .map_err(AccessFailure::from)?
            .ok_or(AccessFailure::NotConnected)?
            .account;
        if pinned.is(&identity.organization_id, &identity.user_id) {
            return Ok(((), pinned.username));
        }
        Err(Failed {
            fault: Fault::new(
                FaultCode::OtherAccount,
                format!(
                    "user {} of {} is not {} of {}",
                    identity.user_id,
                    identity.organization_id,
                    pinned.user_id,
                    pinned.organization_id
                ),
            ),
            next_step: "Reconnect as the connected account, or use Change service account."
                .to_owned(),
        })
    }
}

fn may_work(inspection: AccountInspection) -> Result<(AccountInspection, String), Failed> {
    let missing: Vec<&str> = [
        ("View All Data", inspection.view_all_data),
        ("API Enabled", inspection.api_enabled),
    ]
    .into_iter()
    .filter(|(_, granted)| *granted != Some(true))
    .map(|(name, _)| name)
    .collect();
    if missing.is_empty() {
        return Ok((inspection, "View All Data, API Enabled".to_owned()));
    }
    Err(Failed {
        fault: Fault::new(
            FaultCode::PermissionMissing,
            format!("missing: {}", missing.join(", ")),
        ),
        next_step: format!(
            "Grant {}: in Salesforce, Setup › Permission Sets, on a set that is assigned to {}.",
            missing.join(" and "),
            inspection.account.username
        ),
    })
}
