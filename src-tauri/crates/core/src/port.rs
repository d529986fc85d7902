//! What the engines need from the outside. Each trait is implemented by one crate: `salesforce`,
//! `vault`, `store`. Methods return `Send` futures, so that an engine runs on any executor.

pub mod salesforce;
pub mod store;
pub mod vault;
