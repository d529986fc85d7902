//! What the checks of a login come to.

use super::{LoginFailure, PendingLogin};
use crate::connection::Account;
use crate::port::salesforce::{AccountInspection, CallFailure, TokenGrant};
use crate::preflight::{self, Check, CheckName};

pub(crate) fn replace_check(checks: &mut [Check], by: Check) {
    if let Some(check) = checks.iter_mut().find(|check| check.name == by.name) {
        *check = by;
    }
}

/// The admin's answer settles the checks that ask for it.
pub(crate) fn confirmed(mut checks: Vec<Check>) -> Vec<Check> {
    if checks.contains(&preflight::differs()) {
        replace_check(&mut checks, preflight::kept_from_now_on());
    }
    for check in &mut checks {
        if check.name == CheckName::NotAMember {
            check.result = preflight::CheckResult::Passed;
            check.meaning = "Leaves the group; confirmed that no LPC user works with it".to_owned();
            check.next_step = None;
        }
    }
    checks
}

/// The account that was read, if it is the one that the token names.
pub(crate) fn trusted(
    inspected: Result<AccountInspection, CallFailure>,
    grant: &TokenGrant,
) -> Result<AccountInspection, LoginFailure> {
    let inspection = inspected.map_err(|failure| match failure {
        CallFailure::Unreachable { fault, .. } => LoginFailure::Unreachable(fault),
        refused => LoginFailure::Refused(refused.fault().clone()),
    })?;
    let account = &inspection.account;
    if !account.is(&grant.organization_id, &grant.user_id) {
        return Err(LoginFailure::Untrusted {
            detail: "The token and the account answer name different users.".to_owned(),
        });
    }
    Ok(inspection)
}

/// Whether the account may be connected, or what the admin is told instead. That it stands in the
/// group is for the admin to decide.
pub(crate) fn judge(
    login: &PendingLogin,
    pinned: Option<&Account>,
    inspection: &AccountInspection,
    checks: &[Check],
    admitted: Result<(), LoginFailure>,
    has_refresh_token: bool,
) -> Result<(), LoginFailure> {
    let asks = |check: &Check| check.name == CheckName::NotAMember;
    let failed = preflight::blocking(checks).find(|check| !asks(check));
    // An organization that is not included says so before it lists what its account lacks. Where
    // another one signed in than was meant, that comes first.
    let not_meant =
        |check: &Check| matches!(check.name, CheckName::Environment | CheckName::Identity);
    if !failed.is_some_and(not_meant) {
        admitted?;
    }
    match failed {
        Some(failed) => Err(failure_of(failed, checks, login, pinned, inspection)),
        None if !has_refresh_token => Err(no_refresh_token()),
        None => Ok(()),
    }
}

fn failure_of(
    failed: &Check,
    checks: &[Check],
    login: &PendingLogin,
    pinned: Option<&Account>,
    inspection: &AccountInspection,
) -> LoginFailure {
    let next_step = failed.next_step.clone().unwrap_or_default();
    match (failed.name, pinned) {
        (CheckName::Environment, _) => LoginFailure::WrongEnvironment {
            organization: inspection.account.organization_name.clone(),
            found: inspection.environment().label(),
            chosen: login.environment.label(),
            next_step,
        },
        (CheckName::Identity, Some(pinned)) => LoginFailure::WrongAccount {
            pinned: Box::new(pinned.clone()),
            found: Box::new(inspection.account.clone()),
        },
        _ => {
            let of = |text: fn(&Check) -> &str| {
                let texts: Vec<&str> = preflight::blocking(checks).map(text).collect();
                texts.join(" ")
            };
            LoginFailure::CheckFailed {
                check: format!(
                    "{} cannot be used. {}",
                    inspection.account.username,
                    of(|check| &check.meaning)
                ),
                next_step: format!(
                    "{} Then connect again.",
                    of(|check| check.next_step.as_deref().unwrap_or_default())
                ),
            }
        }
    }
}

pub(crate) fn no_refresh_token() -> LoginFailure {
    LoginFailure::CheckFailed {
        check: "Salesforce gave no refresh token.".to_owned(),
        next_step: "Add the scope refresh_token to the External Client App, wait 10 minutes, then connect again.".to_owned(),
    }
}

pub(crate) fn not_saved(error: impl std::fmt::Display) -> LoginFailure {
    LoginFailure::NotSaved {
        detail: error.to_string(),
    }
}
