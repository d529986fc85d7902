//! A stand-in Salesforce: OAuth 2.0 with PKCE and rotating refresh tokens, and the part of the
//! REST API that reads users, served on localhost as the real service answers them.
//!
//! [`Sim::start`] brings one up inside a tokio runtime; the binary of the same name serves one
//! from the command line. Faults and switches are set through [`Sim::control`] or `/_control`.

mod activity;
mod config;
mod control;
mod counters;
mod endpoint;
mod failure;
mod identifiers;
mod interference;
mod names;
mod oauth;
mod organization;
mod people;
mod rest;
mod routes;
mod server;
mod sim;
mod soap;
mod soql;
mod switches;
mod world;

pub use config::{
    Activity, App, Clock, Config, DEFAULT_CALLBACKS, PreAuthorized, Tls, system_clock,
};
pub use identifiers::checksum_suffix;
pub use sim::Sim;
