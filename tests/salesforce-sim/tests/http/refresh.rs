use reqwest::StatusCode;
use serde_json::json;

use super::bench::{Bench, tokens};

const LOST: (&str, &str) = ("invalid_grant", "expired access/refresh token");
const LIMITS: &str = "/services/data/v66.0/limits";

fn is(error: (String, String), expected: (&str, &str)) -> bool {
    (error.0.as_str(), error.1.as_str()) == expected
}

#[tokio::test]
async fn with_rotation_every_refresh_gives_a_new_refresh_token() {
    let bench = Bench::new().await;
    let first = bench.log_in().await;
    let second = tokens(&bench.refresh(&first.refresh).await);
    assert!(!second.refresh.is_empty() && second.refresh != first.refresh);
    assert_ne!(second.access, first.access);
    let third = tokens(&bench.refresh(&second.refresh).await);
    assert_eq!(
        bench.call(&third.access, LIMITS).await.status,
        StatusCode::OK
    );
    assert_eq!(bench.counter("refreshes"), 2);
}

#[tokio::test]
async fn without_rotation_the_refresh_token_stays_and_is_not_repeated() {
    let bench = Bench::with(|config| config.rotation = false).await;
    let first = bench.log_in().await;
    for _ in 0..3 {
        let answer = bench.refresh(&first.refresh).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.json().get("refresh_token").is_none());
    }
}

#[tokio::test]
async fn reuse_of_a_spent_token_kills_its_family_and_no_other() {
    let bench = Bench::new().await;
    let (first, bystander) = (bench.log_in().await, bench.log_in().await);
    let second = tokens(&bench.refresh(&first.refresh).await);
    assert!(is(bench.refresh(&first.refresh).await.oauth_error(), LOST));
    assert_eq!(bench.counter("refresh_reuse_seen"), 1);
    assert!(is(bench.refresh(&second.refresh).await.oauth_error(), LOST));
    for access in [&first.access, &second.access] {
        assert_eq!(
            bench.call(access, LIMITS).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    assert_eq!(
        bench.call(&bystander.access, LIMITS).await.status,
        StatusCode::OK
    );
    assert_eq!(
        bench.refresh(&bystander.refresh).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_second_refresh_of_the_same_token_at_once_is_refused() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"hold_refreshes": true}));
    let (first, second) = tokio::join!(bench.refresh(&login.refresh), async {
        while bench.counter("refreshes_waiting") == 0 {
            tokio::task::yield_now().await;
        }
        let second = bench.refresh(&login.refresh).await;
        bench.set(json!({"hold_refreshes": false}));
        second
    });
    let busy = ("invalid_grant", "token request is already being processed");
    assert!(is(second.oauth_error(), busy));
    assert_eq!(
        first.status,
        StatusCode::OK,
        "the first one is served: {}",
        first.text
    );
    assert_eq!(
        bench.counter("refresh_reuse_seen"),
        0,
        "a busy token is not a reused one"
    );
    assert_eq!(
        bench.refresh(&tokens(&first).refresh).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_lost_answer_has_rotated_the_token_all_the_same() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"drop_after_rotation": true}));
    let client_id = bench.client_id();
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", login.refresh.as_str()),
        ("client_id", client_id.as_str()),
    ];
    let address = bench.sim.origin() + "/services/oauth2/token";
    assert!(
        bench.http.post(address).form(&form).send().await.is_err(),
        "no answer arrives"
    );
    bench.set(json!({"drop_after_rotation": false}));
    assert!(is(bench.refresh(&login.refresh).await.oauth_error(), LOST));
}

#[tokio::test]
async fn an_unknown_refresh_token_is_lost() {
    let bench = Bench::new().await;
    assert!(is(
        bench.refresh("5Aep861nothing").await.oauth_error(),
        LOST
    ));
    assert!(is(bench.refresh("").await.oauth_error(), LOST));
}

#[tokio::test]
async fn a_revocation_by_the_administrator_ends_refresh_and_access() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.fault("revoke_refresh_tokens");
    assert!(is(bench.refresh(&login.refresh).await.oauth_error(), LOST));
    assert_eq!(
        bench.call(&login.access, LIMITS).await.status,
        StatusCode::UNAUTHORIZED
    );
    let again = bench.log_in().await;
    assert_eq!(
        bench.refresh(&again.refresh).await.status,
        StatusCode::OK,
        "a new login recovers"
    );
}

#[tokio::test]
async fn a_refresh_token_dies_after_thirty_idle_days_and_use_prolongs_it() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench
        .sim
        .control(json!({"fault": "advance_clock", "seconds": 29 * 86_400}))
        .expect("a fault");
    let second = tokens(&bench.refresh(&login.refresh).await);
    bench.advance(29 * 86_400);
    let third = tokens(&bench.refresh(&second.refresh).await);
    bench.advance(30 * 86_400 + 1);
    assert!(is(bench.refresh(&third.refresh).await.oauth_error(), LOST));
}

#[tokio::test]
async fn a_forced_error_is_answered_word_for_word_and_leaves_the_token_alone() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let texts = [
        ("invalid_grant", "ip restricted"),
        ("invalid_grant", "login rate exceeded"),
        (
            "invalid_app_access",
            "user is not admin approved to access this app",
        ),
        ("invalid_client", "app must be installed into org"),
        ("app_blocked", "app blocked"),
        ("oauth_flow_disabled", "flow disabled"),
    ];
    for (error, description) in texts {
        bench.set(json!({
            "token_error": {"status": 400, "error": error, "error_description": description}
        }));
        assert!(is(
            bench.refresh(&login.refresh).await.oauth_error(),
            (error, description)
        ));
    }
    let busy = json!({"status": 503, "error": "server_error", "error_description": "later"});
    bench.set(json!({"token_error": busy}));
    assert_eq!(
        bench.refresh(&login.refresh).await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
    bench.set(json!({"token_error": null}));
    assert_eq!(bench.refresh(&login.refresh).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_deactivated_user_is_refused_until_reactivated() {
    let bench = Bench::new().await;
    let other = bench.sim.other_username();
    let login = bench.log_in_as(&other).await;
    bench
        .sim
        .control(json!({"fault": "deactivate_users", "users": [other]}))
        .expect("a user");
    assert_eq!(
        bench.refresh(&login.refresh).await.oauth_error().0,
        "inactive_user"
    );
    assert_eq!(
        bench.call(&login.access, LIMITS).await.status,
        StatusCode::UNAUTHORIZED
    );
    bench
        .sim
        .control(json!({"fault": "reactivate_users", "users": [other]}))
        .expect("a user");
    assert_eq!(bench.refresh(&login.refresh).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_instance_of_the_answer_can_be_made_wrong() {
    let bench = Bench::new().await;
    bench.set(json!({"wrong_instance_url": "https://evil.example.net"}));
    assert_eq!(
        bench.log_in().await.answer["instance_url"],
        "https://evil.example.net"
    );
}

#[tokio::test]
async fn the_identity_that_logs_in_can_be_switched() {
    let bench = Bench::new().await;
    let right = bench.log_in().await;
    bench.set(json!({"login_user": bench.sim.other_username()}));
    let wrong = bench.log_in().await;
    assert_ne!(right.answer["id"], wrong.answer["id"]);
}

#[tokio::test]
async fn revoking_a_refresh_token_ends_its_access_tokens_and_an_access_token_only_itself() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let revoke = async |token: &str| {
        bench
            .post("/services/oauth2/revoke", &[("token", token)])
            .await
    };
    let answer = revoke(&login.access).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, ""));
    assert_eq!(
        bench.call(&login.access, LIMITS).await.status,
        StatusCode::UNAUTHORIZED
    );
    let second = tokens(&bench.refresh(&login.refresh).await);
    assert_eq!(revoke(&second.refresh).await.status, StatusCode::OK);
    assert_eq!(
        bench.call(&second.access, LIMITS).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert!(is(bench.refresh(&second.refresh).await.oauth_error(), LOST));
}

#[tokio::test]
async fn revoking_works_by_get_and_refuses_the_unknown_as_a_form() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let path = format!("/services/oauth2/revoke?token={}", login.refresh);
    assert_eq!(bench.get(&path).await.status, StatusCode::OK);
    let again = bench.get(&path).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        again.text,
        "error=invalid_token&error_description=invalid+token"
    );
}

#[tokio::test]
async fn every_secret_that_was_seen_is_known_and_none_is_in_the_state() {
    let bench = Bench::new().await;
    let code = bench.code_for(super::bench::SERVICE);
    let login = tokens(&bench.redeem(&code).await);
    let second = tokens(&bench.refresh(&login.refresh).await);
    let known = bench.sim.issued_secrets();
    let verifier = super::bench::VERIFIER.to_owned();
    for secret in [
        code,
        verifier,
        login.access,
        login.refresh,
        second.access,
        second.refresh,
    ] {
        assert!(known.contains(&secret), "{secret} is missing");
    }
    let state = bench.get("/_control").await.text;
    assert!(known.iter().all(|secret| !state.contains(secret)));
}
