//! A part of SOQL: parsed, bound to the objects that exist, evaluated, rendered.

mod columns;
mod filter;
mod lexer;
mod parser;
mod plan;
mod rows;
mod schema;
mod syntax;
mod value;

pub(crate) use columns::{Shown, shown};
pub(crate) use plan::{Plan, plan};
pub(crate) use rows::Row;
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

    /// An error with the part of the query around it and a mark below the place. `at` is a byte
    /// offset.
    fn pointing(code: &'static str, query: &str, at: usize, message: &str) -> Self {
        let before: Vec<char> = query.get(..at).unwrap_or(query).chars().collect();
        let start = before.len().saturating_sub(40);
        let after = query.get(at..).unwrap_or_default().chars().take(20);
        let excerpt: String = before[start..].iter().copied().chain(after).collect();
        let excerpt = excerpt.replace(['\n', '\r', '\t'], " ");
        let mark = " ".repeat(before.len() - start);
        let line = before.iter().filter(|&&c| c == '\n').count() + 1;
        let column = before.iter().rev().take_while(|&&c| c != '\n').count() + 1;
        Self {
            code,
            message: format!(
                "\n{excerpt}\n{mark}^\nERROR at Row:{line}:Column:{column}\n{message}"
            ),
        }
    }
}
