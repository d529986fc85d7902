//! The list of organizations: making, naming, switching, deleting.

use crate::error::Answer;
use crate::host::Host;
use lpc_core::organization::OrganizationId;

/// Makes an organization and answers its id. An empty external id is none.
pub async fn create_organization(
    host: &impl Host,
    name: &str,
    external_id: &str,
) -> Answer<OrganizationId> {
    let (actor, key) = (host.actor(), host.flavor().consumer_key);
    let organizations = &host.engine().organizations;
    Ok(organizations.create(&actor, name, external_id, key).await?)
}

pub async fn rename_organization(host: &impl Host, id: OrganizationId, name: &str) -> Answer<()> {
    let organizations = &host.engine().organizations;
    Ok(organizations.rename(&host.actor(), id, name).await?)
}

/// Sets the external id, once.
pub async fn set_external_id(
    host: &impl Host,
    id: OrganizationId,
    external_id: &str,
) -> Answer<()> {
    let organizations = &host.engine().organizations;
    Ok(organizations
        .set_external_id(&host.actor(), id, external_id)
        .await?)
}

/// Turns the synchronization on or off; off keeps the connection.
pub async fn set_synchronization(
    host: &impl Host,
    id: OrganizationId,
    enabled: bool,
) -> Answer<()> {
    let organizations = &host.engine().organizations;
    Ok(organizations
        .set_synchronization(&host.actor(), id, enabled)
        .await?)
}

/// Deletes an organization and everything of it on this computer. `name` is what the person typed
/// to confirm it. Nothing is revoked at Salesforce.
pub async fn delete_organization(host: &impl Host, id: OrganizationId, name: &str) -> Answer<()> {
    let organizations = &host.engine().organizations;
    Ok(organizations.delete(&host.actor(), id, name).await?)
}
