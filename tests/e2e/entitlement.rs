//! Entitlements for the stand-in, signed with the demo flavor's key.

use anyhow::Context as _;
use lpc_entitlement::{Claims, ISSUER, demo, issue};
use salesforce_sim::Sim;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// One that opens the console.
pub fn genuine(sim: &Sim) -> anyhow::Result<String> {
    sign(sim, "Enterprise")
}

/// One for another edition.
pub fn of_another_edition(sim: &Sim) -> anyhow::Result<String> {
    sign(sim, "Professional")
}

fn sign(sim: &Sim, edition: &str) -> anyhow::Result<String> {
    let organization = &sim.state()["organization"]["id"];
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let seconds = |time: Duration| i64::try_from(time.as_secs());
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: demo::AUDIENCE.to_owned(),
        iat: seconds(now - DAY)?,
        nbf: seconds(now - DAY)?,
        exp: seconds(now + 365 * DAY)?,
        customer: "Halden Group".to_owned(),
        edition: edition.to_owned(),
        organizations: vec![organization.as_str().context("its id")?.to_owned()],
        sandboxes: false,
    };
    issue::sign(&claims, demo::PRIVATE_KEY, demo::KEY_ID)
}
