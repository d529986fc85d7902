//! The tab *Sessions*, and changes that are held back.

use super::organization_id;
use crate::error::{ApiError, ErrorCode};
use crate::host::Host;
use crate::sessions::{
    HeldBack, SessionCounts, SessionFilter, SessionOutcome, SessionRow, SessionTrigger,
    SessionsPage, SessionsQuery, Suspicion,
};
use crate::wire::{Count, Explanation, Millis};
use lpc_core::engine::{ApplyRefused, CheckNowRefused};
use lpc_core::holding;
use lpc_core::port::store::{self, ListedSession, Window};
use lpc_core::session::{Outcome, Trigger};

/// The most rows a page may have.
const MAX_PAGE: u32 = 500;

/// Reads a page of the list with the counts of its filters.
pub async fn sessions<H: Host>(host: &H, query: SessionsQuery) -> Result<SessionsPage, ApiError> {
    let id = organization_id(&query.organization_id)?;
    let window = Window {
        offset: query.offset.0,
        limit: u64::from(query.limit.min(MAX_PAGE)),
    };
    let directory = &host.engine().directory;
    let shown = filter(query.filter);
    let page = directory.sessions(id, shown, window).await?;
    let counts = page.counts;
    let ended = |outcome: Outcome| Count(counts.ended[outcome as usize]);
    Ok(SessionsPage {
        total: Count(counts.of(shown)),
        rows: page.sessions.into_iter().map(row).collect(),
        counts: SessionCounts {
            all: Count(counts.all),
            changed: Count(counts.changed),
            finished: ended(Outcome::Finished),
            held_back: ended(Outcome::HeldBack),
            failed: ended(Outcome::Failed),
            interrupted: ended(Outcome::Interrupted),
        },
    })
}

/// Reads everyone again now.
pub async fn reconcile<H: Host>(host: &H, organization: &str) -> Result<(), ApiError> {
    match host
        .engine()
        .sync
        .reconcile(organization_id(organization)?)
        .await
    {
        Ok(()) => Ok(()),
        // Other than a check, one that runs need not read everyone.
        Err(refused @ CheckNowRefused::Running) => Err(ApiError::new(
            ErrorCode::InvalidInput,
            format!("{} Try again when it has ended.", super::sentence(&refused)),
        )),
        Err(refused) => Err(refused.into()),
    }
}

/// Reads what is held back now.
pub async fn held_back<H: Host>(
    host: &H,
    organization: &str,
) -> Result<Option<HeldBack>, ApiError> {
    let id = organization_id(organization)?;
    let held = host.engine().directory.held_back(id).await?;
    Ok(held.map(self::held))
}

/// Applies what is held back, if it still touches so many as the person was shown.
pub async fn apply_held_back<H: Host>(
    host: &H,
    organization: &str,
    affected: Count,
) -> Result<(), ApiError> {
    let id = organization_id(organization)?;
    match host
        .engine()
        .sync
        .apply_held_back(&host.actor(), id, affected.0)
        .await
    {
        Ok(()) => Ok(()),
        Err(ApplyRefused::Store(error)) => Err(error.into()),
        Err(ApplyRefused::ByHand(refused)) => Err(refused.into()),
        Err(changed @ ApplyRefused::Changed) => Err(ApiError::new(
            ErrorCode::NotFound,
            super::sentence(&changed),
        )),
    }
}

/// What is held back, in the window's words.
pub(super) fn held(held: holding::HeldBack) -> HeldBack {
    HeldBack {
        suspicion: match held.finding.suspicion {
            holding::Suspicion::EmptyList => Suspicion::EmptyList,
            holding::Suspicion::LostUsers => Suspicion::LostUsers,
            holding::Suspicion::Flips => Suspicion::Flips,
        },
        before: Count(held.finding.before),
        after: Count(held.finding.after),
        affected: Count(held.finding.affected()),
        since: held.since.into(),
        seen: held.seen.into(),
        confirmed: held.confirmed.is_some(),
        explanation: Explanation::of(&held.finding.fault()),
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

pub(super) fn row(listed: ListedSession) -> SessionRow {
    let session = listed.session;
    SessionRow {
        id: listed.id.0,
        trigger: match session.trigger {
            Trigger::Connected => SessionTrigger::Connected,
            Trigger::Schedule => SessionTrigger::Schedule,
            Trigger::Manual => SessionTrigger::Manual,
            Trigger::Reconcile => SessionTrigger::Reconcile,
            Trigger::ApplyAnyway => SessionTrigger::ApplyAnyway,
            Trigger::Woken => SessionTrigger::Woken,
        },
        started: session.started.into(),
        ended: session.ended.map(Millis::from),
        outcome: session.outcome.map(|outcome| match outcome {
            Outcome::Finished => SessionOutcome::Finished,
            Outcome::Failed => SessionOutcome::Failed,
            Outcome::Interrupted => SessionOutcome::Interrupted,
            Outcome::HeldBack => SessionOutcome::HeldBack,
        }),
        members_checked: Count(session.members_checked),
        changed: Count(session.changed),
        newly_suspended: Count(listed.newly_suspended),
        suspended: Count(session.suspended),
        api_calls: Count(session.api_calls),
        error: session.fault.as_ref().map(Explanation::of),
    }
}
