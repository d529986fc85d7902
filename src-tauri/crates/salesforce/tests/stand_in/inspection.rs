//! Who logged in, and what the account may do.

use crate::bench::{Bench, access};
use lpc_core::port::salesforce::{CallFailure, Salesforce};
use serde_json::json;

#[tokio::test]
async fn the_account_is_the_one_that_logged_in() {
    let bench = Bench::new().await;
    let grant = bench.log_in().await;
    let inspection = bench
        .client
        .inspect_account(&access(&grant))
        .await
        .expect("an inspection");
    assert_eq!(inspection.account.username, bench.config.username);
    assert_eq!(inspection.account.user_id, grant.user_id);
    assert_eq!(inspection.account.organization_id, grant.organization_id);
    assert!(!inspection.account.organization_name.is_empty());
    assert!(inspection.is_active && !inspection.is_sandbox);
    assert_eq!(inspection.view_all_data, Some(true));
    assert_eq!(inspection.api_enabled, Some(true));
    assert!(inspection.usage.is_some());
    assert_eq!(bench.requests("userinfo"), 1);
    assert_eq!(bench.requests("query"), 3);
}

#[tokio::test]
async fn a_missing_permission_and_a_sandbox_are_seen() {
    let bench = Bench::with(|config| config.sandbox = true).await;
    let access = access(&bench.log_in().await);
    bench.set(
        json!({"permissions": {"PermissionsViewAllData": false, "PermissionsApiUserOnly": true}}),
    );
    let inspection = bench
        .client
        .inspect_account(&access)
        .await
        .expect("an inspection");
    assert!(inspection.is_sandbox);
    assert_eq!(inspection.view_all_data, Some(false));
    assert_eq!(inspection.api_only, Some(true));
}

#[tokio::test]
async fn an_expired_session_is_told_by_the_identity_service_too() {
    let bench = Bench::new().await;
    let access = access(&bench.log_in().await);
    bench.fault("expire_access_tokens");
    let outcome = bench.client.inspect_account(&access).await;
    assert!(
        matches!(outcome, Err(CallFailure::SessionExpired { .. })),
        "{outcome:?}"
    );
}
