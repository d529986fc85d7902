//! Time is passed in, so that tests set it and nothing waits for it.

use jiff::Timestamp;

/// Tells the wall-clock time. The only source of "now" for everything in this crate.
pub trait Clock: Send + Sync + 'static {
    /// The current instant.
    fn now(&self) -> Timestamp;
}

/// The operating system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
