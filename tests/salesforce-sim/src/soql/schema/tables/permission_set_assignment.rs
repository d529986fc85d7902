//! A user has a fixed number of places for permission sets, some of which are vacant.

use super::super::{ByUser, Relation, Table, View};
use super::{anybody, boolean, id, no, null, person, reference, row_id, time, user_id, yes};
use crate::organization::permission_sets::{SLOTS, assigned, group_of_set};
use crate::soql::value::Value;

fn set_row(view: &View<'_>, row: usize) -> Option<usize> {
    let user = row / SLOTS;
    let seed = view.world.people.seed();
    assigned(seed, user, &person(view, user), row % SLOTS)
}

fn group_row(view: &View<'_>, row: usize) -> Option<usize> {
    set_row(view, row).and_then(group_of_set)
}

pub(super) static PERMISSION_SET_ASSIGNMENT: Table = Table {
    name: "PermissionSetAssignment",
    label: "Permission Set Assignment",
    label_plural: "Permission Set Assignments",
    prefix: "0Pa",
    rows: |v| (v.world.people.len() * SLOTS) as u32,
    exists: |v, r| set_row(v, r).is_some(),
    find: |v, id| v.world.organization.assignments.row(id),
    by_user: Some(ByUser {
        field: "AssigneeId",
        rows: |_, user| {
            let first = (user * SLOTS) as u32;
            (first..first + SLOTS as u32).collect()
        },
    }),
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", |v, r| {
            Value::Id(v.world.organization.assignments.id(r))
        }),
        reference("PermissionSetId", &["PermissionSet"], |v, r| {
            row_id(&v.world.organization.permission_sets, set_row(v, r))
        })
        .nillable(),
        reference("PermissionSetGroupId", &["PermissionSetGroup"], |v, r| {
            row_id(&v.world.organization.permission_set_groups, group_row(v, r))
        })
        .nillable(),
        reference("AssigneeId", &["User"], |v, r| user_id(v, r / SLOTS)),
        time("SystemModstamp", |v, r| {
            // The profile's set follows the user; the others were assigned at the beginning.
            let person = person(v, r / SLOTS);
            Value::Time(match r % SLOTS {
                0 => person.system_modstamp,
                _ => person.created,
            })
        }),
        time("ExpirationDate", null).nillable(),
        boolean("IsActive", yes),
        boolean("IsRevoked", no),
    ],
    relations: &[
        Relation {
            name: "PermissionSet",
            field: "PermissionSetId",
            target: &super::permission_set::PERMISSION_SET,
            row: set_row,
        },
        Relation {
            name: "PermissionSetGroup",
            field: "PermissionSetGroupId",
            target: &super::permission_set_group::PERMISSION_SET_GROUP,
            row: group_row,
        },
        Relation {
            name: "Assignee",
            field: "AssigneeId",
            target: &super::user::USER,
            row: |_, r| Some(r / SLOTS),
        },
    ],
    children: &[],
};
