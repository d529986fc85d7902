//! The gate: reading it, and bringing an entitlement in.

mod words;

use crate::error::{ApiError, ErrorCode};
use crate::gate::{
    EntitlementFacts, FileCounts, Gate, GateFile, GateProblem, GateState, NotIncluded,
};
use crate::host::{DesktopHost, Host};
use crate::wire::Count;
use lpc_core::engine::GateReading;
use lpc_core::entitlement::{Entitlement, JudgedFile, Problem, Refusal, Verdict};
use lpc_core::salesforce_id::SalesforceId;

/// More files than this are counted and not listed.
const LISTED: usize = 20;

/// Reads the gate.
pub async fn gate<H: Host>(host: &H) -> Result<Gate, ApiError> {
    let reading = host.engine().license.reading().await;
    let installation = host.engine().license.installation().await;
    Ok(shown(host, reading, installation.as_deref()))
}

/// *Import entitlement…*: a person chooses a file. Choosing none changes nothing.
pub async fn import_entitlement<H: DesktopHost>(host: &H) -> Result<Gate, ApiError> {
    if let Some(file) = host.choose_entitlement().await? {
        keep(host, &file.name, &file.text).await?;
    }
    gate(host).await
}

/// A file that was dropped on the window, which may read it but not where it lies.
pub async fn import_entitlement_text<H: Host>(
    host: &H,
    file: &str,
    text: &str,
) -> Result<Gate, ApiError> {
    keep(host, file, text).await?;
    gate(host).await
}

/// *Check again*: somebody put a file into the data folder.
pub async fn check_entitlement<H: Host>(host: &H) -> Result<Gate, ApiError> {
    host.engine().license.check().await;
    gate(host).await
}

async fn keep<H: Host>(host: &H, file: &str, text: &str) -> Result<(), ApiError> {
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

fn shown<H: Host>(host: &H, reading: GateReading, installation: Option<&str>) -> Gate {
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
    let problem = |refusal: &Refusal| problem(refusal, &connected);
    // What was tried last is what a person asks about.
    let asked = rejected.as_ref().or(standing.as_ref().err());
    let flavor = host.flavor();
    Gate {
        state,
        problem: standing.as_ref().err().map(problem),
        rejected: rejected.as_ref().map(problem),
        request: words::request(
            asked,
            standing.as_ref().ok(),
            &connected,
            &flavor,
            installation,
        ),
        more_files: Count(files.len().saturating_sub(LISTED) as u64),
        files: files
            .into_iter()
            .take(LISTED)
            .map(|judged| file(judged, &connected))
            .collect(),
        entitlement: standing.as_ref().ok().map(facts),
        not_included: not_included.iter().map(outside).collect(),
        connected: !connected.is_empty(),
        version: flavor.version.to_owned(),
        support_address: flavor.support_address.to_owned(),
    }
}

fn problem(refusal: &Refusal, connected: &[SalesforceId]) -> GateProblem {
    GateProblem {
        kind: words::kind(&refusal.problem),
        code: words::code(&refusal.problem).to_owned(),
        title: words::title(&refusal.problem).to_owned(),
        message: words::message(refusal, connected),
        next_step: words::next_step(&refusal.problem).to_owned(),
        file: refusal.file.clone(),
        facts: refusal.entitlement.as_deref().map(facts),
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
        problem: unnamed.map(|refusal| problem(&refusal, connected)),
    }
}

fn facts(entitlement: &Entitlement) -> EntitlementFacts {
    EntitlementFacts {
        customer: entitlement.customer.clone(),
        edition: entitlement.edition.clone(),
        organizations: entitlement
            .organizations
            .iter()
            .map(SalesforceId::to_string)
            .collect(),
        sandboxes: entitlement.sandboxes,
        issued: entitlement.issued.into(),
        valid_from: entitlement.not_before.into(),
        expires: entitlement.expires.into(),
    }
}

fn outside(one: &lpc_core::engine::NotIncluded) -> NotIncluded {
    NotIncluded {
        organization_id: one.organization.to_string(),
        salesforce_organization_name: one.account.organization_name.clone(),
        salesforce_organization_id: one.account.organization_id.to_string(),
        environment: one.environment.into(),
    }
}
