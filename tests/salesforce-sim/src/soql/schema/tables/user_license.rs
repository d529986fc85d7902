use super::super::Table;
use super::{always, anybody, id, int, literal, picklist, set_up, text, time};
use crate::organization::{LICENSE_COUNT, LICENSES};
use crate::soql::value::Value;

pub(super) static USER_LICENSE: Table = Table {
    name: "UserLicense",
    label: "User License",
    label_plural: "User Licenses",
    prefix: "100",
    rows: |_| LICENSE_COUNT as u32,
    exists: always,
    find: |v, id| v.world.organization.licenses.row(id),
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", |v, r| Value::Id(v.world.organization.licenses.id(r))),
        text("LicenseDefinitionKey", |_, r| literal(LICENSES[r].key)),
        int("TotalLicenses", |v, r| {
            // Bought in packs, so that some are always left.
            let used = i64::from(v.world.people.licenses_used(r));
            Value::Number((used + used / 10 + 10) / 10 * 10)
        }),
        picklist("Status", |_, _| literal("Active")),
        int("UsedLicenses", |v, r| {
            Value::Number(i64::from(v.world.people.licenses_used(r)))
        }),
        time("UsedLicensesLastUpdated", |v, _| {
            Value::Time(v.world.people.anchor())
        })
        .nillable(),
        text("Name", |_, r| literal(LICENSES[r].name)),
        text("MasterLabel", |_, r| literal(LICENSES[r].name)),
        int("MonthlyLoginsUsed", |_, _| Value::Number(0)),
        int("MonthlyLoginsEntitlement", |_, _| Value::Number(0)),
        time("CreatedDate", set_up),
        time("LastModifiedDate", set_up),
        time("SystemModstamp", set_up),
    ],
    relations: &[],
    children: &[],
};
