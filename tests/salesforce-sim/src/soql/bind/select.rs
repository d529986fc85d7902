//! The shape of a written row.

use super::super::SoqlError;
use super::super::children::Children;
use super::super::filter::Reach;
use super::super::schema::{Field, Kind, Relation};
use super::super::syntax::{Expr, FieldsOf, Function, Query, Selected};
use super::{Binder, Scope};

/// The most rows that a query for all fields may ask for.
const MOST_UNBOUNDED: u64 = 200;

/// A member of a written row.
pub(in super::super) enum Column {
    Field(&'static Field, Style),
    Relation(&'static Relation, Vec<Column>),
    /// A field under a name that the query gives it.
    Named(String, Reach, Style),
    Children(Box<Children>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Style {
    Plain,
    /// As the user's locale writes it.
    Format,
}

impl Binder<'_> {
    pub(in super::super) fn shape(
        &self,
        scope: &Scope,
        query: &Query,
    ) -> Result<Vec<Column>, SoqlError> {
        let mut shape = Vec::new();
        for selected in &query.select {
            match selected {
                Selected::Count => {
                    let message = "COUNT() must be the only element in the SELECT list";
                    return Err(self.refuse(query.at, message));
                }
                Selected::Fields(which, at) => {
                    self.fields(scope, query, *which, *at, &mut shape)?;
                }
                Selected::Children(inner) => {
                    let children = self.children(scope, inner)?;
                    let known = |column: &Column| matches!(column, Column::Children(c) if c.name() == children.name());
                    if shape.iter().any(known) {
                        return Err(duplicate(children.name()));
                    }
                    shape.push(Column::Children(Box::new(children)));
                }
                Selected::Expr(expr, alias) => {
                    let (reach, style) = self.column(scope, expr)?;
                    match alias {
                        None if place(&mut shape, &reach.relations, reach.field, style) => {}
                        None => return Err(duplicate(&expr.path.parts.join("."))),
                        Some(alias) if expr.functions.is_empty() => {
                            let message = "only aggregate expressions use field aliasing";
                            return Err(self.refuse(alias.at, message));
                        }
                        Some(alias) => {
                            shape.push(Column::Named(alias.name.clone(), reach, style));
                        }
                    }
                }
            }
        }
        Ok(shape)
    }

    fn fields(
        &self,
        scope: &Scope,
        query: &Query,
        which: FieldsOf,
        at: usize,
        shape: &mut Vec<Column>,
    ) -> Result<(), SoqlError> {
        let bounded = which == FieldsOf::Standard;
        if !bounded && query.limit.is_none_or(|limit| limit > MOST_UNBOUNDED) {
            let message = "The SOQL FIELDS function must have a LIMIT of at most 200";
            return Err(SoqlError::malformed(message));
        }
        let custom = |field: &&Field| field.name.ends_with("__c");
        let wanted = scope.table.fields.iter().filter(|field| match which {
            FieldsOf::All => true,
            FieldsOf::Standard => !custom(field),
            FieldsOf::Custom => custom(field),
        });
        for field in wanted {
            if !place(shape, &[], field, Style::Plain) {
                let message = format!("duplicate field selected: {}", field.name);
                return Err(self.refuse(at, &message));
            }
        }
        Ok(())
    }

    fn column(&self, scope: &Scope, expr: &Expr) -> Result<(Reach, Style), SoqlError> {
        let reach = self.reach(scope, &expr.path)?;
        let style = match expr.functions.as_slice() {
            [] => Style::Plain,
            [Function::ToLabel] if reach.field.kind == Kind::Picklist => Style::Plain,
            [Function::Format] => Style::Format,
            [Function::Date(_), ..] => {
                let message = format!(
                    "Field must be grouped or aggregated: {}",
                    expr.path.parts.join(".")
                );
                return Err(self.refuse(expr.at, &message));
            }
            _ => return Err(self.no_function(&expr.path, reach.field)),
        };
        Ok((reach, style))
    }
}

fn duplicate(name: &str) -> SoqlError {
    SoqlError::malformed(format!("duplicate field selected: {name}"))
}

/// Puts a field at its place in the tree of columns; false when it is there already.
fn place(
    shape: &mut Vec<Column>,
    relations: &[&'static Relation],
    field: &'static Field,
    style: Style,
) -> bool {
    let Some((first, rest)) = relations.split_first() else {
        let known = |column: &Column| matches!(column, Column::Field(f, _) if f.name == field.name);
        let new = !shape.iter().any(known);
        shape.push(Column::Field(field, style));
        return new;
    };
    let found = shape.iter_mut().find_map(|column| match column {
        Column::Relation(relation, inner) if relation.name == first.name => Some(inner),
        _ => None,
    });
    if let Some(inner) = found {
        return place(inner, rest, field, style);
    }
    let mut inner = Vec::new();
    place(&mut inner, rest, field, style);
    shape.push(Column::Relation(first, inner));
    true
}
