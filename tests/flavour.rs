//! Reads the finished program: the shipped flavour contains nothing of the demo, and the demo does,
//! so that the search is known to work. Run once in each flavour.

const ONLY_IN_THE_DEMO: [&str; 4] = [
    "LPC_ADMIN_STAND_IN",
    "com.lpcadmin.console.demo",
    "stand_in_consumer_key",
    // The second trusted form of an origin; `http://localhost:` alone is also the development
    // server's address in tauri.conf.json, which a built console never opens.
    "http://127.0.0.1:",
];

#[test]
fn only_the_demo_flavour_contains_the_stand_in() {
    let program =
        std::fs::read(env!("CARGO_BIN_EXE_lpc-admin-console")).expect("the program is there");
    let contains = |text: &str| {
        program
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    assert!(contains("com.lpcadmin.console"), "the program was read");
    for text in ONLY_IN_THE_DEMO {
        assert_eq!(contains(text), cfg!(feature = "stand-in"), "{text}");
    }
}
