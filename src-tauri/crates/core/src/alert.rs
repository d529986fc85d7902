//! What the desktop tells a person who does not look at the window: a connection was lost, and it
//! is back. Once per incident, whatever happens to the process meanwhile.

use crate::dictionary::{Remedy, explain};
use crate::fault::Fault;
use crate::number::grouped;
use crate::organization::{Organization, OrganizationId};
use jiff::Timestamp;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlertKind {
    /// Members are suspended by the connection.
    Lost {
        /// Its text stays out of the alert: a desktop shows it to everyone who passes by.
        fault: Fault,
        /// Members that it suspends.
        members: u64,
    },
    /// Salesforce refuses to let users be read; nobody is suspended.
    NotRead { fault: Fault },
    /// A session read everyone again.
    ReadAgain,
    /// A session proved that it is over.
    Over {
        /// When it had begun.
        since: Timestamp,
        /// When the session ended.
        until: Timestamp,
        /// Members that work again.
        resumed: u64,
        /// Members that stay suspended for a fault of their own.
        need_attention: u64,
    },
}

/// An alert as the desktop shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    pub organization: OrganizationId,
    pub title: String,
    /// What to do, in a sentence or two.
    pub body: String,
}

impl Alert {
    /// Words what happened to an organization.
    pub fn of(organization: &Organization, kind: &AlertKind) -> Self {
        let name = &organization.name;
        let (title, body) = match kind {
            AlertKind::Lost { fault, members } => {
                let explanation = explain(fault.code);
                let suspended = format!("{name}: {} suspended.", are(*members, "member"));
                if explanation.remedy == Remedy::Reconnect {
                    (
                        "Salesforce connectivity was lost",
                        format!(
                            "{suspended} Open the console and sign in with the service account."
                        ),
                    )
                } else {
                    (
                        explanation.title,
                        format!("{suspended} {}", explanation.who),
                    )
                }
            }
            AlertKind::NotRead { fault } => (
                "Salesforce users cannot be read",
                format!(
                    "{name}: the list is out of date. {}",
                    explain(fault.code).who
                ),
            ),
            AlertKind::ReadAgain => (
                "Salesforce users are read again",
                format!("{name}: the list is up to date."),
            ),
            AlertKind::Over {
                resumed,
                need_attention,
                ..
            } => {
                let resumed = format!("{name}: {} resumed", count(*resumed, "user"));
                let rest = match need_attention {
                    0 => ".".to_owned(),
                    1 => ", 1 needs attention of their own.".to_owned(),
                    many => format!(", {} need attention of their own.", grouped(*many)),
                };
                ("Salesforce is connected again", resumed + &rest)
            }
        };
        Self {
            organization: organization.id,
            title: title.to_owned(),
            body,
        }
    }
}

fn are(number: u64, one: &str) -> String {
    let verb = if number == 1 { "is" } else { "are" };
    format!("{} {verb}", count(number, one))
}

fn count(number: u64, one: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {one}{plural}", grouped(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::FaultCode;

    fn halden() -> Organization {
        Organization::named("Halden Group".to_owned(), None, "")
    }

    #[test]
    fn a_loss_names_the_organization_the_members_and_what_to_do_and_no_raw_text() {
        let kind = AlertKind::Lost {
            fault: Fault::new(FaultCode::TokenExpired, "invalid_grant: expired"),
            members: 3_912,
        };
        let alert = Alert::of(&halden(), &kind);
        assert_eq!(alert.title, "Salesforce connectivity was lost");
        assert_eq!(
            alert.body,
            "Halden Group: 3,912 members are suspended. Open the console and sign in with the service account."
        );
    }

    #[test]
    fn a_refusal_that_a_login_does_not_end_says_who_must_act() {
        let kind = AlertKind::Lost {
            fault: Fault::new(
                FaultCode::AccountInactive,
                "inactive_user: user is inactive",
            ),
            members: 1,
        };
        let explanation = explain(FaultCode::AccountInactive);
        let alert = Alert::of(&halden(), &kind);
        assert_eq!(alert.title, explanation.title);
        assert_eq!(
            alert.body,
            format!("Halden Group: 1 member is suspended. {}", explanation.who)
        );
    }

    #[test]
    fn the_end_tells_who_is_back_and_who_is_not() {
        let over = |resumed, need_attention| {
            let at = Timestamp::UNIX_EPOCH;
            let kind = AlertKind::Over {
                since: at,
                until: at,
                resumed,
                need_attention,
            };
            Alert::of(&halden(), &kind).body
        };
        assert_eq!(over(1, 0), "Halden Group: 1 user resumed.");
        assert_eq!(
            over(1_234_567, 62),
            "Halden Group: 1,234,567 users resumed, 62 need attention of their own."
        );
        assert_eq!(
            over(100, 1),
            "Halden Group: 100 users resumed, 1 needs attention of their own."
        );
    }
}
