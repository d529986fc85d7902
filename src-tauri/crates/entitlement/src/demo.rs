//! The demo flavor's own key pair. Its private half lies open in the repository, so what it signs
//! is worth nothing: the shipped flavor names none of this, and a test reads the program for it.

/// The private key. Not a secret.
pub const PRIVATE_KEY: &str = include_str!("../demo/demo-key.pem");

/// Names it in a token's header.
pub const KEY_ID: &str = "demo-not-secret";

/// What the demo flavor trusts.
pub const PUBLIC_KEYS: &str = "demo-not-secret:JiwziPdh2Ub3GOZjtjgrub7VPOacT0CncmrH5XyD2_o";

/// The demo flavor's identifier.
pub const AUDIENCE: &str = "com.lpcadmin.console.demo";
