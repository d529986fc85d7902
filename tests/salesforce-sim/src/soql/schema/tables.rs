//! One table per object.

use std::borrow::Cow;

use super::{ByUser, Child, Field, Get, Kind, Relation, Table, View};
use crate::organization::{LICENSES, PROFILES, ROLES, SERVICE_ACCOUNT};
use crate::people::Person;
use crate::soql::value::Value;

pub(super) static ALL: [&Table; 10] = [
    &USER,
    &USER_LOGIN,
    &ORGANIZATION,
    &USER_PERMISSION_ACCESS,
    &PROFILE,
    &USER_ROLE,
    &USER_LICENSE,
    &PERMISSION_SET,
    &PERMISSION_SET_ASSIGNMENT,
    &OAUTH_TOKEN,
];

const fn id(name: &'static str, get: Get) -> Field {
    Field::new(name, Kind::Id, get)
}

const fn reference(name: &'static str, to: &'static [&'static str], get: Get) -> Field {
    Field::new(name, Kind::Reference, get).refers_to(to)
}

const fn picklist(name: &'static str, get: Get) -> Field {
    Field::new(name, Kind::Picklist, get)
}

const fn text(name: &'static str, get: Get) -> Field {
    Field::new(name, Kind::Text, get)
}

const fn boolean(name: &'static str, get: Get) -> Field {
    Field::new(name, Kind::Bool, get)
}

const fn time(name: &'static str, get: Get) -> Field {
    Field::new(name, Kind::Time, get)
}

fn person(view: &View<'_>, row: usize) -> Person {
    view.world.people.person(row)
}

fn always(_: &View<'_>, _: usize) -> bool {
    true
}

fn literal(text: &'static str) -> Value {
    Value::Text(Cow::Borrowed(text))
}

fn owned(text: String) -> Value {
    Value::Text(Cow::Owned(text))
}

fn optional_id(id: Option<String>) -> Value {
    id.map_or(Value::Null, Value::Id)
}

fn profile_row(view: &View<'_>, row: usize) -> Option<usize> {
    person(view, row).profile.map(usize::from)
}

fn role_row(view: &View<'_>, row: usize) -> Option<usize> {
    person(view, row).role.map(usize::from)
}

fn everyone(view: &View<'_>) -> u32 {
    view.world.people.len() as u32
}

fn anybody(_: &View<'_>) -> bool {
    true
}

fn user_managers(view: &View<'_>) -> bool {
    view.world.permission(view.user, "PermissionsManageUsers")
}

fn customizers(view: &View<'_>) -> bool {
    view.world
        .permission(view.user, "PermissionsCustomizeApplication")
}

static USER: Table = Table {
    name: "User",
    label: "User",
    label_plural: "Users",
    prefix: "005",
    children: &[
        Child {
            name: "PermissionSetAssignments",
            target: &PERMISSION_SET_ASSIGNMENT,
            field: "AssigneeId",
        },
        Child {
            name: "ManagedUsers",
            target: &USER,
            field: "ManagerId",
        },
    ],
    rows: everyone,
    exists: always,
    find: |v, id| v.world.organization.users.row(id),
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", |v, r| Value::Id(v.world.user_id(r))),
        text("Username", |v, r| owned(v.world.people.username(r))),
        text("Name", |v, r| owned(v.world.people.full_name(r))),
        text("FirstName", |v, r| literal(v.world.people.first_name(r))),
        text("LastName", |v, r| Value::Text(v.world.people.last_name(r))),
        Field::new("Email", Kind::Email, |v, r| owned(v.world.people.email(r))),
        text("Alias", |v, r| {
            owned(
                v.world
                    .people
                    .username(r)
                    .chars()
                    .filter(|c| c.is_alphanumeric())
                    .take(8)
                    .collect(),
            )
        }),
        boolean("IsActive", |v, r| Value::Bool(person(v, r).active)),
        picklist("UserType", |v, r| literal(person(v, r).kind.name())),
        reference("ProfileId", &["Profile"], |v, r| {
            optional_id(profile_row(v, r).map(|p| v.world.organization.profiles.id(p)))
        }),
        reference("UserRoleId", &["UserRole"], |v, r| {
            optional_id(role_row(v, r).map(|role| v.world.organization.roles.id(role)))
        }),
        reference("ManagerId", &["User"], |v, r| {
            optional_id(
                v.world
                    .people
                    .manager(r)
                    .map(|manager| v.world.user_id(manager)),
            )
        }),
        text("FederationIdentifier", |v, r| {
            Value::optional_text(v.world.people.federation_identifier(r))
        }),
        text("TimeZoneSidKey", |_, _| literal("Europe/Berlin")),
        text("LanguageLocaleKey", |_, _| literal("en_US")),
        time("LastLoginDate", |v, r| {
            Value::optional_time(person(v, r).last_login)
        }),
        time("SystemModstamp", |v, r| {
            Value::Time(person(v, r).system_modstamp)
        }),
        time("LastModifiedDate", |v, r| {
            Value::Time(person(v, r).modified)
        }),
        time("CreatedDate", |v, r| Value::Time(person(v, r).created)),
    ],
    relations: &[
        Relation {
            name: "Profile",
            field: "ProfileId",
            target: &PROFILE,
            row: profile_row,
        },
        Relation {
            name: "UserRole",
            field: "UserRoleId",
            target: &USER_ROLE,
            row: role_row,
        },
        Relation {
            name: "Manager",
            field: "ManagerId",
            target: &USER,
            row: |v, r| v.world.people.manager(r),
        },
    ],
};

static USER_LOGIN: Table = Table {
    name: "UserLogin",
    label: "User Login",
    label_plural: "User Login",
    prefix: "0Yw",
    children: &[],
    rows: everyone,
    exists: always,
    find: |v, id| v.world.organization.user_logins.row(id),
    by_user: Some(ByUser {
        field: "UserId",
        rows: |_, user| vec![user as u32],
    }),
    by_time: None,
    readable: user_managers,
    fields: &[
        id("Id", |v, r| {
            Value::Id(v.world.organization.user_logins.id(r))
        }),
        reference("UserId", &["User"], |v, r| Value::Id(v.world.user_id(r))),
        boolean("IsFrozen", |v, r| Value::Bool(person(v, r).frozen)),
        boolean("IsPasswordLocked", |v, r| Value::Bool(person(v, r).locked)),
    ],
    relations: &[],
};

static ORGANIZATION: Table = Table {
    name: "Organization",
    label: "Organization",
    label_plural: "Organizations",
    prefix: "00D",
    children: &[],
    rows: |_| 1,
    exists: always,
    find: |v, id| (v.world.organization.id == id).then_some(0),
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", |v, _| Value::Id(v.world.organization.id.clone())),
        text("Name", |v, _| owned(v.world.organization.name.clone())),
        boolean("IsSandbox", |v, _| Value::Bool(v.world.switches.is_sandbox)),
        text("OrganizationType", |_, _| literal("Enterprise Edition")),
        text("InstanceName", |v, _| {
            owned(v.world.organization.instance.clone())
        }),
        text("NamespacePrefix", |_, _| Value::Null),
        time("TrialExpirationDate", |_, _| Value::Null),
    ],
    relations: &[],
};

fn right(view: &View<'_>, name: &str) -> Value {
    Value::Bool(view.world.permission(view.user, name))
}

static USER_PERMISSION_ACCESS: Table = Table {
    name: "UserPermissionAccess",
    label: "User Permission Access",
    label_plural: "User Permission Access",
    prefix: "000",
    children: &[],
    rows: |_| 1,
    exists: always,
    find: |_, _| None,
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", |_, _| literal("000000000000000AAA")),
        boolean("PermissionsViewAllData", |v, _| {
            right(v, "PermissionsViewAllData")
        }),
        boolean("PermissionsViewAllUsers", |v, _| {
            right(v, "PermissionsViewAllUsers")
        }),
        boolean("PermissionsManageUsers", |v, _| {
            right(v, "PermissionsManageUsers")
        }),
        boolean("PermissionsApiEnabled", |v, _| {
            right(v, "PermissionsApiEnabled")
        }),
        boolean("PermissionsApiUserOnly", |v, _| {
            right(v, "PermissionsApiUserOnly")
        }),
        boolean("PermissionsViewSetup", |v, _| {
            right(v, "PermissionsViewSetup")
        }),
        boolean("PermissionsCustomizeApplication", |v, _| {
            right(v, "PermissionsCustomizeApplication")
        }),
    ],
    relations: &[],
};

static PROFILE: Table = Table {
    name: "Profile",
    label: "Profile",
    label_plural: "Profile",
    prefix: "00e",
    children: &[Child {
        name: "Users",
        target: &USER,
        field: "ProfileId",
    }],
    rows: |_| PROFILES.len() as u32,
    exists: always,
    find: |v, id| v.world.organization.profiles.row(id),
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", |v, r| Value::Id(v.world.organization.profiles.id(r))),
        text("Name", |_, r| literal(PROFILES[r].name)),
        reference("UserLicenseId", &["UserLicense"], |v, r| {
            Value::Id(v.world.organization.licenses.id(PROFILES[r].license))
        }),
        boolean("PermissionsViewAllData", |_, r| {
            Value::Bool(PROFILES[r].view_all_data)
        }),
        boolean("PermissionsApiEnabled", |_, _| Value::Bool(true)),
        boolean("PermissionsApiUserOnly", |_, r| {
            Value::Bool(PROFILES[r].api_only)
        }),
    ],
    relations: &[Relation {
        name: "UserLicense",
        field: "UserLicenseId",
        target: &USER_LICENSE,
        row: |_, r| Some(PROFILES[r].license),
    }],
};

static USER_ROLE: Table = Table {
    name: "UserRole",
    label: "Role",
    label_plural: "Role",
    prefix: "00E",
    children: &[],
    rows: |_| ROLES.len() as u32,
    exists: always,
    find: |v, id| v.world.organization.roles.row(id),
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", |v, r| Value::Id(v.world.organization.roles.id(r))),
        text("Name", |_, r| literal(ROLES[r].0)),
        text("DeveloperName", |_, r| owned(ROLES[r].0.replace(' ', "_"))),
        reference("ParentRoleId", &["UserRole"], |v, r| {
            optional_id(
                ROLES[r]
                    .1
                    .map(|parent| v.world.organization.roles.id(parent)),
            )
        }),
    ],
    relations: &[],
};

static USER_LICENSE: Table = Table {
    name: "UserLicense",
    label: "User License",
    label_plural: "User Licenses",
    prefix: "100",
    children: &[],
    rows: |_| LICENSES.len() as u32,
    exists: always,
    find: |v, id| v.world.organization.licenses.row(id),
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", |v, r| Value::Id(v.world.organization.licenses.id(r))),
        text("Name", |_, r| literal(LICENSES[r].0)),
        text("LicenseDefinitionKey", |_, r| literal(LICENSES[r].1)),
    ],
    relations: &[],
};

/// The permission set that every profile owns. Its row is the profile's.
static PERMISSION_SET: Table = Table {
    name: "PermissionSet",
    label: "Permission Set",
    label_plural: "Permission Sets",
    prefix: "0PS",
    children: &[],
    rows: |_| PROFILES.len() as u32,
    exists: always,
    find: |v, id| v.world.organization.permission_sets.row(id),
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", |v, r| {
            Value::Id(v.world.organization.permission_sets.id(r))
        }),
        text("Name", |v, r| {
            owned(format!("X{}", v.world.organization.permission_sets.id(r)))
        }),
        text("Label", |_, r| literal(PROFILES[r].name)),
        boolean("IsOwnedByProfile", |_, _| Value::Bool(true)),
        boolean("PermissionsViewAllData", |_, r| {
            Value::Bool(PROFILES[r].view_all_data)
        }),
        boolean("PermissionsApiUserOnly", |_, r| {
            Value::Bool(PROFILES[r].api_only)
        }),
    ],
    relations: &[],
};

fn assigned_set(view: &View<'_>, row: usize) -> usize {
    profile_row(view, row).unwrap_or(SERVICE_ACCOUNT)
}

static PERMISSION_SET_ASSIGNMENT: Table = Table {
    name: "PermissionSetAssignment",
    label: "Permission Set Assignment",
    label_plural: "Permission Set Assignments",
    prefix: "0Pa",
    children: &[],
    rows: everyone,
    exists: always,
    find: |v, id| v.world.organization.assignments.row(id),
    by_user: Some(ByUser {
        field: "AssigneeId",
        rows: |_, user| vec![user as u32],
    }),
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", |v, r| {
            Value::Id(v.world.organization.assignments.id(r))
        }),
        reference("AssigneeId", &["User"], |v, r| {
            Value::Id(v.world.user_id(r))
        }),
        reference("PermissionSetId", &["PermissionSet"], |v, r| {
            Value::Id(v.world.organization.permission_sets.id(assigned_set(v, r)))
        }),
    ],
    relations: &[
        Relation {
            name: "PermissionSet",
            field: "PermissionSetId",
            target: &PERMISSION_SET,
            row: |v, r| Some(assigned_set(v, r)),
        },
        Relation {
            name: "Assignee",
            field: "AssigneeId",
            target: &USER,
            row: |_, r| Some(r),
        },
    ],
};

static OAUTH_TOKEN: Table = Table {
    name: "OauthToken",
    label: "OAuth Token",
    label_plural: "OAuth Token",
    prefix: "0CQ",
    children: &[],
    rows: |v| v.world.grants.families().len() as u32,
    exists: |v, r| v.world.grants.counts(r),
    find: |v, id| v.world.organization.oauth_tokens.row(id),
    by_user: None,
    by_time: None,
    readable: customizers,
    fields: &[
        id("Id", |v, r| {
            Value::Id(v.world.organization.oauth_tokens.id(r))
        }),
        reference("UserId", &["User"], |v, r| {
            Value::Id(v.world.user_id(v.world.grants.families()[r].user))
        }),
        text("AppName", |_, _| literal("LPC Admin Console")),
        time("CreatedDate", |v, r| {
            Value::Time(v.world.grants.families()[r].created)
        }),
        time("LastUsedDate", |v, r| {
            Value::Time(v.world.grants.families()[r].last_used)
        }),
        Field::new("UseCount", Kind::Int, |v, r| {
            Value::Number(v.world.grants.families()[r].uses)
        }),
    ],
    relations: &[],
};
