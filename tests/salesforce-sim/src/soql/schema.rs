//! The objects that can be queried, their fields and relationships.

mod tables;

use super::value::Value;
use crate::world::World;

/// What a query sees: the world as one logged-in user.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) world: &'a World,
    /// Row of the user who asks.
    pub(crate) user: usize,
}

/// The type of a field, which decides what it can be compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Id,
    Text,
    Bool,
    Number,
    Time,
}

pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) get: fn(&View<'_>, usize) -> Value,
}

pub(super) struct Relation {
    pub(super) name: &'static str,
    pub(super) target: &'static Table,
    pub(super) row: fn(&View<'_>, usize) -> Option<usize>,
}

pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) fields: &'static [Field],
    pub(super) relations: &'static [Relation],
    /// The field that holds the id of the user with the row's number, where rows are per user:
    /// filters on it need not look at every row.
    pub(super) user_field: Option<&'static str>,
    /// The rows that exist, in the order of ids.
    pub(super) rows: fn(&View<'_>) -> Vec<u32>,
    /// Whether this user may query the object at all.
    pub(super) readable: fn(&View<'_>) -> bool,
}

impl Table {
    pub(super) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields
            .iter()
            .find(|field| field.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn relation(&self, name: &str) -> Option<&'static Relation> {
        self.relations
            .iter()
            .find(|relation| relation.name.eq_ignore_ascii_case(name))
    }
}

/// The object of this name.
pub(super) fn table(name: &str) -> Option<&'static Table> {
    tables::ALL
        .into_iter()
        .find(|table| table.name.eq_ignore_ascii_case(name))
}
