//! The two Salesforce environments an organization can be connected to.

use crate::slug::slugged;

slugged! {
    /// Production or Sandbox. Each has its own consumer key, callback address and login host.
    pub enum Environment {
        /// A production (or developer) organization; standard login host `login.salesforce.com`.
        Production = "production",
        /// A sandbox; standard login host `test.salesforce.com`.
        Sandbox = "sandbox",
    }
}

impl Environment {
    /// The word shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Production => "Production",
            Self::Sandbox => "Sandbox",
        }
    }
}
