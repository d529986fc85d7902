//! Decisions alone: what a work leaves in its plan, over users in a map and without a store.

mod changes;
mod connection;
mod rows;
mod states;
