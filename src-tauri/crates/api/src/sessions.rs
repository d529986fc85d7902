//! The tab *Sessions*, and changes that are held back.

use crate::error::{Answer, ApiError, ErrorCode, sentence};
use crate::host::Host;
use crate::wire::Explanation;
use lpc_core::engine::{ApplyRefused, CheckNowRefused};
use lpc_core::holding::{self, Finding};
use lpc_core::organization::OrganizationId;
use lpc_core::port::store::{self, ListedSession, Window};
use lpc_core::session::{Outcome, Trigger};
use lpc_core::wire::Millis;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The most rows a page may have.
const MAX_PAGE: u32 = 500;

/// Which sessions are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SessionFilter {
    All,
    /// Those that changed somebody's status.
    Changed,
    Finished,
    /// Everything was read and nothing was changed.
    HeldBack,
    Failed,
    /// It was stopped on purpose, or the console was closed meanwhile.
    Interrupted,
}

/// A window into the sessions, newest first.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionsQuery {
    pub organization_id: OrganizationId,
    pub filter: SessionFilter,
    pub offset: u64,
    /// Rows in it, at most 500.
    pub limit: u32,
}

/// A page of sessions.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionsPage {
    /// Sessions that match in all.
    pub total: u64,
    pub rows: Vec<SessionRow>,
    pub counts: SessionCounts,
}

/// How many each filter finds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionCounts {
    pub all: u64,
    pub changed: u64,
    pub finished: u64,
    pub held_back: u64,
    pub failed: u64,
    pub interrupted: u64,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionRow {
    /// Tells it from the others; newer ones have larger numbers.
    pub id: i64,
    pub trigger: Trigger,
    pub started: Millis,
    /// When it ended; `None` while it runs.
    pub ended: Option<Millis>,
    /// How it ended; `None` while it runs.
    pub outcome: Option<Outcome>,
    /// Members in the group after it.
    pub members_checked: u64,
    /// Members whose status changed.
    pub changed: u64,
    /// Of these, how many became suspended.
    pub newly_suspended: u64,
    /// Members suspended after it for a fault of their own.
    pub suspended: u64,
    /// Calls of the organization's API allowance that it took.
    pub api_calls: u64,
    /// The text that stopped it, explained.
    pub error: Option<Explanation>,
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
    pub explanation: Explanation,
}

/// Reads a page of the list with the counts of its filters.
pub async fn sessions(host: &impl Host, query: SessionsQuery) -> Answer<SessionsPage> {
    let window = Window {
        offset: query.offset,
        limit: u64::from(query.limit.min(MAX_PAGE)),
    };
    let directory = &host.engine().directory;
    let shown = filter(query.filter);
    let page = directory
        .sessions(query.organization_id, shown, window)
        .await?;
    let counts = page.counts;
    let ended = |outcome: Outcome| counts.ended[outcome as usize];
    Ok(SessionsPage {
        total: counts.of(shown),
        rows: page.sessions.into_iter().map(row).collect(),
        counts: SessionCounts {
            all: counts.all,
            changed: counts.changed,
            finished: ended(Outcome::Finished),
            held_back: ended(Outcome::HeldBack),
            failed: ended(Outcome::Failed),
            interrupted: ended(Outcome::Interrupted),
        },
    })
}

/// Reads everyone again now.
pub async fn reconcile(host: &impl Host, id: OrganizationId) -> Answer<()> {
    host.engine().sync.reconcile(id).await.map_err(|refused| {
        if let CheckNowRefused::Running = refused {
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
    let applied = sync.apply_held_back(&host.actor(), id, affected).await;
    applied.map_err(|refused| match refused {
        ApplyRefused::Store(error) => error.into(),
        ApplyRefused::ByHand(refused) => refused.into(),
        ApplyRefused::Changed => ApiError::of(ErrorCode::NotFound, &refused),
    })
}

pub(crate) fn held(held: holding::HeldBack) -> HeldBack {
    HeldBack {
        affected: held.finding.affected(),
        since: held.since.into(),
        seen: held.seen.into(),
        confirmed: held.confirmed.is_some(),
        explanation: Explanation::of(&held.finding.fault()),
        finding: held.finding,
    }
}

fn filter(filter: SessionFilter) -> store::SessionFilter {
    use store::SessionFilter::{All, Changed, Ended};
    match filter {
        SessionFilter::All => All,
        SessionFilter::Changed => Changed,
        SessionFilter::Finished => Ended(Outcome::Finished),
        SessionFilter::HeldBack => Ended(Outcome::HeldBack),
        SessionFilter::Failed => Ended(Outcome::Failed),
        SessionFilter::Interrupted => Ended(Outcome::Interrupted),
    }
}

pub(crate) fn row(listed: ListedSession) -> SessionRow {
    let session = listed.session;
    SessionRow {
        id: listed.id.0,
        trigger: session.trigger,
        started: session.started.into(),
        ended: session.ended.map(Millis::from),
        outcome: session.outcome,
        members_checked: session.members_checked,
        changed: session.changed,
        newly_suspended: listed.newly_suspended,
        suspended: session.suspended,
        api_calls: session.api_calls,
        error: session.fault.as_ref().map(Explanation::of),
    }
}
