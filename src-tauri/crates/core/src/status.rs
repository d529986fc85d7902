//! Own and effective status of a member (design §2).

use crate::connection::ConnectionState;
use crate::fault::{Fault, FaultCode};
use crate::slug::slugged;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

slugged! {
    /// A member's own status, as far as this member alone is concerned.
    pub enum OwnStatus {
        NotInitialized = "not-initialized",
        /// Checked in Salesforce: this user can work through the service account.
        Active = "active",
        /// Paused by the user.
        Paused = "paused",
        /// Switched off by an admin.
        Disabled = "disabled",
        /// Stopped by a fault; the cause is an incident.
        Suspended = "suspended",
    }
}

slugged! {
    /// Who says what a member's own status is. Reports of sync workers and the vendor's exports will be
    /// others.
    pub enum StatusSource {
        /// What Salesforce shows of the user.
        Salesforce = "salesforce",
    }
}

/// What a member's row shows: the own status seen through the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum EffectiveStatus {
    Suspended,
    NotInitialized,
    Active,
    Paused,
    /// Gray: disabled, or the organization's switch is off.
    Disabled,
    /// Not a member; has no status.
    NotInGroup,
}

impl EffectiveStatus {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Suspended,
        Self::NotInitialized,
        Self::Active,
        Self::Paused,
        Self::Disabled,
        Self::NotInGroup,
    ];
}

/// What the connection does to every member at once. Because it is applied when rows are read,
/// losing a connection with 100,000 members writes no member row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// The own status counts.
    Clear,
    /// The switch is off: every member is gray.
    Off,
    /// Lost, Refused or KeyLost: every member that is not paused or disabled is red.
    Red {
        fault: Fault,
        since: Option<Timestamp>,
    },
    /// Unreachable, throttled or not read: the last statuses with a stale mark.
    Stale,
}

/// Shown as the cause while the data key is gone.
pub const KEY_LOST_TEXT: &str = "key lost: the saved sign-in cannot be opened on this computer";

/// Shown as the cause once a sign-in that was held in memory is gone with its process.
pub const SESSION_OVER_TEXT: &str =
    "sign-in over: it was held in memory until the console was closed";

impl Overlay {
    /// The overlay that a connection state puts over the members.
    pub fn of(state: &ConnectionState) -> Self {
        match state {
            ConnectionState::Off => Self::Off,
            ConnectionState::Lost(fault) | ConnectionState::Refused(fault) => Self::Red {
                fault: fault.fault.clone(),
                since: Some(fault.since),
            },
            ConnectionState::KeyLost => Self::Red {
                fault: Fault::new(FaultCode::KeyLost, KEY_LOST_TEXT),
                since: None,
            },
            // Members without a connection are what an earlier one left: nobody checks them now.
            ConnectionState::NotConfigured
            | ConnectionState::Authorizing
            | ConnectionState::Passing(_) => Self::Stale,
            _ => Self::Clear,
        }
    }

    /// The effective status of a user; `own` is `None` for somebody who is not a member.
    pub fn apply(&self, own: Option<OwnStatus>) -> EffectiveStatus {
        let Some(own) = own else {
            return EffectiveStatus::NotInGroup;
        };
        match (self, own) {
            (Self::Off, _) | (_, OwnStatus::Disabled) => EffectiveStatus::Disabled,
            (_, OwnStatus::Paused) => EffectiveStatus::Paused,
            (Self::Red { .. }, _) | (_, OwnStatus::Suspended) => EffectiveStatus::Suspended,
            (_, OwnStatus::Active) => EffectiveStatus::Active,
            (_, OwnStatus::NotInitialized) => EffectiveStatus::NotInitialized,
        }
    }

    /// The own statuses that this overlay turns into `effective`; what a filter by effective
    /// status asks the database for. `NotInGroup` is a question of membership, not of status, and
    /// gives an empty list.
    pub fn own_statuses_for(&self, effective: EffectiveStatus) -> Vec<OwnStatus> {
        OwnStatus::ALL
            .into_iter()
            .filter(|own| self.apply(Some(*own)) == effective)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn red() -> Overlay {
        Overlay::Red {
            fault: Fault::new(FaultCode::TokenExpired, "invalid_grant: expired"),
            since: None,
        }
    }

    #[test]
    fn a_lost_connection_reddens_everyone_but_paused_and_disabled_members() {
        let effective: Vec<_> = OwnStatus::ALL
            .into_iter()
            .map(|own| red().apply(Some(own)))
            .collect();
        assert_eq!(
            effective,
            [
                EffectiveStatus::Suspended,
                EffectiveStatus::Suspended,
                EffectiveStatus::Paused,
                EffectiveStatus::Disabled,
                EffectiveStatus::Suspended,
            ],
        );
    }

    #[test]
    fn an_unreachable_salesforce_turns_nobody_red() {
        assert_eq!(
            Overlay::Stale.apply(Some(OwnStatus::Active)),
            EffectiveStatus::Active
        );
    }

    #[test]
    fn somebody_who_is_not_a_member_has_no_status_whatever_the_connection_does() {
        for overlay in [Overlay::Clear, Overlay::Off, red(), Overlay::Stale] {
            assert_eq!(overlay.apply(None), EffectiveStatus::NotInGroup);
        }
    }

    #[test]
    fn every_own_status_is_found_by_exactly_one_effective_filter() {
        for overlay in [Overlay::Clear, Overlay::Off, red(), Overlay::Stale] {
            let found: usize = EffectiveStatus::ALL
                .into_iter()
                .map(|effective| overlay.own_statuses_for(effective).len())
                .sum();
            assert_eq!(found, OwnStatus::ALL.len(), "{overlay:?}");
        }
    }
}
