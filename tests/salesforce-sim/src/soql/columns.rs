//! The columns of a plan as others may see them.

use super::bind::Column;
use super::plan::Plan;
use super::schema::{Kind, Table};

/// A column of an answer.
pub(crate) enum Shown {
    /// The name of the member, the field behind it and the type of that.
    Field(String, &'static str, Kind),
    /// Several columns under one name: of the row that a reference leads to, or of a subquery.
    Inner(&'static str, Vec<Shown>),
    /// A key or an aggregate of a group.
    Grouped(String),
}

/// The object that a query reads and the columns that it selects.
pub(crate) fn shown(plan: &Plan) -> (&'static Table, Vec<Shown>) {
    let groups = plan.groups().map(|name| Shown::Grouped(name.to_owned()));
    let columns = plan.shape.iter().map(column);
    (plan.table, groups.chain(columns).collect())
}

/// Relationships in a query are at most a few deep.
fn column(column: &Column) -> Shown {
    let all = |inner: &[Column]| inner.iter().map(self::column).collect();
    match column {
        Column::Field(field, _) => Shown::Field(field.name.to_owned(), field.name, field.kind),
        Column::Relation(relation, inner) => Shown::Inner(relation.name, all(inner)),
        Column::Named(name, reach, _) => {
            Shown::Field(name.clone(), reach.field.name, reach.field.kind)
        }
        Column::Children(children) => Shown::Inner(children.name(), all(&children.shape)),
    }
}
