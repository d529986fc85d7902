//! The blocking checks between a redeemed code and a stored connection.

use super::live::LoginFailure;
use crate::connection::{Account, StoredConnection};
use crate::environment::Environment;
use crate::port::salesforce::AccountInspection;

/// Sandbox and production are not taken for each other.
pub(super) fn check_environment(
    chosen: Environment,
    inspection: &AccountInspection,
) -> Result<(), LoginFailure> {
    let found = if inspection.is_sandbox {
        Environment::Sandbox
    } else {
        Environment::Production
    };
    if found == chosen {
        return Ok(());
    }
    Err(LoginFailure::WrongEnvironment {
        organization: inspection.account.organization_name.clone(),
        found: found.label(),
        chosen: chosen.label(),
    })
}

/// Organization and user are pinned at the first connect; another one stops with both named.
pub(super) fn check_identity(
    pinned: Option<&StoredConnection>,
    found: &Account,
) -> Result<(), LoginFailure> {
    let Some(StoredConnection {
        account: pinned, ..
    }) = pinned
    else {
        return Ok(());
    };
    let same_user = pinned.user_id == found.user_id;
    if same_user && pinned.organization_id == found.organization_id {
        return Ok(());
    }
    let name = |account: &Account| format!("{} of {}", account.username, account.organization_name);
    Err(LoginFailure::WrongAccount {
        pinned: name(pinned),
        found: name(found),
    })
}

/// The rights without which the service account cannot do its work.
pub(super) fn check_permissions(inspection: &AccountInspection) -> Result<(), LoginFailure> {
    let username = &inspection.account.username;
    let blocking = [
        (
            inspection.is_active,
            "is not active in Salesforce. Activate it",
        ),
        (
            inspection.view_all_data == Some(true),
            "lacks the permission View All Data. Grant it",
        ),
        (
            inspection.api_enabled == Some(true),
            "lacks the permission API Enabled. Grant it",
        ),
    ];
    match blocking.into_iter().find(|(passed, _)| !passed) {
        None => Ok(()),
        Some((_, problem)) => Err(LoginFailure::CheckFailed {
            check: format!("The account {username} {problem}, then connect again."),
        }),
    }
}
