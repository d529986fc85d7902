//! Makes keys and entitlements; for support's tool and for tests.

use crate::claims::Claims;
use anyhow::{Context as _, Result};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};

/// Signs claims with a private key (PEM, PKCS#8) under the key's id.
pub fn sign(claims: &Claims, private_key_pem: &str, key_id: &str) -> Result<String> {
    let key = EncodingKey::from_ed_pem(private_key_pem.as_bytes())
        .context("the private key is not an Ed25519 key in PEM form")?;
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some(key_id.to_owned());
    encode(&header, claims, &key).context("the entitlement cannot be signed")
}

/// A new private key as PEM (PKCS#8).
pub fn new_private_key() -> Result<String> {
    let key = Ed25519KeyPair::generate()
        .ok()
        .context("no key could be made")?;
    let der = key.to_pkcs8v1().ok().context("the key cannot be written")?;
    let body = STANDARD.encode(der.as_ref());
    let lines: Vec<&str> = body
        .as_bytes()
        .chunks(64)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    let (begin, end) = ("-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----");
    Ok(format!("{begin}\n{}\n{end}\n", lines.join("\n")))
}

/// The public half of a private key, as `LPC_ENTITLEMENT_KEYS` takes it.
pub fn public_key(private_key_pem: &str) -> Result<String> {
    let body: String = private_key_pem
        .lines()
        .map(str::trim)
        .skip_while(|line| !line.starts_with("-----BEGIN"))
        .skip(1)
        .take_while(|line| !line.starts_with("-----END"))
        .collect();
    let der = STANDARD
        .decode(body)
        .context("the private key is not in PEM form")?;
    let key = Ed25519KeyPair::from_pkcs8(&der)
        .ok()
        .context("the private key is not an Ed25519 key")?;
    Ok(URL_SAFE_NO_PAD.encode(key.public_key().as_ref()))
}
