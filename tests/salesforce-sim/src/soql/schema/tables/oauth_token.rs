use super::super::{ByUser, Relation, Table, View};
use super::{customizers, id, int, owned, reference, text, time, user_reference};
use crate::identifiers::mix;
use crate::oauth::Family;
use crate::soql::value::Value;

fn of(view: &View<'_>, row: usize, value: impl FnOnce(&Family) -> Value) -> Value {
    let family = view.world.grants.families().get(row);
    family.map_or(Value::Null, value)
}

/// Times of the service have no fraction of a second.
fn whole_second(time: i64) -> Value {
    Value::Time(time.div_euclid(1_000) * 1_000)
}

/// Names a token without being one: what the real object shows opens nothing either.
fn handle(view: &View<'_>, row: usize, salt: u64) -> Value {
    let part = |place| mix(view.world.people.seed() ^ salt, row as u64 * 2 + place);
    owned(format!("{:016x}{:016x}", part(0), part(1)))
}

pub(super) static OAUTH_TOKEN: Table = Table {
    name: "OauthToken",
    label: "OAuth Token",
    label_plural: "OAuth Token",
    prefix: "0CQ",
    rows: |v| v.world.grants.families().len() as u32,
    exists: |v, r| v.world.grants.counts(r),
    find: |v, id| v.world.organization.oauth_tokens.row(id),
    by_user: Some(ByUser {
        field: "UserId",
        rows: |v, user| {
            let all = v.world.grants.families().iter().zip(0..);
            all.filter(|(family, _)| family.user == user)
                .map(|(_, row)| row)
                .collect()
        },
    }),
    by_time: None,
    readable: customizers,
    fields: &[
        id("Id", |v, r| {
            Value::Id(v.world.organization.oauth_tokens.id(r))
        }),
        text("AccessToken", |v, r| handle(v, r, 0x6163)).nillable(),
        text("RequestToken", |v, r| handle(v, r, 0x7265)).nillable(),
        text("DeleteToken", |v, r| handle(v, r, 0x6465)).nillable(),
        user_reference("UserId", |v, r| {
            of(v, r, |family| Value::Id(v.world.user_id(family.user)))
        }),
        text("AppName", |v, r| {
            of(v, r, |family| {
                owned(v.world.apps.get(family.app).name.clone())
            })
        }),
        reference("AppMenuItemId", &["AppMenuItem"], |v, r| {
            of(v, r, |family| {
                Value::Id(v.world.organization.apps.id(family.app))
            })
        })
        .nillable(),
        time("CreatedDate", |v, r| {
            of(v, r, |family| whole_second(family.created))
        }),
        time("LastUsedDate", |v, r| {
            of(v, r, |family| whole_second(family.last_used))
        })
        .nillable(),
        int("UseCount", |v, r| {
            of(v, r, |family| Value::Number(family.uses))
        })
        .nillable(),
    ],
    relations: &[Relation {
        name: "User",
        field: "UserId",
        target: &super::user::USER,
        row: |v, r| v.world.grants.families().get(r).map(|family| family.user),
    }],
    children: &[],
};
