//! What handlers need from the console that hosts them.

use crate::error::ApiError;
use lpc_core::organization::OrganizationId;

/// Grows only when a handler needs more.
pub trait Host: Send + Sync + 'static {
    /// Placeholder for the handlers' needs.
    fn known(&self, organization: OrganizationId) -> Result<(), ApiError>;
}
