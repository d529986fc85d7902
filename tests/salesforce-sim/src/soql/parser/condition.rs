//! Conditions and what fields are compared with.

use jiff::Timestamp;
use jiff::civil::Date;

use super::super::SoqlError;
use super::super::calendar::{date_name, takes_number};
use super::super::lexer::Token;
use super::super::syntax::{Filter, Literal, Operator};
use super::Parser;

impl Parser<'_> {
    /// One level of AND or of OR. Both in one level need parentheses, as in the real service.
    pub(super) fn filter(&mut self) -> Result<Filter, SoqlError> {
        let first = self.condition()?;
        let (all, any) = (self.at_keyword("AND"), self.at_keyword("OR"));
        if !all && !any {
            return Ok(first);
        }
        let word = if all { "AND" } else { "OR" };
        let mut parts = vec![first];
        while self.take_keyword(word) {
            parts.push(self.condition()?);
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

    fn condition(&mut self) -> Result<Filter, SoqlError> {
        if self.take_keyword("NOT") {
            return Ok(Filter::Not(Box::new(self.deeper(Self::condition)?)));
        }
        if self.take_symbol("(") {
            let inner = self.deeper(Self::filter)?;
            self.symbol(")")?;
            return Ok(inner);
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Filter, SoqlError> {
        let left = self.expr()?;
        let negated = self.take_keyword("NOT");
        if self.take_keyword("IN") {
            self.no_variable()?;
            self.symbol("(")?;
            if self.at_keyword("SELECT") {
                let query = Box::new(self.deeper(Self::query)?);
                self.symbol(")")?;
                return Ok(Filter::Join {
                    left,
                    query,
                    negated,
                });
            }
            let literals = self.literals()?;
            return Ok(Filter::In {
                left,
                literals,
                negated,
            });
        }
        if negated {
            return Err(self.unexpected());
        }
        if self.take_keyword("INCLUDES") || self.take_keyword("EXCLUDES") {
            self.symbol("(")?;
            let literal = self.literals()?.swap_remove(0);
            return Ok(Filter::Compare {
                left,
                operator: Operator::Includes,
                literal,
            });
        }
        let operator = self.operator()?;
        let literal = self.literal()?;
        Ok(Filter::Compare {
            left,
            operator,
            literal,
        })
    }

    /// At least one, up to the closing parenthesis.
    fn literals(&mut self) -> Result<Vec<Literal>, SoqlError> {
        let mut literals = vec![self.literal()?];
        while self.take_symbol(",") {
            literals.push(self.literal()?);
        }
        self.symbol(")")?;
        Ok(literals)
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
        self.no_variable()?;
        let literal = match &self.peek().token {
            Token::Text(text) => Some(Literal::Text(text.clone())),
            Token::Number(text) => number_or_time(text),
            Token::Word(word) => return self.named(&word.clone()),
            _ => None,
        };
        let Some(literal) = literal else {
            return Err(self.unexpected());
        };
        self.next += 1;
        Ok(literal)
    }

    fn named(&mut self, word: &str) -> Result<Literal, SoqlError> {
        if takes_number(word) {
            self.next += 1;
            self.symbol(":")?;
            let number = match &self.peek().token {
                Token::Number(text) => text.parse::<u32>().ok(),
                _ => None,
            };
            let name = number.and_then(|number| date_name(word, Some(number.into())));
            let Some(name) = name else {
                return Err(self.unexpected());
            };
            self.next += 1;
            return Ok(Literal::Named(name));
        }
        let literal = match word.to_ascii_lowercase().as_str() {
            "null" => Literal::Null,
            "true" => Literal::Bool(true),
            "false" => Literal::Bool(false),
            _ => match date_name(word, None) {
                Some(name) => Literal::Named(name),
                None => return Err(self.unexpected()),
            },
        };
        self.next += 1;
        Ok(literal)
    }
}

fn number_or_time(text: &str) -> Option<Literal> {
    if text.contains('T') || text.contains(':') {
        let time: Timestamp = text.parse().ok()?;
        return Some(Literal::Time(time.as_millisecond()));
    }
    if text.get(1..).is_some_and(|rest| rest.contains('-')) && !text.contains(['e', 'E']) {
        return text.parse::<Date>().ok().map(Literal::Date);
    }
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E'));
    let number: f64 = text.parse().ok().filter(|n: &f64| plain && n.is_finite())?;
    Some(Literal::Number(number))
}
