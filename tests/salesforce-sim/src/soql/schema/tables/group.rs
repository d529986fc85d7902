use super::super::{ByUser, Child, Relation, Table, View};
use super::{
    administrator, always, anybody, boolean, email, id, literal, no, null, optional_literal, owned,
    person, picklist, reference, row_id, set_up, text, time, user_id, user_reference, yes,
};
use crate::organization::ROLES;
use crate::organization::groups::{
    GROUP_COUNT, GROUP_SLOTS, GroupKind, NESTED_COUNT, group, membership, nested_members,
};
use crate::soql::value::Value;

fn role_row(_: &View<'_>, row: usize) -> Option<usize> {
    match group(row) {
        GroupKind::Role(role) | GroupKind::RoleAndSubordinates(role) => Some(role),
        GroupKind::Everybody | GroupKind::Named(_) => None,
    }
}

pub(super) static GROUP: Table = Table {
    name: "Group",
    label: "Group",
    label_plural: "Group",
    prefix: "00G",
    rows: |_| GROUP_COUNT as u32,
    exists: always,
    find: |v, id| v.world.organization.groups.row(id),
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", |v, r| Value::Id(v.world.organization.groups.id(r))),
        // Groups that stand for a role or for everybody have no name of their own.
        text("Name", |_, r| match group(r) {
            GroupKind::Named(named) => literal(named.name),
            _ => Value::Null,
        })
        .nillable(),
        text("DeveloperName", |_, r| match group(r) {
            GroupKind::Everybody => literal("AllInternalUsers"),
            GroupKind::Named(named) => literal(named.developer_name),
            GroupKind::Role(role) | GroupKind::RoleAndSubordinates(role) => {
                owned(ROLES[role].name.replace(' ', "_"))
            }
        })
        .nillable(),
        reference("RelatedId", &["User", "UserRole"], |v, r| {
            row_id(&v.world.organization.roles, role_row(v, r))
        })
        .nillable(),
        picklist("Type", |_, r| {
            literal(match group(r) {
                GroupKind::Everybody => "Organization",
                GroupKind::Named(named) if named.queue => "Queue",
                GroupKind::Named(_) => "Regular",
                GroupKind::Role(_) => "Role",
                GroupKind::RoleAndSubordinates(_) => "RoleAndSubordinates",
            })
        }),
        email("Email", |_, r| match group(r) {
            GroupKind::Named(named) if named.queue => {
                let name = named.developer_name.to_lowercase();
                owned(format!("{}@example.com", name.replace('_', "-")))
            }
            _ => Value::Null,
        })
        .nillable(),
        reference("QueueRoutingConfigId", &["QueueRoutingConfig"], null).nillable(),
        reference("OwnerId", &["Organization", "User"], |v, r| {
            match group(r) {
                GroupKind::Named(named) if !named.queue => user_id(v, super::ADMINISTRATOR),
                _ => Value::Id(v.world.organization.id.clone()),
            }
        }),
        boolean("DoesSendEmailToMembers", no),
        boolean("DoesIncludeBosses", yes),
        text("Description", |_, r| {
            optional_literal(match group(r) {
                GroupKind::Named(named) if named.queue => Some("Work that nobody has taken yet"),
                _ => None,
            })
        })
        .nillable(),
        time("CreatedDate", set_up),
        user_reference("CreatedById", administrator),
        time("LastModifiedDate", set_up),
        user_reference("LastModifiedById", administrator),
        time("SystemModstamp", set_up),
    ],
    relations: &[Relation {
        name: "Related",
        field: "RelatedId",
        target: &super::user_role::USER_ROLE,
        row: role_row,
    }],
    children: &[Child {
        name: "GroupMembers",
        target: &GROUP_MEMBER,
        field: "GroupId",
    }],
};

/// Who is in what: groups in groups come first, then each user has a fixed number of places.
enum Membership {
    Nested(usize),
    User(usize),
}

fn member(view: &View<'_>, row: usize) -> Option<(usize, Membership)> {
    let Some(place) = row.checked_sub(NESTED_COUNT) else {
        let (outer, inner) = nested_members().nth(row)?;
        return Some((outer, Membership::Nested(inner)));
    };
    let (user, slot) = (place / GROUP_SLOTS, place % GROUP_SLOTS);
    let seed = view.world.people.seed();
    let outer = membership(seed, user, &person(view, user), slot)?;
    Some((outer, Membership::User(user)))
}

pub(super) static GROUP_MEMBER: Table = Table {
    name: "GroupMember",
    label: "Group Member",
    label_plural: "Group Member",
    prefix: "011",
    rows: |v| (NESTED_COUNT + v.world.people.len() * GROUP_SLOTS) as u32,
    exists: |v, r| member(v, r).is_some(),
    find: |v, id| v.world.organization.group_members.row(id),
    by_user: Some(ByUser {
        field: "UserOrGroupId",
        rows: |_, user| {
            let first = (NESTED_COUNT + user * GROUP_SLOTS) as u32;
            (first..first + GROUP_SLOTS as u32).collect()
        },
    }),
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", |v, r| {
            Value::Id(v.world.organization.group_members.id(r))
        }),
        reference("GroupId", &["Group"], |v, r| {
            row_id(&v.world.organization.groups, member(v, r).map(|m| m.0))
        }),
        reference("UserOrGroupId", &["Group", "User"], |v, r| {
            match member(v, r) {
                Some((_, Membership::Nested(inner))) => {
                    Value::Id(v.world.organization.groups.id(inner))
                }
                Some((_, Membership::User(user))) => user_id(v, user),
                None => Value::Null,
            }
        }),
        time("SystemModstamp", |v, r| match member(v, r) {
            Some((_, Membership::User(user))) => Value::Time(person(v, user).created),
            _ => set_up(v, r),
        }),
    ],
    relations: &[Relation {
        name: "Group",
        field: "GroupId",
        target: &GROUP,
        row: |v, r| member(v, r).map(|m| m.0),
    }],
    children: &[],
};
