use jiff::Timestamp;

use super::*;
use crate::soql::calendar::date_name;
use crate::soql::syntax::{Aggregate, Expr, Filter, Function, Literal, Operator, Selected};

fn filter(text: &str) -> Filter {
    let query = parse(&format!("SELECT Id FROM User WHERE {text}")).expect("a valid filter");
    query.filter.expect("a filter")
}

fn malformed(query: &str) -> String {
    let error = parse(query).expect_err("not a query");
    assert_eq!(error.code, "MALFORMED_QUERY");
    error.message
}

fn compare(field: &str, operator: Operator, literal: Literal) -> Filter {
    let parts = vec![field.to_owned()];
    Filter::Compare {
        left: Expr {
            functions: Vec::new(),
            path: Path { parts, at: 26 },
            at: 26,
        },
        operator,
        literal,
    }
}

#[test]
fn a_query_with_every_clause_is_read() {
    let query = parse(
        "select Id, Profile.UserLicense.Name from User where IsActive = true \
         order by LastName desc nulls last, Id limit 10 offset 5",
    )
    .expect("a valid query");
    let Selected::Expr(second, None) = &query.select[1] else {
        panic!("a field is selected")
    };
    assert_eq!(second.path.parts, ["Profile", "UserLicense", "Name"]);
    assert_eq!(query.from[0].path.parts, ["User"]);
    assert_eq!((query.limit, query.offset), (Some(10), 5));
    assert!(query.order[0].descending && query.order[0].nulls_last);
    assert!(!query.order[1].descending && !query.order[1].nulls_last);
}

#[test]
fn count_is_read_with_and_without_spaces() {
    assert_eq!(
        parse("SELECT COUNT() FROM User").expect("valid").select,
        [Selected::Count]
    );
    assert_eq!(
        parse("SELECT count ( ) FROM User").expect("valid").select,
        [Selected::Count]
    );
}

#[test]
fn every_operator_is_read() {
    let pairs = [
        ("=", Operator::Equal),
        ("!=", Operator::NotEqual),
        ("<>", Operator::NotEqual),
        ("<", Operator::Less),
        ("<=", Operator::LessOrEqual),
        (">", Operator::Greater),
        (">=", Operator::GreaterOrEqual),
        ("LIKE", Operator::Like),
    ];
    for (text, operator) in pairs {
        let read = filter(&format!("Name {text} 'x'"));
        assert_eq!(
            read,
            compare("Name", operator, Literal::Text("x".to_owned()))
        );
    }
}

#[test]
fn every_literal_is_read() {
    let time = |text: &str| {
        Literal::Time(
            text.parse::<Timestamp>()
                .expect("a valid time")
                .as_millisecond(),
        )
    };
    let pairs = [
        ("null", Literal::Null),
        ("TRUE", Literal::Bool(true)),
        ("-1.5", Literal::Number(-1.5)),
        (r"'O\'Brien'", Literal::Text(r"O\'Brien".to_owned())),
        ("2026-11-23", Literal::Date(jiff::civil::date(2026, 11, 23))),
        (
            "last_n_days:30",
            Literal::Named(date_name("LAST_N_DAYS", Some(30)).expect("known")),
        ),
        (
            "TODAY",
            Literal::Named(date_name("TODAY", None).expect("known")),
        ),
        ("2026-11-23T12:00:00Z", time("2026-11-23T12:00:00Z")),
        ("2026-11-23T12:00:00.250Z", time("2026-11-23T12:00:00.25Z")),
        ("2026-11-23T13:00:00+01:00", time("2026-11-23T12:00:00Z")),
        ("2026-11-23T12:00:00.000-0500", time("2026-11-23T17:00:00Z")),
    ];
    for (text, literal) in pairs {
        assert_eq!(
            filter(&format!("X = {text}")),
            compare("X", Operator::Equal, literal)
        );
    }
}

#[test]
fn in_takes_a_list_and_may_be_negated() {
    let Filter::In {
        literals, negated, ..
    } = filter("Id NOT IN ('a', 'b')")
    else {
        panic!("an IN filter");
    };
    assert!(negated && literals.len() == 2);
}

#[test]
fn not_and_parentheses_nest() {
    let read = filter("NOT (A = 1 OR (B = 2 AND NOT C = 3))");
    let Filter::Not(inner) = read else {
        panic!("a negation")
    };
    let Filter::Any(parts) = *inner else {
        panic!("a choice")
    };
    assert!(matches!(&parts[1], Filter::All(inner) if matches!(inner[1], Filter::Not(_))));
}

#[test]
fn functions_aliases_and_groups_are_read() {
    let query = parse(
        "SELECT p.Name who, COUNT(Id), CALENDAR_YEAR(convertTimezone(CreatedDate)) y \
         FROM User AS u, u.Profile p GROUP BY ROLLUP(p.Name) HAVING COUNT(Id) > 1 \
         ORDER BY COUNT(Id) DESC FOR VIEW",
    )
    .expect("a valid query");
    assert_eq!(query.from[0].alias.as_deref(), Some("u"));
    assert_eq!(query.from[1].alias.as_deref(), Some("p"));
    let functions = |selected: &Selected| match selected {
        Selected::Expr(expr, _) => expr.functions.clone(),
        _ => panic!("an expression"),
    };
    assert_eq!(
        functions(&query.select[1]),
        [Function::Aggregate(Aggregate::Count)]
    );
    assert_eq!(functions(&query.select[2]).len(), 2);
    let group = query.group.expect("a group");
    assert_eq!(group.kind, GroupingKind::Rollup);
    assert!(query.having.is_some() && query.order[0].descending);
}

#[test]
fn an_object_may_be_called_group() {
    let query = parse("SELECT Id FROM Group GROUP BY Group.Type").expect("a valid query");
    assert_eq!(query.from[0].alias, None);
    assert!(query.group.is_some());
}

#[test]
fn and_beside_or_needs_parentheses() {
    let message = malformed("SELECT Id FROM User WHERE A = 1 AND B = 2 OR C = 3");
    assert!(message.ends_with("unexpected token: 'OR'"), "{message}");
}

#[test]
fn an_empty_query_is_refused_in_the_words_of_the_service() {
    assert_eq!(malformed(""), "SOQL statements cannot be empty or null");
    assert_eq!(malformed(" \n"), "SOQL statements cannot be empty or null");
}

#[test]
fn the_place_of_a_fault_is_pointed_at() {
    let message = malformed("SELECT Id FROM User WHERE");
    assert!(
        message.contains("ERROR at Row:1:Column:26\nunexpected token: '<EOF>'"),
        "{message}"
    );
    // What is no keyword is an alias.
    let message = malformed("SELECT Id\nFROM User WHER Id = 1");
    assert!(
        message.contains("ERROR at Row:2:Column:16\nunexpected token: 'Id'"),
        "{message}"
    );
}

#[test]
fn nesting_and_length_are_limited() {
    let deep = format!("SELECT Id FROM User WHERE {}A = 1", "(".repeat(90_000));
    assert!(malformed(&deep).contains("nested too deeply"));
    let nots = format!("SELECT Id FROM User WHERE {}A = 1", "NOT ".repeat(20_000));
    assert!(malformed(&nots).contains("nested too deeply"));
    let selects = format!("SELECT {}", "(SELECT Id FROM A), (SELECT ".repeat(3_000));
    assert!(malformed(&selects).contains("nested too deeply"));
    let joins = "Id IN (SELECT Id FROM User WHERE ".repeat(2_500);
    let joins = format!("SELECT Id FROM User WHERE {joins}");
    assert!(malformed(&joins).contains("nested too deeply"));
    let calls = format!("SELECT {}Id FROM User", "MAX(".repeat(20_000));
    assert!(malformed(&calls).contains("unexpected token"));
    let long = format!("SELECT Id FROM User WHERE A = '{}'", "x".repeat(100_000));
    assert!(malformed(&long).contains("longer than 100000"));
}

#[test]
fn nonsense_is_refused_and_never_panics() {
    let samples = [
        "SELECT",
        "SELECT ,",
        "SELECT Id",
        "SELECT Id FROM",
        "SELECT FROM User",
        "DELETE User",
        "SELECT Id FROM User WHERE A",
        "SELECT Id FROM User WHERE A =",
        "SELECT Id FROM User LIMIT x",
        "SELECT Id FROM User WHERE A = 'open",
        "SELECT Id FROM User WHERE A = '\\'",
        "'",
        "\u{0}",
        "SELECT Id FROM User WHERE A IN ()",
        "SELECT Id FROM User WHERE A NOT = 1",
        "é",
        "SELECT é",
        "SELECT Id FROM User WHERE A = 2026-13-45T99:00:00Z",
        "SELECT a..b FROM User",
        "SELECT .a",
        "SELECT Id FROM User ORDER",
        "SELECT Id FROM User ORDER BY",
        "SELECT Id FROM User;",
        "SELECT Id FROM User ORDER BY Id NULLS",
        "SELECT Id FROM User LIMIT -1",
        "SELECT COUNT(",
        "SELECT Id FROM User WHERE A = 1e999",
        "SELECT Id FROM User WHERE A = --",
        "SELECT Id FROM User -- all of them",
        "SELECT Id /* and more */ FROM User",
        "SELECT Id FROM User WHERE A = LAST_N_DAYS",
        "SELECT Id FROM User WHERE A = LAST_N_DAYS:",
        "SELECT Id FROM User WHERE A = LAST_N_DAYS:x",
        "SELECT Id FROM User WHERE A = TODAY:3",
        "SELECT Id FROM User WHERE A IN (SELECT",
        "SELECT (SELECT Id FROM A FROM User",
        "SELECT FIELDS(SOME) FROM User",
        "SELECT SQRT(Id) FROM User",
        "SELECT Id FROM User AS",
        "SELECT Id FROM User GROUP",
        "SELECT Id FROM User USING SCOPE mine",
        "SELECT Id FROM User FOR",
        "SELECT Id FROM User ALL ROWS",
        "-",
        "…",
    ];
    for sample in samples {
        malformed(sample);
    }
}
