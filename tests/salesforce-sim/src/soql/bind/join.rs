//! Semi-joins and anti-joins: the inner query is answered first, and the outer condition asks
//! whether a row is among what it found.

use std::collections::BTreeSet;

use roaring::RoaringBitmap;

use super::super::SoqlError;
use super::super::filter::{Condition, Reach, Set, Source, Test};
use super::super::row_set::Collector;
use super::super::schema::{Relation, Table, View};
use super::super::search::Search;
use super::super::syntax::{Expr, Filter, Query, Selected};
use super::super::value::Value;
use super::{Binder, Scope};

const MOST_JOINS: usize = 2;
/// More ids than this are not kept for a comparison.
const MOST_IDS: usize = 1_000_000;

/// The way from a row to the row that a field identifies.
enum Way {
    Own,
    Along(&'static Relation),
}

impl Binder<'_> {
    /// Whether the joins of a WHERE clause stand where the service takes them.
    pub(in super::super) fn joins_fit(&self, filter: &Filter) -> Result<(), SoqlError> {
        let mut count = 0;
        let mut pending = vec![(filter, 0, false)];
        while let Some((filter, depth, any)) = pending.pop() {
            match filter {
                Filter::All(parts) => {
                    pending.extend(parts.iter().rev().map(|p| (p, depth + 1, any)));
                }
                Filter::Any(parts) => {
                    pending.extend(parts.iter().rev().map(|p| (p, depth + 1, true)));
                }
                Filter::Not(inner) => pending.push((inner.as_ref(), depth + 2, any)),
                Filter::Compare { .. } | Filter::In { .. } => {}
                Filter::Join { left, .. } => {
                    count += 1;
                    let message = if depth > 1 {
                        "Semi join sub-selects are only allowed at the top level WHERE \
                         expressions and not in nested WHERE expressions."
                    } else if any {
                        "Semi join sub-selects are not allowed with the 'OR' operator"
                    } else if count > MOST_JOINS {
                        "Maximum 2 semi join sub-selects are allowed"
                    } else {
                        continue;
                    };
                    return Err(self.refuse(left.at, message));
                }
            }
        }
        Ok(())
    }

    pub(super) fn join(
        &self,
        scope: &Scope,
        left: &Expr,
        query: &Query,
        negated: bool,
    ) -> Result<Condition, SoqlError> {
        let source = self.filterable(scope, left)?;
        if !source.kind().is_id() {
            let message = format!(
                "The left operand field in the where expression for outer query should be an id \
                 field, cannot use: '{}'",
                left.path.parts.join(".")
            );
            return Err(self.refuse(left.at, &message));
        }
        let inner = self.scope(&query.from)?;
        let field = self.inner_field(scope, &inner, query)?;
        let outer_table = owner(scope.table, &source.reach);
        self.same_object(
            (outer_table, &source.reach, left),
            (inner.table, &field, query),
        )?;
        let filter = match &query.filter {
            Some(filter) => Some(self.filter(&inner, filter)?),
            None => None,
        };
        let search = Search::new(self.view, inner.table, filter.as_ref());
        let inner_way = way(inner.table, &field);
        let outer_way = way(outer_table, &source.reach);
        if let (Some((inner_way, there)), Some((outer_way, here))) = (inner_way, outer_way)
            && there.name == here.name
        {
            let rows = rows(self.view, &search, &inner_way)?;
            let mut relations = source.reach.relations;
            return Ok(match outer_way {
                Way::Own if relations.is_empty() => Condition::Rows(rows, negated),
                Way::Own => Condition::Target(relations, rows, negated),
                Way::Along(relation) => {
                    relations.push(relation);
                    Condition::Target(relations, rows, negated)
                }
            });
        }
        self.by_ids(scope, source, &search, &field, negated)
    }

    /// For references to more than one object, and those without a relationship.
    fn by_ids(
        &self,
        scope: &Scope,
        source: Source,
        search: &Search<'_>,
        field: &Reach,
        negated: bool,
    ) -> Result<Condition, SoqlError> {
        let id = |row: u32| match field.value(self.view, row as usize) {
            Value::Id(id) => Some(id),
            _ => None,
        };
        if source.reach.is_own_id() {
            let mut rows = RoaringBitmap::new();
            search.each(false, &mut |row| {
                let own = id(row).and_then(|id| (scope.table.find)(self.view, &id));
                rows.extend(own.and_then(|row| u32::try_from(row).ok()));
                true
            })?;
            return Ok(Condition::Rows(rows, negated));
        }
        let mut ids = BTreeSet::new();
        search.each(false, &mut |row| {
            ids.extend(id(row));
            ids.len() <= MOST_IDS
        })?;
        if ids.len() > MOST_IDS {
            return Err(SoqlError::too_long());
        }
        let set = Set {
            numbers: Vec::new(),
            texts: ids.into_iter().collect(),
            null: false,
            negated,
        };
        Ok(Condition::Value(source, Test::Among(set)))
    }

    fn inner_field(&self, outer: &Scope, inner: &Scope, query: &Query) -> Result<Reach, SoqlError> {
        let nested = |filter: &Filter| has_join(filter);
        let message = if query.filter.as_ref().is_some_and(nested) {
            "Nesting of semi join sub-selects is not supported"
        } else if inner.table.name == outer.table.name {
            "The inner and outer selects should not be on the same object type"
        } else if query.group.is_some() || query.having.is_some() {
            "Aggregate expressions are not supported in semi join sub-selects"
        } else if !query.order.is_empty() || query.limit.is_some() || query.offset > 0 {
            "ORDER BY, LIMIT and OFFSET are not supported in semi join sub-selects"
        } else {
            match query.select.as_slice() {
                [Selected::Expr(expr, None)] if expr.functions.is_empty() => {
                    let field = self.reach(inner, &expr.path)?;
                    if field.relations.is_empty() && field.field.kind.is_id() {
                        return Ok(field);
                    }
                    let message = format!(
                        "The inner select field '{}' should be an id field of the object itself",
                        expr.path.parts.join(".")
                    );
                    return Err(self.refuse(expr.at, &message));
                }
                _ => "Semi join sub-selects can only query one id field",
            }
        };
        Err(self.refuse(query.at, message))
    }

    fn same_object(
        &self,
        (outer_table, outer, left): (&'static Table, &Reach, &Expr),
        (inner_table, inner, query): (&'static Table, &Reach, &Query),
    ) -> Result<(), SoqlError> {
        let objects = |table: &'static Table, reach: &Reach| -> Vec<&'static str> {
            match reach.field.name {
                "Id" => vec![table.name],
                _ => reach.field.refers_to.to_vec(),
            }
        };
        let (outside, inside) = (objects(outer_table, outer), objects(inner_table, inner));
        let known = !outside.is_empty() && !inside.is_empty();
        if !known || outside.iter().any(|object| inside.contains(object)) {
            return Ok(());
        }
        let message = format!(
            "The selected field '{}' in the subquery and the left operand field '{}' in the where \
             expression in the outer query should point to the same object type",
            inner.field.name,
            left.path.parts.join(".")
        );
        Err(self.refuse(query.at, &message))
    }
}

fn has_join(filter: &Filter) -> bool {
    let mut pending = vec![filter];
    while let Some(filter) = pending.pop() {
        match filter {
            Filter::All(parts) | Filter::Any(parts) => pending.extend(parts),
            Filter::Not(inner) => pending.push(inner),
            Filter::Join { .. } => return true,
            Filter::Compare { .. } | Filter::In { .. } => {}
        }
    }
    false
}

/// The object that a field belongs to.
fn owner(table: &'static Table, reach: &Reach) -> &'static Table {
    reach
        .relations
        .last()
        .map_or(table, |relation| relation.target)
}

fn way(table: &'static Table, reach: &Reach) -> Option<(Way, &'static Table)> {
    if reach.field.name == "Id" {
        return Some((Way::Own, table));
    }
    let relation = table
        .relations
        .iter()
        .find(|relation| relation.field == reach.field.name)?;
    // A reference to more than one object has a row behind it only for some of them.
    (reach.field.refers_to.len() < 2).then_some((Way::Along(relation), relation.target))
}

fn rows(view: &View<'_>, search: &Search<'_>, way: &Way) -> Result<RoaringBitmap, SoqlError> {
    let mut set = RoaringBitmap::new();
    let mut own = Collector::default();
    search.each(false, &mut |row| {
        match way {
            Way::Own => own.push(row),
            Way::Along(relation) => {
                if let Some(target) = (relation.row)(view, row as usize) {
                    set.insert(target as u32);
                }
            }
        }
        true
    })?;
    Ok(match way {
        Way::Own => own.into_set(),
        Way::Along(_) => set,
    })
}
