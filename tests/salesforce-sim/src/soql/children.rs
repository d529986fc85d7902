//! Subqueries in SELECT: the rows of another object that point to a row.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::SoqlError;
use super::bind::{Binder, Column, Scope, is_grouped};
use super::filter::{Bound, Condition, Source};
use super::schema::{Child, Table, View};
use super::search::Search;
use super::sort::{OrderKey, sort};
use super::syntax::{Query, Selected};
use super::value::Value;

pub(super) struct Children {
    child: &'static Child,
    pub(super) shape: Arc<Vec<Column>>,
    filter: Option<Bound<Condition>>,
    order: Vec<OrderKey<Source>>,
    offset: usize,
    limit: usize,
}

/// The children of the rows of a page, where they cannot be found row by row.
pub(super) type Index = HashMap<u32, Vec<u32>>;

impl Binder<'_> {
    pub(super) fn children(&self, parent: &Scope, query: &Query) -> Result<Children, SoqlError> {
        let [from] = query.from.as_slice() else {
            let message = "A subquery in the SELECT list has one relationship in its FROM clause";
            return Err(self.refuse(query.at, message));
        };
        let name = from.path.parts.last().map_or("", String::as_str);
        let child = parent
            .table
            .child(name)
            .filter(|child| (child.target.readable)(self.view));
        let Some(child) = child else {
            let message = format!(
                "Didn't understand relationship '{name}' in FROM part of query call. If you are \
                 attempting to use a custom relationship, be sure to append the '__r' after the \
                 custom relationship name. Please reference your WSDL or the describe call for the \
                 appropriate names."
            );
            return Err(self.pointing("INVALID_TYPE", from.path.at, &message));
        };
        let nested = |selected: &Selected| matches!(selected, Selected::Children(_));
        if is_grouped(query) || query.select.contains(&Selected::Count) {
            let message = "Aggregate expressions are not supported in child subqueries";
            return Err(self.refuse(query.at, message));
        }
        if query.select.iter().any(nested) {
            let message = "Only one level of child subqueries is supported";
            return Err(self.refuse(query.at, message));
        }
        let scope = Scope::new(child.target, from.alias.as_ref());
        let shape = self.shape(&scope, query)?;
        let filter = match &query.filter {
            Some(filter) => {
                self.joins_fit(filter)?;
                Some(self.filter(&scope, filter)?)
            }
            None => None,
        };
        Ok(Children {
            child,
            shape: Arc::new(shape),
            filter,
            order: self.order(&scope, &query.order)?,
            offset: usize::try_from(query.offset).unwrap_or(usize::MAX),
            limit: query.limit.map_or(usize::MAX, |limit| {
                usize::try_from(limit).unwrap_or(usize::MAX)
            }),
        })
    }
}

impl Children {
    pub(super) fn name(&self) -> &'static str {
        self.child.name
    }

    pub(super) fn table(&self) -> &'static Table {
        self.child.target
    }

    /// Whether the object finds the rows of a user by itself.
    fn by_user(&self, parent: &Table) -> bool {
        let by_user = self.child.target.by_user.as_ref();
        parent.name == "User" && by_user.is_some_and(|by| by.field == self.child.field)
    }

    /// One look at all children for all parents of a page, where there is no shorter way.
    pub(super) fn index(
        &self,
        view: &View<'_>,
        parent: &'static Table,
        parents: &[u32],
    ) -> Option<Index> {
        if self.by_user(parent) {
            return None;
        }
        let parents: HashSet<u32> = parents.iter().copied().collect();
        let target = self.child.target;
        let relation = target
            .relations
            .iter()
            .find(|relation| relation.field == self.child.field)
            .filter(|relation| relation.target.name == parent.name);
        let field = target.field(self.child.field);
        let parent_of = |row: u32| match (relation, field) {
            (Some(relation), _) => (relation.row)(view, row as usize),
            (None, Some(field)) => match (field.get)(view, row as usize) {
                Value::Id(id) => (parent.find)(view, &id),
                _ => None,
            },
            (None, None) => None,
        };
        let mut index = Index::new();
        let search = Search::new(view, target, self.filter.as_ref());
        let looked = search.each(false, &mut |row| {
            if let Some(parent) = parent_of(row).and_then(|parent| u32::try_from(parent).ok())
                && parents.contains(&parent)
            {
                index.entry(parent).or_default().push(row);
            }
            true
        });
        // A request that costs too much is refused as a whole.
        looked.ok().map(|()| index).or_else(|| Some(Index::new()))
    }

    /// The children of one row, in order.
    pub(super) fn of(&self, view: &View<'_>, index: Option<&mut Index>, parent: u32) -> Vec<u32> {
        let rows = match index {
            Some(index) => index.remove(&parent).unwrap_or_default(),
            None => self.of_user(view, parent),
        };
        let keep = self.offset.saturating_add(self.limit);
        let mut rows = sort(view, rows, &self.order, keep);
        rows.drain(..self.offset.min(rows.len()));
        rows
    }

    fn of_user(&self, view: &View<'_>, user: u32) -> Vec<u32> {
        let target = self.child.target;
        let Some(by_user) = &target.by_user else {
            return Vec::new();
        };
        let search = Search::new(view, target, self.filter.as_ref());
        let end = (target.rows)(view);
        let mut rows = (by_user.rows)(view, user as usize);
        rows.retain(|&row| row < end && search.fits(row));
        rows
    }
}
