//! Reads a query by recursive descent.

use jiff::Timestamp;

use super::SoqlError;
use super::lexer::{Placed, Token, tokens};
use super::syntax::{Filter, Literal, Operator, Order, Path, Query, Select};

const LONGEST: usize = 100_000;
const DEEPEST: usize = 50;

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
}

impl Parser<'_> {
    fn query(&mut self) -> Result<Query, SoqlError> {
        self.keyword("SELECT")?;
        let select = self.select()?;
        self.keyword("FROM")?;
        let from = self.path()?;
        let filter = if self.take_keyword("WHERE") {
            Some(self.filter(0)?)
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
        Ok(Query {
            select,
            from,
            filter,
            order,
            limit,
            offset,
        })
    }

    fn select(&mut self) -> Result<Select, SoqlError> {
        let first = self.path()?;
        let is_count = first.parts.len() == 1 && first.parts[0].eq_ignore_ascii_case("count");
        if is_count && self.take_symbol("(") {
            self.symbol(")")?;
            return Ok(Select::Count);
        }
        let mut fields = vec![first];
        while self.take_symbol(",") {
            fields.push(self.path()?);
        }
        Ok(Select::Fields(fields))
    }

    /// One level of AND or of OR. Both in one level need parentheses, as in the real service.
    fn filter(&mut self, depth: usize) -> Result<Filter, SoqlError> {
        let first = self.condition(depth)?;
        let (all, any) = (self.at_keyword("AND"), self.at_keyword("OR"));
        if !all && !any {
            return Ok(first);
        }
        let word = if all { "AND" } else { "OR" };
        let mut parts = vec![first];
        while self.take_keyword(word) {
            parts.push(self.condition(depth)?);
        }
        if self.at_keyword("AND") || self.at_keyword("OR") {
            return Err(self.unexpected());
        }
        Ok(if all {
            Filter::All(parts)
        } else {
            Filter::Any(parts)
        })
    }

    fn condition(&mut self, depth: usize) -> Result<Filter, SoqlError> {
        if depth >= DEEPEST {
            return Err(SoqlError::malformed("SOQL statement is nested too deeply"));
        }
        if self.take_keyword("NOT") {
            return Ok(Filter::Not(Box::new(self.condition(depth + 1)?)));
        }
        if self.take_symbol("(") {
            let inner = self.filter(depth + 1)?;
            self.symbol(")")?;
            return Ok(inner);
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Filter, SoqlError> {
        let field = self.path()?;
        let negated = self.take_keyword("NOT");
        if self.take_keyword("IN") {
            self.symbol("(")?;
            let mut literals = vec![self.literal()?];
            while self.take_symbol(",") {
                literals.push(self.literal()?);
            }
            self.symbol(")")?;
            return Ok(Filter::In {
                field,
                literals,
                negated,
            });
        }
        if negated {
            return Err(self.unexpected());
        }
        let operator = self.operator()?;
        let literal = self.literal()?;
        Ok(Filter::Compare {
            field,
            operator,
            literal,
        })
    }

    fn operator(&mut self) -> Result<Operator, SoqlError> {
        if self.take_keyword("LIKE") {
            return Ok(Operator::Like);
        }
        let operator = match &self.peek().token {
            Token::Symbol("=") => Operator::Equal,
            Token::Symbol("!=" | "<>") => Operator::NotEqual,
            Token::Symbol("<") => Operator::Less,
            Token::Symbol("<=") => Operator::LessOrEqual,
            Token::Symbol(">") => Operator::Greater,
            Token::Symbol(">=") => Operator::GreaterOrEqual,
            _ => return Err(self.unexpected()),
        };
        self.next += 1;
        Ok(operator)
    }

    fn literal(&mut self) -> Result<Literal, SoqlError> {
        let literal = match &self.peek().token {
            Token::Text(text) => Some(Literal::Text(text.clone())),
            Token::Number(text) => number_or_time(text),
            Token::Word(word) if word.eq_ignore_ascii_case("null") => Some(Literal::Null),
            Token::Word(word) if word.eq_ignore_ascii_case("true") => Some(Literal::Bool(true)),
            Token::Word(word) if word.eq_ignore_ascii_case("false") => Some(Literal::Bool(false)),
            _ => None,
        };
        let Some(literal) = literal else {
            return Err(self.unexpected());
        };
        self.next += 1;
        Ok(literal)
    }

    fn order(&mut self) -> Result<Order, SoqlError> {
        let field = self.path()?;
        let descending = !self.take_keyword("ASC") && self.take_keyword("DESC");
        let mut nulls_last = false;
        if self.take_keyword("NULLS") {
            nulls_last = self.take_keyword("LAST");
            if !nulls_last {
                self.keyword("FIRST")?;
            }
        }
        Ok(Order {
            field,
            descending,
            nulls_last,
        })
    }

    fn path(&mut self) -> Result<Path, SoqlError> {
        let Placed { token, at } = self.peek();
        let at = *at;
        let parts: Vec<String> = match token {
            Token::Word(word) if !is_reserved(word) => word.split('.').map(str::to_owned).collect(),
            _ => return Err(self.unexpected()),
        };
        if parts.len() > 6 || parts.iter().any(String::is_empty) {
            return Err(self.unexpected());
        }
        self.next += 1;
        Ok(Path { parts, at })
    }

    fn whole_number(&mut self) -> Result<u64, SoqlError> {
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

    fn peek(&self) -> &Placed {
        // The last token is the end, and nothing goes past it.
        &self.tokens[self.next.min(self.tokens.len() - 1)]
    }

    fn at_keyword(&self, keyword: &str) -> bool {
        matches!(&self.peek().token, Token::Word(word) if word.eq_ignore_ascii_case(keyword))
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
        let found = matches!(self.peek().token, Token::Symbol(known) if known == symbol);
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
        let message = format!("unexpected token: {shown}");
        SoqlError::pointing("MALFORMED_QUERY", self.query, *at, &message)
    }
}

fn is_reserved(word: &str) -> bool {
    const RESERVED: [&str; 12] = [
        "SELECT", "FROM", "WHERE", "ORDER", "LIMIT", "OFFSET", "AND", "OR", "NOT", "IN", "LIKE",
        "NULLS",
    ];
    RESERVED
        .iter()
        .any(|reserved| word.eq_ignore_ascii_case(reserved))
}

fn number_or_time(text: &str) -> Option<Literal> {
    if text.contains('T') || text.contains(':') {
        let time: Timestamp = text.parse().ok()?;
        return Some(Literal::Time(time.as_millisecond()));
    }
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'e' | b'E'));
    let number: f64 = text.parse().ok().filter(|n: &f64| plain && n.is_finite())?;
    Some(Literal::Number(number))
}

#[cfg(test)]
mod tests;
