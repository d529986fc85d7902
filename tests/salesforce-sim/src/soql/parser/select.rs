//! What a query asks for.

use super::super::SoqlError;
use super::super::calendar::DatePart;
use super::super::lexer::Token;
use super::super::syntax::{Aggregate, Alias, Expr, FieldsOf, Function, Selected};
use super::{Parser, begins_clause};

/// An aggregate or a label inside FORMAT, a time zone inside a date function.
const MOST_FUNCTIONS: usize = 3;

impl Parser<'_> {
    pub(super) fn select(&mut self) -> Result<Vec<Selected>, SoqlError> {
        let mut all = vec![self.selected()?];
        while self.take_symbol(",") {
            all.push(self.selected()?);
        }
        Ok(all)
    }

    fn selected(&mut self) -> Result<Selected, SoqlError> {
        let at = self.peek().at;
        if self.take_symbol("(") {
            let query = self.deeper(Self::query)?;
            self.symbol(")")?;
            return Ok(Selected::Children(Box::new(query)));
        }
        if self.at_keyword("TYPEOF") {
            let next = self.tokens.get(self.next + 1).map(|next| &next.token);
            if matches!(next, Some(Token::Word(word)) if !begins_clause(word)) {
                return Err(self.refuse(at, "TYPEOF is not supported in this organization"));
            }
        }
        if self.followed_by_parenthesis("FIELDS") {
            self.next += 2;
            let fields = if self.take_keyword("ALL") {
                FieldsOf::All
            } else if self.take_keyword("STANDARD") {
                FieldsOf::Standard
            } else if self.take_keyword("CUSTOM") {
                FieldsOf::Custom
            } else {
                return Err(self.unexpected());
            };
            self.symbol(")")?;
            return Ok(Selected::Fields(fields, at));
        }
        if self.followed_by_parenthesis("COUNT") {
            let third = self.tokens.get(self.next + 2).map(|next| &next.token);
            if third == Some(&Token::Symbol(")")) {
                self.next += 3;
                return Ok(Selected::Count);
            }
        }
        let expr = self.expr()?;
        Ok(Selected::Expr(expr, self.alias()))
    }

    fn alias(&mut self) -> Option<Alias> {
        let next = self.peek();
        let alias = match &next.token {
            Token::Word(word) if !word.contains('.') && !begins_clause(word) => Alias {
                name: word.clone(),
                at: next.at,
            },
            _ => return None,
        };
        self.next += 1;
        Some(alias)
    }

    /// A field, perhaps inside functions.
    pub(super) fn expr(&mut self) -> Result<Expr, SoqlError> {
        let at = self.peek().at;
        let mut functions = Vec::new();
        while self.opens_parenthesis(1) {
            let function = match &self.peek().token {
                Token::Word(word) => function(word),
                _ => None,
            };
            match function {
                Some(function) if functions.len() < MOST_FUNCTIONS => functions.push(function),
                _ => {
                    // The name could be a field's; what cannot follow it is the parenthesis.
                    self.path()?;
                    return Err(self.unexpected());
                }
            }
            self.next += 2;
        }
        let path = self.path()?;
        for _ in &functions {
            self.symbol(")")?;
        }
        Ok(Expr {
            functions,
            path,
            at,
        })
    }
}

fn function(name: &str) -> Option<Function> {
    Some(match name.to_ascii_uppercase().as_str() {
        "COUNT" => Function::Aggregate(Aggregate::Count),
        "COUNT_DISTINCT" => Function::Aggregate(Aggregate::CountDistinct),
        "MIN" => Function::Aggregate(Aggregate::Min),
        "MAX" => Function::Aggregate(Aggregate::Max),
        "SUM" => Function::Aggregate(Aggregate::Sum),
        "AVG" => Function::Aggregate(Aggregate::Avg),
        "GROUPING" => Function::Grouping,
        "CONVERTTIMEZONE" => Function::ConvertTimezone,
        "TOLABEL" => Function::ToLabel,
        "FORMAT" => Function::Format,
        other => Function::Date(DatePart::named(other)?),
    })
}
