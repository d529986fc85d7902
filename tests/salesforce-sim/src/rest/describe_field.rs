//! One field in a description, with every member that clients look for.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::soql::{Field, Kind, Table, Value as Content, View};

/// How many rows are looked at to learn the values of a picklist.
const SAMPLE: u32 = 2_000;
/// What no field here is.
const OFF: [&str; 20] = [
    "aiPredictionField",
    "autoNumber",
    "calculated",
    "cascadeDelete",
    "caseSensitive",
    "createable",
    "custom",
    "dependentPicklist",
    "deprecatedAndHidden",
    "displayLocationInDecimal",
    "encrypted",
    "externalId",
    "formulaTreatNullNumberAsZero",
    "highScaleNumber",
    "htmlFormatted",
    "permissionable",
    "queryByDistance",
    "restrictedDelete",
    "searchPrefilterable",
    "writeRequiresMasterRead",
];
/// What no field here has.
const NOTHING: [&str; 9] = [
    "calculatedFormula",
    "controllerName",
    "defaultValueFormula",
    "filteredLookupInfo",
    "inlineHelpText",
    "mask",
    "maskType",
    "referenceTargetField",
    "relationshipOrder",
];
/// Numbers that no field here needs.
const ZERO: [&str; 2] = ["precision", "scale"];

/// The description of a field.
pub(super) fn field(view: View<'_>, table: &'static Table, field: &'static Field) -> Value {
    let shape = shape(field.kind);
    let relation = table
        .relations
        .iter()
        .find(|relation| relation.field == field.name);
    let is_id = field.kind == Kind::Id;
    let compound = matches!(field.name, "FirstName" | "LastName") && table.field("Name").is_some();
    let lookup = is_id || (table.name == "User" && field.name == "Email");
    let unique = table.name == "User" && field.name == "Username";
    let own = json!({
        "aggregatable": !matches!(field.kind, Kind::Bool),
        "byteLength": shape.length * 3 / if is_id || field.kind == Kind::Reference { 3 } else { 1 },
        "compoundFieldName": if compound { "Name".into() } else { Value::Null },
        "defaultValue": if field.kind == Kind::Bool { false.into() } else { Value::Null },
        "defaultedOnCreate": is_id || field.kind == Kind::Bool,
        "digits": shape.digits,
        "extraTypeInfo": if table.name == "User" && field.name == "Name" {
            "personname".into()
        } else {
            Value::Null
        },
        "filterable": field.filterable,
        "groupable": field.kind != Kind::Time,
        "idLookup": lookup || unique,
        "label": label(table, field.name),
        "length": shape.length,
        "name": field.name,
        "nameField": field.name == "Name",
        "namePointing": field.refers_to.len() > 1,
        "nillable": field.nillable,
        "picklistValues": picklist(view, table, field),
        "polymorphicForeignKey": field.refers_to.len() > 1,
        "referenceTo": field.refers_to,
        "relationshipName": relation.map(|relation| relation.name),
        "restrictedPicklist": field.kind == Kind::Picklist,
        "soapType": shape.soap,
        "sortable": field.sortable,
        "type": shape.name,
        "unique": unique,
        "updateable": writable(table.name, field.name),
    });
    let mut members = Map::new();
    for name in OFF {
        members.insert(name.to_owned(), Value::Bool(false));
    }
    for name in NOTHING {
        members.insert(name.to_owned(), Value::Null);
    }
    for name in ZERO {
        members.insert(name.to_owned(), 0.into());
    }
    if let Value::Object(own) = own {
        members.extend(own);
    }
    Value::Object(members)
}

/// The few fields that can be written.
pub(super) fn writable(object: &str, field: &str) -> bool {
    matches!(
        (object, field),
        ("User", "IsActive") | ("UserLogin", "IsFrozen")
    )
}

struct Shape {
    name: &'static str,
    soap: &'static str,
    length: usize,
    digits: usize,
}

fn shape(kind: Kind) -> Shape {
    let (name, soap, length, digits) = match kind {
        Kind::Id => ("id", "tns:ID", 18, 0),
        Kind::Reference => ("reference", "tns:ID", 18, 0),
        Kind::Email => ("email", "xsd:string", 128, 0),
        Kind::Picklist => ("picklist", "xsd:string", 40, 0),
        Kind::Bool => ("boolean", "xsd:boolean", 0, 0),
        Kind::Int => ("int", "xsd:int", 0, 9),
        Kind::Double => ("double", "xsd:double", 0, 0),
        Kind::Date => ("date", "xsd:date", 0, 0),
        Kind::Time => ("datetime", "xsd:dateTime", 0, 0),
        Kind::Text => ("string", "xsd:string", 255, 0),
    };
    Shape {
        name,
        soap,
        length,
        digits,
    }
}

/// `ProfileId` is shown as "Profile ID", `IsActive` as "Active".
fn label(table: &Table, name: &str) -> String {
    if name == "Id" {
        return format!("{} ID", table.label);
    }
    let bare = name
        .strip_prefix("Is")
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
        .unwrap_or(name);
    let mut label = String::with_capacity(bare.len() + 4);
    let mut before = '\0';
    for c in bare.chars() {
        if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
            label.push(' ');
        }
        label.push(c);
        before = c;
    }
    match label.strip_suffix(" Id") {
        Some(head) => format!("{head} ID"),
        None => label,
    }
}

/// The values that occur among the first rows.
fn picklist(view: View<'_>, table: &'static Table, field: &'static Field) -> Vec<Value> {
    if field.kind != Kind::Picklist {
        return Vec::new();
    }
    let rows = (0..(table.rows)(&view).min(SAMPLE)).map(|row| row as usize);
    let values: BTreeSet<String> = rows
        .filter(|&row| (table.exists)(&view, row))
        .filter_map(|row| match (field.get)(&view, row) {
            Content::Text(text) => Some(text.into_owned()),
            _ => None,
        })
        .collect();
    let entry = |value: String| {
        json!({
            "active": true,
            "defaultValue": false,
            "label": value,
            "validFor": Value::Null,
            "value": value,
        })
    };
    values.into_iter().map(entry).collect()
}
