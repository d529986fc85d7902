//! Binds a parsed query to the objects and evaluates it to the rows of its answer.

use std::sync::Arc;

use super::SoqlError;
use super::aggregate::aggregate;
use super::bind::{Binder, Column, Scope, Style, is_grouped};
use super::children::Index;
use super::effort::GROUPED;
use super::filter::{Bound, Condition, Source};
use super::parser::parse;
use super::row_set::{Collector, RowSet};
use super::schema::{Table, View};
use super::search::Search;
use super::sort::{OrderKey, sort};
use super::syntax::{Query, Selected};
use super::value::Value;
use super::write::Writer;

const GREATEST_OFFSET: u64 = 2_000;
/// More rows than this are not brought into another order.
const MOST_SORTED: usize = 4_000_000;
/// A page ends early when its rows have this many children, as the service makes its pages
/// smaller for queries with subqueries.
const ENOUGH_CHILDREN: usize = 2_000;
/// The same for bytes, as the service does for queries with many columns.
const ENOUGH_BYTES: usize = 4 << 20;

/// A query that has been answered: which rows there are, and how each of them is written.
pub(crate) struct Plan {
    pub(super) table: &'static Table,
    /// Empty for `COUNT()` and for groups.
    pub(super) shape: Arc<Vec<Column>>,
    answer: Answer,
    /// Whether only the number of rows is asked for.
    pub(crate) count_only: bool,
}

enum Answer {
    Rows(RowSet),
    Groups {
        names: Vec<(String, Style)>,
        rows: Vec<Vec<Value>>,
    },
}

/// What [`Plan::page`] has written.
pub(crate) struct Page {
    /// Positions of the result that the page covers; the next page begins behind them.
    pub(crate) taken: usize,
    /// Rows written. Fewer than `taken` when some of them are gone since the query.
    pub(crate) sent: usize,
    /// Children that found no place on the page.
    pub(crate) opened: Vec<Opened>,
}

/// A result within the result that has further pages: its locator is still to be written.
pub(crate) struct Opened {
    /// Where in the output the 18 characters of the locator belong.
    pub(crate) at: usize,
    pub(crate) plan: Plan,
}

impl Plan {
    pub(super) fn of_rows(table: &'static Table, shape: Arc<Vec<Column>>, rows: RowSet) -> Self {
        Self {
            table,
            shape,
            answer: Answer::Rows(rows),
            count_only: false,
        }
    }

    /// How many rows the whole result has.
    pub(crate) fn len(&self) -> usize {
        match &self.answer {
            Answer::Rows(rows) => rows.len(),
            Answer::Groups { rows, .. } => rows.len(),
        }
    }

    /// Names of the columns of groups, none when rows are selected.
    pub(super) fn groups(&self) -> impl Iterator<Item = &str> {
        let names = match &self.answer {
            Answer::Rows(_) => &[],
            Answer::Groups { names, .. } => names.as_slice(),
        };
        names.iter().map(|(name, _)| name.as_str())
    }

    /// Bytes that the result keeps.
    pub(crate) fn memory(&self) -> usize {
        let rows = match &self.answer {
            Answer::Rows(rows) => rows.memory(),
            Answer::Groups { rows, .. } => {
                let values: usize = rows.iter().map(Vec::len).sum();
                values * (size_of::<Value>() + 24)
            }
        };
        size_of::<Self>() + self.shape.len() * size_of::<Column>() + rows
    }

    /// Writes the records of a page, separated by commas: at most `count` from a position on.
    pub(crate) fn page(
        &self,
        view: View<'_>,
        version: &str,
        offset: usize,
        count: usize,
        out: &mut Vec<u8>,
    ) -> Page {
        let mut writer = Writer::new(view, version, out);
        let (taken, sent) = match &self.answer {
            Answer::Rows(rows) => {
                let rows = rows.page(offset, count);
                write_rows(&mut writer, self.table, &self.shape, &rows)
            }
            Answer::Groups { names, rows } => {
                let rows = rows.iter().skip(offset).take(count);
                let mut sent = 0;
                for row in rows {
                    separate(&mut writer, sent);
                    writer.group(names, row);
                    sent += 1;
                }
                (sent, sent)
            }
        };
        Page {
            taken,
            sent,
            opened: writer.opened,
        }
    }

    /// Writes one record in the shape of the query, whether or not it is part of the result.
    pub(crate) fn record(&self, view: View<'_>, version: &str, row: u32, out: &mut Vec<u8>) {
        let mut writer = Writer::new(view, version, out);
        write_rows(&mut writer, self.table, &self.shape, &[row]);
    }
}

fn separate(writer: &mut Writer<'_>, before: usize) {
    if before > 0 {
        writer.out.push(b',');
    }
}

fn write_rows(
    writer: &mut Writer<'_>,
    table: &'static Table,
    shape: &[Column],
    rows: &[u32],
) -> (usize, usize) {
    let view = writer.view;
    let end = (table.rows)(&view);
    let mut indexes: Vec<Option<Index>> = shape
        .iter()
        .filter_map(|column| match column {
            Column::Children(children) => Some(children.index(&view, table, rows)),
            _ => None,
        })
        .collect();
    let mut taken = 0;
    let mut sent = 0;
    for &row in rows {
        taken += 1;
        // A row that is gone leaves its place empty: the others stay on their pages.
        if row >= end || !(table.exists)(&view, row as usize) {
            continue;
        }
        separate(writer, sent);
        writer.record(table, shape, row, &mut indexes);
        sent += 1;
        if writer.children >= ENOUGH_CHILDREN || writer.out.len() >= ENOUGH_BYTES {
            break;
        }
    }
    (taken, sent)
}

/// Parses, binds and evaluates a query.
pub(crate) fn plan(view: &View<'_>, text: &str) -> Result<Plan, SoqlError> {
    let query = parse(text)?;
    let binder = Binder::new(text, view);
    let scope = binder.scope(&query.from)?;
    if query.offset > GREATEST_OFFSET {
        return Err(SoqlError {
            code: "NUMBER_OUTSIDE_VALID_RANGE",
            message: "Maximum SOQL offset allowed is 2000".to_owned(),
        });
    }
    let count_only = query.select == [Selected::Count] && query.group.is_none();
    if is_grouped(&query) && !count_only {
        return grouped(&binder, &scope, &query);
    }
    let shape = if count_only {
        Vec::new()
    } else {
        binder.shape(&scope, &query)?
    };
    let order = binder.order(&scope, &query.order)?;
    let rows = rows(&binder, &scope, &query, &order)?;
    let mut plan = Plan::of_rows(scope.table, Arc::new(shape), rows);
    plan.count_only = count_only;
    Ok(plan)
}

fn grouped(binder: &Binder<'_>, scope: &Scope, query: &Query) -> Result<Plan, SoqlError> {
    let groups = binder.groups(scope, query)?;
    let filter = filter(binder, scope, query)?;
    let (sets, values) = (groups.sets.len() as u64, groups.aggregates.len() as u64);
    let values = sets * (GROUPED + 2 * values) + groups.keys.len() as u64;
    let search = Search::new(binder.view, scope.table, filter.as_ref()).weighing(values);
    let limit = query.limit.map(whole);
    let rows = aggregate(binder.view, &search, &groups, whole(query.offset), limit)?;
    let names = groups
        .outputs
        .into_iter()
        .map(|output| (output.name, output.style));
    Ok(Plan {
        table: scope.table,
        shape: Arc::default(),
        answer: Answer::Groups {
            names: names.collect(),
            rows,
        },
        count_only: false,
    })
}

fn filter(
    binder: &Binder<'_>,
    scope: &Scope,
    query: &Query,
) -> Result<Option<Bound<Condition>>, SoqlError> {
    let Some(filter) = &query.filter else {
        return Ok(None);
    };
    binder.joins_fit(filter)?;
    binder.filter(scope, filter).map(Some)
}

fn whole(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn rows(
    binder: &Binder<'_>,
    scope: &Scope,
    query: &Query,
    order: &[OrderKey<Source>],
) -> Result<RowSet, SoqlError> {
    let filter = filter(binder, scope, query)?;
    let search = Search::new(binder.view, scope.table, filter.as_ref());
    let mut skip = whole(query.offset);
    let limit = query.limit.map_or(usize::MAX, whole);
    if let Some(backwards) = order_of_rows(scope.table, order) {
        let mut collector = Collector::default();
        let mut taken = 0;
        if limit == 0 {
            return Ok(collector.finish(false));
        }
        search.each(backwards, &mut |row| {
            if skip > 0 {
                skip -= 1;
                return true;
            }
            collector.push(row);
            taken += 1;
            taken < limit
        })?;
        return Ok(collector.finish(backwards));
    }
    let mut found = Vec::new();
    search.each(false, &mut |row| {
        found.push(row);
        found.len() <= MOST_SORTED
    })?;
    if found.len() > MOST_SORTED {
        return Err(SoqlError::too_long());
    }
    let mut sorted = sort(binder.view, found, order, skip.saturating_add(limit));
    if binder.view.world.effort.is_over() {
        return Err(SoqlError::too_long());
    }
    sorted.drain(..skip.min(sorted.len()));
    sorted.shrink_to_fit();
    Ok(RowSet::list(sorted))
}

/// Whether the order is the one of the row numbers, and if so whether backwards.
fn order_of_rows(table: &Table, order: &[OrderKey<Source>]) -> Option<bool> {
    let Some((first, rest)) = order.split_first() else {
        return Some(false);
    };
    let own_id = |key: &OrderKey<Source>| key.source.reach.is_own_id();
    if own_id(first) {
        return Some(first.descending);
    }
    let reach = &first.source.reach;
    let by_time = table.by_time.as_ref()?;
    let by_time = by_time.field == reach.field.name
        && reach.relations.is_empty()
        && first.source.part.is_none();
    let rest_follows = match rest.first() {
        None => true,
        Some(next) => own_id(next) && next.descending == first.descending,
    };
    (by_time && rest_follows).then_some(first.descending)
}

#[cfg(test)]
mod tests;
