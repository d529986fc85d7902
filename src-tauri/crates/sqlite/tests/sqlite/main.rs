//! The floor over real files.

mod opening;
mod support;
mod working;
