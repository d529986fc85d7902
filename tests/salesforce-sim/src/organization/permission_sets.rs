//! Permission sets, the groups of them, and who has which.

use super::profiles::{ADMINISTRATOR, FOR_PEOPLE, PROFILES};
use super::rights::{Right, Rights};
use crate::identifiers::mix;
use crate::people::{Person, UserType};

/// A permission set that belongs to no profile.
pub(crate) struct OwnSet {
    pub(crate) label: &'static str,
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) namespace: Option<&'static str>,
    pub(crate) rights: Rights,
}

const fn own(label: &'static str, name: &'static str, rights: &[Right]) -> OwnSet {
    OwnSet {
        label,
        name,
        description: "",
        namespace: None,
        rights: Rights::of(rights),
    }
}

const fn packaged(
    label: &'static str,
    name: &'static str,
    namespace: &'static str,
    description: &'static str,
    rights: &[Right],
) -> OwnSet {
    OwnSet {
        description,
        namespace: Some(namespace),
        ..own(label, name, rights)
    }
}

pub(crate) static OWN_SETS: [OwnSet; 16] = [
    packaged(
        "LinkPoint Connect User",
        "LinkPoint_Connect_User",
        "lpc",
        "Synchronizes mail, calendar and contacts through LinkPoint Connect",
        &[Right::ApiEnabled],
    ),
    packaged(
        "LinkPoint Connect Mobile",
        "LinkPoint_Connect_Mobile",
        "lpc",
        "Synchronizes to mobile devices as well",
        &[Right::ApiEnabled],
    ),
    packaged(
        "LinkPoint Connect Admin",
        "LinkPoint_Connect_Admin",
        "lpc",
        "Sets up LinkPoint Connect for others",
        &[Right::ApiEnabled, Right::ViewSetup, Right::ViewAllUsers],
    ),
    own("API Enabled", "API_Enabled", &[Right::ApiEnabled]),
    own(
        "Export Reports",
        "Export_Reports",
        &[Right::RunReports, Right::ExportReport],
    ),
    own("Knowledge Author", "Knowledge_Author", &[]),
    own("Campaign Editor", "Campaign_Editor", &[]),
    own("Forecast Override", "Forecast_Override", &[]),
    own(
        "Contract Activation",
        "Contract_Activation",
        &[Right::ActivateContract],
    ),
    own(
        "Multi-Factor Authentication",
        "Multi_Factor_Authentication",
        &[Right::ForceTwoFactor],
    ),
    own(
        "Single Sign-On Users",
        "Single_Sign_On_Users",
        &[Right::IsSsoEnabled],
    ),
    own("Live Agent", "Live_Agent", &[]),
    own(
        "Data Steward",
        "Data_Steward",
        &[Right::TransferAnyEntity, Right::DataExport],
    ),
    own(
        "Help Desk",
        "Help_Desk",
        &[Right::ResetPasswords, Right::ViewSetup, Right::FreezeUsers],
    ),
    own(
        "Login Auditor",
        "Login_Auditor",
        &[Right::MonitorLoginHistory, Right::ViewSetup],
    ),
    own(
        "Setup Viewer",
        "Setup_Viewer",
        &[Right::ViewSetup, Right::ViewRoles],
    ),
];

/// Several sets that are assigned together.
pub(crate) struct SetGroup {
    pub(crate) label: &'static str,
    pub(crate) name: &'static str,
    /// Positions in [`OWN_SETS`].
    pub(crate) members: &'static [usize],
}

pub(crate) static SET_GROUPS: [SetGroup; 4] = [
    SetGroup {
        label: "Sales Essentials",
        name: "Sales_Essentials",
        members: &[4, 7, 9],
    },
    SetGroup {
        label: "Service Essentials",
        name: "Service_Essentials",
        members: &[5, 9, 11],
    },
    SetGroup {
        label: "Operations Desk",
        name: "Operations_Desk",
        members: &[12, 13, 15],
    },
    SetGroup {
        label: "Audit",
        name: "Audit",
        members: &[4, 14, 15],
    },
];

/// Permission sets are numbered so: those of the profiles, the own ones, those that stand for a
/// group.
pub(crate) const OWN_FROM: usize = PROFILES.len();
pub(crate) const GROUPED_FROM: usize = OWN_FROM + OWN_SETS.len();
pub(crate) const SET_COUNT: usize = GROUPED_FROM + SET_GROUPS.len();

/// What stands behind a permission set.
pub(crate) enum Behind {
    Profile(usize),
    Own(&'static OwnSet),
    Group(usize),
}

pub(crate) fn behind(set: usize) -> Behind {
    if set < OWN_FROM {
        Behind::Profile(set)
    } else if set < GROUPED_FROM {
        Behind::Own(&OWN_SETS[set - OWN_FROM])
    } else {
        Behind::Group((set - GROUPED_FROM).min(SET_GROUPS.len() - 1))
    }
}

/// What the permission set allows.
pub(crate) fn rights_of(set: usize) -> Rights {
    match behind(set) {
        Behind::Profile(profile) => PROFILES[profile].rights,
        Behind::Own(own) => own.rights,
        Behind::Group(group) => {
            let members = SET_GROUPS[group].members.iter();
            members.fold(Rights::NONE, |all, &set| all.and(OWN_SETS[set].rights))
        }
    }
}

/// How many sets a user can have: the profile's, three own ones, a group of sets.
pub(crate) const SLOTS: usize = 5;
const GROUP_SLOT: usize = 4;

/// The permission set in a slot of a user.
pub(crate) fn assigned(seed: u64, row: usize, person: &Person, slot: usize) -> Option<usize> {
    let profile = usize::from(person.profile?);
    if slot == 0 {
        return Some(profile);
    }
    let roll = mix(seed ^ 0x7065_726d, (row * SLOTS + slot) as u64);
    let (chance, pick) = (roll % 100, (roll >> 8) as usize);
    if profile == ADMINISTRATOR {
        // Those who look after LinkPoint Connect, and after everything else.
        return match slot {
            1 => Some(OWN_FROM + 2),
            2 => Some(OWN_FROM + 9),
            GROUP_SLOT => Some(GROUPED_FROM + 2 + pick % 2),
            _ => None,
        };
    }
    if person.kind != UserType::Standard || profile >= FOR_PEOPLE {
        return None;
    }
    // Each slot deals from sets of its own, so that nobody has one twice.
    match slot {
        1 if chance < 45 => Some(OWN_FROM),
        1 if chance < 55 => Some(OWN_FROM + 1),
        2 if chance < 35 => Some(OWN_FROM + 3 + pick % 5),
        3 if chance < 25 => Some(OWN_FROM + 8 + pick % 4),
        3 if chance < 26 => Some(OWN_FROM + 12 + pick % 4),
        GROUP_SLOT if chance < 15 => Some(GROUPED_FROM + pick % 2),
        _ => None,
    }
}

/// The rights of a user by profile and every assigned set.
pub(crate) fn effective(seed: u64, row: usize, person: &Person) -> Rights {
    (0..SLOTS)
        .filter_map(|slot| assigned(seed, row, person, slot))
        .fold(Rights::NONE, |all, set| all.and(rights_of(set)))
}

/// The group whose set this is.
pub(crate) fn group_of_set(set: usize) -> Option<usize> {
    match behind(set) {
        Behind::Group(group) => Some(group),
        Behind::Profile(_) | Behind::Own(_) => None,
    }
}
