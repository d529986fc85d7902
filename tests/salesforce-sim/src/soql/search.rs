//! Finds the rows that fit, looking at as few as the conditions allow.

use std::ops::Range;

use roaring::RoaringBitmap;

use super::SoqlError;
use super::filter::{Bound, Condition, Source, Test};
use super::schema::{ByTime, ByUser, Table, View, table};
use super::syntax::Operator;

/// More users than this are not looked up one by one.
const MOST_USERS: u64 = 20_000;
/// The beginning of the year 1 and the end of 9999, between which every time lies.
const TIMES: Range<i64> = -62_135_596_800_000..253_402_300_800_000;

pub(super) struct Search<'a> {
    view: &'a View<'a>,
    table: &'static Table,
    filter: Option<&'a Bound<Condition>>,
    /// What is computed for every row that is found, beside the conditions.
    weight: u64,
}

/// Rows that a condition leaves over.
enum Candidates {
    Range(Range<u32>),
    Set(RoaringBitmap),
}

impl Candidates {
    fn len(&self) -> u64 {
        match self {
            Self::Range(range) => range.len() as u64,
            Self::Set(set) => set.len(),
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Range(a), Self::Range(b)) => Self::Range(a.start.max(b.start)..a.end.min(b.end)),
            (Self::Set(a), Self::Set(b)) => Self::Set(a & b),
            (Self::Range(range), Self::Set(mut set)) | (Self::Set(mut set), Self::Range(range)) => {
                set.remove_range(..range.start);
                set.remove_range(range.end.max(range.start)..);
                Self::Set(set)
            }
        }
    }
}

impl<'a> Search<'a> {
    pub(super) fn new(
        view: &'a View<'a>,
        table: &'static Table,
        filter: Option<&'a Bound<Condition>>,
    ) -> Self {
        Self {
            view,
            table,
            filter,
            weight: 0,
        }
    }

    /// The same for a query that computes `weight` values of every row.
    pub(super) fn weighing(self, weight: u64) -> Self {
        Self { weight, ..self }
    }

    /// Visits the rows that fit, in the order of the table or backwards, until `visit` says no.
    pub(super) fn each(
        &self,
        backwards: bool,
        visit: &mut dyn FnMut(u32) -> bool,
    ) -> Result<(), SoqlError> {
        let candidates = self.candidates();
        // Nothing ends the search of an aggregate early, so it need not begin.
        if self.weight > 0 && candidates.len() > self.view.world.effort.left() {
            return Err(SoqlError::too_long());
        }
        match (candidates, backwards) {
            (Candidates::Range(range), false) => self.look(range, visit),
            (Candidates::Range(range), true) => self.look(range.rev(), visit),
            (Candidates::Set(set), false) => self.look(set.iter(), visit),
            (Candidates::Set(set), true) => self.look(set.iter().rev(), visit),
        }
    }

    fn look(
        &self,
        rows: impl Iterator<Item = u32>,
        visit: &mut dyn FnMut(u32) -> bool,
    ) -> Result<(), SoqlError> {
        let effort = &self.view.world.effort;
        for row in rows {
            let fits = self.fits(row);
            if effort.is_over() {
                return Err(SoqlError::too_long());
            }
            if fits && !(effort.take(self.weight) && visit(row)) {
                break;
            }
        }
        if effort.is_over() {
            return Err(SoqlError::too_long());
        }
        Ok(())
    }

    /// Whether there is such a row and it meets the conditions. When the request has cost too
    /// much the answer means nothing.
    pub(super) fn fits(&self, row: u32) -> bool {
        let effort = &self.view.world.effort;
        let ask = |leaf: &Condition| effort.take(leaf.cost()) && leaf.holds(self.view, row);
        effort.take(1)
            && (self.table.exists)(self.view, row as usize)
            && self.filter.is_none_or(|filter| filter.holds(&ask))
    }

    fn candidates(&self) -> Candidates {
        let all = Candidates::Range(0..(self.table.rows)(self.view));
        let parts = match self.filter {
            None => return all,
            Some(Bound::All(parts)) => parts.as_slice(),
            Some(one) => std::slice::from_ref(one),
        };
        let mut left = all;
        for part in parts {
            if let Bound::One(condition) = part
                && let Some(narrower) = self.narrowed(condition)
            {
                left = left.and(narrower);
            }
        }
        left
    }

    fn narrowed(&self, condition: &Condition) -> Option<Candidates> {
        match condition {
            Condition::Row(operator, row) => rows_by_number(*operator, *row),
            Condition::Rows(rows, false) => Some(Candidates::Set(rows.clone())),
            Condition::Target(relations, users, false) => {
                let by_user = self.table.by_user.as_ref()?;
                let [relation] = relations.as_slice() else {
                    return None;
                };
                let to_user = relation.target.name == "User" && relation.field == by_user.field;
                if !to_user || users.len() > MOST_USERS {
                    return None;
                }
                Some(self.of_users(by_user, users.iter().map(|user| user as usize)))
            }
            Condition::Value(source, test) => self.narrowed_by_value(source, test),
            Condition::Rows(_, true) | Condition::Target(_, _, true) => None,
        }
    }

    fn narrowed_by_value(&self, source: &Source, test: &Test) -> Option<Candidates> {
        if source.part.is_some() || !source.reach.relations.is_empty() {
            return None;
        }
        let name = source.reach.field.name;
        if let Some(by_user) = self.table.by_user.as_ref().filter(|by| by.field == name) {
            let ids = match test {
                Test::Id(Operator::Equal, id) => std::slice::from_ref(id),
                Test::Among(set) if !set.negated && !set.null => set.texts.as_slice(),
                _ => return None,
            };
            if ids.len() as u64 > MOST_USERS {
                return None;
            }
            let users = table("User")?;
            let users = ids.iter().filter_map(|id| users.row_of(self.view, id));
            return Some(self.of_users(by_user, users));
        }
        let by_time = self.table.by_time.as_ref().filter(|by| by.field == name)?;
        Some(self.of_times(by_time, times(test)?))
    }

    fn of_users(&self, by_user: &ByUser, users: impl Iterator<Item = usize>) -> Candidates {
        let rows = (self.table.rows)(self.view);
        let mut set = RoaringBitmap::new();
        for user in users {
            set.extend((by_user.rows)(self.view, user));
        }
        // Vacant rows may lie beyond the end.
        set.remove_range(rows..);
        Candidates::Set(set)
    }

    fn of_times(&self, by_time: &ByTime, times: Range<i64>) -> Candidates {
        let start = times.start.clamp(TIMES.start, TIMES.end);
        let end = times.end.clamp(TIMES.start, TIMES.end);
        if start >= end {
            return Candidates::Range(0..0);
        }
        Candidates::Range((by_time.rows)(self.view, start..end))
    }
}

fn rows_by_number(operator: Operator, row: u32) -> Option<Candidates> {
    let after = row.saturating_add(1);
    Some(Candidates::Range(match operator {
        Operator::Equal => row..after,
        Operator::Less => 0..row,
        Operator::LessOrEqual => 0..after,
        Operator::Greater => after..u32::MAX,
        Operator::GreaterOrEqual => row..u32::MAX,
        Operator::NotEqual | Operator::Like | Operator::Includes => return None,
    }))
}

/// The times that can pass a test.
fn times(test: &Test) -> Option<Range<i64>> {
    let (operator, start, end) = match test {
        Test::Number(operator, time) => (*operator, *time, time.saturating_add(1)),
        Test::Span(operator, span) => {
            let end = match (span.rolling, operator) {
                (true, Operator::Greater | Operator::LessOrEqual) => span.range.start + 1,
                _ => span.range.end,
            };
            (*operator, span.range.start, end)
        }
        _ => return None,
    };
    Some(match operator {
        Operator::Equal => start..end,
        Operator::Less => i64::MIN..start,
        Operator::LessOrEqual => i64::MIN..end,
        Operator::Greater => end..i64::MAX,
        Operator::GreaterOrEqual => start..i64::MAX,
        Operator::NotEqual | Operator::Like | Operator::Includes => return None,
    })
}

#[cfg(test)]
mod tests;
