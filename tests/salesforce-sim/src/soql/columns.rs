//! The columns of a plan as others may see them.

use super::bind::Column;
use super::plan::Plan;
use super::schema::{Kind, Table};

/// A column of an answer.
pub(crate) enum Shown {
    Field(String, Kind),
    Relation(&'static str, Vec<Shown>),
    /// An output of a grouped query.
    Aggregate(String),
}

/// The object that a query reads and the columns that it selects.
pub(crate) fn shown(plan: &Plan) -> (&'static Table, Vec<Shown>) {
    let outputs = plan.outputs().map(|name| Shown::Aggregate(name.to_owned()));
    let columns = plan.shape.iter().map(column).chain(outputs);
    (plan.table, columns.collect())
}

/// Relationships in a query are at most a few deep.
fn column(column: &Column) -> Shown {
    match column {
        Column::Field(field, _) => Shown::Field(field.name.to_owned(), field.kind),
        Column::Named(name, reach, _) => Shown::Field(name.clone(), reach.field.kind),
        Column::Relation(relation, inner) => {
            Shown::Relation(relation.name, inner.iter().map(self::column).collect())
        }
        Column::Children(children) => Shown::Relation(
            children.name(),
            children.shape.iter().map(self::column).collect(),
        ),
    }
}
