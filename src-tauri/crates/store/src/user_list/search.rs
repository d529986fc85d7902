//! Users who are searched for.

use super::part::Order;
use super::selection::Selection;
use crate::column::Own;
use lpc_core::port::store::{SortColumn, UserList};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::status::{EffectiveStatus, Overlay, OwnStatus};
use lpc_sqlite::Sql as _;
use rusqlite::types::Value;
use rusqlite::{Connection, Result, params_from_iter};

/// The index knows three letters at a time.
const INDEXED_LETTERS: usize = 3;

/// More groups of letters than this do not narrow a search down any further.
const MOST_GROUPS: usize = 48;

/// The row of a user of the selection.
pub(super) fn row(
    db: &Connection,
    organization: i64,
    id: &SalesforceId,
    selection: &Selection,
) -> Result<Vec<i64>> {
    let sql = format!(
        "SELECT u.row FROM user AS u WHERE u.organization = ?1 AND u.id = ?2 AND {}",
        selection.condition()
    );
    db.all(&sql, (organization, id.as_str()), |row| row.get(0))
}

/// Words, each of which must be contained in name, e-mail or username.
pub(super) struct Search {
    pub(super) words: Vec<String>,
}

impl Search {
    /// The row numbers of all matches, in the order of the list.
    pub(super) fn rows(
        &self,
        db: &Connection,
        organization: i64,
        list: &UserList,
        selection: &Selection,
    ) -> Result<Vec<i64>> {
        let mut values = vec![Value::Integer(organization)];
        let mut sql = "SELECT u.row FROM ".to_owned();
        match self.index_query() {
            None => sql.push_str("user AS u WHERE"),
            Some(query) => {
                // CROSS JOIN keeps the order of the tables: matches first, never all users first.
                sql.push_str(
                    "user_search CROSS JOIN user AS u ON u.row = user_search.rowid
                     WHERE user_search MATCH ?2 AND",
                );
                values.push(Value::Text(query));
            }
        }
        sql.push_str(" u.organization = ?1 AND ");
        sql.push_str(&selection.condition());
        for word in &self.words {
            values.push(Value::Text(word.clone()));
            sql.push_str(&format!(" AND instr(u.search_key, ?{})", values.len()));
        }
        sql.push_str(" ORDER BY ");
        sql.push_str(&order(list));
        db.all(&sql, params_from_iter(values), |row| row.get(0))
    }

    /// What the index is asked for: all groups of three letters, each as a quoted string, so that
    /// operators, wildcards and quotes are letters like any other. `None` when no word is long
    /// enough; then every row is looked at.
    fn index_query(&self) -> Option<String> {
        let mut groups = Vec::new();
        for word in &self.words {
            let letters: Vec<char> = word.chars().collect();
            groups.extend(letters.windows(INDEXED_LETTERS).map(|group| {
                let group: String = group.iter().collect();
                format!("\"{}\"", group.replace('"', "\"\""))
            }));
        }
        groups.sort_unstable();
        groups.dedup();
        groups.truncate(MOST_GROUPS);
        (!groups.is_empty()).then(|| groups.join(" AND "))
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
        .map(|own| format!("WHEN {} THEN {} ", Own::code(own), position(Some(own))))
        .collect();
    format!("CASE u.own {cases}ELSE {} END", position(None))
}
