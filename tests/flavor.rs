//! Reads the finished program: the shipped flavor contains nothing of the demo, and the demo does,
//! so that the search is known to work. Run once in each flavor.

use lpc_admin_console_shell::flavor::{ENTITLEMENT_KEYS, FLAVOR};
use lpc_core::entitlement::Problem;
use lpc_entitlement::{Claims, ISSUER, Verifier, demo, issue};

const ONLY_IN_THE_DEMO: [&str; 6] = [
    "LPC_ADMIN_STAND_IN",
    "com.lpcadmin.console.demo",
    "stand_in_consumer_key",
    // The demo entitlement key, by its id and by its public half.
    "demo-not-secret",
    "JiwziPdh2Ub3GOZjtjgrub7VPOacT0CncmrH5XyD2_o",
    // The second trusted form of an origin; `http://localhost:` alone is also the development
    // server's address in tauri.conf.json, which a built console never opens.
    "http://127.0.0.1:",
];

#[test]
fn only_the_demo_flavor_contains_the_stand_in() {
    let program =
        std::fs::read(env!("CARGO_BIN_EXE_lpc-admin-console")).expect("the program is there");
    let contains = |text: &str| {
        program
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    assert!(contains("com.lpcadmin.console"), "the program was read");
    let private = demo::PRIVATE_KEY.lines().rev().nth(1).unwrap_or_default();
    assert!(
        private.len() == 64 && !contains(private),
        "no program holds a private key"
    );
    for text in ONLY_IN_THE_DEMO {
        assert_eq!(contains(text), cfg!(feature = "stand-in"), "{text}");
    }
}

/// Whoever has the repository can sign with the demo key, for any program.
#[test]
fn the_shipped_flavor_refuses_what_the_demo_key_signed() {
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: FLAVOR.scheme.to_owned(),
        iat: 0,
        nbf: 0,
        exp: 4_000_000_000,
        customer: "Anybody".to_owned(),
        edition: "Enterprise".to_owned(),
        organizations: vec!["00D5g0000000xyzEAA".to_owned()],
        sandboxes: true,
    };
    let token = issue::sign(&claims, demo::PRIVATE_KEY, demo::KEY_ID).expect("signed");
    let verifier = Verifier::new(ENTITLEMENT_KEYS, FLAVOR.scheme).expect("readable keys");
    let verdict = verifier.verify(&token);
    if cfg!(feature = "stand-in") {
        assert!(verdict.is_ok(), "{verdict:?}");
    } else {
        let unknown = matches!(verdict, Err(Problem::UnknownKey { .. }));
        assert!(unknown, "{verdict:?}");
    }
}
