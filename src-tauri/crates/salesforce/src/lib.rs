//! Salesforce over HTTP: the adapter behind [`lpc_core::port::salesforce::Salesforce`].
//!
//! [`SalesforceClient`] speaks OAuth (authorization address, token and revocation endpoints) and
//! the part of the REST API that the console reads. [`TrustedHosts`] is the one place that decides
//! where a request may go; every request passes it, whatever a database or an answer said before.
//!
//! Nothing here retries, follows a redirect or keeps a token: the engines in `lpc_core` decide
//! what a failure means for a connection.

mod api_version;
mod authorization;
mod call_error;
mod client;
mod directory;
mod extras;
mod field;
mod host_rule;
mod inspection;
mod instance;
mod my_domain;
mod oauth;
mod page;
mod received;
mod retry_after;
mod token_answer;
mod token_error;
mod transport;

pub use client::SalesforceClient;
pub use host_rule::{Origin, TrustedHosts};
pub use transport::ClientUnavailable;
