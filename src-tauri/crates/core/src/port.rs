//! What the engines need from the outside. Each trait is implemented by one crate: `salesforce`,
//! `vault`, `store`, `entitlement`. What may take time returns `Send` futures, so that an engine
//! runs on any executor.

pub mod entitlement;
pub mod salesforce;
pub mod store;
pub mod vault;

pub use salesforce::Salesforce;
pub use store::Store;
pub use vault::Vault;
