use super::super::{Child, Relation, Table, View};
use super::{
    administrator, always, anybody, boolean, id, literal, no, null, picklist, reference, set_up,
    text, time, user_reference,
};
use crate::organization::permission_sets::{OWN_FROM, SET_GROUPS};
use crate::soql::value::Value;

pub(super) static PERMISSION_SET_GROUP: Table = Table {
    name: "PermissionSetGroup",
    label: "Permission Set Group",
    label_plural: "Permission Set Groups",
    prefix: "0PG",
    rows: |_| SET_GROUPS.len() as u32,
    exists: always,
    find: |v, id| v.world.organization.permission_set_groups.row(id),
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", |v, r| {
            Value::Id(v.world.organization.permission_set_groups.id(r))
        }),
        boolean("IsDeleted", no),
        text("DeveloperName", |_, r| literal(SET_GROUPS[r].name)),
        picklist("Language", |_, _| literal("en_US")),
        text("MasterLabel", |_, r| literal(SET_GROUPS[r].label)),
        text("NamespacePrefix", null).nillable(),
        time("CreatedDate", set_up),
        user_reference("CreatedById", administrator),
        time("LastModifiedDate", set_up),
        user_reference("LastModifiedById", administrator),
        time("SystemModstamp", set_up),
        text("Description", null).nillable(),
        picklist("Status", |_, _| literal("Updated")),
        boolean("HasActivationRequired", no),
    ],
    relations: &[],
    children: &[
        Child {
            name: "Assignments",
            target: &super::permission_set_assignment::PERMISSION_SET_ASSIGNMENT,
            field: "PermissionSetGroupId",
        },
        Child {
            name: "PermissionSetGroupComponents",
            target: &PERMISSION_SET_GROUP_COMPONENT,
            field: "PermissionSetGroupId",
        },
    ],
};

/// The group and the permission set of a row: sets are numbered from those of the first group on.
fn component(row: usize) -> Option<(usize, usize)> {
    let all = SET_GROUPS.iter().enumerate();
    all.flat_map(|(group, sets)| sets.members.iter().map(move |set| (group, OWN_FROM + set)))
        .nth(row)
}

fn group_row(_: &View<'_>, row: usize) -> Option<usize> {
    component(row).map(|(group, _)| group)
}

fn set_row(_: &View<'_>, row: usize) -> Option<usize> {
    component(row).map(|(_, set)| set)
}

pub(super) static PERMISSION_SET_GROUP_COMPONENT: Table = Table {
    name: "PermissionSetGroupComponent",
    label: "Permission Set Group Component",
    label_plural: "Permission Set Group Components",
    prefix: "0PM",
    rows: |_| {
        SET_GROUPS
            .iter()
            .map(|group| group.members.len() as u32)
            .sum()
    },
    exists: always,
    find: |v, id| v.world.organization.set_group_components.row(id),
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", |v, r| {
            Value::Id(v.world.organization.set_group_components.id(r))
        }),
        boolean("IsDeleted", no),
        time("CreatedDate", set_up),
        user_reference("CreatedById", administrator),
        time("LastModifiedDate", set_up),
        user_reference("LastModifiedById", administrator),
        time("SystemModstamp", set_up),
        reference("PermissionSetGroupId", &["PermissionSetGroup"], |v, r| {
            let series = &v.world.organization.permission_set_groups;
            super::row_id(series, group_row(v, r))
        }),
        reference("PermissionSetId", &["PermissionSet"], |v, r| {
            super::row_id(&v.world.organization.permission_sets, set_row(v, r))
        }),
    ],
    relations: &[
        Relation {
            name: "PermissionSetGroup",
            field: "PermissionSetGroupId",
            target: &PERMISSION_SET_GROUP,
            row: group_row,
        },
        Relation {
            name: "PermissionSet",
            field: "PermissionSetId",
            target: &super::permission_set::PERMISSION_SET,
            row: set_row,
        },
    ],
    children: &[],
};
