//! An app as `/_control` takes it: every member but `client_id` may be left out.

use serde::{Deserialize, Deserializer};

use crate::config::{App, PreAuthorized};

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Listed {
    Everyone,
    PermissionSets(Vec<String>),
    Users(Vec<String>),
}

/// Members of an app; an outer `None` leaves what was there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    pub(super) client_id: String,
    name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    client_secret: Option<Option<String>>,
    callbacks: Option<Vec<String>>,
    scopes: Option<Vec<String>>,
    secret_for_web_server_flow: Option<bool>,
    secret_for_refresh_flow: Option<bool>,
    pkce_required: Option<bool>,
    #[serde(default, deserialize_with = "given")]
    certificate: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    run_as: Option<Option<String>>,
    admin_approved_only: Option<bool>,
    pre_authorized: Option<Listed>,
    local: Option<bool>,
    #[serde(default, deserialize_with = "given")]
    organization: Option<Option<String>>,
    jwt_access_tokens: Option<bool>,
}

/// Tells `null` from a member that is left out.
fn given<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(input).map(Some)
}

impl Change {
    pub(super) fn apply_to(self, before: App) -> App {
        let pre_authorized = match self.pre_authorized {
            None => before.pre_authorized,
            Some(Listed::Everyone) => PreAuthorized::Everyone,
            Some(Listed::PermissionSets(names)) => PreAuthorized::PermissionSets(names),
            Some(Listed::Users(names)) => PreAuthorized::Users(names),
        };
        App {
            client_id: self.client_id,
            name: self.name.unwrap_or(before.name),
            client_secret: self.client_secret.unwrap_or(before.client_secret),
            callbacks: self.callbacks.unwrap_or(before.callbacks),
            scopes: self.scopes.unwrap_or(before.scopes),
            secret_for_web_server_flow: self
                .secret_for_web_server_flow
                .unwrap_or(before.secret_for_web_server_flow),
            secret_for_refresh_flow: self
                .secret_for_refresh_flow
                .unwrap_or(before.secret_for_refresh_flow),
            pkce_required: self.pkce_required.unwrap_or(before.pkce_required),
            certificate: self.certificate.unwrap_or(before.certificate),
            run_as: self.run_as.unwrap_or(before.run_as),
            admin_approved_only: self
                .admin_approved_only
                .unwrap_or(before.admin_approved_only),
            pre_authorized,
            local: self.local.unwrap_or(before.local),
            organization: self.organization.unwrap_or(before.organization),
            jwt_access_tokens: self.jwt_access_tokens.unwrap_or(before.jwt_access_tokens),
        }
    }
}
