//! Reads a query by recursive descent. The one library for SOQL at hand recovers from errors,
//! and the service refuses a query at the first token that does not fit: so this is our own.

mod condition;
mod select;

use super::SoqlError;
use super::lexer::{Placed, Token, tokens};
use super::syntax::{From, Grouping, GroupingKind, Order, Path, Query};

const LONGEST: usize = 100_000;
const DEEPEST: usize = 50;
/// An object's name or alias, five relationships and the field.
const MOST_PARTS: usize = 7;

/// Reads a whole query. Errors are `MALFORMED_QUERY`.
pub(super) fn parse(query: &str) -> Result<Query, SoqlError> {
    if query.trim().is_empty() {
        return Err(SoqlError::malformed(
            "SOQL statements cannot be empty or null",
        ));
    }
    if query.len() > LONGEST {
        return Err(SoqlError::malformed(
            "SOQL statements cannot be longer than 100000 characters.",
        ));
    }
    let mut parser = Parser {
        query,
        tokens: tokens(query)?,
        next: 0,
        depth: 0,
    };
    let parsed = parser.query()?;
    match parser.peek().token {
        Token::End => Ok(parsed),
        _ => Err(parser.unexpected()),
    }
}

struct Parser<'a> {
    query: &'a str,
    tokens: Vec<Placed>,
    next: usize,
    /// How many parentheses, negations and queries are open.
    depth: usize,
}

impl Parser<'_> {
    fn query(&mut self) -> Result<Query, SoqlError> {
        let at = self.peek().at;
        self.keyword("SELECT")?;
        let select = self.select()?;
        self.keyword("FROM")?;
        let from = self.from()?;
        self.scope()?;
        let filter = if self.take_keyword("WHERE") {
            Some(self.filter()?)
        } else {
            None
        };
        let group = self.grouping()?;
        let having = if self.take_keyword("HAVING") {
            Some(self.filter()?)
        } else {
            None
        };
        let mut order = Vec::new();
        if self.take_keyword("ORDER") {
            self.keyword("BY")?;
            order.push(self.order()?);
            while self.take_symbol(",") {
                order.push(self.order()?);
            }
        }
        let limit_at = self.peek().at;
        let limit = if self.take_keyword("LIMIT") {
            Some(self.whole_number()?)
        } else {
            None
        };
        let offset = if self.take_keyword("OFFSET") {
            self.whole_number()?
        } else {
            0
        };
        self.purpose()?;
        Ok(Query {
            select,
            from,
            filter,
            group,
            having,
            order,
            limit,
            limit_at,
            offset,
            at,
        })
    }

    fn from(&mut self) -> Result<Vec<From>, SoqlError> {
        let mut all = Vec::new();
        loop {
            let path = self.path()?;
            let must = self.take_keyword("AS");
            let alias = match &self.peek().token {
                Token::Word(word) if !word.contains('.') && !begins_clause(word) => {
                    Some(word.clone())
                }
                _ if must => return Err(self.unexpected()),
                _ => None,
            };
            self.next += usize::from(alias.is_some());
            all.push(From { path, alias });
            if !self.take_symbol(",") {
                return Ok(all);
            }
        }
    }

    /// Everybody's records are all that there is.
    fn scope(&mut self) -> Result<(), SoqlError> {
        if !self.take_keyword("USING") {
            return Ok(());
        }
        self.keyword("SCOPE")?;
        self.keyword("EVERYTHING")
    }

    fn grouping(&mut self) -> Result<Option<Grouping>, SoqlError> {
        if !self.take_keyword("GROUP") {
            return Ok(None);
        }
        self.keyword("BY")?;
        let kind = if self.followed_by_parenthesis("ROLLUP") {
            GroupingKind::Rollup
        } else if self.followed_by_parenthesis("CUBE") {
            GroupingKind::Cube
        } else {
            GroupingKind::Plain
        };
        self.next += if kind == GroupingKind::Plain { 0 } else { 2 };
        let mut exprs = vec![self.expr()?];
        while self.take_symbol(",") {
            exprs.push(self.expr()?);
        }
        if kind != GroupingKind::Plain {
            self.symbol(")")?;
        }
        Ok(Some(Grouping { kind, exprs }))
    }

    fn order(&mut self) -> Result<Order, SoqlError> {
        let expr = self.expr()?;
        let descending = !self.take_keyword("ASC") && self.take_keyword("DESC");
        let mut nulls_last = false;
        if self.take_keyword("NULLS") {
            nulls_last = self.take_keyword("LAST");
            if !nulls_last {
                self.keyword("FIRST")?;
            }
        }
        Ok(Order {
            expr,
            descending,
            nulls_last,
        })
    }

    /// Viewing leaves no trace here, and nothing is locked.
    fn purpose(&mut self) -> Result<(), SoqlError> {
        while self.take_keyword("FOR") {
            let known = self.take_keyword("VIEW")
                || self.take_keyword("REFERENCE")
                || self.take_keyword("UPDATE");
            if !known {
                return Err(self.unexpected());
            }
        }
        let at = self.peek().at;
        if self.take_keyword("ALL") {
            self.keyword("ROWS")?;
            return Err(self.refuse(at, "ALL ROWS not allowed in this context"));
        }
        Ok(())
    }

    fn path(&mut self) -> Result<Path, SoqlError> {
        let Placed { token, at } = self.peek();
        let at = *at;
        let parts: Vec<String> = match token {
            Token::Word(word) if !is_reserved(word) => word.split('.').map(str::to_owned).collect(),
            _ => return Err(self.unexpected()),
        };
        if parts.len() > MOST_PARTS || parts.iter().any(String::is_empty) {
            return Err(self.unexpected());
        }
        self.next += 1;
        Ok(Path { parts, at })
    }

    fn whole_number(&mut self) -> Result<u64, SoqlError> {
        self.no_variable()?;
        let number = match &self.peek().token {
            Token::Number(text) => text.parse().ok(),
            _ => None,
        };
        let Some(number) = number else {
            return Err(self.unexpected());
        };
        self.next += 1;
        Ok(number)
    }

    fn no_variable(&self) -> Result<(), SoqlError> {
        match self.peek() {
            Placed {
                token: Token::Symbol(":"),
                at,
            } => Err(self.refuse(*at, "Bind variables only allowed in Apex code")),
            _ => Ok(()),
        }
    }

    /// Calls `read` one level deeper.
    fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, SoqlError>,
    ) -> Result<T, SoqlError> {
        if self.depth >= DEEPEST {
            return Err(SoqlError::malformed("SOQL statement is nested too deeply"));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn peek(&self) -> &Placed {
        // The last token is the end, and nothing goes past it.
        &self.tokens[self.next.min(self.tokens.len() - 1)]
    }

    fn at_keyword(&self, keyword: &str) -> bool {
        matches!(&self.peek().token, Token::Word(word) if word.eq_ignore_ascii_case(keyword))
    }

    fn at_symbol(&self, symbol: &str) -> bool {
        matches!(self.peek().token, Token::Symbol(known) if known == symbol)
    }

    fn opens_parenthesis(&self, ahead: usize) -> bool {
        let next = self.tokens.get(self.next + ahead).map(|next| &next.token);
        matches!(next, Some(Token::Symbol("(")))
    }

    fn followed_by_parenthesis(&self, keyword: &str) -> bool {
        self.at_keyword(keyword) && self.opens_parenthesis(1)
    }

    fn take_keyword(&mut self, keyword: &str) -> bool {
        let found = self.at_keyword(keyword);
        self.next += usize::from(found);
        found
    }

    fn keyword(&mut self, keyword: &str) -> Result<(), SoqlError> {
        if self.take_keyword(keyword) {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = self.at_symbol(symbol);
        self.next += usize::from(found);
        found
    }

    fn symbol(&mut self, symbol: &str) -> Result<(), SoqlError> {
        if self.take_symbol(symbol) {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    fn unexpected(&self) -> SoqlError {
        let Placed { token, at } = self.peek();
        let shown = match token {
            Token::Word(text) | Token::Text(text) | Token::Number(text) => format!("'{text}'"),
            Token::Symbol(symbol) => format!("'{symbol}'"),
            Token::End => "'<EOF>'".to_owned(),
        };
        self.refuse(*at, &format!("unexpected token: {shown}"))
    }

    fn refuse(&self, at: usize, message: &str) -> SoqlError {
        SoqlError::pointing("MALFORMED_QUERY", self.query, at, message)
    }
}

/// Words that no field has for a name. `Group` is an object, so GROUP is none of them.
fn is_reserved(word: &str) -> bool {
    const RESERVED: [&str; 12] = [
        "SELECT", "FROM", "WHERE", "ORDER", "LIMIT", "OFFSET", "AND", "OR", "NOT", "IN", "LIKE",
        "NULLS",
    ];
    RESERVED
        .iter()
        .any(|reserved| word.eq_ignore_ascii_case(reserved))
}

/// Words that cannot be an alias because they go on with the query.
fn begins_clause(word: &str) -> bool {
    const CLAUSES: [&str; 7] = ["GROUP", "HAVING", "USING", "WITH", "FOR", "ALL", "AS"];
    is_reserved(word)
        || CLAUSES
            .iter()
            .any(|clause| word.eq_ignore_ascii_case(clause))
}

#[cfg(test)]
mod tests;
