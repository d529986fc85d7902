//! Queries that group or aggregate.

use super::super::SoqlError;
use super::super::filter::{Bound, Source, Test};
use super::super::schema::Kind;
use super::super::sort::OrderKey;
use super::super::syntax::{
    Aggregate, Expr, Filter, Function, GroupingKind, Order, Query, Selected,
};
use super::{Binder, Scope, Style, condition};

const MOST_SUBTOTALED: usize = 3;

/// What a grouped query computes.
pub(in super::super) struct Groups {
    pub(in super::super) keys: Vec<Source>,
    /// Which keys count in each set of groups, as bits; one set without ROLLUP and CUBE.
    pub(in super::super) sets: Vec<u32>,
    pub(in super::super) aggregates: Vec<(Aggregate, Source)>,
    pub(in super::super) outputs: Vec<Output>,
    pub(in super::super) having: Option<Bound<(Cell, Test)>>,
    pub(in super::super) order: Vec<OrderKey<Cell>>,
}

pub(in super::super) struct Output {
    pub(in super::super) name: String,
    pub(in super::super) cell: Cell,
    pub(in super::super) style: Style,
}

/// A value of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Cell {
    Key(usize),
    Aggregate(usize),
    /// Whether the key is summed up in this group.
    Grouping(usize),
}

/// Whether the query has groups for rows.
pub(in super::super) fn is_grouped(query: &Query) -> bool {
    let aggregate = |selected: &Selected| match selected {
        Selected::Expr(expr, _) => expr
            .functions
            .iter()
            .any(|function| matches!(function, Function::Aggregate(_))),
        _ => false,
    };
    query.group.is_some() || query.having.is_some() || query.select.iter().any(aggregate)
}

impl Binder<'_> {
    pub(in super::super) fn groups(
        &self,
        scope: &Scope,
        query: &Query,
    ) -> Result<Groups, SoqlError> {
        let mut groups = Groups {
            keys: Vec::new(),
            sets: Vec::new(),
            aggregates: Vec::new(),
            outputs: Vec::new(),
            having: None,
            order: Vec::new(),
        };
        if query.group.is_none() && query.limit.is_some() {
            let message =
                "Non-grouped query that uses overall aggregate functions cannot also use LIMIT";
            return Err(self.refuse(query.limit_at, message));
        }
        let kind = self.keys(scope, query, &mut groups)?;
        let all = (1_u32 << groups.keys.len()) - 1;
        groups.sets = match kind {
            GroupingKind::Plain => vec![all],
            GroupingKind::Rollup => (0..=groups.keys.len())
                .rev()
                .map(|n| (1 << n) - 1)
                .collect(),
            GroupingKind::Cube => (0..=all).rev().collect(),
        };
        self.outputs(scope, query, &mut groups)?;
        if let Some(having) = &query.having {
            groups.having = Some(self.having(scope, &mut groups, having)?);
        }
        self.few_keys(&query.order)?;
        for order in &query.order {
            let key = self.group_order(scope, &mut groups, order)?;
            groups.order.push(key);
        }
        Ok(groups)
    }

    fn keys(
        &self,
        scope: &Scope,
        query: &Query,
        groups: &mut Groups,
    ) -> Result<GroupingKind, SoqlError> {
        let Some(grouping) = &query.group else {
            return Ok(GroupingKind::Plain);
        };
        let most = match grouping.kind {
            GroupingKind::Plain => 31,
            GroupingKind::Rollup | GroupingKind::Cube => MOST_SUBTOTALED,
        };
        if let Some(expr) = grouping.exprs.get(most) {
            let message = format!("A maximum of {most} fields is allowed in this GROUP BY clause");
            return Err(self.refuse(expr.at, &message));
        }
        for expr in &grouping.exprs {
            let source = self.source(scope, &expr.functions, &expr.path)?;
            if matches!(source.kind(), Kind::Time | Kind::Double) {
                let message = format!(
                    "field '{}' can not be grouped in a query call",
                    source.reach.field.name
                );
                return Err(self.invalid_field(expr.at, &message));
            }
            groups.keys.push(source);
        }
        Ok(grouping.kind)
    }

    fn outputs(&self, scope: &Scope, query: &Query, groups: &mut Groups) -> Result<(), SoqlError> {
        let mut unnamed = 0;
        for selected in &query.select {
            let (expr, alias) = match selected {
                Selected::Expr(expr, alias) => (expr, alias),
                Selected::Count => {
                    let message = "Grouped query cannot use COUNT(); use COUNT(fieldName) instead";
                    return Err(self.refuse(query.at, message));
                }
                Selected::Children(inner) => {
                    let message = "Grouped query cannot use child relationships in the SELECT list";
                    return Err(self.refuse(inner.at, message));
                }
                Selected::Fields(_, at) => {
                    let message = "The SOQL FIELDS function is not supported in a grouped query";
                    return Err(self.refuse(*at, message));
                }
            };
            let (style, functions) = match expr.functions.as_slice() {
                [Function::Format, inner @ ..] => (Style::Format, inner),
                [Function::ToLabel] => (Style::Plain, &[][..]),
                functions => (Style::Plain, functions),
            };
            let cell = self.cell(scope, groups, expr, functions, "Field")?;
            let name = match alias {
                Some(alias) => alias.name.clone(),
                None if expr.functions.is_empty() => {
                    self.reach(scope, &expr.path)?.field.name.to_owned()
                }
                None => {
                    unnamed += 1;
                    format!("expr{}", unnamed - 1)
                }
            };
            let known = |output: &Output| output.name.eq_ignore_ascii_case(&name);
            if groups.outputs.iter().any(known) {
                let at = alias.as_ref().map_or(expr.at, |alias| alias.at);
                return Err(self.refuse(at, &format!("duplicate alias: {name}")));
            }
            groups.outputs.push(Output { name, cell, style });
        }
        Ok(())
    }

    fn cell(
        &self,
        scope: &Scope,
        groups: &mut Groups,
        expr: &Expr,
        functions: &[Function],
        what: &str,
    ) -> Result<Cell, SoqlError> {
        let (key, rest) = match functions {
            [Function::Aggregate(aggregate), rest @ ..] => {
                return self.aggregate(scope, groups, *aggregate, expr, rest);
            }
            [Function::Grouping] => (false, &[][..]),
            functions => (true, functions),
        };
        let source = self.source(scope, rest, &expr.path)?;
        let same = |known: &Source| {
            known.reach.is_same(&source.reach)
                && known.part.as_ref().map(|p| p.0) == source.part.as_ref().map(|p| p.0)
                && known.part.as_ref().map(|p| &p.1) == source.part.as_ref().map(|p| &p.1)
        };
        match groups.keys.iter().position(same) {
            Some(place) if key => Ok(Cell::Key(place)),
            Some(place) => Ok(Cell::Grouping(place)),
            None => {
                let name = expr.path.parts.join(".");
                let message = format!("{what} must be grouped or aggregated: {name}");
                Err(self.refuse(expr.at, &message))
            }
        }
    }

    fn aggregate(
        &self,
        scope: &Scope,
        groups: &mut Groups,
        aggregate: Aggregate,
        expr: &Expr,
        rest: &[Function],
    ) -> Result<Cell, SoqlError> {
        let source = self.source(scope, rest, &expr.path)?;
        let kind = source.kind();
        let fits = match aggregate {
            Aggregate::Sum | Aggregate::Avg => kind.is_number(),
            _ => kind != Kind::Bool,
        };
        if !fits {
            let message = format!(
                "field {} does not support aggregate operator {}",
                source.reach.field.name,
                aggregate.name()
            );
            return Err(self.refuse(expr.at, &message));
        }
        groups.aggregates.push((aggregate, source));
        Ok(Cell::Aggregate(groups.aggregates.len() - 1))
    }

    fn having(
        &self,
        scope: &Scope,
        groups: &mut Groups,
        filter: &Filter,
    ) -> Result<Bound<(Cell, Test)>, SoqlError> {
        // What the conditions aggregate is found while they are bound.
        let found = std::cell::RefCell::new(groups);
        self.joined(filter, &|leaf| {
            let left = match leaf {
                Filter::Compare { left, .. } | Filter::In { left, .. } => left,
                Filter::Join { left, .. } => {
                    let message = "Semi join sub-selects are not allowed in a HAVING clause";
                    return Err(self.refuse(left.at, message));
                }
                _ => return Ok(Bound::All(Vec::new())),
            };
            let groups = &mut *found.borrow_mut();
            let cell = self.cell(scope, groups, left, &left.functions, "Field")?;
            let kind = kind(groups, cell);
            match leaf {
                Filter::Compare {
                    operator, literal, ..
                } => {
                    let test = self.test(kind, &left.path, *operator, literal)?;
                    Ok(Bound::One((cell, test)))
                }
                Filter::In {
                    literals, negated, ..
                } => {
                    let tests = self.among(kind, &left.path, literals, *negated)?;
                    Ok(condition::either(tests, *negated, |test| (cell, test)))
                }
                _ => Ok(Bound::All(Vec::new())),
            }
        })
    }

    fn group_order(
        &self,
        scope: &Scope,
        groups: &mut Groups,
        order: &Order,
    ) -> Result<OrderKey<Cell>, SoqlError> {
        let expr = &order.expr;
        let cell = self.cell(scope, groups, expr, &expr.functions, "Ordered field")?;
        Ok(OrderKey {
            source: cell,
            descending: order.descending,
            nulls_last: order.nulls_last,
        })
    }
}

fn kind(groups: &Groups, cell: Cell) -> Kind {
    match cell {
        Cell::Grouping(_) => Kind::Int,
        Cell::Key(place) => groups.keys.get(place).map_or(Kind::Text, Source::kind),
        Cell::Aggregate(place) => match groups.aggregates.get(place) {
            Some((Aggregate::Min | Aggregate::Max | Aggregate::Sum, source)) => source.kind(),
            Some((Aggregate::Avg, _)) => Kind::Double,
            _ => Kind::Int,
        },
    }
}
