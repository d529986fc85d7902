//! Queries over HTTP beside SQLite, which holds the same rows and is asked the same in SQL.

#[path = "http/bench.rs"]
#[allow(dead_code, reason = "the tests over HTTP use the rest of it")]
mod bench;

mod soql {
    mod aggregates;
    mod dates;
    mod filters;
    mod joins;
    mod later;
    mod mirror;
    mod orders;
    mod pages;
    mod random;
    mod refusals;
    mod subqueries;
}
