use super::super::{Child, Relation, Table, View};
use super::{
    administrator, always, anybody, id, literal, null, picklist, reference, set_up, text, time,
    user_reference, with_rights,
};
use crate::organization::{PROFILES, Right};
use crate::soql::value::Value;

fn has(_: &View<'_>, row: usize, right: Right) -> bool {
    PROFILES[row].rights.has(right)
}

pub(super) static PROFILE: Table = Table {
    name: "Profile",
    label: "Profile",
    label_plural: "Profile",
    prefix: "00e",
    rows: |_| PROFILES.len() as u32,
    exists: always,
    find: |v, id| v.world.organization.profiles.row(id),
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: with_rights![
        has;
        id("Id", |v, r| Value::Id(v.world.organization.profiles.id(r))),
        text("Name", |_, r| literal(PROFILES[r].name)),
        reference("UserLicenseId", &["UserLicense"], |v, r| {
            Value::Id(v.world.organization.licenses.id(PROFILES[r].license))
        }),
        picklist("UserType", |_, r| literal(PROFILES[r].kind.name())).nillable(),
        text("Description", null).nillable(),
        time("CreatedDate", set_up),
        user_reference("CreatedById", administrator),
        time("LastModifiedDate", set_up),
        user_reference("LastModifiedById", administrator),
        time("SystemModstamp", set_up),
        time("LastViewedDate", null).nillable(),
        time("LastReferencedDate", null).nillable(),
    ],
    relations: &[
        Relation {
            name: "UserLicense",
            field: "UserLicenseId",
            target: &super::user_license::USER_LICENSE,
            row: |_, r| Some(PROFILES[r].license),
        },
        Relation {
            name: "CreatedBy",
            field: "CreatedById",
            target: &super::user::USER,
            row: |_, _| Some(super::ADMINISTRATOR),
        },
        Relation {
            name: "LastModifiedBy",
            field: "LastModifiedById",
            target: &super::user::USER,
            row: |_, _| Some(super::ADMINISTRATOR),
        },
    ],
    children: &[Child {
        name: "Users",
        target: &super::user::USER,
        field: "ProfileId",
    }],
};
