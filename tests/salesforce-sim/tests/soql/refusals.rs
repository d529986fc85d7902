//! What is refused, in the words of the service.

mod grammar;
mod groups;
mod names;

use super::mirror::Mirror;
use crate::bench::api_error;

/// A query, the code, the place that is pointed at, and what is said of it.
type Refusal = (&'static str, &'static str, &'static str, &'static str);

#[tokio::test]
async fn a_refusal_has_the_code_and_the_words_of_the_service() {
    let mirror = Mirror::new().await;
    let all = [grammar::CASES, names::CASES, groups::CASES].concat();
    for (soql, code, place, words) in all {
        let answer = mirror.bench.query(&mirror.access, soql).await;
        let (status, found, message) = api_error(&answer);
        let lines: Vec<&str> = message.lines().collect();
        let at = match lines.as_slice() {
            ["", _, _, at, _] => at.strip_prefix("ERROR at ").unwrap_or(at),
            _ => "",
        };
        let last = lines.last().copied().unwrap_or_default();
        let expected = (400, code, place, words);
        assert_eq!((status, found.as_str(), at, last), expected, "{soql}");
    }
}

#[tokio::test]
async fn the_place_is_marked_below_the_words_around_it() {
    let mirror = Mirror::new().await;
    let soql = "SELECT Id, Username, FederationIdentifier FROM User WHERE IsActive LIKE 'Getty%'";
    let (_, _, message) = api_error(&mirror.bench.query(&mirror.access, soql).await);
    let frame = "\nUsername, FederationIdentifier FROM User WHERE IsActive LIKE 'Getty%'\n";
    let mark = " ".repeat(47) + "^\nERROR at Row:1:Column:59\ninvalid operator on boolean field";
    assert_eq!(message, format!("{frame}{mark}"));
    let soql = "SELECT Id\nFROM User\nWHERE Nmae = 'a' AND Name != 'somebody with a very long name' LIMIT 5";
    let (_, _, message) = api_error(&mirror.bench.query(&mirror.access, soql).await);
    assert!(
        message
            .starts_with("\nSELECT Id FROM User WHERE Nmae = 'a' AND Name != 'somebody with a\n")
            && message.contains("ERROR at Row:3:Column:7\n"),
        "{message}"
    );
}

#[tokio::test]
async fn an_aggregate_of_too_many_groups_needs_a_limit() {
    let bench = crate::bench::Bench::with(|config| config.users = 2_500).await;
    let access = bench.log_in().await.access;
    let soql = "SELECT Username, COUNT(Id) FROM User GROUP BY Username";
    let (status, code, message) = api_error(&bench.query(&access, soql).await);
    assert_eq!((status, code.as_str()), (400, "EXCEEDED_ID_LIMIT"));
    assert_eq!(
        message,
        "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a \
         single batch"
    );
    let answer = bench.query(&access, &format!("{soql} LIMIT 2000")).await;
    assert_eq!(answer.json()["totalSize"], 2_000);
}
