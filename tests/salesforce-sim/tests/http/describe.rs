use serde_json::{Value, json};

use super::bench::{Answer, Bench, api_error};

const ROOT: &str = "/services/data/v66.0";

/// The members of a field that clients written by others look for.
const FIELD: [&str; 57] = [
    "aggregatable",
    "aiPredictionField",
    "autoNumber",
    "byteLength",
    "calculated",
    "calculatedFormula",
    "cascadeDelete",
    "caseSensitive",
    "compoundFieldName",
    "controllerName",
    "createable",
    "custom",
    "defaultValue",
    "defaultValueFormula",
    "defaultedOnCreate",
    "dependentPicklist",
    "deprecatedAndHidden",
    "digits",
    "displayLocationInDecimal",
    "encrypted",
    "externalId",
    "extraTypeInfo",
    "filterable",
    "filteredLookupInfo",
    "formulaTreatNullNumberAsZero",
    "groupable",
    "highScaleNumber",
    "htmlFormatted",
    "idLookup",
    "inlineHelpText",
    "label",
    "length",
    "mask",
    "maskType",
    "name",
    "nameField",
    "namePointing",
    "nillable",
    "permissionable",
    "picklistValues",
    "polymorphicForeignKey",
    "precision",
    "queryByDistance",
    "referenceTargetField",
    "referenceTo",
    "relationshipName",
    "relationshipOrder",
    "restrictedDelete",
    "restrictedPicklist",
    "scale",
    "searchPrefilterable",
    "soapType",
    "sortable",
    "type",
    "unique",
    "updateable",
    "writeRequiresMasterRead",
];

#[tokio::test]
async fn every_field_that_is_described_can_be_selected_and_has_every_member() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let all = bench
        .call(&login.access, &format!("{ROOT}/sobjects/"))
        .await
        .json();
    assert_eq!(
        (&all["encoding"], &all["maxBatchSize"]),
        (&json!("UTF-8"), &json!(200))
    );
    for object in all["sobjects"].as_array().expect("objects") {
        let name = object["name"].as_str().expect("a name");
        let address = object["urls"]["describe"].as_str().expect("an address");
        let described = bench.call(&login.access, address).await.json();
        let fields = described["fields"].as_array().expect("fields");
        for field in fields {
            for member in FIELD {
                assert!(
                    field.get(member).is_some(),
                    "{name}.{}: {member}",
                    field["name"]
                );
            }
        }
        let names: Vec<&str> = fields
            .iter()
            .filter_map(|field| field["name"].as_str())
            .collect();
        let soql = format!("SELECT {} FROM {name} LIMIT 1", names.join(","));
        let answer = bench.query(&login.access, &soql).await;
        assert_eq!(answer.status.as_u16(), 200, "{name}: {}", answer.text);
        for member in [
            "keyPrefix",
            "label",
            "labelPlural",
            "childRelationships",
            "recordTypeInfos",
        ] {
            assert!(described.get(member).is_some(), "{name}: {member}");
        }
    }
}

#[tokio::test]
async fn references_and_labels_are_described() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let user = bench
        .call(&login.access, &format!("{ROOT}/sobjects/User/describe"))
        .await
        .json();
    let field = |name: &str| {
        let fields = user["fields"].as_array().expect("fields");
        fields
            .iter()
            .find(|field| field["name"] == name)
            .cloned()
            .expect("a field")
    };
    let profile = field("ProfileId");
    assert_eq!(profile["type"], "reference");
    assert_eq!(profile["referenceTo"], json!(["Profile"]));
    assert_eq!(
        (&profile["relationshipName"], &profile["label"]),
        (&json!("Profile"), &json!("Profile ID"))
    );
    assert_eq!(
        (&field("Id")["soapType"], &field("Id")["length"]),
        (&json!("tns:ID"), &json!(18))
    );
    assert_eq!(field("LastLoginDate")["type"], "datetime");
    let types = field("UserType")["picklistValues"].clone();
    let values: Vec<&Value> = types
        .as_array()
        .expect("values")
        .iter()
        .map(|v| &v["value"])
        .collect();
    assert!(values.contains(&&json!("Standard")));
    let children = user["childRelationships"].as_array().expect("children");
    assert!(
        children
            .iter()
            .any(|child| child["childSObject"] == "UserLogin")
    );
    assert_eq!(user["keyPrefix"], "005");
}

#[tokio::test]
async fn an_unchanged_description_is_not_sent_again() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let path = format!("{ROOT}/sobjects/User/describe");
    let first = bench.call(&login.access, &path).await;
    assert_eq!(
        first.header("last-modified"),
        "Mon, 23 Nov 2026 12:00:00 GMT"
    );
    let since = |date: &'static str| {
        let request = bench
            .http
            .get(bench.sim.origin() + &path)
            .bearer_auth(&login.access);
        request.header("if-modified-since", date)
    };
    for (date, status) in [
        ("Mon, 23 Nov 2026 12:00:00 GMT", 304),
        ("Sun, 22 Nov 2026 12:00:00 GMT", 200),
        ("some day", 200),
    ] {
        let answer = Answer::of(since(date).send().await.expect("an answer")).await;
        assert_eq!(answer.status.as_u16(), status, "{date}");
        assert_eq!(answer.text.is_empty(), status == 304);
    }
}

#[tokio::test]
async fn what_a_user_may_not_see_is_not_described() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let path = format!("{ROOT}/sobjects/UserLogin/describe");
    assert_eq!(bench.call(&login.access, &path).await.status.as_u16(), 200);
    bench.set(
        json!({"permissions": {"PermissionsManageUsers": false, "PermissionsViewSetup": false}}),
    );
    assert_eq!(
        api_error(&bench.call(&login.access, &path).await).1,
        "NOT_FOUND"
    );
    let limits = bench.call(&login.access, &format!("{ROOT}/limits")).await;
    assert_eq!(api_error(&limits).1, "INSUFFICIENT_ACCESS");
}

#[tokio::test]
async fn limits_are_listed_with_what_is_left() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let limits = bench
        .call(&login.access, &format!("{ROOT}/limits/"))
        .await
        .json();
    let limits = limits.as_object().expect("limits");
    assert!(limits.len() > 50);
    for (name, limit) in limits {
        let (max, left) = (limit["Max"].as_u64(), limit["Remaining"].as_u64());
        assert!(max.is_some() && left <= max, "{name}: {limit}");
    }
    let counts = format!("{ROOT}/limits/recordCount?sObjects=User,Nothing,Profile");
    let counts = bench.call(&login.access, &counts).await.json();
    assert_eq!(counts["sObjects"][0], json!({"count": 100, "name": "User"}));
    assert_eq!(counts["sObjects"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn the_columns_and_the_plan_of_a_query_are_told_without_its_rows() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let soql = "SELECT+Id,IsActive,Profile.Name+FROM+User";
    let answer = bench
        .call(
            &login.access,
            &format!("{ROOT}/query?q={soql}&columns=true"),
        )
        .await;
    let columns = answer.json();
    assert_eq!(columns["entityName"], "User");
    assert_eq!(columns["idSelected"], true);
    assert_eq!(columns["columnMetadata"][1]["booleanType"], true);
    assert_eq!(
        columns["columnMetadata"][2]["joinColumns"][0]["columnName"],
        "Name"
    );
    let plan = bench
        .call(&login.access, &format!("{ROOT}/query?explain={soql}"))
        .await
        .json();
    assert_eq!(plan["plans"][0]["sobjectType"], "User");
    let bad = bench
        .call(&login.access, &format!("{ROOT}/query?explain=SELECT"))
        .await;
    assert_eq!(api_error(&bad).1, "MALFORMED_QUERY");
}

#[tokio::test]
async fn the_tooling_api_answers_with_its_own_members() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let soql = "SELECT+Id+FROM+User+LIMIT+3";
    let answer = bench
        .call(&login.access, &format!("{ROOT}/tooling/query/?q={soql}"))
        .await
        .json();
    assert_eq!(
        (&answer["size"], &answer["entityTypeName"]),
        (&json!(3), &json!("User"))
    );
    assert_eq!(answer["queryLocator"], Value::Null);
    let address = answer["records"][0]["attributes"]["url"]
        .as_str()
        .expect("an address")
        .to_owned();
    assert!(address.starts_with(&format!("{ROOT}/tooling/sobjects/User/")));
    assert_eq!(
        bench.call(&login.access, &address).await.status.as_u16(),
        200
    );
}
