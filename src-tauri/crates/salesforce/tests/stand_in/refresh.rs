//! Refresh tokens: rotation, concurrency, policies.

use crate::bench::{Bench, access, refresh_token};
use lpc_core::directory::UserQuery;
use lpc_core::fault::FaultCode;
use lpc_core::port::salesforce::{CallFailure, Salesforce, TokenFailure};
use serde_json::json;

const EVERYONE: UserQuery = UserQuery::All { after: None };

#[tokio::test]
async fn with_rotation_each_refresh_brings_the_next_token_and_reuse_ends_the_family() {
    let bench = Bench::new().await;
    let first = bench.log_in().await;
    let second = bench.refresh(refresh_token(&first)).await.expect("a grant");
    let third = bench
        .refresh(refresh_token(&second))
        .await
        .expect("a grant");
    assert_ne!(
        refresh_token(&second).expose(),
        refresh_token(&third).expose()
    );
    match bench.refresh(refresh_token(&first)).await {
        Err(TokenFailure::Lost(fault)) => {
            assert_eq!(fault.raw, "invalid_grant: expired access/refresh token");
            assert_eq!(fault.code, FaultCode::TokenExpired);
        }
        other => panic!("{other:?}"),
    }
    assert!(bench.refresh(refresh_token(&third)).await.is_err());
}

#[tokio::test]
async fn without_rotation_no_new_refresh_token_comes() {
    let bench = Bench::with(|config| config.rotation = false).await;
    let login = bench.log_in().await;
    let grant = bench.refresh(refresh_token(&login)).await.expect("a grant");
    assert!(grant.refresh_token.is_none());
}

#[tokio::test]
async fn an_expired_access_token_is_told_from_a_lost_login() {
    let bench = Bench::new().await;
    let grant = bench.log_in().await;
    bench.fault("expire_access_tokens");
    let users = bench.client.users(&access(&grant), &EVERYONE).await;
    assert!(
        matches!(users, Err(CallFailure::SessionExpired { .. })),
        "{users:?}"
    );
    let grant = bench.refresh(refresh_token(&grant)).await.expect("a grant");
    assert!(bench.client.users(&access(&grant), &EVERYONE).await.is_ok());

    bench.fault("revoke_refresh_tokens");
    assert!(matches!(
        bench.refresh(refresh_token(&grant)).await,
        Err(TokenFailure::Lost { .. })
    ));
}

#[tokio::test]
async fn two_refreshes_at_once_are_a_passing_fault() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"hold_refreshes": true}));
    let (first, second) = tokio::join!(bench.refresh(refresh_token(&login)), async {
        while bench.sim.state()["counters"]["refreshes_waiting"] == json!(0) {
            tokio::task::yield_now().await;
        }
        let second = bench.refresh(refresh_token(&login)).await;
        bench.set(json!({"hold_refreshes": false}));
        second
    });
    assert!(first.is_ok());
    match second {
        Err(TokenFailure::Transient { fault, .. }) => {
            assert_eq!(
                fault.raw,
                "invalid_grant: token request is already being processed"
            );
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_answer_that_is_lost_after_the_rotation_is_a_passing_fault_and_asked_for_once() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    bench.set(json!({"drop_after_rotation": true}));
    let asked_before = bench.requests("token");
    assert!(matches!(
        bench.refresh(refresh_token(&login)).await,
        Err(TokenFailure::Transient { .. })
    ));
    assert_eq!(
        bench.requests("token"),
        asked_before + 1,
        "never repeated in here"
    );
}

#[tokio::test]
async fn a_policy_is_told_from_a_lost_login() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    for (error, description, lost) in [
        ("app_blocked", "app is blocked", false),
        ("inactive_user", "user is inactive", false),
        ("invalid_grant", "ip restricted", false),
        ("invalid_client", "app must be installed into org", true),
    ] {
        bench.set(json!({"token_error": {"error": error, "error_description": description}}));
        let failure = bench.refresh(refresh_token(&login)).await.expect_err(error);
        assert_eq!(failure.to_string(), format!("{error}: {description}"));
        assert_eq!(
            matches!(failure, TokenFailure::Lost { .. }),
            lost,
            "{error}"
        );
    }
}
