//! The tree of a query.

use jiff::civil::Date;

use super::calendar::{DateName, DatePart};

/// A name and where it stands in the query, in bytes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path {
    pub(super) parts: Vec<String>,
    pub(super) at: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Query {
    pub(super) select: Vec<Selected>,
    /// The object and then, if any, relationships from it; each with its alias.
    pub(super) from: Vec<From>,
    pub(super) filter: Option<Filter>,
    pub(super) group: Option<Grouping>,
    pub(super) having: Option<Filter>,
    pub(super) order: Vec<Order>,
    pub(super) limit: Option<u64>,
    pub(super) limit_at: usize,
    pub(super) offset: u64,
    /// Where the query begins, behind its parenthesis if it has one.
    pub(super) at: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct From {
    pub(super) path: Path,
    pub(super) alias: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Selected {
    /// `COUNT()`
    Count,
    Expr(Expr, Option<Alias>),
    Fields(FieldsOf, usize),
    Children(Box<Query>),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Alias {
    pub(super) name: String,
    pub(super) at: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldsOf {
    All,
    Standard,
    Custom,
}

/// A field, perhaps inside functions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Expr {
    /// The outermost first.
    pub(super) functions: Vec<Function>,
    pub(super) path: Path,
    pub(super) at: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Aggregate(Aggregate),
    Grouping,
    Date(DatePart),
    ConvertTimezone,
    ToLabel,
    Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aggregate {
    Count,
    CountDistinct,
    Min,
    Max,
    Sum,
    Avg,
}

impl Aggregate {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Count => "COUNT",
            Self::CountDistinct => "COUNT_DISTINCT",
            Self::Min => "MIN",
            Self::Max => "MAX",
            Self::Sum => "SUM",
            Self::Avg => "AVG",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grouping {
    pub(super) kind: GroupingKind,
    pub(super) exprs: Vec<Expr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GroupingKind {
    Plain,
    Rollup,
    Cube,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    Compare {
        left: Expr,
        operator: Operator,
        literal: Literal,
    },
    In {
        left: Expr,
        literals: Vec<Literal>,
        negated: bool,
    },
    /// A semi-join, or an anti-join when negated.
    Join {
        left: Expr,
        query: Box<Query>,
        negated: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Like,
    /// For multi-select picklists, of which there are none.
    Includes,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal {
    Null,
    Bool(bool),
    Number(f64),
    /// Milliseconds since the epoch.
    Time(i64),
    Date(Date),
    /// `TODAY`, `LAST_N_DAYS:30`
    Named(DateName),
    /// What stands between the quotes, escapes unresolved: LIKE reads them differently.
    Text(String),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Order {
    pub(super) expr: Expr,
    pub(super) descending: bool,
    pub(super) nulls_last: bool,
}
