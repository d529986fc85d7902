//! The list of organizations: making, naming, switching, deleting.

use super::organization_id;
use crate::error::{ApiError, ErrorCode};
use crate::host::Host;
use lpc_core::engine::OrganizationError;

/// Makes an organization and answers its id. An empty external id is none.
pub async fn create_organization<H: Host>(
    host: &H,
    name: &str,
    external_id: &str,
) -> Result<String, ApiError> {
    let consumer_key = host.flavor().consumer_key;
    let created = host
        .engine()
        .organizations
        .create(&host.actor(), name, external_id, consumer_key)
        .await;
    Ok(created?.to_string())
}

/// Gives an organization another name.
pub async fn rename_organization<H: Host>(
    host: &H,
    organization: &str,
    name: &str,
) -> Result<(), ApiError> {
    let id = organization_id(organization)?;
    Ok(host
        .engine()
        .organizations
        .rename(&host.actor(), id, name)
        .await?)
}

/// Sets the external id, once.
pub async fn set_external_id<H: Host>(
    host: &H,
    organization: &str,
    external_id: &str,
) -> Result<(), ApiError> {
    let id = organization_id(organization)?;
    Ok(host
        .engine()
        .organizations
        .set_external_id(&host.actor(), id, external_id)
        .await?)
}

/// Turns the synchronization on or off; off keeps the connection.
pub async fn set_synchronization<H: Host>(
    host: &H,
    organization: &str,
    enabled: bool,
) -> Result<(), ApiError> {
    let id = organization_id(organization)?;
    Ok(host
        .engine()
        .organizations
        .set_synchronization(&host.actor(), id, enabled)
        .await?)
}

/// Deletes an organization and everything of it on this computer. `name` is what the person typed
/// to confirm it. Nothing is revoked at Salesforce.
pub async fn delete_organization<H: Host>(
    host: &H,
    organization: &str,
    name: &str,
) -> Result<(), ApiError> {
    let id = organization_id(organization)?;
    Ok(host
        .engine()
        .organizations
        .delete(&host.actor(), id, name)
        .await?)
}

impl From<OrganizationError> for ApiError {
    fn from(error: OrganizationError) -> Self {
        match error {
            OrganizationError::Naming(_)
            | OrganizationError::ConsumerKey
            | OrganizationError::Host(_)
            | OrganizationError::NotConfirmed
            | OrganizationError::LoginInProgress => {
                Self::new(ErrorCode::InvalidInput, error.to_string())
            }
            OrganizationError::HalfDeleted(ref source) => {
                tracing::error!(error = %source, "an organization was deleted in the vault only");
                Self::new(ErrorCode::Internal, error.to_string())
            }
            OrganizationError::Store(error) => error.into(),
            OrganizationError::Vault(error) => error.into(),
        }
    }
}
