//! What an admin on a company's network meets.

use crate::network::{Network, Tunnel};
use lpc_core::dictionary::explain;
use lpc_core::fault::FaultCode;
use lpc_core::port::salesforce::Salesforce as _;
use lpc_core::secret::Secret;
use lpc_salesforce::{SalesforceClient, TrustedHosts};

use std::process::Command;

/// Where a token is revoked in these tests: no other request says as little.
const ORIGIN: &str = "https://halden.my.salesforce.com";
const CHILD: &str = "LPC_NETWORK_CHILD";
const ANSWER: &str = "answer: ";

/// Not a test of its own: what each case runs.
#[tokio::test]
async fn child() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let client = SalesforceClient::new(TrustedHosts::salesforce(), "LPC-Admin-Console/test");
    let outcome = client
        .unwrap()
        .revoke(ORIGIN, &Secret::new("5Aep861.secret"))
        .await;
    match outcome {
        Ok(()) => println!("{ANSWER}revoked"),
        Err(failure) => println!("{ANSWER}{} {failure}", failure.fault().code.slug()),
    }
}

/// What a console on this network is told. `trusting`: the certificate of the server is in the trust
/// store.
async fn ask(network: &Network, trusting: bool) -> String {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child
        .args(["--exact", "system_proxy::child", "--nocapture"])
        .env(CHILD, "1")
        .env("HTTPS_PROXY", network.proxy_address())
        .env("SSL_CERT_FILE", network.trust_store(trusting));
    for other in [
        "ALL_PROXY",
        "all_proxy",
        "https_proxy",
        "NO_PROXY",
        "no_proxy",
        "SSL_CERT_DIR",
    ] {
        child.env_remove(other);
    }
    let output = tokio::task::spawn_blocking(move || child.output());
    let output = output.await.unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let answer = text.lines().find_map(|line| line.strip_prefix(ANSWER));
    let answer = answer.unwrap_or_else(|| panic!("no answer in {text}"));
    assert!(!answer.contains("5Aep861"), "{answer}");
    answer.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_proxy_and_the_trust_store_of_the_system_are_used() {
    let network = Network::with(Tunnel::Open).await;
    assert_eq!(ask(&network, true).await, "revoked");
    assert_eq!(network.asked_for(), ["halden.my.salesforce.com:443"]);
    let received = network.received();
    assert!(received.starts_with("POST /services/oauth2/revoke HTTP/1.1"));
    assert!(
        received.ends_with("token=5Aep861.secret"),
        "inside TLS alone"
    );
    assert!(!network.seen_by_the_proxy().contains("5Aep861"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_nobody_vouches_for_is_named_as_a_portal_and_sent_nothing() {
    let network = Network::with(Tunnel::Open).await;
    let answer = ask(&network, false).await;
    assert!(
        answer.starts_with("portal no connection to Salesforce: invalid peer certificate"),
        "{answer}"
    );
    assert_eq!(network.received(), "", "no token left this computer");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_wants_a_password_or_refuses_is_named_as_the_proxy() {
    for tunnel in [Tunnel::WantsPassword, Tunnel::Refused] {
        let network = Network::with(tunnel).await;
        let answer = ask(&network, true).await;
        let refused = FaultCode::ProxyRefused.slug();
        assert!(answer.starts_with(refused), "{tunnel:?}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_is_not_there_is_an_outage_that_mentions_proxies() {
    let network = Network::with(Tunnel::NotThere).await;
    let answer = ask(&network, true).await;
    let code = FaultCode::Unreachable;
    assert!(answer.starts_with(code.slug()), "{answer}");
    assert!(explain(code).who.contains("proxy"));
}
