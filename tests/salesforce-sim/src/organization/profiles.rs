//! Profiles and the licences behind them.

use super::rights::{Right, Rights};
use crate::people::UserType;

/// A profile: what its users may do and which licence they use.
pub(crate) struct Profile {
    pub(crate) name: &'static str,
    /// Position in [`LICENSES`].
    pub(crate) license: usize,
    /// How many of a thousand ordinary people have it.
    pub(crate) share: u64,
    pub(crate) kind: UserType,
    pub(crate) rights: Rights,
    /// Made by the organization rather than delivered with it.
    pub(crate) custom: bool,
}

impl Profile {
    const fn new(name: &'static str, license: usize, share: u64, rights: Rights) -> Self {
        Self {
            name,
            license,
            share,
            kind: UserType::Standard,
            rights,
            custom: false,
        }
    }

    const fn custom(mut self) -> Self {
        self.custom = true;
        self
    }

    const fn of(mut self, kind: UserType) -> Self {
        self.kind = kind;
        self
    }
}

pub(crate) const ADMINISTRATOR: usize = 0;
pub(crate) const EXECUTIVE: usize = 11;
pub(crate) const SERVICE_ACCOUNT: usize = 15;
pub(crate) const INTEGRATION: usize = 16;
pub(crate) const PARTNER: usize = 17;
pub(crate) const CLOUD_INTEGRATION: usize = 18;
pub(crate) const CUSTOMER: usize = 19;
pub(crate) const CUSTOMER_PLUS: usize = 20;
pub(crate) const CHATTER: usize = 21;
pub(crate) const GUEST: usize = 22;
/// Profiles before this position are for ordinary people.
pub(crate) const FOR_PEOPLE: usize = 15;

/// What everybody at work may do.
const WORK: Rights = Rights::of(&[
    Right::EditEvent,
    Right::EditTask,
    Right::LightningExperienceUser,
    Right::RunReports,
    Right::ViewRoles,
]);
/// Most of them by programs too.
const API: Rights = WORK.and(Rights::of(&[Right::ApiEnabled, Right::ExportReport]));
const LEAD: Rights = API.and(Rights::of(&[Right::TransferAnyEntity, Right::ViewSetup]));
const ADMIN: Rights = LEAD.and(Rights::of(&[
    Right::ActivateContract,
    Right::AssignPermissionSets,
    Right::AuthorApex,
    Right::CustomizeApplication,
    Right::DataExport,
    Right::FreezeUsers,
    Right::ManageInternalUsers,
    Right::ManageIpAddresses,
    Right::ManageProfilesPermissionsets,
    Right::ManageRoles,
    Right::ManageSharing,
    Right::ManageUsers,
    Right::ModifyAllData,
    Right::ModifyMetadata,
    Right::MonitorLoginHistory,
    Right::ResetPasswords,
    Right::ViewAllData,
    Right::ViewAllUsers,
    Right::ViewEventLogFiles,
]));
const SERVICE: Rights = Rights::of(&[
    Right::ApiEnabled,
    Right::CustomizeApplication,
    Right::FreezeUsers,
    Right::ManageInternalUsers,
    Right::ManageUsers,
    Right::MonitorLoginHistory,
    Right::PasswordNeverExpires,
    Right::ViewAllData,
    Right::ViewAllUsers,
    Right::ViewEventLogFiles,
    Right::ViewRoles,
    Right::ViewSetup,
]);
const MACHINE: Rights = Rights::of(&[
    Right::ApiEnabled,
    Right::ApiUserOnly,
    Right::PasswordNeverExpires,
]);
const PORTAL: Rights = Rights::of(&[Right::EditEvent, Right::EditTask]);

pub(crate) static PROFILES: [Profile; 24] = [
    Profile::new("System Administrator", 0, 8, ADMIN),
    Profile::new("Standard User", 0, 200, API),
    Profile::new("Sales User", 0, 250, API).custom(),
    Profile::new("Sales Manager", 0, 55, LEAD).custom(),
    Profile::new("Service Agent", 0, 160, API).custom(),
    Profile::new("Marketing User", 0, 50, API),
    Profile::new(
        "Contract Manager",
        0,
        20,
        API.and(Rights::of(&[Right::ActivateContract])),
    ),
    Profile::new("Solution Manager", 0, 10, API),
    Profile::new("Field Engineer", 1, 80, API).custom(),
    Profile::new("Human Resources", 1, 20, WORK).custom(),
    Profile::new("Finance Read Only", 1, 32, WORK).custom(),
    Profile::new(
        "Executive",
        0,
        10,
        LEAD.and(Rights::of(&[Right::ViewAllData])),
    )
    .custom(),
    Profile::new("Read Only", 0, 25, API),
    Profile::new(
        "Regional Operations",
        0,
        5,
        LEAD.and(Rights::of(&[Right::ViewAllUsers])),
    )
    .custom(),
    Profile::new("Standard Platform User", 1, 75, API),
    Profile::new("LPC Service Account", 0, 0, SERVICE).custom(),
    Profile::new("Salesforce API Only System Integrations", 2, 0, MACHINE),
    Profile::new("Partner Community User", 3, 0, PORTAL).of(UserType::PowerPartner),
    Profile::new("Analytics Cloud Integration User", 4, 0, MACHINE)
        .of(UserType::CloudIntegrationUser),
    Profile::new("Customer Community User", 5, 0, PORTAL).of(UserType::CspLitePortal),
    Profile::new("Customer Community Plus User", 6, 0, PORTAL).of(UserType::PowerCustomerSuccess),
    Profile::new("Chatter Free User", 7, 0, Rights::NONE).of(UserType::CsnOnly),
    Profile::new("Support Site Profile", 8, 0, Rights::NONE)
        .of(UserType::Guest)
        .custom(),
    Profile::new("Minimum Access - Salesforce", 0, 0, Rights::NONE),
];

pub(crate) struct License {
    pub(crate) name: &'static str,
    /// `LicenseDefinitionKey`.
    pub(crate) key: &'static str,
}

const fn license(name: &'static str, key: &'static str) -> License {
    License { name, key }
}

pub(crate) const LICENSE_COUNT: usize = 10;

pub(crate) static LICENSES: [License; LICENSE_COUNT] = [
    license("Salesforce", "SFDC"),
    license("Salesforce Platform", "AUL"),
    license("Salesforce Integration", "SalesforceIntegrationUser"),
    license("Partner Community", "PID_Partner_Community"),
    license(
        "Analytics Cloud Integration User",
        "PID_Insights_Integration",
    ),
    license("Customer Community", "PID_Customer_Community"),
    license("Customer Community Plus", "PID_Customer_Community_Plus"),
    license("Chatter Free", "PID_CHATTER"),
    license("Guest User License", "PID_Guest_User"),
    license("Identity", "PID_IDENTITY"),
];
