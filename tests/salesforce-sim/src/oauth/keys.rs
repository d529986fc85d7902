//! The key that id tokens are signed with. It is made when it is first needed.

use std::sync::OnceLock;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

struct Signing {
    key: EncodingKey,
    id: String,
    modulus: String,
    exponent: String,
}

/// The signing key of a stand-in.
#[derive(Default)]
pub(crate) struct Keys(OnceLock<Option<Signing>>);

impl Keys {
    /// A signed token with these claims.
    pub(crate) fn sign(&self, claims: &Value) -> Option<String> {
        let signing = self.signing()?;
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(signing.id.clone());
        encode(&header, claims, &signing.key).ok()
    }

    /// What `/id/keys` answers.
    pub(crate) fn published(&self) -> Value {
        let keys: Vec<Value> = self
            .signing()
            .map(|signing| {
                json!({
                    "kty": "RSA",
                    "alg": "RS256",
                    "use": "sig",
                    "kid": signing.id,
                    "n": signing.modulus,
                    "e": signing.exponent,
                })
            })
            .into_iter()
            .collect();
        json!({ "keys": keys })
    }

    fn signing(&self) -> Option<&Signing> {
        self.0.get_or_init(generate).as_ref()
    }
}

/// `None` when the library has no randomness, which the machine would be unusable without.
fn generate() -> Option<Signing> {
    let pair = KeyPair::generate(KeySize::Rsa2048).ok()?;
    let der = AsDer::<Pkcs8V1Der<'_>>::as_der(&pair).ok()?;
    let pem = pem("PRIVATE KEY", der.as_ref());
    let public = pair.public_key();
    let text = |number: &[u8]| URL_SAFE_NO_PAD.encode(number);
    let modulus = public.modulus();
    let modulus = modulus.big_endian_without_leading_zero();
    let digest = Sha256::digest(modulus);
    Some(Signing {
        key: EncodingKey::from_rsa_pem(pem.as_bytes()).ok()?,
        id: text(&digest[..12]),
        modulus: text(modulus),
        exponent: text(public.exponent().big_endian_without_leading_zero()),
    })
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut out = format!("-----BEGIN {label}-----\n");
    for line in text.as_bytes().chunks(64) {
        out.extend(line.iter().map(|&byte| char::from(byte)));
        out.push('\n');
    }
    out + &format!("-----END {label}-----\n")
}
