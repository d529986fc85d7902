//! The tab *Users*: pages and counts.

use crate::error::Answer;
use crate::host::Host;
use lpc_core::organization::OrganizationId;
use lpc_core::users::{UserCounts, UserQuery, UserRow};
use serde::Serialize;
use ts_rs::TS;

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UsersPage {
    /// Rows that match in all.
    pub total: u64,
    /// The rows of this page.
    pub rows: Vec<UserRow>,
}

/// Reads a page of the list.
pub async fn users(host: &impl Host, query: UserQuery) -> Answer<UsersPage> {
    let (seen, page) = host.engine().directory.users(query).await?;
    let users = page.users.into_iter();
    Ok(UsersPage {
        total: page.total,
        rows: users.map(|user| seen.row(user)).collect(),
    })
}

/// Reads the counts over the list.
pub async fn user_counts(host: &impl Host, id: OrganizationId) -> Answer<UserCounts> {
    Ok(host.engine().directory.user_counts(id).await?)
}
