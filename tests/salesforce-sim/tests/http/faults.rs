use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::{Value, json};

use super::bench::{Answer, Bench, Tokens, api_error};

const LIMITS: &str = "/services/data/v66.0/limits";
const USERS: &str = "/services/data/v66.0/query?q=SELECT+Id,Name+FROM+User";

fn control(bench: &Bench, body: Value) -> Value {
    bench.sim.control(body).expect("a known fault")
}

async fn statuses(bench: &Bench, login: &Tokens, path: &str, count: usize) -> Vec<u16> {
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(bench.call(&login.access, path).await.status.as_u16());
    }
    all
}

#[tokio::test]
async fn the_next_requests_fail_and_a_retry_succeeds() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let state = control(
        &bench,
        json!({
            "fault": "fail_next", "count": 2, "with": "json503", "endpoints": ["query"],
        }),
    );
    assert_eq!(state["waiting_faults"][0]["left"], 2);
    assert_eq!(
        statuses(&bench, &login, LIMITS, 1).await,
        [200],
        "another endpoint"
    );
    assert_eq!(statuses(&bench, &login, USERS, 3).await, [503, 503, 200]);
    let answers = &bench.sim.state()["counters"]["answers"]["query"];
    assert_eq!(answers, &json!({"200": 1, "503": 2}));
    assert_eq!(bench.counter("faults_met"), 2);
    control(&bench, json!({"fault": "fail_next"}));
    let state = control(&bench, json!({"fault": "forget_waiting_faults"}));
    assert_eq!(state["waiting_faults"], json!([]));
    for wrong in [
        json!({"fault": "fail_next", "count": 0}),
        json!({"fault": "fail_next", "with": "fire"}),
        json!({"fault": "fail_next", "endpoints": ["qery"]}),
        json!({"set": {"down_endpoints": ["qery"]}}),
        json!({"set": {"delays_ms": {"qery": 1}}}),
    ] {
        assert!(bench.sim.control(wrong.clone()).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn chance_follows_the_seed() {
    let run = |seed: u64| async move {
        let bench = Bench::with(|config| config.seed = seed).await;
        let login = bench.log_in().await;
        bench
            .set(json!({"fail_percent": 40, "fail_endpoints": ["limits"], "fail_with": "json500"}));
        statuses(&bench, &login, LIMITS, 40).await
    };
    let one = run(3).await;
    assert_eq!(one, run(3).await);
    assert_ne!(one, run(4).await);
    let failed = one.iter().filter(|&&status| status == 500).count();
    assert!((6..=26).contains(&failed), "about 16 of 40: {failed}");
}

#[tokio::test]
async fn an_outage_may_be_limited_to_endpoints_and_tell_when_to_come_back() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"down": "json503", "down_endpoints": ["data"], "retry_after": 7}));
    let answer = bench.call(&login.access, LIMITS).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("retry-after")),
        (503, "7")
    );
    assert_eq!(bench.refresh(&login.refresh).await.status.as_u16(), 200);
}

#[tokio::test]
async fn redirects_lead_away_or_in_a_circle() {
    let bench = Bench::new().await;
    for (kind, status) in [
        ("redirect", 302),
        ("redirect307", 307),
        ("redirect308", 308),
    ] {
        bench.set(json!({"down": kind, "redirect_to": "self"}));
        for answer in [
            bench.get(USERS).await,
            bench.get("/services/oauth2/token").await,
        ] {
            assert_eq!(answer.status.as_u16(), status);
        }
        assert_eq!(bench.get(USERS).await.header("location"), USERS);
        bench.set(json!({"redirect_to": "https://elsewhere.example.net/"}));
        let away = bench.get(LIMITS).await;
        assert_eq!(away.header("location"), "https://elsewhere.example.net/");
    }
}

#[tokio::test]
async fn a_cut_answer_is_noticed_or_not_as_its_kind_is() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let plain = Client::builder()
        .no_proxy()
        .gzip(false)
        .build()
        .expect("a client");
    for kind in ["cut_length", "cut_chunks", "drop", "drop_after"] {
        bench.set(json!({"down": kind}));
        let request = bench
            .http
            .get(bench.sim.origin() + USERS)
            .bearer_auth(&login.access);
        let text = match request.send().await {
            Ok(answer) => answer.text().await,
            Err(error) => Err(error),
        };
        assert!(text.is_err(), "{kind}");
    }
    bench.set(json!({"down": "cut_json"}));
    let answer = bench.call(&login.access, USERS).await;
    assert_eq!(answer.status.as_u16(), 200);
    assert!(serde_json::from_str::<Value>(&answer.text).is_err());
    bench.set(json!({"down": "cut_gzip"}));
    let request = plain
        .get(bench.sim.origin() + USERS)
        .bearer_auth(&login.access);
    let answer = request
        .header("accept-encoding", "gzip")
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    let bytes = answer.bytes().await.expect("all bytes came");
    let mut text = String::new();
    let mut reader = flate2::read::GzDecoder::new(bytes.as_ref());
    assert!(std::io::Read::read_to_string(&mut reader, &mut text).is_err());
    bench.set(json!({"down": "empty200"}));
    assert_eq!(bench.call(&login.access, USERS).await.text, "");
}

#[tokio::test]
async fn what_was_asked_is_done_although_its_answer_is_dropped() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    control(
        &bench,
        json!({"fault": "fail_next", "with": "drop_after", "endpoints": ["token"]}),
    );
    let address = bench.sim.origin() + "/services/oauth2/token";
    let client_id = bench.client_id();
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", login.refresh.as_str()),
        ("client_id", client_id.as_str()),
    ];
    assert!(bench.http.post(&address).form(&form).send().await.is_err());
    assert_eq!(bench.counter("refreshes"), 1);
    let again = bench.refresh(&login.refresh).await.oauth_error();
    assert_eq!(again.1, "expired access/refresh token", "it was spent");
}

#[tokio::test]
async fn a_stalled_answer_begins_and_does_not_end() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"down": "stall"}));
    let request = bench
        .http
        .get(bench.sim.origin() + USERS)
        .bearer_auth(&login.access);
    let answer = request
        .timeout(Duration::from_millis(300))
        .send()
        .await
        .expect("a beginning");
    assert_eq!(answer.status().as_u16(), 200);
    assert!(answer.text().await.is_err_and(|error| error.is_timeout()));
}

#[tokio::test]
async fn an_endpoint_is_slowed_down_by_name() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"delays_ms": {"limits": 200}, "delay_jitter_percent": 50}));
    let start = Instant::now();
    bench.call(&login.access, LIMITS).await;
    assert!(start.elapsed() >= Duration::from_millis(100));
}

#[tokio::test]
async fn a_refreshed_organization_has_a_new_id_and_no_sessions() {
    let bench = Bench::with(|config| config.sandbox = true).await;
    let login = bench.log_in().await;
    let before = bench.sim.state();
    let after = control(&bench, json!({"fault": "refresh_organization"}));
    let id = |state: &Value| {
        state["organization"]["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    assert_ne!(id(&before), id(&after));
    assert!(id(&after).starts_with("00D") && id(&after).len() == 18);
    assert_eq!(
        before["service_account"], after["service_account"],
        "users keep their ids"
    );
    assert_eq!(after["last_fault"]["count"], 1);
    let answer = bench.call(&login.access, LIMITS).await;
    assert_eq!(api_error(&answer).1, "INVALID_SESSION_ID");
    let refused = bench.refresh(&login.refresh).await.oauth_error();
    assert_eq!(refused.1, "expired access/refresh token");
    let again = bench.log_in().await;
    let identity = again.answer["id"].as_str().expect("an identity").to_owned();
    assert!(identity.contains(&id(&after)));
    let soql = "SELECT Id FROM Organization";
    let told = bench.query(&again.access, soql).await.json();
    assert_eq!(told["records"][0]["Id"], id(&after));
}

#[tokio::test]
async fn pages_may_differ_in_length_and_still_hold_everybody_once() {
    let bench = Bench::with(|config| config.users = 900).await;
    let login = bench.log_in().await;
    bench.set(json!({"page_size_max": 100, "page_size_irregular": true}));
    let mut page = bench
        .query(&login.access, "SELECT Id FROM User")
        .await
        .json();
    let (mut ids, mut lengths) = (Vec::new(), Vec::new());
    loop {
        let records = page["records"].as_array().expect("records");
        lengths.push(records.len());
        ids.extend(
            records
                .iter()
                .filter_map(|r| r["Id"].as_str().map(str::to_owned)),
        );
        let Some(next) = page["nextRecordsUrl"].as_str().map(str::to_owned) else {
            break;
        };
        page = bench.call(&login.access, &next).await.json();
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 900);
    let most = lengths.split_last().expect("pages").1;
    assert!(
        most.iter().all(|length| (50..=100).contains(length)),
        "{lengths:?}"
    );
    assert!(most.windows(2).any(|two| two[0] != two[1]), "{lengths:?}");
}

#[tokio::test]
async fn bytes_and_errors_are_counted_by_endpoint_and_status() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.call(&login.access, LIMITS).await;
    bench.get(LIMITS).await;
    let counters = bench.sim.state()["counters"].clone();
    assert_eq!(counters["answers"]["limits"], json!({"200": 1, "401": 1}));
    assert_eq!(counters["errors"], 1);
    assert!(
        counters["bytes_sent"]
            .as_u64()
            .is_some_and(|bytes| bytes > 500)
    );
}

#[tokio::test]
async fn the_control_page_is_for_browsers_and_other_sites_are_kept_out() {
    let bench = Bench::new().await;
    let address = bench.sim.origin() + "/_control";
    let page = bench
        .http
        .get(&address)
        .header("accept", "text/html")
        .send()
        .await;
    let page = Answer::of(page.expect("a page")).await;
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(
        page.header("content-security-policy")
            .contains("frame-ancestors 'none'")
    );
    let login = bench.get(&bench.authorize_url(&[])).await;
    assert!(
        login
            .header("content-security-policy")
            .contains("frame-ancestors 'none'"),
        "nobody frames the page with Allow on it"
    );
    assert!(!page.text.contains("src=\"http") && !page.text.contains("href=\"http"));
    for (origin, status) in [
        (bench.sim.origin(), 200),
        ("https://evil.example".to_owned(), 403),
        ("null".to_owned(), 403),
    ] {
        let request = bench.http.post(&address).header("origin", &origin);
        let body = json!({"fault": "reset_counters"});
        let answer = request.json(&body).send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), status, "{origin}");
    }
    let foreign = bench
        .http
        .post(&address)
        .header("sec-fetch-site", "cross-site");
    let answer = foreign
        .json(&json!({"fault": "reset_counters"}))
        .send()
        .await;
    assert_eq!(answer.expect("an answer").status().as_u16(), 403);
}
