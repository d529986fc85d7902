//! One table per object.

mod group;
mod login_history;
mod oauth_token;
mod organization;
mod permission_access;
mod permission_set;
mod permission_set_assignment;
mod permission_set_group;
mod profile;
mod user;
mod user_license;
mod user_login;
mod user_role;

use std::borrow::Cow;

use super::{Field, Get, Kind, Table, View};
use crate::identifiers::IdSeries;
use crate::people::{DAY_MS, Person};
use crate::soql::value::Value;

pub(super) static ALL: [&Table; 15] = [
    &group::GROUP,
    &group::GROUP_MEMBER,
    &login_history::LOGIN_HISTORY,
    &oauth_token::OAUTH_TOKEN,
    &organization::ORGANIZATION,
    &permission_set::PERMISSION_SET,
    &permission_set_assignment::PERMISSION_SET_ASSIGNMENT,
    &permission_set_group::PERMISSION_SET_GROUP,
    &permission_set_group::PERMISSION_SET_GROUP_COMPONENT,
    &profile::PROFILE,
    &user::USER,
    &user_license::USER_LICENSE,
    &user_login::USER_LOGIN,
    &permission_access::USER_PERMISSION_ACCESS,
    &user_role::USER_ROLE,
];

/// Row of an administrator, by whom everything was set up.
const ADMINISTRATOR: usize = 2;

const fn id(name: &'static str, get: Get) -> Field {
    Field::new(name, Kind::Id, get)
}

const fn reference(name: &'static str, to: &'static [&'static str], get: Get) -> Field {
    Field::new(name, Kind::Reference, get).refers_to(to)
}

const fn user_reference(name: &'static str, get: Get) -> Field {
    reference(name, &["User"], get)
}

const fn picklist(name: &'static str, get: Get) -> Field {
    Field::new(name, Kind::Picklist, get)
}

const fn text(name: &'static str, get: Get) -> Field {
    Field::new(name, Kind::Text, get)
}

const fn email(name: &'static str, get: Get) -> Field {
    Field::new(name, Kind::Email, get)
}

const fn boolean(name: &'static str, get: Get) -> Field {
    Field::new(name, Kind::Bool, get)
}

const fn int(name: &'static str, get: Get) -> Field {
    Field::new(name, Kind::Int, get)
}

const fn time(name: &'static str, get: Get) -> Field {
    Field::new(name, Kind::Time, get)
}

/// A field that is read but neither compared nor sorted by.
const fn display(field: Field) -> Field {
    field.unfilterable().unsortable()
}

/// The fields of an object followed by one for each right; `$get` tells whether a row has it.
macro_rules! with_rights {
    ($get:path; $($field:expr),* $(,)?) => {
        with_rights!(@ $get; [$($field),*] ActivateContract ApiEnabled ApiUserOnly
            AssignPermissionSets AuthorApex BulkApiHardDelete CustomizeApplication DataExport
            EditEvent EditTask ExportReport ForceTwoFactor FreezeUsers IsSsoEnabled
            LightningExperienceUser ManageInternalUsers ManageIpAddresses
            ManageProfilesPermissionsets ManageRoles ManageSharing ManageUsers ModifyAllData
            ModifyMetadata MonitorLoginHistory PasswordNeverExpires ResetPasswords RunReports
            TransferAnyEntity TwoFactorApi ViewAllData ViewAllUsers ViewEventLogFiles ViewRoles
            ViewSetup)
    };
    (@ $get:path; [$($field:expr),*] $($right:ident)*) => {
        &[
            $($field,)*
            $(super::boolean(concat!("Permissions", stringify!($right)), |view, row| {
                crate::soql::value::Value::Bool($get(
                    view,
                    row,
                    crate::organization::Right::$right,
                ))
            }),)*
        ]
    };
}
use with_rights;

fn person(view: &View<'_>, row: usize) -> Person {
    view.world.people.person(row)
}

fn always(_: &View<'_>, _: usize) -> bool {
    true
}

fn literal(text: &'static str) -> Value {
    Value::Text(Cow::Borrowed(text))
}

fn optional_literal(text: Option<&'static str>) -> Value {
    text.map_or(Value::Null, literal)
}

/// Salesforce has no empty texts.
fn literal_or_null(text: &'static str) -> Value {
    optional_literal(Some(text).filter(|text| !text.is_empty()))
}

fn owned(text: String) -> Value {
    Value::Text(Cow::Owned(text))
}

fn null(_: &View<'_>, _: usize) -> Value {
    Value::Null
}

fn no(_: &View<'_>, _: usize) -> Value {
    Value::Bool(false)
}

fn yes(_: &View<'_>, _: usize) -> Value {
    Value::Bool(true)
}

fn user_id(view: &View<'_>, row: usize) -> Value {
    Value::Id(view.world.user_id(row))
}

fn row_id(series: &IdSeries, row: Option<usize>) -> Value {
    row.map_or(Value::Null, |row| Value::Id(series.id(row)))
}

/// The administrator who set things up, for fields such as `CreatedById`.
fn administrator(view: &View<'_>, _: usize) -> Value {
    user_id(view, ADMINISTRATOR)
}

/// Before the first user came.
fn founded(view: &View<'_>) -> i64 {
    view.world.people.anchor() - 6 * 365 * DAY_MS
}

/// The set-up was made within the first weeks, one thing after the other.
fn set_up(view: &View<'_>, row: usize) -> Value {
    Value::Time(founded(view) + row as i64 * 8 * 3_600_000 + 31_000)
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

#[cfg(test)]
mod tests;
