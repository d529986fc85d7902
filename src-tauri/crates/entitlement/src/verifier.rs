//! Tells a genuine entitlement from any other text.

use crate::claims::{Claims, ISSUER};
use crate::key_list;
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use lpc_core::entitlement::{Entitlement, Problem};

/// A longer text is no entitlement.
pub const MAX_BYTES: usize = 64 * 1024;

/// The keys that a build trusts, and the program that it is.
pub struct Verifier {
    keys: Vec<(String, DecodingKey)>,
    audience: String,
}

impl Verifier {
    /// Trusts `keys` (see [`key_list`]) for entitlements of the program `audience`. With no keys
    /// it trusts nothing.
    ///
    /// # Errors
    /// A sentence about the list.
    pub fn new(keys: &str, audience: &str) -> Result<Self, String> {
        let keys = key_list::parse(keys)?
            .into_iter()
            .map(|key| {
                let decoding = DecodingKey::from_ed_components(key.x)
                    .map_err(|_| format!("the key {} is not base64url", key.id))?;
                Ok((key.id.to_owned(), decoding))
            })
            .collect::<Result<_, String>>()?;
        Ok(Self {
            keys,
            audience: audience.to_owned(),
        })
    }

    /// What a text says if it is genuine. The period is not looked at: time is the engine's.
    ///
    /// # Errors
    /// Why it is not.
    pub fn verify(&self, text: &str) -> Result<Entitlement, Problem> {
        let token = token(text)?;
        let header = decode_header(&token).map_err(|error| refused(&error))?;
        if header.alg != Algorithm::EdDSA {
            return Err(malformed("it is not signed with EdDSA"));
        }
        let key_id = header
            .kid
            .ok_or_else(|| malformed("it does not name its key"))?;
        let Some((_, key)) = self.keys.iter().find(|(id, _)| *id == key_id) else {
            return Err(Problem::UnknownKey {
                key_id: key_id
                    .chars()
                    .filter(char::is_ascii_graphic)
                    .take(64)
                    .collect(),
            });
        };
        let decoded =
            decode::<Claims>(&token, key, &self.rules()).map_err(|error| refused(&error))?;
        decoded
            .claims
            .read(key_id)
            .map_err(|detail| Problem::Malformed { detail })
    }

    /// The library would compare with the system's clock; the engine's is passed in.
    fn rules(&self) -> Validation {
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.validate_exp = false;
        rules.validate_nbf = false;
        rules.set_required_spec_claims(&["exp", "nbf", "iss", "aud"]);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[&self.audience]);
        rules
    }
}

/// The token in a file: editors add a mark at the start, mail programs break lines.
fn token(text: &str) -> Result<String, Problem> {
    if text.len() > MAX_BYTES {
        return Err(malformed("it is too large"));
    }
    let token: String = text
        .trim_start_matches('\u{FEFF}')
        .chars()
        .filter(|character| !character.is_ascii_whitespace())
        .collect();
    if token.is_empty() {
        return Err(malformed("it is empty"));
    }
    Ok(token)
}

fn refused(error: &Error) -> Problem {
    match error.kind() {
        ErrorKind::InvalidSignature => Problem::WrongSignature,
        ErrorKind::InvalidIssuer | ErrorKind::InvalidAudience => Problem::OtherProduct,
        ErrorKind::MissingRequiredClaim(claim) => Problem::Malformed {
            detail: format!("it has no {claim}"),
        },
        // Its text repeats what was read, which may be anything.
        _ => malformed("its text is cut or was changed"),
    }
}

fn malformed(detail: &str) -> Problem {
    Problem::Malformed {
        detail: detail.to_owned(),
    }
}
