//! The whole engine against the stand-in: real HTTP, real SQLite, the real commands behind the real
//! permissions. Only the operating system's key store is replaced (its own tests need a session of
//! their own), and the browser, by the stand-in's own login.

#![allow(clippy::unwrap_used, reason = "tests say what they expect by failing")]

mod account;
mod alerts;
mod answers;
mod bad_accounts;
mod callbacks;
mod connect;
mod disconnect;
mod field;
mod five_organizations;
mod gate;
mod gate_files;
mod gate_organizations;
mod held_back;
mod help;
mod history;
mod loads;
mod lost_and_found;
mod member_check;
mod organizations;
mod own_data;
mod pace;
mod pages;
mod panics;
mod permissions;
mod refusals;
mod rig;
mod same_moment;
mod secrets;
mod session_only;
mod sessions;
mod stopped_sessions;
