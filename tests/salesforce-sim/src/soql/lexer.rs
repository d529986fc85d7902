//! Splits a query into tokens.

use super::SoqlError;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A keyword, a name or a dotted path.
    Word(String),
    /// What stands between single quotes, escapes unresolved.
    Text(String),
    /// A number, a date or a date-time, as written.
    Number(String),
    Symbol(&'static str),
    End,
}

/// A token and the byte it begins at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) token: Token,
    pub(super) at: usize,
}

const SYMBOLS: [&str; 12] = [
    "<=", ">=", "!=", "<>", "<", ">", "=", "(", ")", ",", "+", ":",
];

/// There are no comments in SOQL: `--` and `/*` are no tokens.
pub(super) fn tokens(query: &str) -> Result<Vec<Placed>, SoqlError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = query.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &query[at..];
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let next_is_digit = rest
            .chars()
            .nth(1)
            .is_some_and(|c| c.is_ascii_digit() || c == '.');
        let (token, length) = if c == '\'' {
            text(query, at)?
        } else if c.is_ascii_alphabetic() || c == '_' {
            let end = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
            (Token::Word(rest[..end].to_owned()), end)
        } else if c.is_ascii_digit() || (matches!(c, '-' | '.') && next_is_digit) {
            let end = rest.find(|c: char| !is_number(c)).unwrap_or(rest.len());
            (Token::Number(rest[..end].to_owned()), end)
        } else if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            (Token::Symbol(symbol), symbol.len())
        } else {
            return Err(unreadable(query, at, c));
        };
        tokens.push(Placed { token, at });
        at += length;
    }
    tokens.push(Placed {
        token: Token::End,
        at: query.len(),
    });
    Ok(tokens)
}

/// Line and column as the service's lexer counts them: the column from zero.
fn place(query: &str, at: usize) -> (usize, usize) {
    let before = query.get(..at).unwrap_or(query);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|&c| c != '\n').count();
    (line, column)
}

fn unreadable(query: &str, at: usize, c: char) -> SoqlError {
    let (line, column) = place(query, at);
    let message = format!("line {line}:{column} no viable alternative at character '{c}'");
    SoqlError::pointing_from(0, "MALFORMED_QUERY", query, at, &message)
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '.'
}

/// Covers `-1.5e3` and `2026-11-23T12:00:00.000+01:00`.
fn is_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.' | ':')
}

fn text(query: &str, start: usize) -> Result<(Token, usize), SoqlError> {
    let rest = &query[start + 1..];
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\'' => return Ok((Token::Text(rest[..at].to_owned()), at + 2)),
            _ => {}
        }
    }
    let (line, column) = place(query, query.len());
    let message = format!("line {line}:{column} mismatched character '<EOF>' expecting '''");
    Err(SoqlError::pointing_from(
        0,
        "MALFORMED_QUERY",
        query,
        query.len(),
        &message,
    ))
}
