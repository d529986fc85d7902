//! Entitlements: small signed files by which support opens the console for a customer.
//!
//! A JSON Web Token, signed with EdDSA (Ed25519) and nothing else. [`Verifier`] tells a genuine one
//! from any other text, [`EntitlementFolder`] finds and keeps them, [`issue`] makes them. Whether a
//! genuine one opens the console now is decided in `lpc_core::entitlement`, with the time passed in.

mod claims;
pub mod demo;
mod folder;
pub mod issue;
pub mod key_list;
mod verifier;

pub use claims::{Claims, ISSUER};
pub use folder::{EXTENSION, EntitlementFolder, read};
pub use verifier::{MAX_BYTES, Verifier};
