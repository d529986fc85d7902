//! What one request may cost. Whoever asks holds the lock of the world meanwhile, so that nobody
//! else is answered until it ends: all queries of a request, those of a batch too, draw on one
//! allowance, and so do the rows that they write.

use std::cell::Cell;

/// Every organization's allowance, in steps of some 100 ns.
const BASE: u64 = 10_000_000;
/// A large organization may look through its people more often.
const FOR_EACH_USER: u64 = 30;
/// Bytes of answers to one request.
const MOST_BYTES: usize = 32 << 20;

/// A test of LIKE costs so much more than one of a number.
pub(super) const LIKE: u64 = 4;
/// A place in a list is searched for.
pub(super) const AMONG: u64 = 3;
/// A row whose key is computed and brought into order.
pub(super) const SORTED: u64 = 2;
/// A row that finds its group.
pub(super) const GROUPED: u64 = 4;

pub(crate) struct Effort {
    left: Cell<u64>,
    bytes: Cell<usize>,
}

impl Effort {
    pub(crate) fn new(users: usize) -> Self {
        Self {
            left: Cell::new(BASE.saturating_add(FOR_EACH_USER.saturating_mul(users as u64))),
            bytes: Cell::new(MOST_BYTES),
        }
    }

    /// An allowance of so many steps.
    #[cfg(test)]
    pub(crate) fn of(steps: u64) -> Self {
        Self {
            left: Cell::new(steps),
            ..Self::new(0)
        }
    }

    /// Takes some steps; false when the request has cost too much, and from then on.
    pub(super) fn take(&self, steps: u64) -> bool {
        match self.left.get().checked_sub(steps) {
            Some(left) if left > 0 => {
                self.left.set(left);
                true
            }
            _ => {
                self.left.set(0);
                false
            }
        }
    }

    /// Notes bytes of an answer.
    pub(crate) fn wrote(&self, bytes: usize) {
        match self.bytes.get().checked_sub(bytes) {
            Some(left) => self.bytes.set(left),
            None => self.left.set(0),
        }
    }

    pub(super) fn left(&self) -> u64 {
        self.left.get()
    }

    pub(crate) fn is_over(&self) -> bool {
        self.left.get() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_stays_over() {
        let effort = Effort::new(10);
        assert!(effort.take(BASE) && !effort.is_over());
        assert!(!effort.take(FOR_EACH_USER * 10));
        assert!(!effort.take(0) && effort.is_over());
        let effort = Effort::new(10);
        effort.wrote(MOST_BYTES);
        assert!(effort.take(1));
        effort.wrote(1);
        assert!(!effort.take(1));
    }
}
