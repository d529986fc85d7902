use super::super::{Table, View};
use super::{always, anybody, id, literal, with_rights};
use crate::organization::{RIGHTS, Right};

/// What the user who asks may do.
fn has(view: &View<'_>, _: usize, right: Right) -> bool {
    let name = RIGHTS.iter().find(|(_, known)| *known == right);
    name.is_some_and(|(name, _)| view.world.permission(view.user, name))
}

pub(super) static USER_PERMISSION_ACCESS: Table = Table {
    name: "UserPermissionAccess",
    label: "User Permission Access",
    label_plural: "User Permission Access",
    prefix: "000",
    rows: |_| 1,
    exists: always,
    find: |_, _| None,
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: with_rights![has; id("Id", |_, _| literal("000000000000000AAA"))],
    relations: &[],
    children: &[],
};
