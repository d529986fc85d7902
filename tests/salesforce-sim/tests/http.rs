//! The stand-in as a client sees it, over real HTTP.

mod http {
    mod apps;
    mod authorize;
    mod bench;
    mod client_credentials;
    mod composite;
    mod control;
    mod describe;
    mod determinism;
    mod faults;
    mod formats;
    mod identity;
    mod jwt;
    mod login_hosts;
    mod openid;
    mod outage;
    mod password;
    mod people;
    mod policies;
    mod query;
    mod records;
    mod refresh;
    mod rest;
    mod revocation;
    mod signer;
    mod soap;
    mod token;
    mod transport;
    mod walk;
}
