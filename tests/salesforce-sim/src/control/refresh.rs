//! A sandbox that is refreshed: the same people in another organization.

use crate::identifiers::{IdSeries, normalized};
use crate::world::World;

/// Gives the organization a new id and forgets everything that was tied to the old one: approvals,
/// tokens, open results, browser sessions. Users keep their ids. Returns how many approvals ended.
pub(super) fn refresh(world: &mut World) -> usize {
    world.refreshed += 1;
    let now = world.now();
    let pod = world.organization.id.get(3..5).unwrap_or("Hs").to_owned();
    let seed = world.config.seed ^ u64::from(world.config.sandbox) << 40 ^ world.refreshed << 41;
    let own = IdSeries::new("00D", &pod, seed).id(0);
    if let Some(id) = own.get(..15).and_then(normalized) {
        world.organization.id = id;
    }
    world.cursors.clear();
    world.browsers.forget();
    world.grants.expire_access_tokens();
    world.described_at = now;
    world.grants.revoke_everything()
}
