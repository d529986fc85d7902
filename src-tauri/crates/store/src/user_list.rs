//! Pages of the users list.
//!
//! Without words to search for, a page is a walk along an index, and the total comes from the
//! counters. Orders that no index has as a whole (effective status, beginning of the status) are
//! put together from parts that one has; the counters tell in which part a page begins.

mod part;
mod search;
mod selection;

use crate::failure::Failure;
use crate::user_record;
use lpc_core::port::store::{OwnCounts, SortColumn, UserList, UserPage, Window};
use lpc_core::status::EffectiveStatus;
use lpc_core::text::Sought;
use part::{Order, Part, Slice};
use rusqlite::{Connection, Result};
use search::Search;
use selection::Selection;

/// The rows of the largest page.
const LARGEST_PAGE: u64 = 500;

/// A page of the list; a window behind the end gives no rows and the true total.
pub(crate) fn page(db: &Connection, list: &UserList, window: Window) -> Result<UserPage, Failure> {
    let (organization, counts, selection) = Selection::of(db, list.organization, &list.filter)?;
    let limit = window.limit.min(LARGEST_PAGE);
    let found = match Sought::of(&list.search) {
        Sought::Everyone => None,
        Sought::User(id) => Some(search::row(db, organization, &id, &selection)?),
        Sought::Words(words) => Some(Search { words }.rows(db, organization, list, &selection)?),
    };
    let (total, rows) = match found {
        None => {
            let (total, slices) = walk(&counts, list, selection, window.offset, limit);
            (total, part::rows(db, organization, &slices)?)
        }
        Some(rows) => {
            let total = rows.len() as u64;
            let offset = usize::try_from(window.offset).unwrap_or(usize::MAX);
            let rows = rows.into_iter().skip(offset).take(limit as usize);
            (total, rows.collect())
        }
    };
    Ok(UserPage {
        total,
        users: user_record::of_rows(db, &rows)?,
    })
}

/// How many rows the list has, and what the page has of its parts.
fn walk(
    counts: &OwnCounts,
    list: &UserList,
    selection: Selection,
    offset: u64,
    limit: u64,
) -> (u64, Vec<Slice>) {
    let total = selection.count(counts);
    let mut slices = Vec::new();
    let (mut to_skip, mut wanted) = (offset, limit);
    for part in parts(list, selection, counts) {
        let size = part.selection.count(counts);
        let taken = size.saturating_sub(to_skip).min(wanted);
        if taken > 0 {
            slices.push(Slice {
                part,
                size,
                offset: to_skip,
                limit: taken,
            });
        }
        to_skip = to_skip.saturating_sub(size);
        wanted -= taken;
    }
    (total, slices)
}

/// The list as parts that one index orders, in the order of the list.
fn parts(list: &UserList, selection: Selection, counts: &OwnCounts) -> Vec<Part> {
    let order = Order::of(list.sort, list.descending);
    match (list.sort, &selection) {
        (SortColumn::EffectiveStatus, Selection::Incidents { .. }) => {}
        (SortColumn::EffectiveStatus, _) => return by_effective_status(list, &selection, counts),
        // Who is not a member has no status and no beginning of one, and comes last either way.
        (SortColumn::Since, Selection::Everyone) => {
            return [Selection::Members, Selection::Others]
                .map(|selection| Part { selection, order })
                .into();
        }
        _ => {}
    }
    vec![Part {
        selection: selection.simplified(counts),
        order,
    }]
}

fn by_effective_status(list: &UserList, selection: &Selection, counts: &OwnCounts) -> Vec<Part> {
    let order = Order::of(SortColumn::EffectiveStatus, list.descending);
    let mut parts: Vec<_> = EffectiveStatus::ALL
        .into_iter()
        .filter_map(|effective| {
            let selection = if effective == EffectiveStatus::NotInGroup {
                selection.others()?
            } else {
                let own = list.overlay.own_statuses_for(effective);
                selection.with_own(&own).simplified(counts)
            };
            Some(Part { selection, order })
        })
        .collect();
    if list.descending {
        parts.reverse();
    }
    parts
}
