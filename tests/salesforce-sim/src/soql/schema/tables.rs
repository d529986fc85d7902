//! One table per object.

use std::borrow::Cow;

use super::{Field, Kind, Relation, Table, View};
use crate::organization::{LICENSES, PROFILES, ROLES, SERVICE_ACCOUNT};
use crate::people::Person;
use crate::soql::value::Value;

pub(super) static ALL: [&Table; 9] = [
    &USER,
    &USER_LOGIN,
    &ORGANIZATION,
    &USER_PERMISSION_ACCESS,
    &PROFILE,
    &USER_ROLE,
    &USER_LICENSE,
    &PERMISSION_SET_ASSIGNMENT,
    &OAUTH_TOKEN,
];

type Get = fn(&View<'_>, usize) -> Value;

const fn field(name: &'static str, kind: Kind, get: Get) -> Field {
    Field { name, kind, get }
}

const fn id(name: &'static str, get: Get) -> Field {
    field(name, Kind::Id, get)
}

const fn text(name: &'static str, get: Get) -> Field {
    field(name, Kind::Text, get)
}

const fn boolean(name: &'static str, get: Get) -> Field {
    field(name, Kind::Bool, get)
}

const fn time(name: &'static str, get: Get) -> Field {
    field(name, Kind::Time, get)
}

fn person<'a>(view: &View<'a>, row: usize) -> &'a Person {
    view.world.people.person(row)
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

fn everyone(view: &View<'_>) -> Vec<u32> {
    (0..view.world.people.len() as u32).collect()
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
    user_field: Some("Id"),
    rows: everyone,
    readable: anybody,
    fields: &[
        id("Id", |v, r| Value::Id(v.world.user_id(r))),
        text("Username", |v, r| owned(v.world.people.username(r))),
        text("Name", |v, r| owned(v.world.people.full_name(r))),
        text("FirstName", |v, r| literal(v.world.people.first_name(r))),
        text("LastName", |v, r| Value::Text(v.world.people.last_name(r))),
        text("Email", |v, r| owned(v.world.people.email(r))),
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
        text("UserType", |v, r| literal(person(v, r).kind.name())),
        id("ProfileId", |v, r| {
            optional_id(profile_row(v, r).map(|p| v.world.organization.profiles.id(p)))
        }),
        id("UserRoleId", |v, r| {
            optional_id(role_row(v, r).map(|role| v.world.organization.roles.id(role)))
        }),
        id("ManagerId", |v, r| {
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
            target: &PROFILE,
            row: profile_row,
        },
        Relation {
            name: "UserRole",
            target: &USER_ROLE,
            row: role_row,
        },
        Relation {
            name: "Manager",
            target: &USER,
            row: |v, r| v.world.people.manager(r),
        },
    ],
};

static USER_LOGIN: Table = Table {
    name: "UserLogin",
    user_field: Some("UserId"),
    rows: everyone,
    readable: user_managers,
    fields: &[
        id("Id", |v, r| {
            Value::Id(v.world.organization.user_logins.id(r))
        }),
        id("UserId", |v, r| Value::Id(v.world.user_id(r))),
        boolean("IsFrozen", |v, r| Value::Bool(person(v, r).frozen)),
        boolean("IsPasswordLocked", |v, r| Value::Bool(person(v, r).locked)),
    ],
    relations: &[],
};

static ORGANIZATION: Table = Table {
    name: "Organization",
    user_field: None,
    rows: |_| vec![0],
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
    user_field: None,
    rows: |_| vec![0],
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
    user_field: None,
    rows: |_| (0..PROFILES.len() as u32).collect(),
    readable: anybody,
    fields: &[
        id("Id", |v, r| Value::Id(v.world.organization.profiles.id(r))),
        text("Name", |_, r| literal(PROFILES[r].name)),
        id("UserLicenseId", |v, r| {
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
        target: &USER_LICENSE,
        row: |_, r| Some(PROFILES[r].license),
    }],
};

static USER_ROLE: Table = Table {
    name: "UserRole",
    user_field: None,
    rows: |_| (0..ROLES.len() as u32).collect(),
    readable: anybody,
    fields: &[
        id("Id", |v, r| Value::Id(v.world.organization.roles.id(r))),
        text("Name", |_, r| literal(ROLES[r].0)),
        text("DeveloperName", |_, r| owned(ROLES[r].0.replace(' ', "_"))),
        id("ParentRoleId", |v, r| {
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
    user_field: None,
    rows: |_| (0..LICENSES.len() as u32).collect(),
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
    user_field: None,
    rows: |_| (0..PROFILES.len() as u32).collect(),
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
    user_field: Some("AssigneeId"),
    rows: everyone,
    readable: anybody,
    fields: &[
        id("Id", |v, r| {
            Value::Id(v.world.organization.assignments.id(r))
        }),
        id("AssigneeId", |v, r| Value::Id(v.world.user_id(r))),
        id("PermissionSetId", |v, r| {
            Value::Id(v.world.organization.permission_sets.id(assigned_set(v, r)))
        }),
    ],
    relations: &[
        Relation {
            name: "PermissionSet",
            target: &PERMISSION_SET,
            row: |v, r| Some(assigned_set(v, r)),
        },
        Relation {
            name: "Assignee",
            target: &USER,
            row: |_, r| Some(r),
        },
    ],
};

static OAUTH_TOKEN: Table = Table {
    name: "OauthToken",
    user_field: None,
    rows: |v| {
        v.world
            .grants
            .live_approvals()
            .map(|row| row as u32)
            .collect()
    },
    readable: customizers,
    fields: &[
        id("Id", |v, r| {
            Value::Id(v.world.organization.oauth_tokens.id(r))
        }),
        id("UserId", |v, r| {
            Value::Id(v.world.user_id(v.world.grants.families()[r].user))
        }),
        text("AppName", |_, _| literal("LPC Admin Console")),
        time("CreatedDate", |v, r| {
            Value::Time(v.world.grants.families()[r].created)
        }),
        time("LastUsedDate", |v, r| {
            Value::Time(v.world.grants.families()[r].last_used)
        }),
        field("UseCount", Kind::Number, |v, r| {
            Value::Number(v.world.grants.families()[r].uses)
        }),
    ],
    relations: &[],
};
