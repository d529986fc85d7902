//! The gate: who may work with the console, what to do when it is closed, and bringing an entitlement
//! in.

use crate::error::{Answer, ApiError, ErrorCode};
use crate::host::{DesktopHost, Host};
use lpc_core::entitlement::{
    Entitlement, GateProblem, JudgedFile, Problem, Refusal, Verdict, request,
};
use lpc_core::gate::{GateReading, NotIncluded};
use lpc_core::salesforce_id::SalesforceId;
use serde::Serialize;
use ts_rs::TS;

/// What the window shows of the entitlement.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
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
    pub more_files: usize,
    pub entitlement: Option<Entitlement>,
    /// Connected organizations that it does not include; their sessions are stopped.
    pub not_included: Vec<NotIncluded>,
    /// Whether a sign-in is stored; it is kept alive even while the gate is closed.
    pub connected: bool,
    pub version: &'static str,
    pub support_address: &'static str,
    /// What to send them, ready to be copied. About the installation, never about a person.
    pub request: String,
}

/// Whether the console may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum GateState {
    Open,
    /// Expired: data stays readable, connecting and sessions stop.
    ReadOnly,
    /// Nothing is shown but the gate.
    Closed,
}

/// An entitlement file, and what it counts for.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FileCounts {
    /// It opens the console.
    Opens,
    /// Valid, but a newer one counts.
    NewerCounts,
    Refused,
}

/// More files than this are counted and not listed.
const LISTED: usize = 20;

/// Reads the gate.
pub async fn gate(host: &impl Host) -> Answer<Gate> {
    let reading = host.engine().license.reading().await;
    let installation = host.engine().license.installation().await;
    Ok(shown(host, reading, installation.as_deref()))
}

/// *Import entitlement…*: a person chooses a file. Choosing none changes nothing.
pub async fn import_entitlement(host: &impl DesktopHost) -> Answer<Gate> {
    if let Some(file) = host.choose_entitlement().await? {
        keep(host, &file.name, &file.text).await?;
    }
    gate(host).await
}

/// A file that was dropped on the window, which may read it but not where it lies.
pub async fn import_entitlement_text(host: &impl Host, file: &str, text: &str) -> Answer<Gate> {
    keep(host, file, text).await?;
    gate(host).await
}

/// *Check again*: somebody put a file into the data folder.
pub async fn check_entitlement(host: &impl Host) -> Answer<Gate> {
    host.engine().license.check().await;
    gate(host).await
}

async fn keep(host: &impl Host, file: &str, text: &str) -> Answer<()> {
    let kept = host
        .engine()
        .license
        .import(&host.actor(), file, text)
        .await;
    kept.map_err(|error| {
        tracing::error!(%error, "an entitlement cannot be kept");
        ApiError::new(
            ErrorCode::Internal,
            format!("The entitlement is right but could not be saved: {error}. Check free disk space and the rights of the data folder, then import it again."),
        )
    })
}

fn shown(host: &impl Host, reading: GateReading, installation: Option<&str>) -> Gate {
    let GateReading {
        standing,
        rejected,
        files,
        not_included,
        connected,
    } = reading;
    let state = match &standing {
        Ok(_) => GateState::Open,
        // Where nothing that is connected is included, somebody has to disconnect it.
        Err(refusal)
            if matches!(
                refusal.problem,
                Problem::Expired | Problem::WrongOrganization
            ) =>
        {
            GateState::ReadOnly
        }
        Err(_) => GateState::Closed,
    };
    let problem = |refusal: &Refusal| refusal.explained(&connected);
    // What was tried last is what a person asks about.
    let asked = rejected.as_ref().or(standing.as_ref().err());
    let flavor = host.flavor();
    Gate {
        state,
        problem: standing.as_ref().err().map(problem),
        rejected: rejected.as_ref().map(problem),
        request: request(
            asked,
            standing.as_ref().ok(),
            &connected,
            &flavor.console(),
            installation,
        ),
        more_files: files.len().saturating_sub(LISTED),
        files: files
            .into_iter()
            .take(LISTED)
            .map(|judged| file(judged, &connected))
            .collect(),
        entitlement: standing.as_ref().ok().cloned(),
        not_included,
        connected: !connected.is_empty(),
        version: flavor.version,
        support_address: flavor.support_address,
    }
}

fn file(judged: JudgedFile, connected: &[SalesforceId]) -> GateFile {
    let (counts, refusal) = match judged.verdict {
        Verdict::Opens => (FileCounts::Opens, None),
        Verdict::NewerCounts => (FileCounts::NewerCounts, None),
        Verdict::Refused(refusal) => (FileCounts::Refused, Some(refusal)),
    };
    // Its name stands beside the words.
    let unnamed = refusal.map(|refusal| Refusal {
        file: None,
        ..refusal
    });
    GateFile {
        name: judged.file,
        counts,
        problem: unnamed.map(|refusal| refusal.explained(connected)),
    }
}
