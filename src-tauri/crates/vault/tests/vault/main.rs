//! The vault over real SQLite files, with a key store in memory.

mod canary;
mod connection;
mod data_key;
mod forgetting;
mod login;
mod opening;
mod support;
