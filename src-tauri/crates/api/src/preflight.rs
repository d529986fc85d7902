//! Checks of the service account, the question before an account is saved, *Test connection* and
//! *Disconnect*.

use crate::wire::{Count, Environment, Millis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The checks of the connected account as they last ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Preflight {
    /// When Salesforce was asked.
    pub checked: Millis,
    pub checks: Vec<PreflightCheck>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreflightCheck {
    pub name: String,
    pub result: CheckResult,
    /// What was found and what that means.
    pub meaning: String,
    /// What to do about it.
    pub next_step: Option<String>,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CheckResult {
    /// As it should be.
    Passed,
    /// It works; something stays unknown or may go wrong later.
    Warning,
    /// A login is not stored with it.
    Blocking,
    /// Salesforce does not tell.
    Unknown,
}

/// An account as it is told from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountIdentity {
    /// User id, 18 characters.
    pub user_id: String,
    pub username: String,
    pub display_name: String,
    /// The Salesforce organization's id, 18 characters.
    pub salesforce_organization_id: String,
    /// The Salesforce organization's name.
    pub salesforce_organization_name: String,
}

/// What the admin is asked before an account is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountQuestion {
    /// Where it signed in.
    pub environment: Environment,
    /// The account that is connected now.
    pub pinned: Option<AccountIdentity>,
    /// The account that signed in.
    pub found: AccountIdentity,
    /// Whether it stands in the group as a person.
    pub member: bool,
    /// How its checks ended.
    pub checks: Vec<PreflightCheck>,
    /// When the question is withdrawn.
    pub until: Millis,
}

/// Both accounts of a sign-in that was refused for being another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TwoAccounts {
    pub pinned: AccountIdentity,
    /// The one that signed in.
    pub found: AccountIdentity,
}

/// A callback that came for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LateCallback {
    /// What happened, and what to do.
    pub message: String,
    pub at: Millis,
}

/// What a login is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LoginPurpose {
    /// The first connect, or the same account once more.
    Connect,
    Change,
}

/// The steps of *Test connection* with their times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionTest {
    pub started: Millis,
    /// All steps; those behind a failed one are skipped.
    pub steps: Vec<TestStep>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TestStep {
    pub name: TestStepName,
    pub outcome: TestOutcome,
    /// How long it took.
    pub millis: Count,
    pub detail: String,
    /// The text as received, of a failure.
    pub raw: Option<String>,
    /// What to do, after a failure.
    pub next_step: Option<String>,
}

/// The steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TestStepName {
    Token,
    Identity,
    Permissions,
    Users,
    ApiBudget,
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TestOutcome {
    Passed,
    /// It stopped the test.
    Failed,
    /// A step before it failed.
    Skipped,
}

/// How *Disconnect* ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Disconnection {
    /// Whether the token is forgotten here.
    pub disconnected: bool,
    /// Why it could not be revoked, as received; `null` when it was.
    pub not_revoked: Option<String>,
    /// How to revoke it in Salesforce; empty when it was revoked.
    pub by_hand: Vec<String>,
}
