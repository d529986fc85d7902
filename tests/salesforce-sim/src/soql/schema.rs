//! The objects that can be queried, their fields and relationships. Rows are numbers: every object
//! says which numbers exist and computes the fields of each, so that nothing is stored per row.

mod tables;

use std::ops::Range;

use super::value::Value;
use crate::world::World;

/// What a query sees: the world as one logged-in user.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) world: &'a World,
    /// Row of the user who asks.
    pub(crate) user: usize,
}

/// The type of a field, which decides what it can be compared with and how describe names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Id,
    Reference,
    Text,
    Email,
    Picklist,
    Bool,
    Int,
    Double,
    /// Milliseconds since the epoch.
    Time,
    /// A day, as the milliseconds of its beginning in UTC.
    Date,
}

impl Kind {
    pub(crate) const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Email | Self::Picklist)
    }

    pub(crate) const fn is_id(self) -> bool {
        matches!(self, Self::Id | Self::Reference)
    }

    pub(crate) const fn is_number(self) -> bool {
        matches!(self, Self::Int | Self::Double)
    }

    /// What the service calls the type, in error messages and in describe.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Reference => "reference",
            Self::Text => "string",
            Self::Email => "email",
            Self::Picklist => "picklist",
            Self::Bool => "boolean",
            Self::Int => "int",
            Self::Double => "double",
            Self::Time => "dateTime",
            Self::Date => "date",
        }
    }
}

pub(crate) type Get = fn(&View<'_>, usize) -> Value;

pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) get: Get,
    /// The objects that a reference can point to.
    pub(crate) refers_to: &'static [&'static str],
    pub(crate) nillable: bool,
    pub(crate) filterable: bool,
    pub(crate) sortable: bool,
}

impl Field {
    pub(crate) const fn new(name: &'static str, kind: Kind, get: Get) -> Self {
        Self {
            name,
            kind,
            get,
            refers_to: &[],
            nillable: false,
            filterable: true,
            sortable: true,
        }
    }

    pub(crate) const fn nillable(mut self) -> Self {
        self.nillable = true;
        self
    }

    /// The field can be read and not asked for in WHERE.
    pub(crate) const fn unfilterable(mut self) -> Self {
        self.filterable = false;
        self
    }

    pub(crate) const fn unsortable(mut self) -> Self {
        self.sortable = false;
        self
    }

    pub(crate) const fn refers_to(mut self, objects: &'static [&'static str]) -> Self {
        self.refers_to = objects;
        self
    }
}

/// The way from a row to the one that its reference points to.
pub(crate) struct Relation {
    pub(crate) name: &'static str,
    /// The reference field behind it.
    pub(crate) field: &'static str,
    pub(crate) target: &'static Table,
    pub(crate) row: fn(&View<'_>, usize) -> Option<usize>,
}

/// The rows of another object whose reference points here.
pub(crate) struct Child {
    pub(crate) name: &'static str,
    pub(crate) target: &'static Table,
    /// The reference field of the other object.
    pub(crate) field: &'static str,
}

/// Finds the rows that belong to a user without looking at the others.
pub(crate) struct ByUser {
    /// The reference to the user.
    pub(crate) field: &'static str,
    /// Rows of the user with this row, ascending; they may be vacant.
    pub(crate) rows: fn(&View<'_>, usize) -> Vec<u32>,
}

/// Finds the rows of a span of time without looking at the others: time ascends with the row.
pub(crate) struct ByTime {
    pub(crate) field: &'static str,
    /// Rows that cover these milliseconds; more than them is allowed.
    pub(crate) rows: fn(&View<'_>, Range<i64>) -> Range<u32>,
}

pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) label_plural: &'static str,
    /// The first three characters of the ids.
    pub(crate) prefix: &'static str,
    pub(crate) fields: &'static [Field],
    pub(crate) relations: &'static [Relation],
    pub(crate) children: &'static [Child],
    /// Row numbers lie below this, in the order of ids. Some may be vacant.
    pub(crate) rows: fn(&View<'_>) -> u32,
    /// Whether the number is a row; asked only of numbers below `rows`.
    pub(crate) exists: fn(&View<'_>, usize) -> bool,
    /// The row number that an 18-character id stands for; the row may be vacant or beyond `rows`.
    pub(crate) find: fn(&View<'_>, &str) -> Option<usize>,
    pub(crate) by_user: Option<ByUser>,
    pub(crate) by_time: Option<ByTime>,
    /// Whether this user may query the object at all.
    pub(crate) readable: fn(&View<'_>) -> bool,
}

impl Table {
    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields
            .iter()
            .find(|field| field.name.eq_ignore_ascii_case(name))
    }

    pub(crate) fn child(&self, name: &str) -> Option<&'static Child> {
        self.children
            .iter()
            .find(|child| child.name.eq_ignore_ascii_case(name))
    }

    pub(crate) fn relation(&self, name: &str) -> Option<&'static Relation> {
        self.relations
            .iter()
            .find(|relation| relation.name.eq_ignore_ascii_case(name))
    }

    /// The row of an 18-character id, if there is one.
    pub(crate) fn row_of(&self, view: &View<'_>, id: &str) -> Option<usize> {
        (self.find)(view, id)
            .filter(|&row| row < (self.rows)(view) as usize && (self.exists)(view, row))
    }
}

/// The objects that this user may query, in the order in which they are listed.
pub(crate) fn readable_tables<'a>(view: View<'a>) -> impl Iterator<Item = &'static Table> + 'a {
    let may = move |table: &&'static Table| (table.readable)(&view);
    tables::ALL.into_iter().filter(may)
}

/// The object of this name.
pub(crate) fn table(name: &str) -> Option<&'static Table> {
    tables::ALL
        .into_iter()
        .find(|table| table.name.eq_ignore_ascii_case(name))
}
