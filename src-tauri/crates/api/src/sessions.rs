//! The tab *Sessions*, and changes that are held back.

use crate::error::{Answer, ApiError, ErrorCode, sentence};
use crate::host::Host;
use lpc_core::organization::OrganizationId;
use lpc_core::overview::HeldBack;
use lpc_core::port::store::{SessionFilter, SessionPage, Window};
use lpc_core::refusal::NotDone;
use serde::Deserialize;
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
    Ok(host
        .engine()
        .directory
        .held_back(id)
        .await?
        .map(HeldBack::from))
}

/// Applies what is held back, if it still touches so many as the person was shown.
pub async fn apply_held_back(host: &impl Host, id: OrganizationId, affected: u64) -> Answer<()> {
    let sync = &host.engine().sync;
    Ok(sync.apply_held_back(&host.actor(), id, affected).await?)
}
