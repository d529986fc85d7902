//! The stand-in as a client sees it, over real HTTP.

mod http {
    mod authorize;
    mod bench;
    mod composite;
    mod control;
    mod describe;
    mod determinism;
    mod faults;
    mod identity;
    mod outage;
    mod query;
    mod records;
    mod refresh;
    mod rest;
    mod token;
    mod transport;

    /// The facts about the REST API, case by case.
    #[path = "../conformance/rest.rs"]
    mod conformance_rest;
}
