//! The gate: who may work with the console, and what to do when it is closed.

use crate::wire::{Count, Environment, Millis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the window shows of the entitlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Gate {
    /// Whether the console may be used.
    pub state: GateState,
    /// Why it may not.
    pub problem: Option<GateProblem>,
    /// A file that was imported last and could not be used.
    pub rejected: Option<GateProblem>,
    /// What lies in the data folder: the file that decides, then the newest, twenty at most.
    pub files: Vec<GateFile>,
    /// How many more there are.
    pub more_files: Count,
    pub entitlement: Option<EntitlementFacts>,
    /// Connected organizations that it does not include; their sessions are stopped.
    pub not_included: Vec<NotIncluded>,
    /// Whether a sign-in is stored; it is kept alive even while the gate is closed.
    pub connected: bool,
    pub version: String,
    pub support_address: String,
    /// What to send them, ready to be copied. About the installation, never about a person.
    pub request: String,
}

/// Whether the console may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum GateState {
    Open,
    /// Expired: data stays readable, connecting and sessions stop.
    ReadOnly,
    /// Nothing is shown but the gate.
    Closed,
}

/// An entitlement file, and what it counts for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GateFile {
    /// Its name, in letters that can be shown.
    pub name: String,
    /// What it counts for.
    pub counts: FileCounts,
    /// Why it is refused. It is about this file, so its message does not name it.
    pub problem: Option<GateProblem>,
}

/// What an entitlement file counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FileCounts {
    /// It opens the console.
    Opens,
    /// Valid, but a newer one counts.
    NewerCounts,
    Refused,
}

/// What is wrong with an entitlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GateProblem {
    /// What the window marks.
    pub kind: ProblemKind,
    pub code: String,
    /// What happened, as a headline.
    pub title: String,
    /// What happened, as a sentence.
    pub message: String,
    /// Who can fix it, and how.
    pub next_step: String,
    pub file: Option<String>,
    /// What it says, if it is genuine.
    pub facts: Option<EntitlementFacts>,
}

/// The reasons for which an entitlement does not open the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ProblemKind {
    Missing,
    /// The file cannot be read.
    Unreadable,
    /// The text is no entitlement.
    Malformed,
    /// Signed with a key that this version does not know.
    UnknownKey,
    /// Changed, or signed by somebody else.
    WrongSignature,
    OtherProduct,
    /// Its period has not begun.
    NotYetValid,
    /// Its period is over.
    Expired,
    WrongEdition,
    /// For other Salesforce organizations than the connected one.
    WrongOrganization,
}

/// What a genuine entitlement says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EntitlementFacts {
    /// To whom it was issued.
    pub customer: String,
    pub edition: String,
    /// The Salesforce organizations that may be connected, by their 18 characters.
    pub organizations: Vec<String>,
    /// Whether any sandbox may be connected.
    pub sandboxes: bool,
    /// When it was issued.
    pub issued: Millis,
    /// From when on it is valid.
    pub valid_from: Millis,
    /// Until when it is valid.
    pub expires: Millis,
}

/// A connected organization outside the entitlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotIncluded {
    /// The console's id of the organization.
    pub organization_id: String,
    /// The Salesforce organization's name.
    pub salesforce_organization_name: String,
    pub salesforce_organization_id: String,
    pub environment: Environment,
}
