//! Whatever is asked, there is an answer.

use proptest::prelude::*;

use crate::bench::Bench;

const WORDS: [&str; 74] = [
    "SELECT",
    "FROM",
    "WHERE",
    "GROUP",
    "BY",
    "HAVING",
    "ORDER",
    "LIMIT",
    "OFFSET",
    "AND",
    "OR",
    "NOT",
    "IN",
    "LIKE",
    "NULLS",
    "FIRST",
    "LAST",
    "ASC",
    "DESC",
    "AS",
    "FOR",
    "VIEW",
    "ALL",
    "ROWS",
    "USING",
    "SCOPE",
    "everything",
    "User",
    "UserLogin",
    "Profile",
    "Id",
    "Name",
    "IsActive",
    "Profile.Name",
    "UserId",
    "CreatedDate",
    "UserType",
    "PermissionSetAssignments",
    "u",
    "COUNT",
    "COUNT_DISTINCT",
    "MAX",
    "MIN",
    "SUM",
    "AVG",
    "FIELDS",
    "ROLLUP",
    "CUBE",
    "GROUPING",
    "FORMAT",
    "toLabel",
    "CALENDAR_YEAR",
    "convertTimezone",
    "TODAY",
    "LAST_N_DAYS",
    "null",
    "true",
    "'x'",
    "'005'",
    "'%a_'",
    "2026-01-01",
    "2026-01-01T00:00:00Z",
    "-1.5e3",
    "3",
    "2000",
    "(",
    ")",
    ",",
    "=",
    "!=",
    "<",
    ">=",
    ":",
    "TYPEOF",
];

fn tokens() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS.as_slice()), 0..40)
        .prop_map(|words| words.join(" "))
}

/// Pieces that fit where they stand more often than not.
fn sentence() -> impl Strategy<Value = String> {
    let item = prop::sample::select(
        [
            "Id",
            "Name",
            "Profile.Name",
            "COUNT(Id)",
            "COUNT(Id) n",
            "MAX(CreatedDate)",
            "COUNT()",
            "FIELDS(ALL)",
            "toLabel(UserType)",
            "FORMAT(CreatedDate) f",
            "GROUPING(IsActive)",
            "(SELECT Id FROM ManagedUsers)",
            "CALENDAR_YEAR(CreatedDate)",
            "IsActive",
        ]
        .as_slice(),
    );
    let condition = prop::sample::select(
        [
            "Id = null",
            "IsActive = true",
            "NOT Name LIKE '%a%'",
            "Name IN ('a', null)",
            "CreatedDate > LAST_N_DAYS:30",
            "CreatedDate IN (TODAY, YESTERDAY)",
            "COUNT(Id) > 1",
            "Id IN (SELECT UserId FROM UserLogin)",
            "CALENDAR_MONTH(CreatedDate) < 7",
            "(Name > 'b' OR Name < 'd')",
            "Profile.Id != '00e'",
            "Name = 5",
        ]
        .as_slice(),
    );
    let tail = prop::sample::select(
        [
            "",
            "GROUP BY IsActive",
            "GROUP BY CUBE(IsActive, UserType)",
            "ORDER BY Name DESC",
            "GROUP BY Name HAVING COUNT(Id) > 0 ORDER BY COUNT(Id)",
            "LIMIT 5 OFFSET 2",
            "FOR VIEW",
        ]
        .as_slice(),
    );
    (
        prop::collection::vec(item, 1..4),
        prop::collection::vec(condition, 0..4),
        prop::sample::select([" AND ", " OR "].as_slice()),
        tail,
    )
        .prop_map(|(items, conditions, joined, tail)| {
            let items = items.join(", ");
            let conditions = conditions.join(joined);
            let conditions = match conditions.as_str() {
                "" => String::new(),
                conditions => format!("WHERE {conditions}"),
            };
            format!("SELECT {items} FROM User {conditions} {tail}")
        })
}

/// Every query is answered, well or with an error that names a reason.
fn answered(queries: &[String]) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let bench = Bench::with(|config| config.users = 30).await;
        let access = bench.log_in().await.access;
        for query in queries {
            let answer = bench.query(&access, query).await;
            let json = answer.json();
            match answer.status.as_u16() {
                200 => assert!(json["totalSize"].is_number(), "{query}: {json}"),
                400 => assert!(json[0]["errorCode"].is_string(), "{query}: {json}"),
                other => panic!("{query}: {other} {json}"),
            }
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(queries in prop::collection::vec(any::<String>(), 40)) {
        answered(&queries);
    }

    #[test]
    fn any_tokens_are_answered(queries in prop::collection::vec(tokens(), 120)) {
        answered(&queries);
    }

    #[test]
    fn any_sentence_is_answered(queries in prop::collection::vec(sentence(), 120)) {
        answered(&queries);
    }
}
