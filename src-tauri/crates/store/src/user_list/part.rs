//! A part of a list: rows that one index brings in the order of the list.

use super::selection::Selection;
use crate::column;
use lpc_core::port::store::SortColumn;
use lpc_sqlite::Sql as _;
use rusqlite::{Connection, Result, params_from_iter};

/// Up to so many rows it is faster to pick them and sort than to walk along the order and look at
/// each row whether it belongs.
const PICK_AT_MOST: u64 = 4_000;

pub(super) struct Part {
    pub(super) selection: Selection,
    pub(super) order: Order,
}

/// The order within a part. It ends with the id, so that pages never overlap.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    key: &'static str,
    index: &'static str,
    direction: &'static str,
}

impl Order {
    /// Users of the same effective status stand in the order of names in either direction.
    pub(super) fn of(sort: SortColumn, descending: bool) -> Self {
        let (key, index) = match sort {
            SortColumn::EffectiveStatus | SortColumn::Name => ("name_key", "user_by_name"),
            SortColumn::Email => ("email_key", "user_by_email"),
            SortColumn::Username => ("username_key", "user_by_username"),
            SortColumn::Profile => ("profile_key", "user_by_profile"),
            SortColumn::Since => ("since", "user_by_since"),
        };
        let descending = descending && sort != SortColumn::EffectiveStatus;
        Self {
            key,
            index,
            direction: if descending { "DESC" } else { "ASC" },
        }
    }

    /// The terms of `ORDER BY` on a row `u`.
    pub(super) fn terms(&self) -> String {
        let Self { key, direction, .. } = self;
        format!("u.{key} {direction}, u.id {direction}")
    }
}

/// So many rows of a part, behind so many.
pub(super) struct Slice {
    pub(super) part: Part,
    /// Rows of the whole part.
    pub(super) size: u64,
    pub(super) offset: u64,
    pub(super) limit: u64,
}

/// The row numbers of these slices one after the other, by one statement.
pub(super) fn rows(db: &Connection, organization: i64, slices: &[Slice]) -> Result<Vec<i64>> {
    let walks: Vec<String> = slices.iter().zip(1..).map(Slice::walk).collect();
    if walks.is_empty() {
        return Ok(Vec::new());
    }
    let mut window = vec![organization];
    for slice in slices {
        window.extend([slice.limit, slice.offset].map(column::stored));
    }
    let sql = walks.join(" UNION ALL ");
    db.all(&sql, params_from_iter(window), |row| row.get(0))
}

impl Slice {
    fn walk((slice, number): (&Self, usize)) -> String {
        format!(
            "SELECT row FROM (SELECT u.row FROM user AS u INDEXED BY {}
             WHERE u.organization = ?1 AND {} ORDER BY {} LIMIT ?{} OFFSET ?{})",
            slice.part.index(slice.size),
            slice.part.selection.condition(),
            slice.part.order.terms(),
            2 * number,
            2 * number + 1,
        )
    }
}

impl Part {
    fn index(&self, size: u64) -> &'static str {
        let one_in_order = |own: &[_]| own.len() == 1 && self.order.index == "user_by_name";
        match &self.selection {
            Selection::Own(own) if one_in_order(own) || size <= PICK_AT_MOST => "user_by_own",
            Selection::Incidents { .. } if size <= PICK_AT_MOST => "user_by_incident",
            _ => self.order.index,
        }
    }
}
