//! SOQL: parsed, bound to the objects that exist, evaluated, rendered.

mod aggregate;
mod bind;
mod calendar;
mod children;
mod columns;
mod effort;
mod filter;
mod lexer;
mod parser;
mod pattern;
mod plan;
mod row_set;
mod schema;
mod search;
mod sort;
mod syntax;
mod value;
mod write;

pub(crate) use columns::{Shown, shown};
pub(crate) use effort::Effort;
pub(crate) use plan::{Plan, plan};
pub(crate) use schema::{Field, Kind, Table, View, readable_tables, table};
pub(crate) use value::{Value, date_text};

/// Why a query is refused, in the words of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SoqlError {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl SoqlError {
    fn malformed(message: impl Into<String>) -> Self {
        Self {
            code: "MALFORMED_QUERY",
            message: message.into(),
        }
    }

    /// The query would look at more than the service has patience for.
    fn too_long() -> Self {
        Self {
            code: "QUERY_TIMEOUT",
            message: "Your query request was running for too long.".to_owned(),
        }
    }

    /// An error with the part of the query around it and a mark below the place. `at` is a byte
    /// offset. The part begins and ends with whole words, some forty characters to either side.
    fn pointing(code: &'static str, query: &str, at: usize, message: &str) -> Self {
        Self::pointing_from(1, code, query, at, message)
    }

    /// The same with columns that count from `first`: what cannot be split into tokens is told
    /// apart from what cannot be understood by its columns, which count from zero.
    fn pointing_from(
        first: usize,
        code: &'static str,
        query: &str,
        at: usize,
        message: &str,
    ) -> Self {
        const AROUND: usize = 40;
        let before: Vec<char> = query.get(..at).unwrap_or(query).chars().collect();
        let after: Vec<char> = query.get(at..).unwrap_or_default().chars().collect();
        let start = before.len().saturating_sub(AROUND);
        let start = match start {
            0 => 0,
            _ => before[..=start]
                .iter()
                .rposition(|c| c.is_whitespace())
                .filter(|&space| start - space < AROUND)
                .map_or(start, |space| space + 1),
        };
        let end = match after.len() > AROUND {
            true => after[..AROUND]
                .iter()
                .rposition(|c| c.is_whitespace())
                .unwrap_or(AROUND),
            false => after.len(),
        };
        let excerpt: String = before[start..].iter().chain(&after[..end]).collect();
        let excerpt = excerpt.replace(['\n', '\r', '\t'], " ");
        let mark = " ".repeat(before.len() - start);
        let line = before.iter().filter(|&&c| c == '\n').count() + 1;
        let column = before.iter().rev().take_while(|&&c| c != '\n').count() + first;
        Self {
            code,
            message: format!(
                "\n{excerpt}\n{mark}^\nERROR at Row:{line}:Column:{column}\n{message}"
            ),
        }
    }
}
