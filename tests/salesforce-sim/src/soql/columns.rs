//! The columns of a plan as others may see them.

use super::plan::{Column, Plan};
use super::schema::{Kind, Table};

/// A column of an answer.
pub(crate) enum Shown {
    Field(&'static str, Kind),
    Relation(&'static str, Vec<Shown>),
}

/// The object that a query reads and the columns that it selects.
pub(crate) fn shown(plan: &Plan) -> (&'static Table, Vec<Shown>) {
    (plan.table, plan.shape.iter().map(column).collect())
}

/// Relationships in a query are at most a few deep.
fn column(column: &Column) -> Shown {
    match column {
        Column::Field(field) => Shown::Field(field.name, field.kind),
        Column::Relation(relation, inner) => {
            Shown::Relation(relation.name, inner.iter().map(self::column).collect())
        }
    }
}
