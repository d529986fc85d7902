use reqwest::StatusCode;
use serde_json::{Value, json};

use super::bench::{Answer, Bench};

async fn post(bench: &Bench, body: &Value) -> Answer {
    let request = bench.http.post(bench.sim.origin() + "/_control").json(body);
    Answer::of(request.send().await.expect("an answer")).await
}

#[tokio::test]
async fn the_state_lists_faults_switches_and_counters() {
    let bench = Bench::new().await;
    bench.log_in().await;
    let state = bench.get("/_control").await.json();
    assert_eq!(state, bench.sim.state());
    assert!(state["faults"]["expire_access_tokens"].is_string());
    assert_eq!(state["switches"]["rotation"], true);
    assert_eq!(state["counters"]["requests"]["token"], 1);
    assert_eq!(state["counters"]["tokens_issued"], 1);
    assert_eq!(state["live"]["refresh_tokens"], 1);
}

#[tokio::test]
async fn a_change_answers_with_the_state_after_it() {
    let bench = Bench::new().await;
    let answer = post(
        &bench,
        &json!({"set": {"rotation": false, "refresh_delay_ms": 5}}),
    )
    .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json()["switches"]["refresh_delay_ms"], 5);
    assert_eq!(answer.json(), bench.sim.state());
}

#[tokio::test]
async fn the_unknown_is_refused_with_a_list_of_the_known() {
    let bench = Bench::new().await;
    for body in [
        json!({"fault": "explode"}),
        json!({"set": {"gravity": false}}),
        json!({"set": {"permissions": {"PermissionsFly": true}}}),
        json!({"fault": "deactivate_users"}),
        json!({"fault": "deactivate_users", "users": ["nobody@example.com"]}),
        json!({"fault": "advance_clock", "seconds": "ten"}),
        json!({"fault": "advance_clock", "seconds": 1_000_000_000_000_i64}),
        json!({"fault": "advance_clock", "seconds": i64::MIN}),
        json!({"set": {"logins_per_day": u32::MAX}}),
        json!({"set": {"redirect_to": "http://a/\r\nX: y"}}),
        json!({"app": {"client_id": "a", "callbacks": ["http://a/\r\nSet-Cookie: a=b"]}}),
        json!({"app": {"client_id": "a", "callbacks": ["JavaScript:alert(1)"]}}),
        json!({"app": {"client_id": "a", "callbacks": ["nowhere"]}}),
        json!({"app": {"client_id": "a", "name": "a\r\nX: y"}}),
        json!({}),
        json!([1]),
    ] {
        let answer = post(&bench, &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert!(answer.json()["error"].is_string());
        assert!(
            answer.json()["known_faults"]
                .as_array()
                .is_some_and(|all| all.len() > 10)
        );
        assert!(answer.json()["known_switches"]["down"].is_string());
    }
    assert!(bench.sim.control(json!({"fault": "explode"})).is_err());
}

#[tokio::test]
async fn a_deactivation_shows_in_the_delta_and_a_freeze_only_in_the_logins() {
    let bench = Bench::with(|config| config.users = 300).await;
    let login = bench.log_in().await;
    let frozen = "SELECT UserId FROM UserLogin WHERE IsFrozen = true";
    let before = bench.query(&login.access, frozen).await.json()["totalSize"].clone();
    bench.advance(60);
    let state = post(&bench, &json!({"fault": "deactivate_users", "count": 4}))
        .await
        .json();
    assert_eq!(state["last_fault"]["count"], 4);
    post(&bench, &json!({"fault": "freeze_users", "count": 2})).await;
    let delta = "SELECT Id, IsActive FROM User WHERE SystemModstamp >= 2026-11-23T12:01:00Z \
                 ORDER BY SystemModstamp, Id";
    let delta = bench.query(&login.access, delta).await.json();
    assert_eq!(delta["totalSize"], 4);
    let mut touched: Vec<&Value> = state["last_fault"]["users"]
        .as_array()
        .expect("ids")
        .iter()
        .collect();
    touched.sort_by_key(|id| id.as_str());
    let records = delta["records"].as_array().expect("records");
    assert!(records.iter().map(|record| &record["Id"]).eq(touched));
    assert!(records.iter().all(|record| record["IsActive"] == false));
    let after = bench.query(&login.access, frozen).await.json()["totalSize"].clone();
    assert_eq!(after.as_u64(), before.as_u64().map(|before| before + 2));
}

#[tokio::test]
async fn every_change_to_users_touches_as_many_as_asked() {
    let bench = Bench::with(|config| config.users = 200).await;
    for fault in [
        "deactivate_users",
        "freeze_users",
        "reactivate_users",
        "unfreeze_users",
        "change_profile",
        "rename_users",
    ] {
        let state = bench
            .sim
            .control(json!({"fault": fault, "count": 3}))
            .expect("a fault");
        assert_eq!(state["last_fault"]["count"], 3, "{fault}");
    }
}

#[tokio::test]
async fn a_named_user_can_be_changed_by_id_or_user_name() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let soql = "SELECT Id, Username, LastName FROM User WHERE UserType = 'Standard' LIMIT 20";
    let records = bench.query(&login.access, soql).await.json()["records"].clone();
    let (one, two) = (&records[15], &records[16]);
    bench
        .sim
        .control(json!({"fault": "deactivate_users", "users": [one["Id"], two["Username"]]}))
        .expect("two users");
    for user in [one, two] {
        let id = user["Id"].as_str().expect("an id");
        let soql = format!("SELECT IsActive FROM User WHERE Id = '{id}'");
        let active = bench.query(&login.access, &soql).await.json();
        assert_eq!(active["records"][0]["IsActive"], false);
    }
}

#[tokio::test]
async fn the_clock_can_be_moved() {
    let bench = Bench::new().await;
    assert_eq!(bench.sim.state()["clock"], "2026-11-23T12:00:00Z");
    let body = json!({"fault": "advance_clock", "seconds": 3_600});
    assert_eq!(
        post(&bench, &body).await.json()["clock"],
        "2026-11-23T13:00:00Z"
    );
}

#[tokio::test]
async fn counters_can_be_reset() {
    let bench = Bench::new().await;
    bench.log_in().await;
    bench.fault("reset_counters");
    assert_eq!(bench.counter("tokens_issued"), 0);
}
