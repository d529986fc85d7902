use super::super::{Child, Relation, Table, View};
use super::{
    administrator, always, anybody, boolean, id, literal, literal_or_null, optional_literal, owned,
    picklist, reference, row_id, set_up, text, time, user_reference, with_rights,
};
use crate::organization::permission_sets::{
    Behind, SET_COUNT, SET_GROUPS, behind, group_of_set, rights_of,
};
use crate::organization::{PROFILES, Right};
use crate::soql::value::Value;

fn has(_: &View<'_>, row: usize, right: Right) -> bool {
    rights_of(row).has(right)
}

fn profile_row(_: &View<'_>, row: usize) -> Option<usize> {
    match behind(row) {
        Behind::Profile(profile) => Some(profile),
        Behind::Own(_) | Behind::Group(_) => None,
    }
}

fn license_row(view: &View<'_>, row: usize) -> Option<usize> {
    profile_row(view, row).map(|profile| PROFILES[profile].license)
}

fn group_row(_: &View<'_>, row: usize) -> Option<usize> {
    group_of_set(row)
}

/// The set of a profile or group has a name that nobody chose: `X` and an id.
fn name(view: &View<'_>, row: usize) -> Value {
    let organization = &view.world.organization;
    let series = match behind(row) {
        Behind::Own(own) => return literal(own.name),
        Behind::Profile(profile) => organization.profiles.id(profile),
        Behind::Group(group) => organization.permission_set_groups.id(group),
    };
    owned(format!("X{}", series.get(..15).unwrap_or_default()))
}

pub(super) static PERMISSION_SET: Table = Table {
    name: "PermissionSet",
    label: "Permission Set",
    label_plural: "Permission Sets",
    prefix: "0PS",
    rows: |_| SET_COUNT as u32,
    exists: always,
    find: |v, id| v.world.organization.permission_sets.row(id),
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: with_rights![
        has;
        id("Id", |v, r| {
            Value::Id(v.world.organization.permission_sets.id(r))
        }),
        text("Name", name),
        text("Label", |_, r| match behind(r) {
            Behind::Profile(profile) => literal(PROFILES[profile].name),
            Behind::Own(own) => literal(own.label),
            Behind::Group(group) => literal(SET_GROUPS[group].label),
        }),
        reference("LicenseId", &["PermissionSetLicense", "UserLicense"], |v, r| {
            row_id(&v.world.organization.licenses, license_row(v, r))
        })
        .nillable(),
        reference("ProfileId", &["Profile"], |v, r| {
            row_id(&v.world.organization.profiles, profile_row(v, r))
        })
        .nillable(),
        boolean("IsOwnedByProfile", |v, r| {
            Value::Bool(profile_row(v, r).is_some())
        }),
        boolean("IsCustom", |_, r| {
            Value::Bool(match behind(r) {
                Behind::Profile(profile) => PROFILES[profile].custom,
                Behind::Own(own) => own.namespace.is_none(),
                Behind::Group(_) => true,
            })
        }),
        text("Description", |_, r| match behind(r) {
            Behind::Own(own) => literal_or_null(own.description),
            Behind::Profile(_) | Behind::Group(_) => Value::Null,
        })
        .nillable(),
        text("NamespacePrefix", |_, r| match behind(r) {
            Behind::Own(own) => optional_literal(own.namespace),
            Behind::Profile(_) | Behind::Group(_) => Value::Null,
        })
        .nillable(),
        boolean("HasActivationRequired", super::no),
        reference("PermissionSetGroupId", &["PermissionSetGroup"], |v, r| {
            row_id(&v.world.organization.permission_set_groups, group_row(v, r))
        })
        .nillable(),
        picklist("Type", |_, r| {
            literal(match behind(r) {
                Behind::Profile(_) => "Profile",
                Behind::Own(_) => "Regular",
                Behind::Group(_) => "Group",
            })
        }),
        time("CreatedDate", set_up),
        user_reference("CreatedById", administrator),
        time("LastModifiedDate", set_up),
        user_reference("LastModifiedById", administrator),
        time("SystemModstamp", set_up),
    ],
    relations: &[
        Relation {
            name: "License",
            field: "LicenseId",
            target: &super::user_license::USER_LICENSE,
            row: license_row,
        },
        Relation {
            name: "Profile",
            field: "ProfileId",
            target: &super::profile::PROFILE,
            row: profile_row,
        },
        Relation {
            name: "PermissionSetGroup",
            field: "PermissionSetGroupId",
            target: &super::permission_set_group::PERMISSION_SET_GROUP,
            row: group_row,
        },
    ],
    children: &[
        Child {
            name: "Assignments",
            target: &super::permission_set_assignment::PERMISSION_SET_ASSIGNMENT,
            field: "PermissionSetId",
        },
        Child {
            name: "PermissionSetGroupComponents",
            target: &super::permission_set_group::PERMISSION_SET_GROUP_COMPONENT,
            field: "PermissionSetId",
        },
    ],
};
