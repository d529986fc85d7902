use std::fmt;

/// Who may use an app whose policy is *Admin approved users are pre-authorized*.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PreAuthorized {
    /// Every user of the organization.
    #[default]
    Everyone,
    /// Users who are assigned one of these permission sets, by `PermissionSet.Name`.
    PermissionSets(Vec<String>),
    /// These user names.
    Users(Vec<String>),
}

/// A registered app: an External Client App with its OAuth settings and policies.
#[derive(Clone, PartialEq, Eq)]
pub struct App {
    /// The consumer key.
    pub client_id: String,
    /// What the approve page calls it.
    pub name: String,
    /// The consumer secret. One that is sent is checked, whether or not it is required.
    pub client_secret: Option<String>,
    /// Registered callback addresses, compared byte for byte.
    pub callbacks: Vec<String>,
    /// The scopes that a request may ask for. One that names none gets all of them.
    pub scopes: Vec<String>,
    /// *Require secret for Web Server Flow*.
    pub secret_for_web_server_flow: bool,
    /// *Require secret for Refresh Token Flow*.
    pub secret_for_refresh_flow: bool,
    /// *Require Proof Key for Code Exchange*. It rules out client credentials.
    pub pkce_required: bool,
    /// PEM of an X.509 certificate or an RSA public key. It enables the JWT bearer flow and
    /// `private_key_jwt`.
    pub certificate: Option<String>,
    /// User name of the *Run As* user of the client credentials flow.
    pub run_as: Option<String>,
    /// *Admin approved users are pre-authorized* instead of *All users may self-authorize*.
    pub admin_approved_only: bool,
    /// Whom an administrator has approved, where only those may use the app.
    pub pre_authorized: PreAuthorized,
    /// Distribution *Local*: the app works for users of its own organization only.
    pub local: bool,
    /// Id of the organization that owns the app; `None` is the stand-in's own one.
    pub organization: Option<String>,
    /// *Issue JSON Web Token-based access tokens*.
    pub jwt_access_tokens: bool,
}

/// The scopes that an app has when none are given.
const SCOPES: [&str; 10] = [
    "api",
    "refresh_token",
    "id",
    "offline_access",
    "openid",
    "profile",
    "email",
    "web",
    "full",
    "custom_permissions",
];

impl Default for App {
    /// A public client as a desktop program registers one: PKCE instead of a secret.
    fn default() -> Self {
        Self {
            client_id: String::new(),
            name: "Connected App".to_owned(),
            client_secret: None,
            callbacks: Vec::new(),
            scopes: SCOPES.iter().map(|&scope| scope.to_owned()).collect(),
            secret_for_web_server_flow: false,
            secret_for_refresh_flow: false,
            pkce_required: true,
            certificate: None,
            run_as: None,
            admin_approved_only: false,
            pre_authorized: PreAuthorized::Everyone,
            local: true,
            organization: None,
            jwt_access_tokens: false,
        }
    }
}

impl App {
    /// Consumer key of the confidential app that is registered by default.
    pub const CONFIDENTIAL_CLIENT_ID: &'static str = "3MVG9_stand_in_confidential_client";
    /// Consumer secret of the confidential app that is registered by default.
    pub const CONFIDENTIAL_CLIENT_SECRET: &'static str = "stand-in-confidential-secret";

    /// A server's app: secret required, no PKCE, client credentials as the service account, the
    /// callbacks of the first app.
    pub fn confidential() -> Self {
        Self {
            client_id: Self::CONFIDENTIAL_CLIENT_ID.to_owned(),
            name: "Integration Server".to_owned(),
            client_secret: Some(Self::CONFIDENTIAL_CLIENT_SECRET.to_owned()),
            secret_for_web_server_flow: true,
            secret_for_refresh_flow: true,
            pkce_required: false,
            run_as: Some(String::new()),
            ..Self::default()
        }
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secret = self.client_secret.as_ref().map(|_| "<redacted>");
        f.debug_struct("App")
            .field("client_id", &self.client_id)
            .field("name", &self.name)
            .field("client_secret", &secret)
            .field("callbacks", &self.callbacks)
            .field("scopes", &self.scopes)
            .field("pkce_required", &self.pkce_required)
            .field("run_as", &self.run_as)
            .field("admin_approved_only", &self.admin_approved_only)
            .field("local", &self.local)
            .finish_non_exhaustive()
    }
}
