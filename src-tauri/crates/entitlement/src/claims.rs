//! The token's content, as it is signed.

use jiff::Timestamp;
use lpc_core::entitlement::Entitlement;
use lpc_core::salesforce_id::SalesforceId;
use serde::{Deserialize, Serialize};

/// Who issues entitlements (`iss`).
pub const ISSUER: &str = "connectme-support";

/// A customer's name is no longer than this, in characters.
const MAX_CUSTOMER: usize = 200;

/// One entitlement names no more organizations than this.
const MAX_ORGANIZATIONS: usize = 200;

/// The claims of an entitlement. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Who issued it: [`ISSUER`].
    pub iss: String,
    /// For which program: the identifier of the console's flavor.
    pub aud: String,
    /// When it was issued.
    pub iat: i64,
    /// From when on it is valid.
    pub nbf: i64,
    /// Until when it is valid.
    pub exp: i64,
    pub customer: String,
    pub edition: String,
    /// Salesforce organizations by their 18 characters.
    pub organizations: Vec<String>,
    /// Whether any sandbox may be connected.
    pub sandboxes: bool,
}

impl Claims {
    /// What the claims say, or a sentence about the first that makes no sense.
    pub(crate) fn read(self, key_id: String) -> Result<Entitlement, String> {
        let time = |name: &str, seconds: i64| {
            Timestamp::from_second(seconds).map_err(|_| format!("{name} is no time"))
        };
        let organizations = self
            .organizations
            .iter()
            .map(|id| organization(id))
            .collect::<Result<Vec<_>, _>>()?;
        if organizations.is_empty() && !self.sandboxes {
            return Err("it names no Salesforce organization".to_owned());
        }
        if organizations.len() > MAX_ORGANIZATIONS {
            return Err("it names too many organizations".to_owned());
        }
        let entitlement = Entitlement {
            customer: shown("customer", self.customer)?,
            edition: shown("edition", self.edition)?,
            organizations,
            sandboxes: self.sandboxes,
            issued: time("iat", self.iat)?,
            not_before: time("nbf", self.nbf)?,
            expires: time("exp", self.exp)?,
            key_id,
        };
        if entitlement.expires <= entitlement.not_before {
            return Err("it ends before it begins".to_owned());
        }
        Ok(entitlement)
    }
}

/// An organization's id: `00D` and 18 characters, as it is compared.
fn organization(text: &str) -> Result<SalesforceId, String> {
    let known = SalesforceId::parse(text).ok();
    known
        .filter(|id| text.len() == 18 && id.as_str().starts_with("00D"))
        .ok_or_else(|| format!("{text:?} is not the 18-character id of an organization"))
}

/// A text that is shown to people: not empty, not long, nothing that moves other text about.
fn shown(name: &str, text: String) -> Result<String, String> {
    let strange = |character: char| {
        character.is_control()
            || matches!(character, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    if text.trim().is_empty() || text.chars().count() > MAX_CUSTOMER || text.chars().any(strange) {
        return Err(format!("its {name} cannot be shown"));
    }
    Ok(text)
}
