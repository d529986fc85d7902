//! What is told about a user: by the identity address, by userinfo, in id tokens.

use serde_json::{Map, Value, json};

use super::scopes;
use crate::people::UserType;
use crate::rest::date_text;
use crate::world::World;

type Members = Map<String, Value>;

const ZONE: &str = "Europe/Berlin";
const UTC_OFFSET_MS: i64 = 3_600_000;
const LANGUAGE: &str = "en_US";

/// The addresses of the APIs. `version` is a number, or absent for the literal placeholder.
fn urls(world: &World, row: usize, version: Option<&str>) -> Value {
    let version = version.unwrap_or("{version}");
    let organization = &world.organization.id;
    let soap = |kind: &str| {
        format!(
            "{}/services/Soap/{kind}/{version}/{organization}",
            world.origin
        )
    };
    let rest = |path: &str| format!("{}/services/data/v{version}/{path}", world.origin);
    json!({
        "enterprise": soap("c"),
        "metadata": soap("m"),
        "partner": soap("u"),
        "rest": rest(""),
        "sobjects": rest("sobjects/"),
        "search": rest("search/"),
        "query": rest("query/"),
        "recent": rest("recent/"),
        "tooling_soap": soap("T"),
        "tooling_rest": rest("tooling/"),
        "profile": format!("{}/{}", world.origin, world.user_id(row)),
        "feeds": rest("chatter/feeds"),
        "groups": rest("chatter/groups"),
        "users": rest("chatter/users"),
        "feed_items": rest("chatter/feed-items"),
        "feed_elements": rest("chatter/feed-elements"),
        "custom_domain": world.origin,
    })
}

fn photo(world: &World, kind: char) -> String {
    format!("{}/profilephoto/005/{kind}", world.origin)
}

fn nickname(world: &World, row: usize) -> String {
    let username = world.people.username(row);
    username.split('@').next().unwrap_or_default().to_owned()
}

/// The type of a user as the identity service spells it: `PowerPartner` is `POWER_PARTNER`.
pub(super) fn user_type(kind: UserType) -> String {
    let mut spelled = String::new();
    for letter in kind.name().chars() {
        if letter.is_ascii_uppercase() && !spelled.is_empty() {
            spelled.push('_');
        }
        spelled.push(letter.to_ascii_uppercase());
    }
    spelled
}

fn members(value: Value) -> Members {
    match value {
        Value::Object(members) => members,
        _ => Members::new(),
    }
}

/// What the identity address answers.
pub(super) fn identity(world: &World, row: usize, version: Option<&str>) -> Members {
    let person = world.people.person(row);
    let own = json!({
        "id": world.identity(row),
        "asserted_user": true,
        "user_id": world.user_id(row),
        "organization_id": world.organization.id,
        "username": world.people.username(row),
        "nick_name": nickname(world, row),
        "display_name": world.people.full_name(row),
        "email": world.people.email(row),
        "email_verified": true,
        "first_name": world.people.first_name(row),
        "last_name": world.people.last_name(row),
        "timezone": ZONE,
        "photos": {"picture": photo(world, 'F'), "thumbnail": photo(world, 'T')},
        "addr_street": null,
        "addr_city": null,
        "addr_state": null,
        "addr_country": null,
        "addr_zip": null,
        "mobile_phone": null,
        "mobile_phone_verified": false,
        "is_lightning_login_user": false,
        "status": {"created_date": null, "body": null},
        "urls": urls(world, row, version),
        "active": person.active,
        "user_type": user_type(person.kind),
        "language": LANGUAGE,
        "locale": LANGUAGE,
        "utcOffset": UTC_OFFSET_MS,
        "last_modified_date": date_text(person.modified),
        "is_app_installed": !world.switches.app_uninstalled,
    });
    members(own)
}

/// What userinfo answers.
pub(super) fn userinfo(world: &World, row: usize) -> Members {
    let person = world.people.person(row);
    let own = json!({
        "sub": world.identity(row),
        "user_id": world.user_id(row),
        "organization_id": world.organization.id,
        "preferred_username": world.people.username(row),
        "nickname": nickname(world, row),
        "name": world.people.full_name(row),
        "email": world.people.email(row),
        "email_verified": true,
        "given_name": world.people.first_name(row),
        "family_name": world.people.last_name(row),
        "zoneinfo": ZONE,
        "photos": {"picture": photo(world, 'F'), "thumbnail": photo(world, 'T')},
        "profile": format!("{}/{}", world.origin, world.user_id(row)),
        "picture": photo(world, 'F'),
        "address": {},
        "urls": urls(world, row, None),
        "active": person.active,
        "user_type": user_type(person.kind),
        "language": LANGUAGE,
        "locale": LANGUAGE,
        "utcOffset": UTC_OFFSET_MS,
        "updated_at": date_text(person.modified),
        "is_app_installed": !world.switches.app_uninstalled,
    });
    members(own)
}

/// What an id token tells about the user besides who it is, by the scopes that allow it.
pub(super) fn claims(world: &World, row: usize, scope: &str) -> Members {
    let mut claims = Members::new();
    if scopes::contains(scope, "profile") {
        claims.extend(members(json!({
            "name": world.people.full_name(row),
            "given_name": world.people.first_name(row),
            "family_name": world.people.last_name(row),
            "nickname": nickname(world, row),
            "preferred_username": world.people.username(row),
            "profile": format!("{}/{}", world.origin, world.user_id(row)),
            "picture": photo(world, 'F'),
            "zoneinfo": ZONE,
            "locale": LANGUAGE,
        })));
    }
    if scopes::contains(scope, "email") {
        claims.extend(members(json!({
            "email": world.people.email(row),
            "email_verified": true,
        })));
    }
    if scopes::contains(scope, "address") {
        claims.insert("address".to_owned(), json!({}));
    }
    if scopes::contains(scope, "phone") {
        claims.insert("phone_number".to_owned(), Value::Null);
        claims.insert("phone_number_verified".to_owned(), json!(false));
    }
    claims
}
