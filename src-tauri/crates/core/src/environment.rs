//! The two Salesforce environments an organization can be connected to.

/// Production or Sandbox. Each has its own consumer key, callback address and login host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Environment {
    /// A production (or developer) organization; standard login host `login.salesforce.com`.
    Production,
    /// A sandbox; standard login host `test.salesforce.com`.
    Sandbox,
}

impl Environment {
    /// Both, in the order in which the console shows them.
    pub const ALL: [Self; 2] = [Self::Production, Self::Sandbox];

    /// The word used in callback addresses, databases and messages.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
        }
    }

    /// Reads [`Environment::slug`] back.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|environment| environment.slug() == slug)
    }

    /// The word shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Production => "Production",
            Self::Sandbox => "Sandbox",
        }
    }
}
