//! From the address that the browser opens to the tokens.

use crate::bench::{Bench, refresh_token};
use lpc_core::environment::Environment;
use lpc_core::fault::FaultCode;
use lpc_core::port::salesforce::{Salesforce, TokenFailure};
use lpc_core::secret::Secret;
use serde_json::json;

#[tokio::test]
async fn a_login_gives_tokens_an_instance_and_the_two_ids() {
    let bench = Bench::new().await;
    let grant = bench.log_in().await;
    assert_eq!(grant.instance_url, bench.sim.origin());
    assert!(grant.organization_id.as_str().starts_with("00D"));
    assert!(grant.user_id.as_str().starts_with("005"));
    assert!(grant.refresh_token.is_some());
}

#[tokio::test]
async fn the_stand_in_takes_the_place_of_both_login_hosts() {
    let bench = Bench::new().await;
    for environment in Environment::ALL {
        let origin = bench.client.standard_login_origin(environment);
        assert_eq!(origin, bench.sim.origin());
    }
}

#[tokio::test]
async fn a_code_works_once_and_only_with_its_own_verifier() {
    let bench = Bench::new().await;
    let mut foreign = bench.redemption(&bench.authorization());
    foreign.verifier = bench.authorization().verifier;
    let outcome = bench.client.redeem(foreign).await;
    assert!(
        matches!(
            &outcome,
            Err(TokenFailure::Lost { .. } | TokenFailure::Refused { .. })
        ),
        "{outcome:?}",
    );

    let redemption = bench.redemption(&bench.authorization());
    let again = redemption.clone();
    bench.client.redeem(redemption).await.expect("a grant");
    match bench.client.redeem(again).await {
        Err(TokenFailure::Lost(fault)) => {
            assert_eq!(fault.raw, "invalid_grant: expired authorization code");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_unknown_consumer_key_fails_with_the_text_of_salesforce() {
    let bench = Bench::new().await;
    let mut redemption = bench.redemption(&bench.authorization());
    redemption.client_id = "3MVG9_another_app".to_owned();
    match bench.client.redeem(redemption).await {
        Err(TokenFailure::Lost(fault)) => assert_eq!(fault.code, FaultCode::ConsumerKeyUnknown),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn attack_20_an_instance_elsewhere_is_refused_and_its_tokens_can_be_revoked() {
    let bench = Bench::new().await;
    bench.set(json!({"wrong_instance_url": "https://login.salesforce.com.evil.example"}));
    let redemption = bench.redemption(&bench.authorization());
    let Err(TokenFailure::Untrusted { tokens, .. }) = bench.client.redeem(redemption).await else {
        panic!("an untrusted instance was accepted");
    };
    let refresh = tokens.first().expect("the refresh token comes first");
    bench
        .client
        .revoke(&bench.sim.origin(), refresh)
        .await
        .expect("revoked");
    bench.set(json!({"wrong_instance_url": null}));
    assert!(matches!(
        bench.refresh(refresh).await,
        Err(TokenFailure::Lost { .. })
    ));
}

#[tokio::test]
async fn a_revoked_token_no_longer_refreshes() {
    let bench = Bench::new().await;
    let grant = bench.log_in().await;
    bench
        .client
        .revoke(&bench.sim.origin(), refresh_token(&grant))
        .await
        .expect("revoked");
    assert!(matches!(
        bench.refresh(refresh_token(&grant)).await,
        Err(TokenFailure::Lost { .. })
    ));
    let unknown = Secret::new("5Aep861-never-issued");
    let outcome = bench.client.revoke(&bench.sim.origin(), &unknown).await;
    assert!(
        outcome.is_err(),
        "an unknown token is not reported as revoked"
    );
}
