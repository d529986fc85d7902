//! What the objects are: the list of all, one in short, one with its fields.

use axum::http::{StatusCode, header};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::describe_field::field;
use super::{ApiError, Call, Caller, Reply};
use crate::soql::{Table, View, readable_tables, table};
use crate::world::World;

/// The object of this name, when the caller may see it.
pub(super) fn visible(
    world: &World,
    caller: &Caller,
    name: &str,
) -> Result<&'static Table, ApiError> {
    let view = View {
        world,
        user: caller.user,
    };
    table(name)
        .filter(|table| (table.readable)(&view))
        .ok_or_else(ApiError::not_found)
}

/// `GET …/sobjects`
pub(super) fn global(world: &World, caller: &Caller, call: &Call) -> Result<Reply, ApiError> {
    call.allow("HEAD,GET")?;
    if let Some(unchanged) = unchanged(world, call) {
        return Ok(unchanged);
    }
    let view = View {
        world,
        user: caller.user,
    };
    let all: Vec<Value> = readable_tables(view)
        .map(|table| short(caller, table))
        .collect();
    let body = json!({"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": all});
    Ok(dated(world, Reply::json("DescribeGlobal", &body)))
}

/// `GET …/sobjects/<Object>`
pub(super) fn basic(
    world: &World,
    caller: &Caller,
    call: &Call,
    object: &str,
) -> Result<Reply, ApiError> {
    call.allow("HEAD,GET,POST")?;
    let table = visible(world, caller, object)?;
    let body = json!({"objectDescribe": short(caller, table), "recentItems": []});
    Ok(Reply::json(table.name, &body))
}

/// `GET …/sobjects/<Object>/describe`
pub(super) fn full(
    world: &World,
    caller: &Caller,
    call: &Call,
    object: &str,
) -> Result<Reply, ApiError> {
    call.allow("HEAD,GET")?;
    let table = visible(world, caller, object)?;
    if let Some(unchanged) = unchanged(world, call) {
        return Ok(unchanged);
    }
    let body = object_with_fields(world, caller, table);
    Ok(dated(world, Reply::json("DescribeSObject", &body)))
}

fn object_with_fields(world: &World, caller: &Caller, table: &'static Table) -> Value {
    let view = View {
        world,
        user: caller.user,
    };
    let mut body = short(caller, table);
    let fields: Vec<Value> = table
        .fields
        .iter()
        .map(|known| field(view, table, known))
        .collect();
    let more = json!({
        "actionOverrides": [],
        "childRelationships": children(view, table),
        "compactLayoutable": false,
        "fields": fields,
        "listviewable": Value::Null,
        "lookupLayoutable": Value::Null,
        "namedLayoutInfos": [],
        "networkScopeFieldName": Value::Null,
        "recordTypeInfos": [{
            "active": true,
            "available": true,
            "defaultRecordTypeMapping": true,
            "developerName": "Master",
            "master": true,
            "name": "Master",
            "recordTypeId": "012000000000000AAA",
            "urls": {"layout": format!("{}/describe/layouts/012000000000000AAA",
                address(caller, table))},
        }],
        "searchLayoutable": table.name == "User",
        "sobjectDescribeOption": "FULL",
        "supportedScopes": [{"label": "All records", "name": "everything"}],
    });
    if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
        body.extend(more);
    }
    body
}

fn address(caller: &Caller, table: &Table) -> String {
    format!("/services/data/v{}/sobjects/{}", caller.version, table.name)
}

/// The members that every list of objects has. Nothing can be written here but a user's state,
/// so that the flags of writing are off.
fn short(caller: &Caller, table: &'static Table) -> Value {
    let address = address(caller, table);
    let updateable = matches!(table.name, "User" | "UserLogin");
    json!({
        "activateable": false,
        "associateEntityType": Value::Null,
        "associateParentEntity": Value::Null,
        "createable": false,
        "custom": false,
        "customSetting": false,
        "deepCloneable": false,
        "defaultImplementation": Value::Null,
        "deletable": false,
        "deprecatedAndHidden": false,
        "extendedBy": Value::Null,
        "extendsInterfaces": Value::Null,
        "feedEnabled": false,
        "hasSubtypes": false,
        "implementedBy": Value::Null,
        "implementsInterfaces": Value::Null,
        "isInterface": false,
        "isSubtype": false,
        "keyPrefix": if table.prefix == "000" { Value::Null } else { table.prefix.into() },
        "label": table.label,
        "labelPlural": table.label_plural,
        "layoutable": table.name == "User",
        "mergeable": false,
        "mruEnabled": false,
        "name": table.name,
        "queryable": true,
        "replicateable": table.field("SystemModstamp").is_some(),
        "retrieveable": table.prefix != "000",
        "searchable": table.name == "User",
        "triggerable": table.name == "User",
        "undeletable": false,
        "updateable": updateable,
        "urls": {
            "describe": format!("{address}/describe"),
            "rowTemplate": format!("{address}/{{ID}}"),
            "sobject": address,
        },
    })
}

/// Every reference of another object that can point here, with the name of the relationship
/// where it has one.
fn children(view: View<'_>, table: &'static Table) -> Vec<Value> {
    let mut all = Vec::new();
    for other in readable_tables(view) {
        let fields = other.fields.iter();
        for field in fields.filter(|field| field.refers_to.contains(&table.name)) {
            let named = table
                .children
                .iter()
                .find(|child| child.target.name == other.name && child.field == field.name);
            all.push(json!({
                "cascadeDelete": false,
                "childSObject": other.name,
                "deprecatedAndHidden": false,
                "field": field.name,
                "junctionIdListNames": [],
                "junctionReferenceTo": [],
                "relationshipName": named.map(|child| child.name),
                "restrictedDelete": false,
            }));
        }
    }
    all
}

/// 304 when the client has a description that is not older than the organization.
fn unchanged(world: &World, call: &Call) -> Option<Reply> {
    let since = http_date(call.header(header::IF_MODIFIED_SINCE.as_str())?)?;
    if since < world.described_at / 1_000 {
        return None;
    }
    let mut reply = Reply::ok("", String::new());
    reply.status = StatusCode::NOT_MODIFIED;
    Some(reply)
}

fn dated(world: &World, reply: Reply) -> Reply {
    let time = Timestamp::from_millisecond(world.described_at).unwrap_or_default();
    let time = time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    reply.with(header::LAST_MODIFIED, time)
}

/// Seconds since the epoch of `Mon, 23 Nov 2026 12:00:00 GMT`.
fn http_date(text: &str) -> Option<i64> {
    let text = format!("{}+0000", text.strip_suffix("GMT")?);
    let time = Timestamp::strptime("%a, %d %b %Y %H:%M:%S %z", text).ok()?;
    Some(time.as_second())
}

#[cfg(test)]
mod tests {
    use super::http_date;

    #[test]
    fn a_date_of_http_is_read() {
        assert_eq!(http_date("Thu, 01 Jan 1970 00:01:00 GMT"), Some(60));
        assert_eq!(http_date("yesterday"), None);
    }
}
