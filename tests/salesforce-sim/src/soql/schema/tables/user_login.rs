use super::super::{ByUser, Relation, Table};
use super::{
    administrator, always, boolean, everyone, id, person, time, user_id, user_managers,
    user_reference,
};
use crate::soql::value::Value;

pub(super) static USER_LOGIN: Table = Table {
    name: "UserLogin",
    label: "User Login",
    label_plural: "User Login",
    prefix: "0Yw",
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
        user_reference("UserId", user_id),
        boolean("IsFrozen", |v, r| Value::Bool(person(v, r).frozen)),
        boolean("IsPasswordLocked", |v, r| Value::Bool(person(v, r).locked)),
        time("LastModifiedDate", |v, r| {
            Value::Time(v.world.people.login_touched(r))
        }),
        user_reference("LastModifiedById", administrator),
    ],
    relations: &[
        Relation {
            name: "User",
            field: "UserId",
            target: &super::user::USER,
            row: |_, r| Some(r),
        },
        Relation {
            name: "LastModifiedBy",
            field: "LastModifiedById",
            target: &super::user::USER,
            row: |_, _| Some(super::ADMINISTRATOR),
        },
    ],
    children: &[],
};
