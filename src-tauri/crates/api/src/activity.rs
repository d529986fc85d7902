//! The view *Activity*.

use crate::error::Answer;
use crate::host::Host;
use lpc_core::audit::{AuditTopic, EntryFilter, EntryPage};
use lpc_core::organization::OrganizationId;
use serde::Deserialize;
use ts_rs::TS;

/// Which page of the audit.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityQuery {
    pub topic: Option<AuditTopic>,
    /// Only this organization, which may be deleted.
    pub organization_id: Option<OrganizationId>,
    /// Only entries older than this one; `None` for the newest.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

/// Reads a page of the audit.
pub async fn activity(host: &impl Host, query: ActivityQuery) -> Answer<EntryPage> {
    let filter = EntryFilter {
        topic: query.topic,
        organization: query.organization_id,
    };
    let journal = &host.engine().journal;
    Ok(journal.entries(filter, query.before, query.limit).await?)
}
