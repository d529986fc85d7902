//! Words to search for. Every word must be contained in name, e-mail or username.

use super::part::Order;
use super::selection::Selection;
use crate::failure::Failure;
use crate::text;
use lpc_core::port::store::{SortColumn, UserList};
use lpc_core::status::{EffectiveStatus, Overlay, OwnStatus};
use rusqlite::types::Value;
use rusqlite::{Transaction, params_from_iter};

/// Words beyond this many are not looked for.
const MOST_WORDS: usize = 16;

/// The index knows three letters at a time; shorter words are looked for row by row.
const INDEXED_LETTERS: usize = 3;

pub(super) struct Search {
    indexed: Vec<String>,
    short: Vec<String>,
}

impl Search {
    /// The words of what somebody typed, folded like the keys; `None` when there are none.
    pub(super) fn of(typed: &str) -> Option<Self> {
        let folded = text::key(typed);
        let (indexed, short): (Vec<_>, Vec<_>) = folded
            .split_whitespace()
            .take(MOST_WORDS)
            .map(str::to_owned)
            .partition(|word| word.chars().count() >= INDEXED_LETTERS);
        (!indexed.is_empty() || !short.is_empty()).then_some(Self { indexed, short })
    }

    /// The row numbers of all matches, in the order of the list.
    pub(super) fn rows(
        &self,
        transaction: &Transaction<'_>,
        organization: i64,
        list: &UserList,
        selection: &Selection,
    ) -> Result<Vec<i64>, Failure> {
        let mut values = vec![Value::Integer(organization)];
        let mut sql = "SELECT u.row FROM ".to_owned();
        if self.indexed.is_empty() {
            sql.push_str("user AS u WHERE");
        } else {
            // CROSS JOIN keeps the order of the tables: matches first, never all users first.
            sql.push_str(
                "user_search CROSS JOIN user AS u ON u.row = user_search.rowid
                 WHERE user_search MATCH ?2 AND",
            );
            values.push(Value::Text(self.index_query()));
        }
        sql.push_str(" u.organization = ?1 AND ");
        sql.push_str(&selection.condition());
        for word in &self.short {
            values.push(Value::Text(word.clone()));
            let word = values.len();
            sql.push_str(&format!(
                " AND (instr(u.name_key, ?{word}) OR instr(u.email_key, ?{word})
                     OR instr(u.username_key, ?{word}))"
            ));
        }
        sql.push_str(" ORDER BY ");
        sql.push_str(&order(list));
        let mut statement = transaction.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Each word as a quoted string: operators, wildcards and quotes are letters like any other.
    fn index_query(&self) -> String {
        self.indexed
            .iter()
            .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
            .collect::<Vec<_>>()
            .join(" AND ")
    }
}

/// The terms of `ORDER BY` that give the order in which `super::parts` puts the list together.
fn order(list: &UserList) -> String {
    let terms = Order::of(list.sort, list.descending).terms();
    match list.sort {
        SortColumn::EffectiveStatus => {
            let direction = if list.descending { "DESC" } else { "ASC" };
            format!("{} {direction}, {terms}", rank(&list.overlay))
        }
        SortColumn::Since => format!("u.member DESC, {terms}"),
        _ => terms,
    }
}

/// The position of the effective status among all, worst first.
fn rank(overlay: &Overlay) -> String {
    let position = |own| {
        let effective = overlay.apply(own);
        EffectiveStatus::ALL
            .iter()
            .position(|candidate| *candidate == effective)
            .unwrap_or(EffectiveStatus::ALL.len())
    };
    let cases: String = OwnStatus::ALL
        .into_iter()
        .map(|own| format!("WHEN {} THEN {} ", own.code(), position(Some(own))))
        .collect();
    format!("CASE u.own {cases}ELSE {} END", position(None))
}
