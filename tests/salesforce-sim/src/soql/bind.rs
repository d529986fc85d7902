//! Binds the names of a query to objects, relationships and fields.

mod condition;
mod group;
mod join;
mod select;

use std::cell::OnceCell;

use jiff::tz::TimeZone;

use super::SoqlError;
use super::calendar::{Calendar, DatePart};
use super::filter::{Reach, Source};
use super::schema::{Field, Kind, Relation, Table, View, table};
use super::sort::OrderKey;
use super::syntax::{Expr, From, Function, Order, Path};

pub(super) use group::{Cell, Groups, is_grouped};
pub(super) use select::{Column, Style};

const MOST_RELATIONS: usize = 5;
const MOST_ORDER_KEYS: usize = 32;

pub(super) struct Binder<'a> {
    text: &'a str,
    pub(super) view: &'a View<'a>,
    calendar: OnceCell<Calendar>,
}

/// The object of a query and the names that stand for it or for relationships from it.
pub(super) struct Scope {
    pub(super) table: &'static Table,
    aliases: Vec<Known>,
}

struct Known {
    name: String,
    relations: Vec<&'static Relation>,
    table: &'static Table,
}

impl Scope {
    pub(super) fn new(table: &'static Table, alias: Option<&String>) -> Self {
        let known = |name: String| Known {
            name,
            relations: Vec::new(),
            table,
        };
        let mut aliases = vec![known(table.name.to_owned())];
        aliases.extend(alias.cloned().map(known));
        Self { table, aliases }
    }

    fn known(&self, name: &str) -> Option<&Known> {
        self.aliases
            .iter()
            .rev()
            .find(|known| known.name.eq_ignore_ascii_case(name))
    }
}

impl<'a> Binder<'a> {
    pub(super) fn new(text: &'a str, view: &'a View<'a>) -> Self {
        Self {
            text,
            view,
            calendar: OnceCell::new(),
        }
    }

    pub(super) fn calendar(&self) -> &Calendar {
        self.calendar.get_or_init(|| Calendar::of(self.view))
    }

    pub(super) fn refuse(&self, at: usize, message: &str) -> SoqlError {
        SoqlError::pointing("MALFORMED_QUERY", self.text, at, message)
    }

    pub(super) fn pointing(&self, code: &'static str, at: usize, message: &str) -> SoqlError {
        SoqlError::pointing(code, self.text, at, message)
    }

    fn invalid_field(&self, at: usize, message: &str) -> SoqlError {
        SoqlError::pointing("INVALID_FIELD", self.text, at, message)
    }

    pub(super) fn scope(&self, from: &[From]) -> Result<Scope, SoqlError> {
        let Some((first, others)) = from.split_first() else {
            return Err(SoqlError::malformed("unexpected token: '<EOF>'"));
        };
        let table = self.table(&first.path)?;
        let mut scope = Scope::new(table, first.alias.as_ref());
        for other in others {
            let (head, names) = match other.path.parts.split_first() {
                Some((head, names)) if !names.is_empty() => (scope.known(head), names),
                _ => (None, &[][..]),
            };
            let Some(head) = head else {
                let message = format!(
                    "A driving SObject type has already been set, all other entity types in the \
                     FROM clause must be relationships to the initial object.  The driving object \
                     is {}.",
                    table.name
                );
                return Err(self.refuse(other.path.at, &message));
            };
            let relations = head.relations.clone();
            let (relations, table) = self.along(relations, head.table, names, other.path.at)?;
            let last = other.path.parts.last().cloned().unwrap_or_default();
            scope.aliases.push(Known {
                name: other.alias.clone().unwrap_or(last),
                relations,
                table,
            });
        }
        Ok(scope)
    }

    fn table(&self, from: &Path) -> Result<&'static Table, SoqlError> {
        let name = from.parts.join(".");
        table(&name)
            .filter(|table| (table.readable)(self.view))
            .ok_or_else(|| {
                let message = format!(
                    "sObject type '{name}' is not supported. If you are attempting to use a custom \
                     object, be sure to append the '__c' after the entity name. Please reference \
                     your WSDL or the describe call for the appropriate names."
                );
                SoqlError::pointing("INVALID_TYPE", self.text, from.at, &message)
            })
    }

    /// Goes on from an object by the names of relationships.
    fn along(
        &self,
        mut relations: Vec<&'static Relation>,
        mut table: &'static Table,
        names: &[String],
        at: usize,
    ) -> Result<(Vec<&'static Relation>, &'static Table), SoqlError> {
        for name in names {
            let Some(relation) = table.relation(name) else {
                let message = format!(
                    "Didn't understand relationship '{name}' in field path. If you are attempting \
                     to use a custom relationship, be sure to append the '__r' after the custom \
                     relationship name. Please reference your WSDL or the describe call for the \
                     appropriate names."
                );
                return Err(self.invalid_field(at, &message));
            };
            relations.push(relation);
            table = relation.target;
        }
        if relations.len() > MOST_RELATIONS {
            let message = "SOQL field paths cannot have more than 5 levels of relationships";
            return Err(self.refuse(at, message));
        }
        Ok((relations, table))
    }

    pub(super) fn reach(&self, scope: &Scope, path: &Path) -> Result<Reach, SoqlError> {
        let Some((last, before)) = path.parts.split_last() else {
            return Err(self.no_column(path, "", scope.table));
        };
        let known = before.first().and_then(|first| scope.known(first));
        let (relations, table, names) = match known {
            Some(known) => (known.relations.clone(), known.table, &before[1..]),
            None => (Vec::new(), scope.table, before),
        };
        let (relations, table) = self.along(relations, table, names, path.at)?;
        match table.field(last) {
            Some(field) => Ok(Reach { relations, field }),
            None => Err(self.no_column(path, last, table)),
        }
    }

    fn no_column(&self, path: &Path, name: &str, table: &Table) -> SoqlError {
        let message = format!(
            "No such column '{name}' on entity '{}'. If you are attempting to use a custom field, \
             be sure to append the '__c' after the custom field name. Please reference your WSDL \
             or the describe call for the appropriate names.",
            table.name
        );
        self.invalid_field(path.at, &message)
    }

    /// A field with at most a date function around it.
    pub(super) fn source(
        &self,
        scope: &Scope,
        functions: &[Function],
        path: &Path,
    ) -> Result<Source, SoqlError> {
        let reach = self.reach(scope, path)?;
        let part = match functions {
            [] => None,
            [Function::Date(part)] => Some((*part, TimeZone::UTC)),
            [Function::Date(part), Function::ConvertTimezone] if reach.field.kind == Kind::Time => {
                Some((*part, self.calendar().zone.clone()))
            }
            _ => return Err(self.no_function(path, reach.field)),
        };
        let kind = reach.field.kind;
        let fits = match &part {
            None => true,
            Some((DatePart::Hour, _)) => kind == Kind::Time,
            Some(_) => matches!(kind, Kind::Time | Kind::Date),
        };
        if fits {
            Ok(Source { reach, part })
        } else {
            Err(self.no_function(path, reach.field))
        }
    }

    fn no_function(&self, path: &Path, field: &Field) -> SoqlError {
        let message = format!(
            "field {} of type {} does not support this function",
            field.name,
            field.kind.name()
        );
        self.invalid_field(path.at, &message)
    }

    pub(super) fn order(
        &self,
        scope: &Scope,
        order: &[Order],
    ) -> Result<Vec<OrderKey<Source>>, SoqlError> {
        self.few_keys(order)?;
        let bind = |order: &Order| {
            self.sortable(scope, &order.expr)?;
            Ok(OrderKey {
                source: self.source(scope, &order.expr.functions, &order.expr.path)?,
                descending: order.descending,
                nulls_last: order.nulls_last,
            })
        };
        order.iter().map(bind).collect()
    }

    fn few_keys(&self, order: &[Order]) -> Result<(), SoqlError> {
        match order.get(MOST_ORDER_KEYS) {
            None => Ok(()),
            Some(order) => {
                let message = "A maximum of 32 fields is allowed in the ORDER BY clause";
                Err(self.refuse(order.expr.at, message))
            }
        }
    }

    fn sortable(&self, scope: &Scope, expr: &Expr) -> Result<(), SoqlError> {
        let reach = self.reach(scope, &expr.path)?;
        if reach.field.sortable {
            return Ok(());
        }
        let message = format!(
            "field '{}' can not be sorted in a query call",
            reach.field.name
        );
        Err(self.invalid_field(expr.path.at, &message))
    }
}
