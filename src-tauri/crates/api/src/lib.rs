//! The contract between the window and the console.
//!
//! Everything that crosses is declared once, here, in Rust; `ui/src/ipc/bindings.ts` is generated
//! from it by [`bindings`] and a test keeps the two equal. Handlers are generic over [`host::Host`]
//! and know no adapter.

pub mod account;
pub mod activity;
pub mod bindings;
pub mod connectivity;
pub mod error;
pub mod event;
pub mod gate;
pub mod help;
pub mod host;
pub mod login;
pub mod organizations;
pub mod overview;
pub mod own_data;
pub mod sessions;
pub mod settings;
pub mod table;
mod types;
pub mod user;
pub mod users;

pub use table::dispatch;
