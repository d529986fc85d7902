use std::collections::HashSet;

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::bench::{Answer, Bench, api_error};

const ALL: &str = "SELECT Id, Username FROM User ORDER BY Id";

async fn sized(bench: &Bench, access: &str, batch: &str) -> Answer {
    let request = bench
        .http
        .get(bench.sim.origin() + "/services/data/v66.0/query")
        .query(&[("q", ALL)])
        .bearer_auth(access)
        .header("Sforce-Query-Options", format!("batchSize={batch}"));
    Answer::of(request.send().await.expect("an answer")).await
}

fn length(page: &Value) -> usize {
    page["records"].as_array().expect("records").len()
}

#[tokio::test]
async fn pages_follow_each_other_until_done_and_hold_everybody_once() {
    let bench = Bench::with(|config| config.users = 4_500).await;
    let login = bench.log_in().await;
    let mut page = bench.query(&login.access, ALL).await.json();
    assert_eq!(
        (page["totalSize"].as_u64(), length(&page)),
        (Some(4_500), 2_000)
    );
    let mut seen = HashSet::new();
    let mut pages = 1;
    loop {
        for record in page["records"].as_array().expect("records") {
            let id = record["Id"].as_str().expect("an id").to_owned();
            let url = format!("/services/data/v66.0/sobjects/User/{id}");
            assert_eq!(record["attributes"], json!({"type": "User", "url": url}));
            assert!(seen.insert(id));
        }
        let Some(next) = page["nextRecordsUrl"].as_str() else {
            break;
        };
        assert_eq!(page["done"], false);
        let (head, offset) = next.rsplit_once('-').expect("an offset");
        let locator = head
            .strip_prefix("/services/data/v66.0/query/")
            .expect("the path");
        assert!(
            locator.len() == 18 && locator.starts_with("0r8"),
            "{locator}"
        );
        assert_eq!(offset, (pages * 2_000).to_string());
        page = bench.call(&login.access, next).await.json();
        pages += 1;
    }
    assert_eq!(
        (page["done"].as_bool(), pages, seen.len()),
        (Some(true), 3, 4_500)
    );
    assert_eq!(bench.counter("query_pages"), 3);
}

#[tokio::test]
async fn the_page_size_is_asked_for_between_200_and_2000() {
    let bench = Bench::with(|config| config.users = 2_500).await;
    let login = bench.log_in().await;
    for (asked, got) in [
        ("1000", 1_000),
        ("1", 200),
        ("99999", 2_000),
        ("many", 2_000),
    ] {
        assert_eq!(
            length(&sized(&bench, &login.access, asked).await.json()),
            got,
            "{asked}"
        );
    }
}

#[tokio::test]
async fn pages_may_be_shorter_than_asked() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"page_size_max": 7}));
    let page = sized(&bench, &login.access, "2000").await.json();
    assert_eq!((length(&page), page["done"].as_bool()), (7, Some(false)));
    let next = page["nextRecordsUrl"].as_str().expect("a next page");
    assert!(next.ends_with("-7"));
    assert_eq!(length(&bench.call(&login.access, next).await.json()), 7);
}

#[tokio::test]
async fn a_bad_or_old_locator_is_refused() {
    let bench = Bench::with(|config| config.users = 300).await;
    let login = bench.log_in().await;
    let page = sized(&bench, &login.access, "200").await.json();
    let next = page["nextRecordsUrl"]
        .as_str()
        .expect("a next page")
        .to_owned();
    let bad = [
        "/services/data/v66.0/query/0r8xx0000000000AAA-200".to_owned(),
        next.replace("-200", "-999"),
        next.replace("-200", "-x"),
    ];
    for path in bad {
        let (status, code, _) = api_error(&bench.call(&login.access, &path).await);
        assert_eq!(
            (status, code.as_str()),
            (400, "INVALID_QUERY_LOCATOR"),
            "{path}"
        );
    }
    assert_eq!(
        bench.call(&login.access, &next).await.status,
        StatusCode::OK
    );
    bench.advance(2 * 86_400);
    let login = bench.log_in().await;
    let late = bench.call(&login.access, &next).await;
    assert_eq!(api_error(&late).1, "INVALID_QUERY_LOCATOR");
}

#[tokio::test]
async fn locators_can_be_made_to_expire() {
    let bench = Bench::with(|config| config.users = 300).await;
    let login = bench.log_in().await;
    let page = sized(&bench, &login.access, "200").await.json();
    bench.fault("expire_locators");
    let next = page["nextRecordsUrl"].as_str().expect("a next page");
    assert_eq!(
        api_error(&bench.call(&login.access, next).await).1,
        "INVALID_QUERY_LOCATOR"
    );
}

#[tokio::test]
async fn a_count_has_no_records() {
    let bench = Bench::with(|config| config.users = 3_000).await;
    let login = bench.log_in().await;
    let answer = bench.query(&login.access, "SELECT COUNT() FROM User").await;
    assert_eq!(
        answer.text,
        r#"{"totalSize":3000,"done":true,"records":[]}"#
    );
}

#[tokio::test]
async fn faults_of_a_query_are_an_array_with_the_code() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let faults = [
        (
            "",
            "MALFORMED_QUERY",
            "SOQL statements cannot be empty or null",
        ),
        (
            "SELECT Id FROM",
            "MALFORMED_QUERY",
            "unexpected token: '<EOF>'",
        ),
        (
            "SELECT Foo FROM User",
            "INVALID_FIELD",
            "No such column 'Foo' on entity 'User'.",
        ),
        (
            "SELECT Id FROM Foo",
            "INVALID_TYPE",
            "sObject type 'Foo' is not supported.",
        ),
    ];
    for (query, code, words) in faults {
        let answer = bench.query(&login.access, query).await;
        let (status, told, message) = api_error(&answer);
        assert_eq!((status, told.as_str()), (400, code));
        assert!(message.contains(words), "{message}");
        assert!(answer.text.starts_with("[{\"message\":"), "{}", answer.text);
    }
    let nothing = bench
        .call(&login.access, "/services/data/v66.0/query")
        .await;
    assert_eq!(
        api_error(&nothing).2,
        "SOQL statements cannot be empty or null"
    );
}

#[tokio::test]
async fn the_preflight_of_a_service_account_is_answered() {
    let bench = Bench::with(|config| config.sandbox = true).await;
    let login = bench.log_in().await;
    let id = login.answer["id"]
        .as_str()
        .and_then(|id| id.rsplit('/').next())
        .expect("an id");
    let soql = format!(
        "SELECT Id, Username, Name, Email, IsActive, UserType, ProfileId, Profile.Name, \
         Profile.PermissionsViewAllData, Profile.PermissionsApiUserOnly, Profile.UserLicense.Name, \
         Profile.UserLicense.LicenseDefinitionKey, LastLoginDate FROM User WHERE Id = '{id}'"
    );
    let user = bench.query(&login.access, &soql).await.json()["records"][0].clone();
    assert_eq!(user["Name"], "LPC Service Account");
    assert_eq!(user["Profile"]["PermissionsViewAllData"], true);
    assert_eq!(
        user["Profile"]["UserLicense"]["LicenseDefinitionKey"],
        "SFDC"
    );
    assert_eq!(
        user["LastLoginDate"], "2026-11-23T12:00:00.000+0000",
        "the login is seen"
    );
    let soql = "SELECT Id, Name, IsSandbox, OrganizationType, InstanceName, TrialExpirationDate \
                FROM Organization";
    let organization = bench.query(&login.access, soql).await.json()["records"][0].clone();
    assert_eq!(organization["IsSandbox"], true);
    assert_eq!(organization["TrialExpirationDate"], Value::Null);
    let soql = "SELECT PermissionsViewAllData, PermissionsViewAllUsers, PermissionsManageUsers, \
                PermissionsApiEnabled, PermissionsApiUserOnly, PermissionsViewSetup \
                FROM UserPermissionAccess LIMIT 1";
    let rights = bench.query(&login.access, soql).await.json()["records"][0].clone();
    assert_eq!(rights["PermissionsManageUsers"], true);
    assert_eq!(rights["PermissionsApiUserOnly"], false);
    bench.set(json!({"permissions": {"PermissionsViewAllData": false}, "is_sandbox": false}));
    let rights = bench.query(&login.access, soql).await.json()["records"][0].clone();
    assert_eq!(rights["PermissionsViewAllData"], false);
    let soql = "SELECT PermissionSet.Name, PermissionSet.IsOwnedByProfile \
                FROM PermissionSetAssignment WHERE AssigneeId = '"
        .to_owned()
        + id
        + "'";
    assert_eq!(
        bench.query(&login.access, &soql).await.json()["totalSize"],
        1
    );
}

#[tokio::test]
async fn approvals_can_be_counted() {
    let bench = Bench::new().await;
    let mut login = bench.log_in().await;
    for _ in 0..6 {
        login = bench.log_in().await;
    }
    let user = login.answer["id"]
        .as_str()
        .and_then(|id| id.rsplit('/').next())
        .expect("an id");
    let soql = format!("SELECT Id, UseCount FROM OauthToken WHERE UserId = '{user}'");
    assert_eq!(
        bench.query(&login.access, &soql).await.json()["totalSize"],
        5
    );
}
