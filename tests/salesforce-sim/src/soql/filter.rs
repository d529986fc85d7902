//! Conditions bound to fields, and whether a row meets them.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::schema::{Field, Relation, View};
use super::syntax::Operator;
use super::value::{Key, Pattern, Value};

/// A field as reached from the table of the query.
pub(super) struct Reach {
    pub(super) relations: Vec<&'static Relation>,
    pub(super) field: &'static Field,
}

impl Reach {
    pub(super) fn value(&self, view: &View<'_>, mut row: usize) -> Value {
        for relation in &self.relations {
            match (relation.row)(view, row) {
                Some(next) => row = next,
                None => return Value::Null,
            }
        }
        (self.field.get)(view, row)
    }

    pub(super) fn is_own_id(&self) -> bool {
        self.relations.is_empty() && self.field.name == "Id"
    }
}

/// A condition that can be asked of a row.
pub(super) enum Bound {
    All(Vec<Bound>),
    Any(Vec<Bound>),
    Not(Box<Bound>),
    Compare(Reach, Operator, Key),
    Like(Reach, Pattern),
    In(Reach, HashSet<Key>, bool),
    /// The row number against a number: rows per user are in the order of users' ids.
    Row(Operator, usize),
    Rows(HashSet<usize>, bool),
}

impl Bound {
    /// Whether the row belongs to the result.
    pub(super) fn fits(&self, view: &View<'_>, row: usize) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.fits(view, row)),
            Self::Any(parts) => parts.iter().any(|part| part.fits(view, row)),
            Self::Not(inner) => !inner.fits(view, row),
            Self::Compare(field, operator, key) => {
                let value = field.value(view, row).key();
                let exact = matches!(operator, Operator::Equal | Operator::NotEqual);
                // Nothing is less or greater than null.
                let comparable = exact || (value != Key::Null && *key != Key::Null);
                comparable && holds(*operator, value.order(key))
            }
            Self::Like(field, pattern) => match field.value(view, row) {
                Value::Text(text) => pattern.fits(&text.to_lowercase()),
                _ => false,
            },
            Self::In(field, keys, negated) => {
                keys.contains(&field.value(view, row).key()) != *negated
            }
            Self::Row(operator, other) => holds(*operator, row.cmp(other)),
            Self::Rows(rows, negated) => rows.contains(&row) != *negated,
        }
    }
}

fn holds(operator: Operator, order: Ordering) -> bool {
    match operator {
        Operator::Equal | Operator::Like => order == Ordering::Equal,
        Operator::NotEqual => order != Ordering::Equal,
        Operator::Less => order == Ordering::Less,
        Operator::LessOrEqual => order != Ordering::Greater,
        Operator::Greater => order == Ordering::Greater,
        Operator::GreaterOrEqual => order != Ordering::Less,
    }
}
