//! The tables of Salesforce's documented behavior, row by row: each row is one test, which looks
//! at status, headers and the exact body.

mod conformance {
    #[allow(dead_code)]
    #[path = "../http/bench.rs"]
    mod bench;
    #[allow(dead_code)]
    #[path = "../http/signer.rs"]
    mod signer;
    #[allow(dead_code)]
    #[path = "../http/walk.rs"]
    mod walk;

    mod authorize_parameters;
    mod rest;
    mod time_line;
    mod token_errors;
}
