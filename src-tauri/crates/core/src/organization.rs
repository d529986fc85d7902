//! Organizations: a group of users with one Salesforce space and one connection.

mod change;

use crate::environment::Environment;
pub use change::{OrganizationChange, Others};
use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;
use uuid::Uuid;

/// The console's own id of an organization. Random, so that rows of `vault.db` and `console.db`
/// still belong together after one of the files was rebuilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[ts(type = "string")]
pub struct OrganizationId(pub Uuid);

impl OrganizationId {
    /// A new random id.
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }

    /// Reads the hyphenated form back.
    pub fn parse(text: &str) -> Option<Self> {
        Uuid::try_parse(text).ok().map(Self)
    }
}

impl fmt::Display for OrganizationId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// An organization as `console.db` keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    pub id: OrganizationId,
    /// Shown everywhere; taken from Salesforce at the first connect unless renamed by hand.
    pub name: String,
    /// Whether a person chose the name.
    pub named_by_hand: bool,
    /// The id that the organization has elsewhere (*External Id*); unique, never changed once set.
    pub external_id: Option<String>,
    /// Whether its members are synchronized at all. Off stops sessions, whatever the connection
    /// could do, and keeps the token.
    pub synchronization: bool,
    /// The switch *Login using Salesforce Service Account*.
    pub service_account_login: bool,
    /// Whether the admin confirmed that no LPC user works with the service account.
    pub confirmed_no_lpc_user: bool,
    /// What the admin entered per environment.
    pub client_apps: Vec<ClientApp>,
}

impl Organization {
    /// A new organization that was named by a person; nothing is entered yet.
    pub fn named(name: String, external_id: Option<String>, consumer_key: &str) -> Self {
        Self {
            id: OrganizationId::random(),
            name,
            named_by_hand: true,
            external_id,
            synchronization: true,
            service_account_login: true,
            confirmed_no_lpc_user: false,
            client_apps: Environment::ALL
                .into_iter()
                .map(|environment| ClientApp {
                    environment,
                    consumer_key: consumer_key.to_owned(),
                    login_origin: None,
                })
                .collect(),
        }
    }

    /// The client app of one environment; empty when nothing was entered.
    pub fn client_app(&self, environment: Environment) -> ClientApp {
        self.client_apps
            .iter()
            .find(|app| app.environment == environment)
            .cloned()
            .unwrap_or_else(|| ClientApp::empty(environment))
    }
}

/// The customer's own External Client App in one environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientApp {
    /// Where the app lives.
    pub environment: Environment,
    /// The app's consumer key (OAuth `client_id`); empty until entered. Not a secret.
    pub consumer_key: String,
    /// The origin to log in at (`https://…`): the My Domain; `None` means the standard login host.
    pub login_origin: Option<String>,
}

impl ClientApp {
    /// Nothing entered yet.
    pub fn empty(environment: Environment) -> Self {
        Self {
            environment,
            consumer_key: String::new(),
            login_origin: None,
        }
    }
}
