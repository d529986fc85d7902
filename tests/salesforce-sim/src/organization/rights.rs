//! What a profile or permission set allows.

macro_rules! rights {
    ($($right:ident => $name:literal,)*) => {
        /// A right, named as the field that tells of it is without its prefix.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Right {
            $($right,)*
        }

        /// Every right as the field that tells of it.
        pub(crate) const RIGHTS: [(&str, Right); [$($name),*].len()] =
            [$(($name, Right::$right)),*];
    };
}

rights! {
    ActivateContract => "PermissionsActivateContract",
    ApiEnabled => "PermissionsApiEnabled",
    ApiUserOnly => "PermissionsApiUserOnly",
    AssignPermissionSets => "PermissionsAssignPermissionSets",
    AuthorApex => "PermissionsAuthorApex",
    BulkApiHardDelete => "PermissionsBulkApiHardDelete",
    CustomizeApplication => "PermissionsCustomizeApplication",
    DataExport => "PermissionsDataExport",
    EditEvent => "PermissionsEditEvent",
    EditTask => "PermissionsEditTask",
    ExportReport => "PermissionsExportReport",
    ForceTwoFactor => "PermissionsForceTwoFactor",
    FreezeUsers => "PermissionsFreezeUsers",
    IsSsoEnabled => "PermissionsIsSsoEnabled",
    LightningExperienceUser => "PermissionsLightningExperienceUser",
    ManageInternalUsers => "PermissionsManageInternalUsers",
    ManageIpAddresses => "PermissionsManageIpAddresses",
    ManageProfilesPermissionsets => "PermissionsManageProfilesPermissionsets",
    ManageRoles => "PermissionsManageRoles",
    ManageSharing => "PermissionsManageSharing",
    ManageUsers => "PermissionsManageUsers",
    ModifyAllData => "PermissionsModifyAllData",
    ModifyMetadata => "PermissionsModifyMetadata",
    MonitorLoginHistory => "PermissionsMonitorLoginHistory",
    PasswordNeverExpires => "PermissionsPasswordNeverExpires",
    ResetPasswords => "PermissionsResetPasswords",
    RunReports => "PermissionsRunReports",
    TransferAnyEntity => "PermissionsTransferAnyEntity",
    TwoFactorApi => "PermissionsTwoFactorApi",
    ViewAllData => "PermissionsViewAllData",
    ViewAllUsers => "PermissionsViewAllUsers",
    ViewEventLogFiles => "PermissionsViewEventLogFiles",
    ViewRoles => "PermissionsViewRoles",
    ViewSetup => "PermissionsViewSetup",
}

impl Right {
    /// The right that a field such as `PermissionsViewSetup` tells of.
    pub(crate) fn named(name: &str) -> Option<Self> {
        RIGHTS
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, right)| *right)
    }
}

/// A set of rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rights(u64);

impl Rights {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) const fn of(rights: &[Right]) -> Self {
        let mut set = 0;
        let mut at = 0;
        while at < rights.len() {
            set |= 1 << rights[at] as u64;
            at += 1;
        }
        Self(set)
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn has(self, right: Right) -> bool {
        self.0 >> right as u64 & 1 == 1
    }
}
