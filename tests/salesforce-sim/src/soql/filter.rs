//! Conditions bound to fields, and whether a row meets them.

use std::cmp::Ordering;

use jiff::tz::TimeZone;
use roaring::RoaringBitmap;

use super::calendar::{DatePart, Span};
use super::effort;
use super::pattern::Pattern;
use super::schema::{Field, Kind, Relation, View};
use super::syntax::Operator;
use super::value::{Value, compare_folded};

/// A field as reached from the table of the query.
#[derive(Clone)]
pub(super) struct Reach {
    pub(super) relations: Vec<&'static Relation>,
    pub(super) field: &'static Field,
}

impl Reach {
    /// The row that the field is read from.
    pub(super) fn row(&self, view: &View<'_>, row: usize) -> Option<usize> {
        follow(view, &self.relations, row)
    }

    pub(super) fn value(&self, view: &View<'_>, row: usize) -> Value {
        match self.row(view, row) {
            Some(row) => (self.field.get)(view, row),
            None => Value::Null,
        }
    }

    pub(super) fn is_own_id(&self) -> bool {
        self.relations.is_empty() && self.field.name == "Id"
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        let names = |reach: &Self| -> Vec<&'static str> {
            reach
                .relations
                .iter()
                .map(|relation| relation.name)
                .collect()
        };
        self.field.name == other.field.name && names(self) == names(other)
    }
}

pub(super) fn follow(
    view: &View<'_>,
    relations: &[&'static Relation],
    row: usize,
) -> Option<usize> {
    relations
        .iter()
        .try_fold(row, |row, relation| (relation.row)(view, row))
}

/// A field, or the part of a date that a function takes of it.
#[derive(Clone)]
pub(super) struct Source {
    pub(super) reach: Reach,
    pub(super) part: Option<(DatePart, TimeZone)>,
}

impl Source {
    pub(super) fn value(&self, view: &View<'_>, row: usize) -> Value {
        let value = self.reach.value(view, row);
        match (&self.part, &value) {
            (None, _) => value,
            (Some((part, zone)), Value::Time(time) | Value::Date(time)) => part.of(*time, zone),
            (Some(_), _) => Value::Null,
        }
    }

    pub(super) fn kind(&self) -> Kind {
        match &self.part {
            None => self.reach.field.kind,
            Some((DatePart::DayOnly, _)) => Kind::Date,
            Some(_) => Kind::Int,
        }
    }
}

/// Conditions joined; `L` is a condition that something can be asked of.
pub(super) enum Bound<L> {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    One(L),
}

impl<L> Bound<L> {
    pub(super) fn holds(&self, ask: &impl Fn(&L) -> bool) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(ask)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(ask)),
            Self::Not(inner) => !inner.holds(ask),
            Self::One(leaf) => ask(leaf),
        }
    }
}

/// A condition on a row.
pub(super) enum Condition {
    Value(Source, Test),
    /// The row number against a number: ids ascend with the row.
    Row(Operator, u32),
    /// The row is one of these, or not.
    Rows(RoaringBitmap, bool),
    /// The row that a reference points to is one of these, or not.
    Target(Vec<&'static Relation>, RoaringBitmap, bool),
}

impl Condition {
    /// Steps of the effort that asking takes.
    pub(super) fn cost(&self) -> u64 {
        match self {
            Self::Value(_, test) => test.cost(),
            _ => 1,
        }
    }

    pub(super) fn holds(&self, view: &View<'_>, row: u32) -> bool {
        match self {
            Self::Value(source, test) => test.fits(&source.value(view, row as usize)),
            Self::Row(operator, other) => meets(*operator, row.cmp(other)),
            Self::Rows(rows, negated) => rows.contains(row) != *negated,
            Self::Target(relations, rows, negated) => {
                let target = follow(view, relations, row as usize);
                target.is_some_and(|target| rows.contains(target as u32)) != *negated
            }
        }
    }
}

/// What is asked of a value. Null differs from everything, and is neither less nor greater.
pub(super) enum Test {
    /// Whether it is null, or whether it is not.
    Null(bool),
    /// `< null` and the like.
    Never,
    Number(Operator, i64),
    Double(Operator, f64),
    Span(Operator, Span),
    /// The text has no case.
    Text(Operator, String),
    Id(Operator, String),
    Like(Pattern),
    Among(Set),
}

/// The list of IN, sorted.
pub(super) struct Set {
    pub(super) numbers: Vec<i64>,
    /// Texts without case, or ids.
    pub(super) texts: Vec<String>,
    pub(super) null: bool,
    pub(super) negated: bool,
}

impl Set {
    fn holds(&self, value: &Value) -> bool {
        match value {
            Value::Null => self.null,
            Value::Text(text) => self
                .texts
                .binary_search_by(|known| compare_folded(text, known).reverse())
                .is_ok(),
            Value::Id(id) => self.texts.binary_search(id).is_ok(),
            _ => value
                .number()
                .is_some_and(|number| self.numbers.binary_search(&number).is_ok()),
        }
    }
}

impl Test {
    /// Steps of the effort that a value takes.
    pub(super) fn cost(&self) -> u64 {
        match self {
            Self::Like(_) => effort::LIKE,
            Self::Among(_) => effort::AMONG,
            _ => 1,
        }
    }

    pub(super) fn fits(&self, value: &Value) -> bool {
        let order = match (self, value) {
            (Self::Null(null), _) => return (*value == Value::Null) == *null,
            (Self::Never, _) => return false,
            (Self::Among(set), _) => return set.holds(value) != set.negated,
            (Self::Like(pattern), Value::Text(text)) => return pattern.fits(text),
            (Self::Like(_), _) => return false,
            (
                Self::Number(operator, _)
                | Self::Double(operator, _)
                | Self::Text(operator, _)
                | Self::Id(operator, _)
                | Self::Span(operator, _),
                Value::Null,
            ) => return *operator == Operator::NotEqual,
            (Self::Double(operator, other), value) => {
                let number = match value {
                    Value::Double(number) => *number,
                    _ => value.number().unwrap_or_default() as f64,
                };
                return meets(*operator, number.total_cmp(other));
            }
            (Self::Span(operator, span), _) => {
                return within(*operator, span, value.number().unwrap_or_default());
            }
            (Self::Number(_, other), _) => value.number().unwrap_or_default().cmp(other),
            (Self::Text(_, other), Value::Text(text)) => compare_folded(text, other),
            (Self::Text(_, other) | Self::Id(_, other), Value::Id(id)) => id.as_str().cmp(other),
            (Self::Id(_, other), Value::Text(text)) => text.as_ref().cmp(other),
            (Self::Text(..) | Self::Id(..), _) => return false,
        };
        match self {
            Self::Number(operator, _) | Self::Text(operator, _) | Self::Id(operator, _) => {
                meets(*operator, order)
            }
            _ => false,
        }
    }
}

/// A moment against a span: before it, within it, after it.
fn within(operator: Operator, span: &Span, time: i64) -> bool {
    let started = time >= span.range.start;
    let ended = if span.rolling {
        time > span.range.start
    } else {
        time >= span.range.end
    };
    match operator {
        Operator::Equal => span.range.contains(&time),
        Operator::NotEqual => !span.range.contains(&time),
        Operator::Less => !started,
        Operator::LessOrEqual => !ended,
        Operator::Greater => ended,
        Operator::GreaterOrEqual => started,
        Operator::Like | Operator::Includes => false,
    }
}

pub(super) fn meets(operator: Operator, order: Ordering) -> bool {
    match operator {
        Operator::Equal => order == Ordering::Equal,
        Operator::NotEqual => order != Ordering::Equal,
        Operator::Less => order == Ordering::Less,
        Operator::LessOrEqual => order != Ordering::Greater,
        Operator::Greater => order == Ordering::Greater,
        Operator::GreaterOrEqual => order != Ordering::Less,
        Operator::Like | Operator::Includes => false,
    }
}
