//! *Check now* for one member.

use super::{organization_id, sentence, users};
use crate::error::{ApiError, ErrorCode};
use crate::host::Host;
use crate::users::{MemberCheck, MemberCheckOutcome, MemberChecking};
use crate::wire::{Explanation, OwnStatus};
use lpc_core::engine::CheckMemberRefused;
use lpc_core::member_check::{self, CheckOutcome};
use lpc_core::organization::OrganizationId;
use lpc_core::port::store::UserRecord;

/// Reads one member now, and answers what that changed.
pub async fn check_member<H: Host>(
    host: &H,
    organization: &str,
    user: &str,
) -> Result<MemberCheck, ApiError> {
    let id = organization_id(organization)?;
    let member = users::user_id(user)?;
    Ok(row(host.engine().sync.check_member(id, &member).await?))
}

/// Whether a user can be checked now, and how the last check went; nothing for somebody who is no
/// member and never was checked as one.
pub(super) async fn checking<H: Host>(
    host: &H,
    organization: OrganizationId,
    user: &UserRecord,
    last: Option<member_check::MemberCheck>,
) -> Result<Option<MemberChecking>, ApiError> {
    let sync = &host.engine().sync;
    if user.status.is_none() && last.is_none() {
        return Ok(None);
    }
    let refusal = match sync.may_check_member(organization, &user.id).await {
        Ok(()) => None,
        Err(CheckMemberRefused::Store(error)) => return Err(error.into()),
        Err(refused) => Some(sentence(&refused)),
    };
    Ok(Some(MemberChecking {
        refusal,
        last: last.map(row),
    }))
}

impl From<CheckMemberRefused> for ApiError {
    fn from(refused: CheckMemberRefused) -> Self {
        match refused {
            CheckMemberRefused::Store(error) => error.into(),
            CheckMemberRefused::ByHand(refused) => refused.into(),
            other => Self::new(ErrorCode::InvalidInput, sentence(&other)),
        }
    }
}

fn row(check: member_check::MemberCheck) -> MemberCheck {
    MemberCheck {
        at: check.at.into(),
        outcome: match check.outcome {
            CheckOutcome::Unchanged => MemberCheckOutcome::Unchanged,
            CheckOutcome::Changed => MemberCheckOutcome::Changed,
            CheckOutcome::NotShown => MemberCheckOutcome::NotShown,
            CheckOutcome::Outdated => MemberCheckOutcome::Outdated,
            CheckOutcome::Failed => MemberCheckOutcome::Failed,
        },
        before: check.before.map(OwnStatus::from),
        after: check.after.map(OwnStatus::from),
        error: check.fault.as_ref().map(Explanation::of),
    }
}
