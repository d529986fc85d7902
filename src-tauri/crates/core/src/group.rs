//! The group: whom the service account authorizes, and the status that facts alone give.

use crate::directory::DirectoryUser;
use crate::fault::{Fault, FaultCode};
use crate::salesforce_id::SalesforceId;
use crate::status::OwnStatus;

/// The raw text of a deactivated member: the fact itself, in Salesforce's own names.
pub const INACTIVE_TEXT: &str = "User.IsActive = false";
/// The raw text of a frozen member.
pub const FROZEN_TEXT: &str = "UserLogin.IsFrozen = true";
/// The raw text of a member whom Salesforce no longer shows.
pub const VANISHED_TEXT: &str = "User is no longer visible to the service account";

/// Absences count only after this many evaluations in a row: one incomplete answer of Salesforce
/// must not redden anyone. Facts count at once.
pub const ABSENT_EVALUATIONS_UNTIL_SUSPENDED: u32 = 2;

/// What was known about a user before this evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Previous {
    /// Whether the user was a member.
    pub member: bool,
    /// The status back then; meaningless for somebody who was not a member.
    pub status: OwnStatus,
}

/// The outcome of an evaluation. `None` as membership means *Not in group*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// The own status of a member; `None` when the user is not in the group.
    pub status: Option<OwnStatus>,
    /// What suspends.
    pub cause: Option<Fault>,
}

impl Evaluation {
    const NOT_IN_GROUP: Self = Self {
        status: None,
        cause: None,
    };

    fn suspended(code: FaultCode, text: &str) -> Self {
        Self {
            status: Some(OwnStatus::Suspended),
            cause: Some(Fault::new(code, text)),
        }
    }
}

/// Evaluates one user. Until an organization has rules of its own, the group is: active users of
/// type `Standard`, minus the service account (design §2).
///
/// A member who is deactivated stays a member and is suspended with the fact as text; somebody who
/// was inactive from the start never becomes one. `frozen` is `None` where the service account may
/// not read `UserLogin`: unknown is not red.
pub fn evaluate(
    user: &DirectoryUser,
    frozen: Option<bool>,
    service_account: &SalesforceId,
    previous: Option<Previous>,
) -> Evaluation {
    if &user.id == service_account || user.user_type != "Standard" {
        return Evaluation::NOT_IN_GROUP;
    }
    let was_member = previous.is_some_and(|previous| previous.member);
    if !user.is_active {
        return if was_member {
            Evaluation::suspended(FaultCode::UserInactive, INACTIVE_TEXT)
        } else {
            Evaluation::NOT_IN_GROUP
        };
    }
    // Paused and Disabled are people's decisions; facts about Salesforce do not undo them.
    if let Some(Previous {
        member: true,
        status: kept @ (OwnStatus::Paused | OwnStatus::Disabled),
    }) = previous
    {
        return Evaluation {
            status: Some(kept),
            cause: None,
        };
    }
    if frozen == Some(true) {
        return Evaluation::suspended(FaultCode::UserFrozen, FROZEN_TEXT);
    }
    Evaluation {
        status: Some(OwnStatus::Active),
        cause: None,
    }
}

/// Evaluates a member whom a complete list did not contain. `absences` counts this one.
pub fn evaluate_absent(previous: Previous, absences: u32) -> Evaluation {
    if !previous.member {
        return Evaluation::NOT_IN_GROUP;
    }
    if absences >= ABSENT_EVALUATIONS_UNTIL_SUSPENDED {
        return Evaluation::suspended(FaultCode::UserVanished, VANISHED_TEXT);
    }
    Evaluation {
        status: Some(previous.status),
        cause: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn user(active: bool, user_type: &str) -> DirectoryUser {
        DirectoryUser {
            id: SalesforceId::parse("005000000000001").expect("valid"),
            name: "Aisling Byrne".to_owned(),
            email: "a.byrne@example.com".to_owned(),
            username: "a.byrne@halden.example.com".to_owned(),
            profile: "Field Sales".to_owned(),
            user_type: user_type.to_owned(),
            is_active: active,
            last_login: None,
            modified: Timestamp::UNIX_EPOCH,
        }
    }

    fn service_account() -> SalesforceId {
        SalesforceId::parse("005000000000999").expect("valid")
    }

    const MEMBER: Option<Previous> = Some(Previous {
        member: true,
        status: OwnStatus::Active,
    });

    #[test]
    fn an_active_standard_user_is_a_member_and_active() {
        let evaluation = evaluate(
            &user(true, "Standard"),
            Some(false),
            &service_account(),
            None,
        );
        assert_eq!(evaluation.status, Some(OwnStatus::Active));
    }

    #[test]
    fn the_service_account_and_robots_are_not_in_the_group() {
        let account = user(true, "Standard");
        assert_eq!(evaluate(&account, None, &account.id, MEMBER).status, None);
        assert_eq!(
            evaluate(
                &user(true, "AutomatedProcess"),
                None,
                &service_account(),
                None
            )
            .status,
            None
        );
    }

    #[test]
    fn a_deactivated_member_is_suspended_but_a_stranger_who_was_never_active_is_not() {
        let inactive = user(false, "Standard");
        assert_eq!(
            evaluate(&inactive, None, &service_account(), MEMBER).cause,
            Some(Fault::new(FaultCode::UserInactive, INACTIVE_TEXT)),
        );
        assert_eq!(
            evaluate(&inactive, None, &service_account(), None).status,
            None
        );
    }

    #[test]
    fn frozen_is_red_and_unknown_is_not() {
        let active = user(true, "Standard");
        assert_eq!(
            evaluate(&active, Some(true), &service_account(), None).cause,
            Some(Fault::new(FaultCode::UserFrozen, FROZEN_TEXT)),
        );
        assert_eq!(
            evaluate(&active, None, &service_account(), None).status,
            Some(OwnStatus::Active),
        );
    }

    #[test]
    fn a_pause_outlives_an_evaluation() {
        let previous = Some(Previous {
            member: true,
            status: OwnStatus::Paused,
        });
        let evaluation = evaluate(
            &user(true, "Standard"),
            Some(true),
            &service_account(),
            previous,
        );
        assert_eq!(evaluation.status, Some(OwnStatus::Paused));
    }

    #[test]
    fn one_absence_changes_nothing_and_the_second_suspends() {
        let previous = Previous {
            member: true,
            status: OwnStatus::Active,
        };
        assert_eq!(evaluate_absent(previous, 1).status, Some(OwnStatus::Active));
        assert_eq!(
            evaluate_absent(previous, 2).cause,
            Some(Fault::new(FaultCode::UserVanished, VANISHED_TEXT))
        );
    }
}
