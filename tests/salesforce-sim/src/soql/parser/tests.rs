use super::*;

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
        field: Path { parts, at: 26 },
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
    let Select::Fields(fields) = &query.select else {
        panic!("fields are selected")
    };
    assert_eq!(fields[1].parts, ["Profile", "UserLicense", "Name"]);
    assert_eq!(query.from.parts, ["User"]);
    assert_eq!((query.limit, query.offset), (Some(10), 5));
    assert!(query.order[0].descending && query.order[0].nulls_last);
    assert!(!query.order[1].descending && !query.order[1].nulls_last);
}

#[test]
fn count_is_read_with_and_without_spaces() {
    assert_eq!(
        parse("SELECT COUNT() FROM User").expect("valid").select,
        Select::Count
    );
    assert_eq!(
        parse("SELECT count ( ) FROM User").expect("valid").select,
        Select::Count
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
    let message = malformed("SELECT Id\nFROM User WHER Id = 1");
    assert!(
        message.contains("ERROR at Row:2:Column:11\nunexpected token: 'WHER'"),
        "{message}"
    );
}

#[test]
fn nesting_and_length_are_limited() {
    let deep = format!("SELECT Id FROM User WHERE {}A = 1", "(".repeat(90_000));
    assert!(malformed(&deep).contains("nested too deeply"));
    let nots = format!("SELECT Id FROM User WHERE {}A = 1", "NOT ".repeat(20_000));
    assert!(malformed(&nots).contains("nested too deeply"));
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
        "-",
        "…",
    ];
    for sample in samples {
        malformed(sample);
    }
}
