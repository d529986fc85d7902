//! The tree of a query.

/// A name and where it stands in the query, in bytes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path {
    pub(super) parts: Vec<String>,
    pub(super) at: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Query {
    pub(super) select: Select,
    pub(super) from: Path,
    pub(super) filter: Option<Filter>,
    pub(super) order: Vec<Order>,
    pub(super) limit: Option<u64>,
    pub(super) offset: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Select {
    Count,
    Fields(Vec<Path>),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    Compare {
        field: Path,
        operator: Operator,
        literal: Literal,
    },
    In {
        field: Path,
        literals: Vec<Literal>,
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
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal {
    Null,
    Bool(bool),
    Number(f64),
    /// Milliseconds since the epoch.
    Time(i64),
    /// What stands between the quotes, escapes unresolved: LIKE reads them differently.
    Text(String),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Order {
    pub(super) field: Path,
    pub(super) descending: bool,
    pub(super) nulls_last: bool,
}
