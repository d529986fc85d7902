//! The connected account: its checks, the question before another one is saved, *Test connection*
//! and *Disconnect*.

use super::{internal, organization_id, sentence};
use crate::error::{ApiError, ErrorCode};
use crate::host::Host;
use crate::preflight::{
    AccountIdentity, AccountQuestion, CheckResult, ConnectionTest, Disconnection, LateCallback,
    Preflight, PreflightCheck, TestOutcome, TestStep, TestStepName,
};
use crate::wire::Count;
use jiff::Timestamp;
use lpc_core::connection::Account;
use lpc_core::engine::{Confirmation, DisconnectError, PreflightError};
use lpc_core::engine::{
    Disconnection as CoreDisconnection, TestOutcome as CoreOutcome, TestStepName as CoreStep,
};
use lpc_core::login::CallbackRefusal;
use lpc_core::preflight::{Check, CheckResult as CoreResult};

/// What an admin does where the console cannot reach Salesforce.
const BY_HAND: [&str; 3] = [
    "In Salesforce, open Setup › Connected Apps OAuth Usage, or Setup › Users › the service account › OAuth Connected Apps.",
    "Find the External Client App of this console beside the service account.",
    "Choose Revoke. The token ends at once, also on a computer that kept a copy.",
];

/// *Test connection*.
pub async fn test_connection<H: Host>(
    host: &H,
    organization: &str,
) -> Result<ConnectionTest, ApiError> {
    let id = organization_id(organization)?;
    let test = host.engine().connections.test_connection(id).await;
    Ok(ConnectionTest {
        started: test.started.into(),
        steps: test
            .steps
            .into_iter()
            .map(|step| TestStep {
                name: match step.name {
                    CoreStep::Token => TestStepName::Token,
                    CoreStep::Identity => TestStepName::Identity,
                    CoreStep::Permissions => TestStepName::Permissions,
                    CoreStep::Users => TestStepName::Users,
                    CoreStep::ApiBudget => TestStepName::ApiBudget,
                },
                outcome: match step.outcome {
                    CoreOutcome::Passed => TestOutcome::Passed,
                    CoreOutcome::Failed => TestOutcome::Failed,
                    CoreOutcome::Skipped => TestOutcome::Skipped,
                },
                millis: Count(step.millis),
                detail: step.detail,
                raw: step.fault.map(|fault| fault.raw),
                next_step: step.next_step,
            })
            .collect(),
    })
}

/// *Check again*.
pub async fn check_preflight<H: Host>(host: &H, organization: &str) -> Result<(), ApiError> {
    let id = organization_id(organization)?;
    host.engine()
        .connections.check_preflight(id)
        .await
        .map_err(|error| match error {
            PreflightError::NotConnected => ApiError::new(ErrorCode::NotFound, sentence(&error)),
            PreflightError::NotAnswered(fault) => ApiError {
                code: ErrorCode::Internal,
                message:
                    "The checks could not be run; those below are the last ones. Use Test connection to see where it stops."
                        .to_owned(),
                detail: Some(fault.raw),
            },
            PreflightError::Vault(error) => error.into(),
            PreflightError::Store(error) => error.into(),
        })
}

/// The admin takes the account that signed in.
pub async fn confirm_account<H: Host>(
    host: &H,
    organization: &str,
    no_lpc_user: bool,
) -> Result<(), ApiError> {
    use lpc_core::engine::ConfirmError::{NotConfirmed, NothingHeld};
    let id = organization_id(organization)?;
    host.engine()
        .connections
        .confirm_account(&host.actor(), id, no_lpc_user)
        .map_err(|error| {
            let code = match error {
                NothingHeld => ErrorCode::NotFound,
                NotConfirmed => ErrorCode::InvalidInput,
            };
            ApiError::new(code, sentence(&error))
        })
}

/// *Disconnect*; `regardless` is the second confirmation.
pub async fn disconnect<H: Host>(
    host: &H,
    organization: &str,
    regardless: bool,
) -> Result<Disconnection, ApiError> {
    let id = organization_id(organization)?;
    let outcome = host
        .engine()
        .connections
        .disconnect(&host.actor(), id, regardless)
        .await
        .map_err(|error| match error {
            DisconnectError::NotConnected => ApiError::new(ErrorCode::NotFound, sentence(&error)),
            DisconnectError::Vault(error) => internal(&error),
            DisconnectError::Store(error) => error.into(),
        })?;
    let by_hand = || BY_HAND.map(str::to_owned).to_vec();
    Ok(match outcome {
        CoreDisconnection::Done => Disconnection {
            disconnected: true,
            not_revoked: None,
            by_hand: Vec::new(),
        },
        CoreDisconnection::NotRevoked { detail } => Disconnection {
            disconnected: true,
            not_revoked: Some(detail),
            by_hand: by_hand(),
        },
        CoreDisconnection::Kept { detail } => Disconnection {
            disconnected: false,
            not_revoked: Some(detail),
            by_hand: by_hand(),
        },
    })
}

pub(super) fn preflight(preflight: lpc_core::preflight::Preflight) -> Preflight {
    Preflight {
        checked: preflight.checked.into(),
        checks: checks(preflight.checks),
    }
}

pub(super) fn checks(checks: Vec<Check>) -> Vec<PreflightCheck> {
    checks
        .into_iter()
        .map(|check| PreflightCheck {
            name: check.name.title().to_owned(),
            result: match check.result {
                CoreResult::Passed => CheckResult::Passed,
                CoreResult::Warning => CheckResult::Warning,
                CoreResult::Blocking => CheckResult::Blocking,
                CoreResult::Unknown => CheckResult::Unknown,
            },
            meaning: check.meaning,
            next_step: check.next_step,
        })
        .collect()
}

pub(super) fn identity(account: &Account) -> AccountIdentity {
    AccountIdentity {
        user_id: account.user_id.to_string(),
        username: account.username.clone(),
        display_name: account.display_name.clone(),
        salesforce_organization_id: account.organization_id.to_string(),
        salesforce_organization_name: account.organization_name.clone(),
    }
}

pub(super) fn question(confirmation: Confirmation) -> AccountQuestion {
    AccountQuestion {
        environment: confirmation.environment.into(),
        pinned: confirmation.pinned.as_ref().map(identity),
        found: identity(&confirmation.found),
        member: confirmation.member,
        checks: checks(confirmation.checks),
        until: confirmation.until.into(),
    }
}

pub(super) fn late_callback((refusal, at): (CallbackRefusal, Timestamp)) -> LateCallback {
    let message = match refusal {
        CallbackRefusal::Replayed => {
            "The browser came back with a sign-in that was finished before. Nothing was changed; that browser page can be closed."
        }
        CallbackRefusal::Superseded => {
            "The browser came back with an older sign-in; a newer one took its place. Nothing was changed. Finish the newer one, or connect again."
        }
        CallbackRefusal::Canceled => {
            "The browser came back with a sign-in that had been canceled here. Nothing was changed. Connect again to sign in."
        }
        CallbackRefusal::Late => {
            "The browser came back after the sign-in had run out of time. Nothing was changed. Connect again; Extend gives it more time."
        }
        CallbackRefusal::WrongEnvironment => {
            "Salesforce sent the browser to the callback URL of the other environment. The sign-in still waits: enter the callback URL exactly as shown at the External Client App, then open the link again."
        }
        CallbackRefusal::KeyStore => {
            "The key store of this computer did not open the waiting sign-in. Unlock it, then open the link again."
        }
        CallbackRefusal::Malformed | CallbackRefusal::Unknown => {
            "The browser came back with an address that no sign-in waits for. Nothing was changed."
        }
    };
    LateCallback {
        message: message.to_owned(),
        at: at.into(),
    }
}
