//! The domain of the console: its words, its rules and its engines.
//!
//! Nothing here opens a file, a socket or a window. What the engines need from the outside they
//! ask for through the traits in [`port`]; time comes in through [`clock::Clock`].

pub mod actor;
pub mod alert;
pub mod audit;
pub mod clock;
pub mod connection;
pub mod connection_test;
pub mod connectivity;
pub mod dictionary;
pub mod directory;
pub mod engine;
pub mod entitlement;
pub mod environment;
mod failure;
pub mod fault;
pub mod gate;
pub mod group;
pub mod history;
pub mod holding;
pub mod incident;
pub mod key_store;
mod known;
pub mod login;
pub mod member_check;
pub mod naming;
pub mod notice;
pub mod number;
pub mod organization;
pub mod overview;
pub mod pace;
pub mod part;
pub mod plan;
pub mod port;
pub mod preflight;
pub mod reading;
pub mod refusal;
pub mod salesforce_id;
pub mod secret;
pub mod session;
pub mod settings;
pub mod slug;
pub mod status;
pub mod storage;
pub mod text;
mod turn;
pub mod users;
pub mod wire;
