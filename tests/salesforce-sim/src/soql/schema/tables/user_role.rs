use super::super::{Child, Relation, Table};
use super::{
    administrator, always, anybody, boolean, id, literal, no, null, optional_literal, owned,
    picklist, reference, row_id, set_up, text, time, user_reference,
};
use crate::organization::ROLES;
use crate::soql::value::Value;

pub(super) static USER_ROLE: Table = Table {
    name: "UserRole",
    label: "Role",
    label_plural: "Role",
    prefix: "00E",
    rows: |_| ROLES.len() as u32,
    exists: always,
    find: |v, id| v.world.organization.roles.row(id),
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", |v, r| Value::Id(v.world.organization.roles.id(r))),
        text("Name", |_, r| literal(ROLES[r].name)),
        reference("ParentRoleId", &["UserRole"], |v, r| {
            row_id(&v.world.organization.roles, ROLES[r].parent)
        })
        .nillable(),
        text("RollupDescription", |_, r| {
            optional_literal(ROLES[r].titles.first().copied())
        })
        .nillable(),
        picklist("OpportunityAccessForAccountOwner", |_, _| literal("Edit")),
        picklist("CaseAccessForAccountOwner", |_, _| literal("Edit")).nillable(),
        picklist("ContactAccessForAccountOwner", |_, _| literal("Edit")).nillable(),
        user_reference("ForecastUserId", null).nillable(),
        boolean("MayForecastManagerShare", no),
        time("LastModifiedDate", set_up),
        user_reference("LastModifiedById", administrator),
        time("SystemModstamp", set_up),
        text("DeveloperName", |_, r| {
            owned(ROLES[r].name.replace(' ', "_"))
        })
        .nillable(),
        reference("PortalAccountId", &["Account"], null).nillable(),
        picklist("PortalType", |_, _| literal("None")).nillable(),
        reference("PortalAccountOwnerId", &["User"], null).nillable(),
    ],
    relations: &[Relation {
        name: "ParentRole",
        field: "ParentRoleId",
        target: &USER_ROLE,
        row: |_, r| ROLES[r].parent,
    }],
    children: &[Child {
        name: "Users",
        target: &super::user::USER,
        field: "UserRoleId",
    }],
};
