//! What every store has to do, as one suite that each of them runs.

mod short;

pub use short::Short;
