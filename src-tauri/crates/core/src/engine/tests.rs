//! The engine over ports in memory: every step is taken at once, and time stands still until a test
//! moves it.

mod gate;
mod keeping;
mod logins;
mod rig;
mod salesforce;
mod schedule;
mod sessions;
mod vault;
