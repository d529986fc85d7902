//! The tab *Sessions*, and changes that are held back.

use crate::error::{Answer, ApiError, ErrorCode, sentence};
use crate::host::Host;
use lpc_core::fault::Fault;
use lpc_core::holding::{self, Finding};
use lpc_core::organization::OrganizationId;
use lpc_core::port::store::{SessionFilter, SessionPage, Window};
use lpc_core::refusal::NotDone;
use lpc_core::wire::Millis;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A window into the sessions, newest first.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionsQuery {
    pub organization_id: OrganizationId,
    pub filter: SessionFilter,
    #[serde(flatten)]
    pub window: Window,
}

/// Changes that look like a fault of the source and wait for a person.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeldBack {
    #[serde(flatten)]
    pub finding: Finding,
    /// Users or members whom it touches; what *Apply anyway* agrees to.
    pub affected: u64,
    /// When it was first seen.
    pub since: Millis,
    /// When it was seen last.
    pub seen: Millis,
    /// A person agreed; the next session applies it.
    pub confirmed: bool,
    pub fault: Fault,
}

/// Reads a page of the list with the counts of its filters.
pub async fn sessions(host: &impl Host, query: SessionsQuery) -> Answer<SessionPage> {
    let directory = &host.engine().directory;
    Ok(directory
        .sessions(query.organization_id, query.filter, query.window)
        .await?)
}

/// Reads everyone again now.
pub async fn reconcile(host: &impl Host, id: OrganizationId) -> Answer<()> {
    host.engine().sync.reconcile(id).await.map_err(|refused| {
        if let NotDone::Running = refused {
            // Other than a check, one that runs need not read everyone.
            let message = format!("{} Try again when it has ended.", sentence(&refused));
            return ApiError::new(ErrorCode::InvalidInput, message);
        }
        refused.into()
    })
}

/// Reads what is held back now.
pub async fn held_back(host: &impl Host, id: OrganizationId) -> Answer<Option<HeldBack>> {
    Ok(host.engine().directory.held_back(id).await?.map(held))
}

/// Applies what is held back, if it still touches so many as the person was shown.
pub async fn apply_held_back(host: &impl Host, id: OrganizationId, affected: u64) -> Answer<()> {
    let sync = &host.engine().sync;
    Ok(sync.apply_held_back(&host.actor(), id, affected).await?)
}

pub(crate) fn held(held: holding::HeldBack) -> HeldBack {
    HeldBack {
        affected: held.finding.affected(),
        since: held.since.into(),
        seen: held.seen.into(),
        confirmed: held.confirmed.is_some(),
        fault: held.finding.fault(),
        finding: held.finding,
    }
}
