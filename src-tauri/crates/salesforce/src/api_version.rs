//! Which version of the REST API an instance is spoken to in, chosen once per instance and again when
//! the instance does not know it any more.

use crate::host_rule::Origin;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The newest version whose answers this crate knows (Winter '27).
const NEWEST_KNOWN: u32 = 68;

/// The versions chosen so far, by instance.
#[derive(Debug, Default)]
pub(crate) struct ApiVersions(Mutex<HashMap<Origin, u32>>);

/// One entry of `GET /services/data`.
#[derive(Debug, Deserialize)]
pub(crate) struct OfferedVersion {
    /// For example `66.0`.
    version: String,
}

impl ApiVersions {
    pub(crate) fn chosen(&self, instance: &Origin) -> Option<u32> {
        let versions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        versions.get(instance).copied()
    }

    /// The next request asks again what is offered.
    pub(crate) fn forget(&self, instance: &Origin) {
        let mut versions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        versions.remove(instance);
    }

    pub(crate) fn choose(&self, instance: &Origin, version: u32) {
        let mut versions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        versions.insert(instance.clone(), version);
    }
}

/// The newest offered version, but none that is newer than what this crate knows; `None` when
/// nothing usable is offered.
pub(crate) fn best(offered: &[OfferedVersion]) -> Option<u32> {
    offered
        .iter()
        .filter_map(|offer| offer.version.strip_suffix(".0")?.parse::<u32>().ok())
        .max()
        .map(|newest| newest.min(NEWEST_KNOWN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(versions: &[&str]) -> Vec<OfferedVersion> {
        versions
            .iter()
            .map(|version| OfferedVersion {
                version: (*version).to_owned(),
            })
            .collect()
    }

    #[test]
    fn the_newest_version_that_both_sides_know_is_chosen() {
        assert_eq!(best(&offered(&["20.0", "66.0", "9.0"])), Some(66));
        assert_eq!(best(&offered(&["67.0", "68.0", "71.0"])), Some(68));
    }

    #[test]
    fn an_offer_without_a_version_is_none() {
        assert_eq!(best(&[]), None);
        assert_eq!(best(&offered(&["newest", "", "/../60.0", "-3.0"])), None);
    }
}
