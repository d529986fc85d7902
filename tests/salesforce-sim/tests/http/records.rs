use reqwest::Method;
use serde_json::{Value, json};

use super::bench::{Answer, Bench, Tokens, api_error};

const ROOT: &str = "/services/data/v66.0";

async fn send(bench: &Bench, login: &Tokens, method: &str, path: &str, body: &Value) -> Answer {
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let request = bench
        .http
        .request(method, format!("{}{ROOT}/{path}", bench.sim.origin()))
        .bearer_auth(&login.access)
        .json(body);
    Answer::of(request.send().await.expect("an answer")).await
}

fn service_id(bench: &Bench) -> String {
    bench.sim.state()["service_account"]["id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

#[tokio::test]
async fn a_record_of_every_object_is_read_by_either_form_of_its_id() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let all = bench
        .call(&login.access, &format!("{ROOT}/sobjects"))
        .await
        .json();
    let objects: Vec<&str> = all["sobjects"]
        .as_array()
        .expect("objects")
        .iter()
        .filter(|object| object["retrieveable"] == true)
        .filter_map(|object| object["name"].as_str())
        .collect();
    assert!(objects.len() >= 8, "{objects:?}");
    for object in objects {
        let found = bench
            .query(&login.access, &format!("SELECT Id FROM {object} LIMIT 1"))
            .await;
        let Some(id) = found.json()["records"][0]["Id"].as_str().map(str::to_owned) else {
            continue;
        };
        let long = bench
            .call(&login.access, &format!("{ROOT}/sobjects/{object}/{id}"))
            .await;
        assert_eq!(long.status.as_u16(), 200, "{object}: {}", long.text);
        assert_eq!(long.json()["Id"], id.as_str());
        assert_eq!(long.json()["attributes"]["type"], object);
        let short = format!("{ROOT}/sobjects/{object}/{}/", &id[..15]);
        assert_eq!(bench.call(&login.access, &short).await.text, long.text);
    }
}

#[tokio::test]
async fn ids_of_a_wrong_form_are_told_apart() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let id = service_id(&bench);
    let wrong_suffix = format!(
        "{}{}",
        &id[..15],
        if id.ends_with("AAA") { "AAB" } else { "AAA" }
    );
    let external = |name: &str| {
        format!("Provided external ID field does not exist or is not accessible: {name}")
    };
    let missing = "The requested resource does not exist".to_owned();
    for (path, status, code, message) in [
        (
            "User/005000000000000AAA".to_owned(),
            404,
            "NOT_FOUND",
            missing.clone(),
        ),
        ("User/x".to_owned(), 404, "NOT_FOUND", external("x")),
        (
            "User/00e000000000000AAA".to_owned(),
            404,
            "NOT_FOUND",
            external("00e000000000000AAA"),
        ),
        (
            format!("User/{wrong_suffix}"),
            400,
            "MALFORMED_ID",
            format!("malformed id {wrong_suffix}"),
        ),
        (
            "User/Username/x@y.z".to_owned(),
            404,
            "NOT_FOUND",
            external("Username"),
        ),
        (format!("Nothing/{id}"), 404, "NOT_FOUND", missing),
    ] {
        let answer = bench
            .call(&login.access, &format!("{ROOT}/sobjects/{path}"))
            .await;
        assert_eq!(
            api_error(&answer),
            (status, code.to_owned(), message),
            "{path}"
        );
    }
}

#[tokio::test]
async fn fields_are_chosen_and_nothing_else_gets_into_the_query() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let record = format!("{ROOT}/sobjects/User/{}", service_id(&bench));
    let chosen = bench
        .call(
            &login.access,
            &format!("{record}?fields=Name,profile.name,Name"),
        )
        .await;
    let json = chosen.json();
    assert_eq!(json["Name"], "LPC Service Account");
    assert!(json["Profile"]["Name"].is_string() && json.get("Email").is_none());
    for fields in [
        "Nothing",
        "Id+FROM+Profile+LIMIT+1",
        "Profile.Nothing",
        "COUNT()",
    ] {
        let answer = bench
            .call(&login.access, &format!("{record}?fields={fields}"))
            .await;
        assert_eq!(api_error(&answer).1, "INVALID_FIELD", "{fields}");
    }
    let profile = bench
        .call(&login.access, &format!("{record}/Profile?fields=Name"))
        .await;
    assert_eq!(profile.json()["attributes"]["type"], "Profile");
}

#[tokio::test]
async fn an_account_that_may_only_read_is_refused_when_it_writes() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let record = format!("sobjects/User/{}", service_id(&bench));
    let refused = r#"[{"message":"insufficient access rights on object id","errorCode":"INSUFFICIENT_ACCESS_OR_READONLY","fields":[]}]"#;
    let last_name = json!({"LastName": "X"});
    let answer = send(&bench, &login, "PATCH", &record, &last_name).await;
    assert_eq!(
        (answer.status.as_u16(), answer.text.as_str()),
        (403, refused)
    );
    let answer = send(&bench, &login, "DELETE", &record, &json!({})).await;
    assert_eq!(
        (answer.status.as_u16(), answer.text.as_str()),
        (403, refused)
    );
    let answer = send(&bench, &login, "POST", "sobjects/User", &last_name).await;
    assert_eq!(api_error(&answer).1, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY");
    let answer = send(&bench, &login, "POST", "sobjects/User", &json!({"Foo": 1})).await;
    assert_eq!(
        api_error(&answer).2,
        "No such column 'Foo' on sobject of type User"
    );
    let many = json!({"records": [{"attributes": {"type": "User"}, "LastName": "X"}]});
    let answer = send(&bench, &login, "POST", "composite/sobjects", &many).await;
    assert_eq!(answer.json()[0]["success"], false);
    assert_eq!(
        send(&bench, &login, "POST", "composite/tree/User", &many)
            .await
            .status
            .as_u16(),
        400
    );
}

#[tokio::test]
async fn a_user_manager_deactivates_and_freezes() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let soql = "SELECT Id, UserId FROM UserLogin WHERE IsFrozen = false LIMIT 60";
    let row = bench.query(&login.access, soql).await.json()["records"][50].clone();
    let id = |name: &str| row[name].as_str().expect("an id").to_owned();
    let user = format!("sobjects/User/{}", id("UserId"));
    let logins = format!("sobjects/UserLogin/{}", id("Id"));
    let answer = send(&bench, &login, "PATCH", &user, &json!({"IsActive": false})).await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (204, ""));
    for (value, status) in [("true", 204), ("perhaps", 400), ("false", 204)] {
        let quoted = json!({"IsActive": value});
        let answer = send(&bench, &login, "PATCH", &user, &quoted).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    }
    let frozen = json!({"IsFrozen": true});
    // A client that cannot PATCH says so in the address.
    let answer = send(
        &bench,
        &login,
        "POST",
        &format!("{logins}?_HttpMethod=PATCH"),
        &frozen,
    )
    .await;
    assert_eq!(answer.status.as_u16(), 204, "{}", answer.text);
    let read = |path: String| {
        let (bench, login) = (&bench, &login);
        async move {
            bench
                .call(&login.access, &format!("{ROOT}/{path}"))
                .await
                .json()
        }
    };
    assert_eq!(read(user.clone()).await["IsActive"], false);
    assert_eq!(read(logins).await["IsFrozen"], true);
    bench.set(json!({"permissions": {"PermissionsManageUsers": false}}));
    let answer = send(&bench, &login, "PATCH", &user, &json!({"IsActive": true})).await;
    assert_eq!(answer.status.as_u16(), 403);
}

#[tokio::test]
async fn what_changed_in_a_span_of_time_is_listed_and_nothing_is_deleted() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.advance(600);
    bench
        .sim
        .control(json!({"fault": "rename_users", "count": 3}))
        .expect("a fault");
    let span = "start=2026-11-23T12:05:00%2B00:00&end=2026-11-23T12:15:00Z";
    let path = format!("{ROOT}/sobjects/User/updated/?{span}");
    let updated = bench.call(&login.access, &path).await.json();
    assert_eq!(updated["ids"].as_array().map(Vec::len), Some(3));
    assert_eq!(updated["latestDateCovered"], "2026-11-23T12:10:00.000+0000");
    let deleted = bench
        .call(&login.access, &path.replace("updated", "deleted"))
        .await
        .json();
    assert_eq!(deleted["deletedRecords"], json!([]));
    for (span, code) in [
        ("start=2026-11-23T12:05:00Z", "MISSING_ARGUMENT"),
        ("start=x&end=y", "INVALID_REPLICATION_DATE"),
        (
            "start=2026-11-23T12:05:00Z&end=2026-11-23T12:05:30Z",
            "INVALID_REPLICATION_DATE",
        ),
    ] {
        let answer = bench
            .call(
                &login.access,
                &format!("{ROOT}/sobjects/User/updated?{span}"),
            )
            .await;
        assert_eq!(api_error(&answer).1, code, "{span}");
    }
}

#[tokio::test]
async fn search_finds_users_by_the_beginning_of_a_name() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let path = format!("{ROOT}/parameterizedSearch?q=serv&sobject=User&User.fields=Id,Name");
    let found = bench.call(&login.access, &path).await.json();
    let records = found["searchRecords"].as_array().expect("records");
    assert!(
        records
            .iter()
            .any(|record| record["Name"] == "LPC Service Account"),
        "{found}"
    );
    let answer = bench
        .call(&login.access, &format!("{ROOT}/search?q=FIND+x"))
        .await;
    assert_eq!(api_error(&answer).1, "MALFORMED_SEARCH");
}
