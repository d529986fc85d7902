//! Writes rows as JSON, members in the order of the query.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::plan::{Column, Plan};
use super::schema::{Table, View};
use super::value::{Value, date_text};

/// One row of an answer.
pub(crate) struct Row<'a> {
    view: View<'a>,
    table: &'static Table,
    shape: &'a [Column],
    row: usize,
    version: &'a str,
}

impl<'a> Row<'a> {
    pub(crate) fn new(view: View<'a>, plan: &'a Plan, row: u32, version: &'a str) -> Self {
        Self {
            view,
            table: plan.table,
            shape: &plan.shape,
            row: row as usize,
            version,
        }
    }

    fn inner<'b>(&'b self, table: &'static Table, shape: &'b [Column], row: usize) -> Row<'b> {
        Row {
            view: self.view,
            table,
            shape,
            row,
            version: self.version,
        }
    }
}

#[derive(serde::Serialize)]
struct Attributes {
    #[serde(rename = "type")]
    kind: &'static str,
    url: String,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.shape.len() + 1))?;
        map.serialize_entry(
            "attributes",
            &attributes(&self.view, self.table, self.row, self.version),
        )?;
        for column in self.shape {
            match column {
                Column::Field(field) => {
                    map.serialize_entry(field.name, &(field.get)(&self.view, self.row))?;
                }
                Column::Relation(relation, shape) => {
                    let target = (relation.row)(&self.view, self.row);
                    let inner = target.map(|row| self.inner(relation.target, shape, row));
                    map.serialize_entry(relation.name, &inner)?;
                }
            }
        }
        map.end()
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(value) => serializer.serialize_i64(*value),
            Self::Time(time) => serializer.serialize_str(&date_text(*time)),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Id(id) => serializer.serialize_str(id),
        }
    }
}

fn attributes(view: &View<'_>, table: &'static Table, row: usize, version: &str) -> Attributes {
    let id = match table.field("Id").map(|field| (field.get)(view, row)) {
        Some(Value::Id(id)) => id,
        _ => "000000000000000AAA".to_owned(),
    };
    let url = format!("/services/data/v{version}/sobjects/{}/{id}", table.name);
    Attributes {
        kind: table.name,
        url,
    }
}
