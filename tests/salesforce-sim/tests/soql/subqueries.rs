//! Subqueries in SELECT, FIELDS and the functions that only change how a value looks.

use serde_json::{Value, json};

use super::mirror::Mirror;

async fn first(mirror: &Mirror, soql: &str) -> Value {
    let soql = mirror.filled(soql);
    let answer = mirror.bench.query(&mirror.access, &soql).await;
    let json = answer.json();
    assert_eq!(answer.status, 200, "{soql}: {json}");
    json["records"][0].clone()
}

#[tokio::test]
async fn children_come_with_their_parent() {
    let mirror = Mirror::new().await;
    let soql = "SELECT Id, (SELECT Id, AssigneeId FROM PermissionSetAssignments) FROM User \
                WHERE Id = '{User:30}'";
    let record = first(&mirror, soql).await;
    let children = &record["PermissionSetAssignments"];
    let user = mirror.filled("{User:30}");
    let sql = "SELECT 1 FROM PermissionSetAssignment WHERE AssigneeId = '{User:30}'";
    assert_eq!(children["totalSize"], mirror.count(sql));
    assert_eq!(children["done"], true);
    let child = &children["records"][0];
    assert_eq!(child["AssigneeId"], user.as_str());
    assert_eq!(child["attributes"]["type"], "PermissionSetAssignment");
}

#[tokio::test]
async fn a_parent_without_children_has_null() {
    let mirror = Mirror::new().await;
    let soql =
        "SELECT Id, (SELECT Id FROM ManagedUsers) FROM User WHERE UserType = 'AutomatedProcess'";
    let record = first(&mirror, soql).await;
    assert_eq!(record["ManagedUsers"], Value::Null);
    assert!(
        record
            .as_object()
            .expect("a record")
            .contains_key("ManagedUsers")
    );
}

#[tokio::test]
async fn children_have_conditions_an_order_and_a_limit() {
    let mirror = Mirror::new().await;
    let soql = "SELECT Name, (SELECT Name FROM Users WHERE IsActive = true \
                ORDER BY Name DESC LIMIT 3) FROM Profile WHERE Name = 'Standard User'";
    let record = first(&mirror, soql).await;
    let names: Vec<&str> = record["Users"]["records"]
        .as_array()
        .expect("children")
        .iter()
        .filter_map(|child| child["Name"].as_str())
        .collect();
    assert_eq!(
        (names.len(), record["Users"]["totalSize"].as_u64()),
        (3, Some(3))
    );
    assert!(names.is_sorted_by(|a, b| a.to_lowercase() >= b.to_lowercase()));
    // The same three, one by one.
    for (place, name) in names.iter().enumerate() {
        let name = name.replace('\'', "''");
        let sql = format!(
            "SELECT 1 FROM (SELECT u.Name FROM {{U}} WHERE p.Name = 'Standard User' AND u.IsActive \
             ORDER BY u.Name DESC LIMIT 1 OFFSET {place}) WHERE Name = '{name}'"
        );
        assert_eq!(mirror.count(&sql), 1, "{name}");
    }
}

#[tokio::test]
async fn many_children_make_pages_smaller_and_have_pages_of_their_own() {
    let bench = crate::bench::Bench::with(|config| config.users = 12_000).await;
    let access = bench.log_in().await.access;
    let soql = "SELECT Id, (SELECT Id FROM Users) FROM Profile";
    let (mut children, mut parents, mut pages) = (0, 0, 0);
    let mut answer = bench.query(&access, soql).await.json();
    loop {
        pages += 1;
        for record in answer["records"].as_array().expect("records") {
            parents += 1;
            let mut inner = record["Users"].clone();
            while !inner.is_null() {
                let rows = inner["records"].as_array().expect("children").len();
                assert!(rows <= 2_000);
                children += rows;
                inner = match inner["nextRecordsUrl"].as_str() {
                    Some(next) => bench.call(&access, next).await.json(),
                    None => Value::Null,
                };
            }
        }
        match answer["nextRecordsUrl"].as_str() {
            Some(next) => answer = bench.call(&access, next).await.json(),
            None => break,
        }
    }
    let count = async |soql: &str| bench.query(&access, soql).await.json()["totalSize"].clone();
    assert_eq!(count("SELECT COUNT() FROM Profile").await, parents);
    let soql = "SELECT COUNT() FROM User WHERE ProfileId != null";
    assert_eq!(count(soql).await, children);
    assert!(pages > 2, "{pages} pages");
}

#[tokio::test]
async fn all_fields_can_be_asked_for_at_once() {
    let mirror = Mirror::new().await;
    let all = first(&mirror, "SELECT FIELDS(ALL) FROM User LIMIT 200").await;
    let standard = first(&mirror, "SELECT FIELDS(STANDARD) FROM User").await;
    assert_eq!(all, standard, "there are no custom fields");
    assert!(all.as_object().expect("a record").len() > 15);
    let custom = first(&mirror, "SELECT FIELDS(CUSTOM), Id FROM User LIMIT 1").await;
    assert_eq!(custom.as_object().expect("a record").len(), 2);
}

#[tokio::test]
async fn labels_and_formats_stand_under_the_fields_name_or_an_alias() {
    let mirror = Mirror::new().await;
    let soql = "SELECT toLabel(UserType), FORMAT(CreatedDate) made, toLabel(Manager.UserType) FROM User \
                WHERE Id = '{User:40}'";
    let record = first(&mirror, soql).await;
    assert_eq!(record["UserType"], "Standard");
    assert_eq!(record["Manager"]["UserType"], json!("Standard"));
    let made = record["made"].as_str().expect("a text");
    let american = made.contains('/') && made.ends_with('M');
    let european = made.len() == 17 && made.as_bytes()[2] == b'.';
    assert!(american || european, "{made}");
}
