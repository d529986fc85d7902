//! Entitlements for the stand-ins.

use jiff::{SignedDuration, Timestamp};
use lpc_entitlement::{Claims, ISSUER, demo, issue};
use salesforce_sim::Sim;
use tempfile::TempDir;

/// Where the rig puts the entitlement that opens the console.
pub const ENTITLEMENT: &str = "support.entitlement";

/// An entitlement for the stand-in's organization that outlasts every test.
pub fn entitlement_for(sim: &Sim, now: Timestamp) -> Claims {
    let organization = sim.state()["organization"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    Claims {
        iss: ISSUER.to_owned(),
        aud: demo::AUDIENCE.to_owned(),
        iat: now.as_second(),
        nbf: (now - SignedDuration::from_hours(24)).as_second(),
        exp: (now + SignedDuration::from_hours(24 * 3650)).as_second(),
        customer: "Halden Group".to_owned(),
        edition: "Enterprise".to_owned(),
        organizations: vec![organization],
        sandboxes: true,
    }
}

/// Puts an entitlement for these stand-ins into a data folder, as deployment does.
pub fn deploy_entitlement(folder: &TempDir, sims: &[&Sim], now: Timestamp) {
    let mut claims = entitlement_for(sims[0], now);
    for sim in &sims[1..] {
        claims
            .organizations
            .extend(entitlement_for(sim, now).organizations);
    }
    std::fs::write(folder.path().join(ENTITLEMENT), sign(&claims)).unwrap();
}

/// Signs with the demo flavor's key.
pub fn sign(claims: &Claims) -> String {
    issue::sign(claims, demo::PRIVATE_KEY, demo::KEY_ID).unwrap()
}
