//! What a query would answer, without its rows: the columns, and the plan.

use serde_json::{Value, json};

use super::query::planned;
use super::{ApiError, Caller, Reply};
use crate::soql::{Kind, Plan, Shown, shown};
use crate::world::World;

/// `…/query?q=…&columns=true`
pub(super) fn columns(plan: &Plan) -> Reply {
    let (table, shape) = shown(plan);
    let grouped = shape.iter().any(|shown| matches!(shown, Shown::Grouped(_)));
    // `COUNT()` has one column that belongs to no object.
    let metadata: Vec<Value> = if plan.count_only {
        vec![column("count()", "count", "int", None)]
    } else {
        shape.into_iter().map(metadata).collect()
    };
    let body = json!({
        "columnMetadata": metadata,
        "entityName": table.name,
        "groupBy": grouped,
        "idSelected": metadata.iter().any(|column| column["columnName"] == "Id"),
        "keyPrefix": table.prefix,
    });
    Reply::json("QueryColumnMetadata", &body)
}

fn metadata(shown: Shown) -> Value {
    match shown {
        Shown::Field(name, field, kind) => column(field, &name, apex_type(kind), Some(kind)),
        Shown::Grouped(name) => column(&name, &name, "Object", None),
        Shown::Inner(name, inner) => {
            let joined: Vec<Value> = inner.into_iter().map(metadata).collect();
            json!({
                "aggregate": false,
                "apexType": "",
                "booleanType": false,
                "columnName": name,
                "custom": false,
                "displayName": name,
                "foreignKeyName": Value::Null,
                "insertable": false,
                "joinColumns": joined,
                "numberType": false,
                "textType": false,
                "updatable": false,
            })
        }
    }
}

fn column(name: &str, display: &str, apex: &str, kind: Option<Kind>) -> Value {
    json!({
        "aggregate": kind.is_none(),
        "apexType": apex,
        "booleanType": kind == Some(Kind::Bool),
        "columnName": name,
        "custom": false,
        "displayName": display,
        "foreignKeyName": Value::Null,
        "insertable": false,
        "joinColumns": [],
        "numberType": kind.is_none_or(Kind::is_number),
        "textType": kind.is_some_and(Kind::is_text),
        "updatable": false,
    })
}

fn apex_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Id | Kind::Reference => "Id",
        Kind::Bool => "Boolean",
        Kind::Int => "Integer",
        Kind::Double => "Double",
        Kind::Time => "Datetime",
        Kind::Date => "Date",
        Kind::Text | Kind::Email | Kind::Picklist => "String",
    }
}

/// `…/query?explain=…`: every query here looks at the rows of one object.
pub(super) fn explain(world: &World, caller: &Caller, text: &str) -> Result<Reply, ApiError> {
    let plan = planned(world, caller, text)?;
    let (table, _) = shown(&plan);
    let view = crate::soql::View {
        world,
        user: caller.user,
    };
    let all = (table.rows)(&view);
    let found = plan.len();
    let body = json!({
        "plans": [{
            "cardinality": found,
            "fields": [],
            "leadingOperationType": "TableScan",
            "notes": [],
            "relativeCost": f64::from(u32::try_from(found).unwrap_or(u32::MAX)) / f64::from(all.max(1)),
            "sobjectCardinality": all,
            "sobjectType": table.name,
        }],
        "sourceQuery": text,
    });
    Ok(Reply::json("QueryPlans", &body))
}
