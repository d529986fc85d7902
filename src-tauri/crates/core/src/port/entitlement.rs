//! Where entitlements come from.

use crate::entitlement::{Candidate, Entitlement};
use std::io;

/// Finds, verifies and keeps entitlement files. Implemented by `lpc-entitlement`; files are few and
/// small, so its methods block.
pub trait EntitlementSource: Send + Sync + 'static {
    /// Every entitlement file that lies where the console looks, verified.
    fn find(&self) -> Vec<Candidate>;

    /// Verifies a text without keeping it. `file` is only a name to show.
    fn examine(&self, file: &str, text: &str) -> Candidate;

    /// Keeps a verified text where [`EntitlementSource::find`] looks.
    ///
    /// # Errors
    /// When it cannot be written; what was there before is unchanged.
    fn keep(&self, text: &str, entitlement: &Entitlement) -> io::Result<()>;

    /// Removes the genuine files that `by` supersedes ([`Entitlement::supersedes`]) and answers how
    /// many. Does nothing unless `by` itself is found; what is not genuine stays.
    fn remove_superseded(&self, by: &Entitlement) -> usize;
}
