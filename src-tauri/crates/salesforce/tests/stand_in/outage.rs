//! Salesforce is down, or somebody stands in between: nothing is lost and nothing is believed.

use crate::bench::{Bench, access, refresh_token};
use lpc_core::directory::UserQuery;
use lpc_core::port::salesforce::{CallFailure, Salesforce, TokenFailure};
use serde_json::json;

#[tokio::test]
async fn attack_25_every_kind_of_outage_passes_and_spends_no_token() {
    let bench = Bench::new().await;
    let grant = bench.log_in().await;
    let (access, token) = (access(&grant), refresh_token(&grant));
    let all = UserQuery::All { after: None };
    for down in ["json503", "html503", "html200", "redirect", "drop"] {
        bench.set(json!({"down": down}));
        let refreshed = bench.refresh(token).await;
        assert!(
            matches!(refreshed, Err(TokenFailure::Transient { .. })),
            "{down}: {refreshed:?}",
        );
        for failure in [
            bench.client.users(&access, &all).await.err(),
            bench.client.frozen_users(&access).await.err(),
            bench.client.inspect_account(&access).await.err(),
            bench.client.revoke(&bench.sim.origin(), token).await.err(),
        ] {
            assert!(
                matches!(failure, Some(CallFailure::Unreachable { .. })),
                "{down}: {failure:?}",
            );
        }
    }
    bench.set(json!({"down": "none"}));
    assert!(bench.client.users(&access, &all).await.is_ok());
    assert!(bench.refresh(token).await.is_ok(), "nothing was spent");
}

#[tokio::test]
async fn nobody_there_passes_too() {
    let bench = Bench::new().await;
    let grant = bench.log_in().await;
    let Bench {
        sim,
        client,
        config,
    } = bench;
    let origin = sim.origin();
    sim.shutdown().await;
    let refreshed = client
        .refresh(&origin, &config.client_id, refresh_token(&grant))
        .await;
    assert!(
        matches!(&refreshed, Err(TokenFailure::Transient { fault, .. }) if fault.raw.contains("no connection")),
        "{refreshed:?}",
    );
}
