//! Splits a query into tokens.

use super::SoqlError;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A keyword, a name or a dotted path.
    Word(String),
    /// What stands between single quotes, escapes unresolved.
    Text(String),
    /// A number or a date-time, as written.
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

const SYMBOLS: [&str; 11] = ["<=", ">=", "!=", "<>", "<", ">", "=", "(", ")", ",", "+"];

pub(super) fn tokens(query: &str) -> Result<Vec<Placed>, SoqlError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = query.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &query[at..];
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (token, length) = if c == '\'' {
            text(query, at)?
        } else if c.is_ascii_alphabetic() || c == '_' {
            let end = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
            (Token::Word(rest[..end].to_owned()), end)
        } else if c.is_ascii_digit() || c == '-' || c == '.' {
            let end = rest.find(|c: char| !is_number(c)).unwrap_or(rest.len());
            (Token::Number(rest[..end].to_owned()), end)
        } else if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            (Token::Symbol(symbol), symbol.len())
        } else {
            let message = format!("unexpected token: '{c}'");
            return Err(SoqlError::pointing("MALFORMED_QUERY", query, at, &message));
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
    let message = "unexpected token: <EOF> (string is not terminated)";
    Err(SoqlError::pointing(
        "MALFORMED_QUERY",
        query,
        start,
        message,
    ))
}
