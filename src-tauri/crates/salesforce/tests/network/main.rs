//! The adapter as it ships, to a host of Salesforce: through the proxy of the system, by the trust
//! store of the system. Both are read from the environment when a client is made, so each case asks
//! in a process of its own. Nothing leaves this computer: the proxy leads to a server here.
#![cfg(target_os = "linux")]
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests say what they expect by failing"
)]

mod network;
mod system_proxy;
