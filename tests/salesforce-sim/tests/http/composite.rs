use serde_json::{Value, json};

use super::bench::{Answer, Bench, Tokens};

const ROOT: &str = "/services/data/v66.0";

async fn post(bench: &Bench, login: &Tokens, path: &str, body: &Value) -> Answer {
    let request = bench
        .http
        .post(format!("{}{ROOT}/{path}", bench.sim.origin()))
        .bearer_auth(&login.access)
        .json(body);
    Answer::of(request.send().await.expect("an answer")).await
}

fn part(method: &str, path: &str, reference: &str) -> Value {
    json!({"method": method, "url": format!("{ROOT}/{path}"), "referenceId": reference})
}

#[tokio::test]
async fn a_later_request_uses_what_an_earlier_one_answered_and_all_count_as_one() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let before = bench.counter("api_requests");
    let soql = "query?q=SELECT+Id,ProfileId+FROM+User+WHERE+UserType='Standard'+LIMIT+1";
    let body = json!({"compositeRequest": [
        part("GET", soql, "who"),
        part("GET", "sobjects/Profile/@{who.records[0].ProfileId}?fields=Id,Name", "profile"),
        part("GET", "sobjects/Profile/@{who.records[1].ProfileId}", "lost"),
        part("GET", "sobjects/Nothing", "unknown"),
    ]});
    let answer = post(&bench, &login, "composite", &body).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    let parts = answer.json()["compositeResponse"].clone();
    let status = |at: usize| parts[at]["httpStatusCode"].as_u64();
    assert_eq!((status(0), status(1)), (Some(200), Some(200)));
    assert_eq!(
        parts[1]["body"]["Id"],
        parts[0]["body"]["records"][0]["ProfileId"]
    );
    assert_eq!(parts[1]["referenceId"], "profile");
    assert_eq!(parts[2]["body"][0]["errorCode"], "PROCESSING_HALTED");
    assert_eq!(status(3), Some(404));
    assert_eq!(parts[3]["body"][0]["errorCode"], "NOT_FOUND");
    assert_eq!(bench.counter("api_requests"), before + 1);
}

#[tokio::test]
async fn all_or_none_takes_back_what_went_well() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let body = json!({"allOrNone": true, "compositeRequest": [
        part("GET", "limits", "good"),
        part("GET", "sobjects/Nothing", "bad"),
    ]});
    let parts = post(&bench, &login, "composite", &body).await.json()["compositeResponse"].clone();
    assert_eq!(parts[0]["httpStatusCode"], 400);
    assert_eq!(parts[0]["body"][0]["errorCode"], "PROCESSING_HALTED");
    assert_eq!(parts[1]["body"][0]["errorCode"], "NOT_FOUND");
}

#[tokio::test]
async fn more_than_25_requests_or_5_queries_are_refused_as_a_whole() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let many: Vec<Value> = (0..26)
        .map(|n| part("GET", "limits", &format!("r{n}")))
        .collect();
    let answer = post(
        &bench,
        &login,
        "composite",
        &json!({"compositeRequest": many}),
    )
    .await;
    let refused = answer.json()["compositeResponse"][0].clone();
    assert_eq!(refused["body"][0]["errorCode"], "LIMIT_EXCEEDED");
    assert_eq!(
        refused["body"][0]["message"],
        "The request can\u{2019}t contain more than 25 operations."
    );
    assert_eq!(
        (&refused["referenceId"], &refused["httpStatusCode"]),
        (&Value::Null, &json!(400))
    );
    let queries: Vec<Value> = (0..6)
        .map(|n| part("GET", "query?q=SELECT+COUNT()+FROM+User", &format!("r{n}")))
        .collect();
    let answer = post(
        &bench,
        &login,
        "composite",
        &json!({"compositeRequest": queries}),
    )
    .await;
    assert_eq!(
        answer.json()["compositeResponse"][0]["body"][0]["errorCode"],
        "LIMIT_EXCEEDED"
    );
}

#[tokio::test]
async fn names_must_be_plain_and_requests_must_not_nest() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let body = json!({"compositeRequest": [
        part("GET", "limits", "a-b"),
        part("GET", "limits", "ok"),
        part("GET", "limits", "ok"),
        part("POST", "composite", "inner"),
        {"method": "GET", "url": "https://example.com/", "referenceId": "away"},
    ]});
    let parts = post(&bench, &login, "composite", &body).await.json()["compositeResponse"].clone();
    let codes: Vec<u64> = (0..5)
        .filter_map(|at| parts[at]["httpStatusCode"].as_u64())
        .collect();
    assert_eq!(codes, [400, 200, 400, 400, 404]);
    let words = "Provided referenceId ('a-b') must start with a letter or a number";
    assert!(
        parts[0]["body"][0]["message"]
            .as_str()
            .is_some_and(|m| m.starts_with(words))
    );
    for wrong in [
        json!({}),
        json!([]),
        json!({"compositeRequest": [{"method": 1}]}),
    ] {
        let answer = post(&bench, &login, "composite", &wrong).await;
        assert_eq!(answer.json()[0]["errorCode"], "JSON_PARSER_ERROR");
    }
}

#[tokio::test]
async fn a_batch_counts_each_of_its_requests_and_may_halt() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let before = bench.counter("api_requests");
    let batch = |halt: bool| {
        json!({"haltOnError": halt, "batchRequests": [
            {"method": "GET", "url": "v66.0/limits"},
            {"method": "GET", "url": "v66.0/sobjects/Nothing"},
            {"method": "GET", "url": "v50.0/query?q=SELECT+COUNT()+FROM+User"},
        ]})
    };
    let answer = post(&bench, &login, "composite/batch", &batch(false))
        .await
        .json();
    assert_eq!(answer["hasErrors"], true);
    let status = |answer: &Value, at: usize| answer["results"][at]["statusCode"].as_u64();
    assert_eq!(status(&answer, 1), Some(404));
    assert_eq!(answer["results"][2]["result"]["totalSize"], 100);
    assert_eq!(bench.counter("api_requests"), before + 3);
    let answer = post(&bench, &login, "composite/batch", &batch(true))
        .await
        .json();
    assert_eq!(status(&answer, 2), Some(412));
    assert_eq!(
        answer["results"][2]["result"][0]["errorCode"],
        "BATCH_PROCESSING_HALTED"
    );
}

#[tokio::test]
async fn the_addresses_of_a_batch_may_be_whole_paths() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let query = "query?q=SELECT+COUNT()+FROM+User";
    let parts: Vec<Value> = ["v66.0/", "/v66.0/", "/services/data/v66.0/"]
        .iter()
        .map(|root| json!({"method": "GET", "url": format!("{root}{query}")}))
        .collect();
    let body = json!({"batchRequests": parts});
    let answer = post(&bench, &login, "composite/batch", &body).await.json();
    for at in 0..3 {
        assert_eq!(answer["results"][at]["result"]["totalSize"], 100, "{at}");
    }
}

#[tokio::test]
async fn records_are_retrieved_in_the_order_of_their_ids_and_null_when_unknown() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let users = bench
        .query(&login.access, "SELECT Id FROM User LIMIT 3")
        .await
        .json();
    let id = |at: usize| {
        users["records"][at]["Id"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let unknown = "005000000000000AAA".to_owned();
    let ids = [id(2), unknown, id(0)[..15].to_owned(), id(2)];
    let body = json!({"ids": ids, "fields": ["Id", "Username", "Profile.Name"]});
    let answer = post(&bench, &login, "composite/sobjects/User", &body).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    let records = answer.json();
    assert_eq!(records[0]["Id"], id(2));
    assert_eq!(records[1], Value::Null);
    assert_eq!(records[2]["Id"], id(0));
    assert_eq!(records[3], records[0]);
    let path = format!(
        "{ROOT}/composite/sobjects/User?ids={},{}&fields=Id",
        id(1),
        id(0)
    );
    let records = bench.call(&login.access, &path).await.json();
    assert_eq!(
        (&records[0]["Id"], &records[1]["Id"]),
        (&json!(id(1)), &json!(id(0)))
    );
}

#[tokio::test]
async fn a_retrieval_takes_2000_ids_and_not_more() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let id = bench.sim.state()["service_account"]["id"].clone();
    for (count, status) in [(2_000, 200), (2_001, 400), (0, 400)] {
        let body = json!({"ids": vec![id.clone(); count], "fields": ["Id"]});
        let answer = post(&bench, &login, "composite/sobjects/User", &body).await;
        assert_eq!(answer.status.as_u16(), status, "{count}");
    }
    let body = json!({"ids": [id], "fields": ["Id FROM User --"]});
    let answer = post(&bench, &login, "composite/sobjects/User", &body).await;
    assert_eq!(answer.json()[0]["errorCode"], "INVALID_FIELD");
}
