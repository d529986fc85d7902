//! Conditions of WHERE and HAVING.

use std::collections::HashMap;

use roaring::RoaringBitmap;

use super::super::SoqlError;
use super::super::calendar::midnight_utc;
use super::super::filter::{Bound, Condition, Reach, Set, Source, Test};
use super::super::pattern::Pattern;
use super::super::schema::{Kind, Table};
use super::super::syntax::{Expr, Filter, Literal, Operator, Path};
use super::super::value::unescaped;
use super::{Binder, Scope};

impl Binder<'_> {
    pub(in super::super) fn filter(
        &self,
        scope: &Scope,
        filter: &Filter,
    ) -> Result<Bound<Condition>, SoqlError> {
        self.joined(filter, &|leaf| self.row_condition(scope, leaf))
    }

    /// Binds the tree; `leaf` binds the conditions in it.
    pub(super) fn joined<L>(
        &self,
        filter: &Filter,
        leaf: &dyn Fn(&Filter) -> Result<Bound<L>, SoqlError>,
    ) -> Result<Bound<L>, SoqlError> {
        let all = |parts: &[Filter]| -> Result<Vec<Bound<L>>, SoqlError> {
            parts.iter().map(|part| self.joined(part, leaf)).collect()
        };
        Ok(match filter {
            Filter::All(parts) => Bound::All(all(parts)?),
            Filter::Any(parts) => Bound::Any(all(&gathered(parts))?),
            Filter::Not(inner) => Bound::Not(Box::new(self.joined(inner, leaf)?)),
            Filter::Compare { .. } | Filter::In { .. } | Filter::Join { .. } => leaf(filter)?,
        })
    }

    fn row_condition(&self, scope: &Scope, filter: &Filter) -> Result<Bound<Condition>, SoqlError> {
        match filter {
            Filter::Compare {
                left,
                operator,
                literal,
            } => {
                let source = self.filterable(scope, left)?;
                let test = self.test(source.kind(), &left.path, *operator, literal)?;
                Ok(Bound::One(self.condition(scope, source, test)))
            }
            Filter::In {
                left,
                literals,
                negated,
            } => {
                let source = self.filterable(scope, left)?;
                let tests = self.among(source.kind(), &left.path, literals, *negated)?;
                Ok(either(tests, *negated, |test| {
                    self.condition(scope, source.clone(), test)
                }))
            }
            Filter::Join {
                left,
                query,
                negated,
            } => Ok(Bound::One(self.join(scope, left, query, *negated)?)),
            Filter::All(_) | Filter::Any(_) | Filter::Not(_) => Ok(Bound::All(Vec::new())),
        }
    }

    /// The field of a condition. `Profile.Id` is the reference `ProfileId`, without the detour.
    pub(super) fn filterable(&self, scope: &Scope, left: &Expr) -> Result<Source, SoqlError> {
        let mut source = self.source(scope, &left.functions, &left.path)?;
        let field = source.reach.field;
        if !field.filterable {
            let message = format!("field '{}' can not be filtered in a query call", field.name);
            return Err(self.invalid_field(left.path.at, &message));
        }
        if let Some(reference) = reference_behind(scope.table, &source.reach) {
            source.reach = reference;
        }
        Ok(source)
    }

    /// A test of the row's own id becomes one of its number.
    fn condition(&self, scope: &Scope, source: Source, test: Test) -> Condition {
        if !source.reach.is_own_id() {
            return Condition::Value(source, test);
        }
        let row =
            |id: &String| (scope.table.find)(self.view, id).and_then(|r| u32::try_from(r).ok());
        match test {
            Test::Id(operator, id) => match row(&id) {
                Some(row) => Condition::Row(operator, row),
                None => Condition::Value(source, Test::Id(operator, id)),
            },
            // What has no row in this object equals none of its ids.
            Test::Among(set) => {
                let rows: RoaringBitmap = set.texts.iter().filter_map(row).collect();
                Condition::Rows(rows, set.negated)
            }
            test => Condition::Value(source, test),
        }
    }

    pub(super) fn test(
        &self,
        kind: Kind,
        path: &Path,
        operator: Operator,
        literal: &Literal,
    ) -> Result<Test, SoqlError> {
        let bad = match operator {
            Operator::Like => !kind.is_text(),
            Operator::Includes => true,
            Operator::Equal | Operator::NotEqual => false,
            _ => kind == Kind::Bool,
        };
        if bad {
            let message = format!("invalid operator on {} field", kind.name().to_lowercase());
            return Err(SoqlError::pointing(
                "INVALID_QUERY_FILTER_OPERATOR",
                self.text,
                path.at,
                &message,
            ));
        }
        if *literal == Literal::Null {
            return Ok(match operator {
                Operator::Equal => Test::Null(true),
                Operator::NotEqual => Test::Null(false),
                _ => Test::Never,
            });
        }
        if operator == Operator::Like {
            let Literal::Text(raw) = literal else {
                return Err(self.wrong_type(path, kind));
            };
            let pattern = Pattern::read(raw).ok_or_else(|| self.bad_escape(path))?;
            return Ok(Test::Like(pattern));
        }
        Ok(match (kind, literal) {
            (Kind::Bool, Literal::Bool(value)) => Test::Number(operator, i64::from(*value)),
            (Kind::Time, Literal::Time(time)) => Test::Number(operator, *time),
            (Kind::Time, Literal::Named(name)) => Test::Span(operator, self.calendar().span(*name)),
            (Kind::Date, Literal::Date(date)) => Test::Number(operator, midnight_utc(*date)),
            (Kind::Date, Literal::Named(name)) => Test::Span(operator, self.calendar().days(*name)),
            (Kind::Int | Kind::Double, Literal::Number(number)) => {
                // Beyond 2^53 a double is no longer a whole number that was written.
                let whole = number.fract() == 0.0 && number.abs() < 9e15;
                if kind == Kind::Int && whole {
                    Test::Number(operator, *number as i64)
                } else {
                    Test::Double(operator, *number)
                }
            }
            (Kind::Text | Kind::Email | Kind::Picklist, Literal::Text(raw)) => {
                Test::Text(operator, self.text(path, raw)?)
            }
            (Kind::Id | Kind::Reference, Literal::Text(raw)) => Test::Id(operator, self.id(raw)?),
            _ => return Err(self.wrong_type(path, kind)),
        })
    }

    /// The tests of a list, any of which is enough: one of all plain values, one of every span.
    pub(super) fn among(
        &self,
        kind: Kind,
        path: &Path,
        literals: &[Literal],
        negated: bool,
    ) -> Result<Vec<Test>, SoqlError> {
        let mut set = Set {
            numbers: Vec::new(),
            texts: Vec::new(),
            null: false,
            negated,
        };
        let mut others = Vec::new();
        for literal in literals {
            match self.test(kind, path, Operator::Equal, literal)? {
                Test::Null(_) => set.null = true,
                Test::Number(_, number) => set.numbers.push(number),
                Test::Text(_, text) | Test::Id(_, text) => set.texts.push(text),
                other => others.push(other),
            }
        }
        set.numbers.sort_unstable();
        set.texts.sort_unstable();
        set.texts.dedup();
        if others.is_empty() {
            return Ok(vec![Test::Among(set)]);
        }
        // Spans are negated as a whole.
        set.negated = false;
        others.push(Test::Among(set));
        Ok(others)
    }

    fn text(&self, path: &Path, raw: &str) -> Result<String, SoqlError> {
        let text = unescaped(raw).ok_or_else(|| self.bad_escape(path))?;
        Ok(text.to_lowercase())
    }

    fn id(&self, raw: &str) -> Result<String, SoqlError> {
        crate::identifiers::normalized(raw).ok_or_else(|| SoqlError {
            code: "INVALID_QUERY_FILTER_OPERATOR",
            message: format!("invalid ID field: {raw}"),
        })
    }

    fn wrong_type(&self, path: &Path, kind: Kind) -> SoqlError {
        let name = path.parts.last().map_or("", String::as_str);
        let quotes = if kind.is_text() || kind.is_id() {
            "should"
        } else {
            "should not"
        };
        let kind = match kind {
            kind if kind.is_text() => "string",
            Kind::Id => "reference",
            kind => kind.name(),
        };
        let message = format!(
            "value of filter criterion for field '{name}' must be of type {kind} and {quotes} be \
             enclosed in quotes"
        );
        self.invalid_field(path.at, &message)
    }

    fn bad_escape(&self, path: &Path) -> SoqlError {
        let message = "Invalid string literal: illegal character sequence";
        self.refuse(path.at, message)
    }
}

/// The tests of IN as conditions.
pub(super) fn either<L>(tests: Vec<Test>, negated: bool, bind: impl Fn(Test) -> L) -> Bound<L> {
    let single = tests.len() == 1;
    let mut bound: Vec<Bound<L>> = tests
        .into_iter()
        .map(|test| Bound::One(bind(test)))
        .collect();
    match bound.pop() {
        Some(only) if single => only,
        last => {
            bound.extend(last);
            let any = Bound::Any(bound);
            if negated {
                Bound::Not(Box::new(any))
            } else {
                any
            }
        }
    }
}

/// The reference field that leads to the row whose id is asked for.
fn reference_behind(table: &'static Table, reach: &Reach) -> Option<Reach> {
    let (last, before) = reach.relations.split_last()?;
    if reach.field.name != "Id" {
        return None;
    }
    let owner = before.last().map_or(table, |relation| relation.target);
    Some(Reach {
        relations: before.to_vec(),
        field: owner.field(last.field)?,
    })
}

/// Equalities of one field that OR joins become one list: a thousand ids are then one look.
fn gathered(parts: &[Filter]) -> Vec<Filter> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut out: Vec<Filter> = Vec::new();
    for part in parts {
        let Filter::Compare {
            left,
            operator: Operator::Equal,
            literal,
        } = part
        else {
            out.push(part.clone());
            continue;
        };
        if !left.functions.is_empty() {
            out.push(part.clone());
            continue;
        }
        let name = left.path.parts.join(".").to_lowercase();
        let place = *places.entry(name).or_insert(out.len());
        match out.get_mut(place) {
            Some(Filter::In { literals, .. }) => literals.push(literal.clone()),
            _ => out.push(Filter::In {
                left: left.clone(),
                literals: vec![literal.clone()],
                negated: false,
            }),
        }
    }
    out
}
