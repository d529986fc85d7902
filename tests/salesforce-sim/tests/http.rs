//! The stand-in as a client sees it, over real HTTP.

mod http {
    mod authorize;
    mod bench;
    mod control;
    mod determinism;
    mod identity;
    mod outage;
    mod people;
    mod query;
    mod refresh;
    mod rest;
    mod token;
}
