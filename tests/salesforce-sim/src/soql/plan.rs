//! Binds a parsed query to the objects and evaluates it to row numbers.

use std::cmp::Ordering;

use super::SoqlError;
use super::filter::{Bound, Reach};
use super::parser::parse;
use super::schema::{Field, Kind, Relation, Table, View, table};
use super::syntax::{Filter, Literal, Operator, Order, Path, Query, Select};
use super::value::{Key, Pattern, unescaped};

const GREATEST_OFFSET: u64 = 2_000;

/// A query that can be answered: which rows, and how each of them is written.
pub(crate) struct Plan {
    pub(super) table: &'static Table,
    /// Empty for `COUNT()`.
    pub(super) shape: Vec<Column>,
    /// Rows that fit, in order.
    pub(crate) rows: Vec<u32>,
    /// Whether only the number of rows is asked for.
    pub(crate) count_only: bool,
}

/// A member of a written row.
pub(super) enum Column {
    Field(&'static Field),
    Relation(&'static Relation, Vec<Column>),
}

/// Parses, binds and evaluates a query.
pub(crate) fn plan(view: &View<'_>, text: &str) -> Result<Plan, SoqlError> {
    let query = parse(text)?;
    let binder = Binder { text, view };
    let table = binder.table(&query.from)?;
    let shape = binder.shape(table, &query.select)?;
    let filter = query
        .filter
        .as_ref()
        .map(|filter| binder.filter(table, filter))
        .transpose()?;
    let order = binder.order(table, &query.order)?;
    if query.offset > GREATEST_OFFSET {
        return Err(SoqlError {
            code: "NUMBER_OUTSIDE_VALID_RANGE",
            message: "Maximum SOQL offset allowed is 2000".to_owned(),
        });
    }
    let fits = |&row: &u32| {
        let row = row as usize;
        (table.exists)(view, row) && filter.as_ref().is_none_or(|filter| filter.fits(view, row))
    };
    let rows = (0..(table.rows)(view)).filter(fits).collect();
    let rows = sorted(view, rows, &order);
    Ok(Plan {
        table,
        shape,
        rows: window(rows, &query),
        count_only: query.select == Select::Count,
    })
}

fn window(rows: Vec<u32>, query: &Query) -> Vec<u32> {
    let skip = usize::try_from(query.offset).unwrap_or(usize::MAX);
    let take = query
        .limit
        .map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX));
    if skip == 0 && take >= rows.len() {
        return rows;
    }
    rows.into_iter().skip(skip).take(take).collect()
}

fn sorted(view: &View<'_>, rows: Vec<u32>, order: &[BoundOrder]) -> Vec<u32> {
    let key = |row: u32, order: &BoundOrder| match order.field.relations.is_empty() {
        // Ids ascend with the row.
        true if order.field.field.name == "Id" => Key::Number(i64::from(row)),
        _ => order.field.value(view, row as usize).key(),
    };
    match order {
        [] => rows,
        [only] if only.field.is_own_id() && !only.descending => rows,
        _ => {
            let mut keyed: Vec<(Vec<Key>, u32)> = rows
                .into_iter()
                .map(|row| (order.iter().map(|order| key(row, order)).collect(), row))
                .collect();
            keyed.sort_by(|(a, _), (b, _)| compare(a, b, order));
            keyed.into_iter().map(|(_, row)| row).collect()
        }
    }
}

fn compare(a: &[Key], b: &[Key], order: &[BoundOrder]) -> Ordering {
    for ((a, b), order) in a.iter().zip(b).zip(order) {
        let ordering = match (a, b) {
            (Key::Null, Key::Null) => Ordering::Equal,
            // Nulls come first in both directions unless the query says otherwise.
            (Key::Null, _) => {
                if order.nulls_last {
                    Ordering::Greater
                } else {
                    Ordering::Less
                }
            }
            (_, Key::Null) => {
                if order.nulls_last {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
            _ if order.descending => b.order(a),
            _ => a.order(b),
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
    Ordering::Equal
}

struct BoundOrder {
    field: Reach,
    descending: bool,
    nulls_last: bool,
}

struct Binder<'a> {
    text: &'a str,
    view: &'a View<'a>,
}

impl Binder<'_> {
    fn table(&self, from: &Path) -> Result<&'static Table, SoqlError> {
        let name = from.parts.join(".");
        table(&name)
            .filter(|table| (table.readable)(self.view))
            .ok_or_else(|| {
                let message = format!(
                    "sObject type '{name}' is not supported. If you are attempting to use a custom \
                 object, be sure to append the '__c' after the entity name. Please reference your \
                 WSDL or the describe call for the appropriate names."
                );
                SoqlError::pointing("INVALID_TYPE", self.text, from.at, &message)
            })
    }

    fn reach(&self, table: &'static Table, path: &Path) -> Result<Reach, SoqlError> {
        let mut at = table;
        let mut relations = Vec::new();
        let Some((last, before)) = path.parts.split_last() else {
            return Err(self.no_column(path, "", at));
        };
        // The object's own name may stand in front of its fields.
        let own = before
            .first()
            .is_some_and(|first| first.eq_ignore_ascii_case(table.name));
        for name in &before[usize::from(own)..] {
            let Some(relation) = at.relation(name) else {
                let message = format!(
                    "Didn't understand relationship '{name}' in field path. If you are attempting \
                     to use a custom relationship, be sure to append the '__r' after the custom \
                     relationship name. Please reference your WSDL or the describe call for the \
                     appropriate names."
                );
                return Err(SoqlError::pointing(
                    "INVALID_FIELD",
                    self.text,
                    path.at,
                    &message,
                ));
            };
            relations.push(relation);
            at = relation.target;
        }
        match at.field(last) {
            Some(field) => Ok(Reach { relations, field }),
            None => Err(self.no_column(path, last, at)),
        }
    }

    fn no_column(&self, path: &Path, name: &str, table: &Table) -> SoqlError {
        let message = format!(
            "No such column '{name}' on entity '{}'. If you are attempting to use a custom field, \
             be sure to append the '__c' after the custom field name. Please reference your WSDL \
             or the describe call for the appropriate names.",
            table.name
        );
        SoqlError::pointing("INVALID_FIELD", self.text, path.at, &message)
    }

    fn shape(&self, table: &'static Table, select: &Select) -> Result<Vec<Column>, SoqlError> {
        let Select::Fields(paths) = select else {
            return Ok(Vec::new());
        };
        let mut shape = Vec::new();
        for path in paths {
            let Reach { relations, field } = self.reach(table, path)?;
            if !place(&mut shape, &relations, field) {
                let message = format!("duplicate field selected: {}", path.parts.join("."));
                return Err(SoqlError::malformed(message));
            }
        }
        Ok(shape)
    }

    fn order(&self, table: &'static Table, order: &[Order]) -> Result<Vec<BoundOrder>, SoqlError> {
        let bind = |order: &Order| {
            Ok(BoundOrder {
                field: self.reach(table, &order.field)?,
                descending: order.descending,
                nulls_last: order.nulls_last,
            })
        };
        order.iter().map(bind).collect()
    }

    fn filter(&self, table: &'static Table, filter: &Filter) -> Result<Bound, SoqlError> {
        let all = |parts: &[Filter]| -> Result<Vec<Bound>, SoqlError> {
            parts.iter().map(|part| self.filter(table, part)).collect()
        };
        Ok(match filter {
            Filter::All(parts) => Bound::All(all(parts)?),
            Filter::Any(parts) => Bound::Any(all(parts)?),
            Filter::Not(inner) => Bound::Not(Box::new(self.filter(table, inner)?)),
            Filter::Compare {
                field: path,
                operator,
                literal,
            } => {
                let field = self.reach(table, path)?;
                match (operator, literal) {
                    (Operator::Like, Literal::Text(raw)) if field.field.kind.is_text() => {
                        let pattern = Pattern::read(raw).ok_or_else(|| self.bad_escape(path))?;
                        Bound::Like(field, pattern)
                    }
                    (Operator::Like, _) => {
                        return Err(self.bad_operator(path, field.field, "like"));
                    }
                    (operator, _) => {
                        let key = self.key(path, field.field, literal)?;
                        let exact = matches!(operator, Operator::Equal | Operator::NotEqual);
                        if !exact && matches!(field.field.kind, Kind::Bool) {
                            return Err(self.bad_operator(path, field.field, "range"));
                        }
                        match self.rows_of_ids(table, &field, std::slice::from_ref(&key)) {
                            Some(rows) => Bound::Row(*operator, rows[0]),
                            None => Bound::Compare(field, *operator, key),
                        }
                    }
                }
            }
            Filter::In {
                field: path,
                literals,
                negated,
            } => {
                let field = self.reach(table, path)?;
                let keys = literals
                    .iter()
                    .map(|literal| self.key(path, field.field, literal));
                let keys = keys.collect::<Result<Vec<Key>, SoqlError>>()?;
                match self.rows_of_ids(table, &field, &keys) {
                    Some(rows) => Bound::Rows(rows.into_iter().collect(), *negated),
                    None => Bound::In(field, keys.into_iter().collect(), *negated),
                }
            }
        })
    }

    /// The rows of these ids when the field is the row's own id and every id could be one of the
    /// table's, so that a filter on ids does not spell out the id of every row.
    fn rows_of_ids(&self, table: &Table, field: &Reach, keys: &[Key]) -> Option<Vec<usize>> {
        if !field.is_own_id() {
            return None;
        }
        let row = |key: &Key| match key {
            Key::Text(id) => (table.find)(self.view, id),
            _ => None,
        };
        keys.iter().map(row).collect()
    }

    fn key(&self, path: &Path, field: &Field, literal: &Literal) -> Result<Key, SoqlError> {
        let name = field.name;
        let wrong = |kind: &str, quotes: &str| {
            let message = format!(
                "value of filter criterion for field '{name}' must be of type {kind} and {quotes} \
                 be enclosed in quotes"
            );
            SoqlError::pointing("INVALID_FIELD", self.text, path.at, &message)
        };
        match (field.kind, literal) {
            (_, Literal::Null) => Ok(Key::Null),
            (Kind::Bool, Literal::Bool(value)) => Ok(Key::Number(i64::from(*value))),
            (Kind::Bool, _) => Err(wrong("boolean", "should not")),
            (Kind::Time, Literal::Time(time)) => Ok(Key::Number(*time)),
            (Kind::Time, _) => Err(wrong("dateTime", "should not")),
            // Whole numbers only: no field here has a fraction.
            (Kind::Int, Literal::Number(number)) => Ok(Key::Number(*number as i64)),
            (Kind::Int, _) => Err(wrong("double", "should not")),
            (Kind::Text | Kind::Email | Kind::Picklist, Literal::Text(raw)) => {
                let text = unescaped(raw).ok_or_else(|| self.bad_escape(path))?;
                Ok(Key::Text(text.to_lowercase()))
            }
            (Kind::Text | Kind::Email | Kind::Picklist, _) => Err(wrong("string", "should")),
            (Kind::Id | Kind::Reference, Literal::Text(raw)) => crate::identifiers::normalised(raw)
                .map(Key::Text)
                .ok_or_else(|| SoqlError {
                    code: "INVALID_QUERY_FILTER_OPERATOR",
                    message: format!("invalid ID field: {raw}"),
                }),
            (Kind::Id | Kind::Reference, _) => Err(wrong("reference", "should")),
        }
    }

    fn bad_escape(&self, path: &Path) -> SoqlError {
        let message = "Invalid string literal: illegal character sequence";
        SoqlError::pointing("MALFORMED_QUERY", self.text, path.at, message)
    }

    fn bad_operator(&self, path: &Path, field: &Field, operator: &str) -> SoqlError {
        let message = format!("invalid operator on {} field: {operator}", field.name);
        SoqlError::pointing("INVALID_FIELD", self.text, path.at, &message)
    }
}

/// Puts a field at its place in the tree of columns; false when it is there already.
fn place(shape: &mut Vec<Column>, relations: &[&'static Relation], field: &'static Field) -> bool {
    let Some((first, rest)) = relations.split_first() else {
        let known = |column: &Column| matches!(column, Column::Field(f) if f.name == field.name);
        let new = !shape.iter().any(known);
        shape.push(Column::Field(field));
        return new;
    };
    let found = shape.iter_mut().find_map(|column| match column {
        Column::Relation(relation, inner) if relation.name == first.name => Some(inner),
        _ => None,
    });
    if let Some(inner) = found {
        return place(inner, rest, field);
    }
    let mut inner = Vec::new();
    place(&mut inner, rest, field);
    shape.push(Column::Relation(first, inner));
    true
}

#[cfg(test)]
mod tests;
