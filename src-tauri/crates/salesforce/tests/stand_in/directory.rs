//! Users and freezes, page by page.

use crate::bench::{Bench, access};
use lpc_core::directory::{DirectoryUser, NextPage, UserQuery};
use lpc_core::fault::FaultCode;
use lpc_core::port::salesforce::{Access, CallFailure, Salesforce};
use lpc_core::salesforce_id::SalesforceId;
use serde_json::json;
use std::collections::BTreeSet;

const EVERYONE: UserQuery = UserQuery::All { after: None };

/// All pages of a query, and how many there were.
async fn read_all(
    bench: &Bench,
    access: &Access,
    query: &UserQuery,
) -> (Vec<DirectoryUser>, usize) {
    let mut page = bench
        .client
        .users(access, query)
        .await
        .expect("a page")
        .value;
    let (mut users, mut pages) = (page.users, 1);
    while let Some(next) = page.next {
        page = bench
            .client
            .more_users(access, &next)
            .await
            .expect("a page")
            .value;
        users.extend(page.users);
        pages += 1;
    }
    assert_eq!(users.len() as u64, page.total);
    (users, pages)
}

#[tokio::test]
async fn everyone_is_read_over_pages_of_any_size_in_the_order_of_ids() {
    let bench = Bench::with(|config| config.users = 4_500).await;
    let access = access(&bench.log_in().await);
    let (users, pages) = read_all(&bench, &access, &EVERYONE).await;
    assert_eq!((users.len(), pages), (4_500, 3));
    assert!(users.windows(2).all(|pair| pair[0].id < pair[1].id));

    bench.set(json!({"page_size_max": 700}));
    let (again, pages) = read_all(&bench, &access, &EVERYONE).await;
    assert_eq!((again, pages), (users, 7));
}

#[tokio::test]
async fn an_interrupted_load_resumes_behind_the_last_stored_id() {
    let bench = Bench::with(|config| config.users = 300).await;
    let access = access(&bench.log_in().await);
    let (users, _) = read_all(&bench, &access, &EVERYONE).await;
    let resumed = UserQuery::All {
        after: Some(users[119].id.clone()),
    };
    let (rest, _) = read_all(&bench, &access, &resumed).await;
    assert_eq!(rest, users[120..]);
}

#[tokio::test]
async fn only_what_changed_is_read_and_the_watermark_itself_is_included() {
    let bench = Bench::with(|config| config.users = 300).await;
    let access = access(&bench.log_in().await);
    let (users, _) = read_all(&bench, &access, &EVERYONE).await;
    let watermark = users.iter().map(|user| user.modified).max().expect("users");
    bench
        .sim
        .control(json!({"fault": "advance_clock", "seconds": 3600}))
        .expect("a known fault");
    let renamed: BTreeSet<String> = bench.users_fault("rename_users", 7).into_iter().collect();

    let (changed, _) = read_all(&bench, &access, &UserQuery::ChangedSince(watermark)).await;
    assert!(
        changed
            .windows(2)
            .all(|pair| pair[0].modified <= pair[1].modified)
    );
    let newer: BTreeSet<String> = changed
        .iter()
        .filter(|user| user.modified > watermark)
        .map(|user| user.id.to_string())
        .collect();
    assert_eq!(newer, renamed);
    assert!(
        changed.len() > newer.len(),
        "the newest known row comes again"
    );
}

#[tokio::test]
async fn frozen_users_are_read_over_all_pages() {
    let bench = Bench::with(|config| config.users = 900).await;
    let access = access(&bench.log_in().await);
    let before = bench.client.frozen_users(&access).await.expect("an answer");
    let before = before.value.expect("readable").len();
    bench.users_fault("freeze_users", 500);
    bench.set(json!({"page_size_max": 200}));
    let answer = bench.client.frozen_users(&access).await.expect("an answer");
    assert!(answer.usage.is_some());
    let frozen: BTreeSet<_> = answer.value.expect("readable").into_iter().collect();
    assert_eq!(frozen.len(), before + 500);
}

#[tokio::test]
async fn an_account_that_may_not_read_freezes_leaves_them_unknown() {
    let bench = Bench::new().await;
    let access = access(&bench.log_in().await);
    bench.set(json!({"permissions": {"PermissionsManageUsers": false}}));
    let answer = bench.client.frozen_users(&access).await.expect("an answer");
    assert!(answer.value.is_none());
}

#[tokio::test]
async fn the_usage_of_the_organization_comes_with_each_answer() {
    let bench = Bench::new().await;
    let access = access(&bench.log_in().await);
    bench.set(json!({"api_limit": 5_000, "api_used": 4_000}));
    let usage = bench
        .client
        .users(&access, &EVERYONE)
        .await
        .expect("a page")
        .usage;
    let usage = usage.expect("named");
    assert_eq!(usage.limit, 5_000);
    assert!((4_000..4_010).contains(&usage.used), "{usage:?}");
}

#[tokio::test]
async fn an_older_instance_is_spoken_to_in_its_own_version_which_is_asked_once() {
    let bench = Bench::new().await;
    bench.set(json!({"newest_version": 61}));
    let access = access(&bench.log_in().await);
    for _ in 0..3 {
        bench
            .client
            .users(&access, &EVERYONE)
            .await
            .expect("a page");
    }
    assert_eq!(bench.requests("versions"), 1);
}

#[tokio::test]
async fn refusals_are_told_apart() {
    let bench = Bench::with(|config| config.users = 3_000).await;
    let access = access(&bench.log_in().await);
    let page = bench
        .client
        .users(&access, &EVERYONE)
        .await
        .expect("a page");
    let next = page.value.next.expect("a second page");
    bench.fault("expire_locators");
    match bench.client.more_users(&access, &next).await {
        Err(CallFailure::Refused(fault)) => {
            assert!(fault.raw.starts_with("INVALID_QUERY_LOCATOR"), "{fault}");
        }
        other => panic!("{other:?}"),
    }
    let elsewhere = NextPage("/services/oauth2/userinfo".to_owned());
    let outcome = bench.client.more_users(&access, &elsewhere).await;
    assert!(matches!(outcome, Err(CallFailure::Unreachable { .. })));

    bench.set(json!({"request_limit": true}));
    let limited = bench.client.users(&access, &EVERYONE).await;
    assert!(matches!(limited, Err(CallFailure::RequestLimit { .. })));
    bench.set(json!({"request_limit": false, "not_valid_for_rest": true}));
    let refused = bench.client.users(&access, &EVERYONE).await;
    assert!(
        matches!(refused, Err(CallFailure::Refused { .. })),
        "no refresh cures it"
    );
    bench.set(json!({"not_valid_for_rest": false, "api_disabled": true}));
    match bench.client.users(&access, &EVERYONE).await {
        Err(CallFailure::Refused(fault)) => {
            assert_eq!(fault.code, FaultCode::ApiDisabledForOrganization)
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn one_user_is_read_as_the_list_shows_them_and_nobody_where_there_is_none() {
    let bench = Bench::with(|config| config.users = 300).await;
    let access = access(&bench.log_in().await);
    let (users, _) = read_all(&bench, &access, &EVERYONE).await;
    let before = bench.requests("query");
    let answer = bench.client.user(&access, &users[77].id).await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.value.as_ref(), Some(&users[77]));
    assert!(answer.usage.is_some());
    let nobody = SalesforceId::parse("005000000000000").expect("an id");
    let answer = bench.client.user(&access, &nobody).await;
    assert_eq!(answer.expect("an answer").value, None);
    assert_eq!(bench.requests("query") - before, 2);
}

#[tokio::test]
async fn one_user_is_frozen_or_not_or_it_cannot_be_read() {
    let bench = Bench::with(|config| config.users = 300).await;
    let access = access(&bench.log_in().await);
    let frozen = bench.users_fault("freeze_users", 1).remove(0);
    let frozen = SalesforceId::parse(&frozen).expect("an id");
    let is_frozen = async || {
        let answer = bench.client.is_frozen(&access, &frozen).await;
        answer.expect("an answer").value
    };
    assert_eq!(is_frozen().await, Some(true));
    bench
        .sim
        .control(json!({"fault": "unfreeze_users", "users": [frozen.to_string()]}))
        .expect("a known fault");
    assert_eq!(is_frozen().await, Some(false));
    bench.set(json!({"permissions": {"PermissionsManageUsers": false}}));
    assert_eq!(is_frozen().await, None);
}
