//! Pages of results that change while they are read.

use serde_json::{Value, json};

use crate::bench::{Bench, SERVICE};

fn ids(page: &Value) -> Vec<String> {
    let records = page["records"].as_array().expect("records");
    let id = |record: &Value| record["Id"].as_str().expect("an id").to_owned();
    records.iter().map(id).collect()
}

#[tokio::test]
async fn a_row_that_is_gone_does_not_move_the_others() {
    let bench = Bench::new().await;
    let tokens = [
        bench.log_in_as(SERVICE).await,
        bench.log_in_as(SERVICE).await,
        bench.log_in_as(SERVICE).await,
        bench.log_in_as(SERVICE).await,
    ];
    let access = &tokens[3].access;
    let soql = "SELECT Id FROM OauthToken";
    let all = ids(&bench.query(access, soql).await.json());
    bench.set(json!({"page_size_max": 2}));
    let first = bench.query(access, soql).await.json();
    assert_eq!(ids(&first), all[..2]);
    for token in &tokens[1..3] {
        let form = [("token", token.refresh.as_str())];
        bench.post("/services/oauth2/revoke", &form).await;
    }
    let next = first["nextRecordsUrl"].as_str().expect("a next page");
    let second = bench.call(access, next).await.json();
    assert_eq!(second["totalSize"], 4, "as many as when it was asked");
    assert_eq!(
        ids(&second),
        all[3..],
        "the third is gone, the fourth in its place"
    );
    assert_eq!(second["done"], true);
}
