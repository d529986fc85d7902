//! Every secret that was given out or received, for tests that look for leaks.

use std::collections::{HashSet, VecDeque};

/// Secrets in the order in which they came, the oldest forgotten when there are too many.
struct Pool {
    seen: HashSet<String>,
    order: VecDeque<String>,
    most: usize,
}

impl Pool {
    fn new(most: usize) -> Self {
        Self {
            seen: HashSet::new(),
            order: VecDeque::new(),
            most,
        }
    }

    fn note(&mut self, secret: &str) {
        if !self.seen.insert(secret.to_owned()) {
            return;
        }
        self.order.push_back(secret.to_owned());
        if self.order.len() > self.most
            && let Some(oldest) = self.order.pop_front()
        {
            self.seen.remove(&oldest);
        }
    }
}

/// What was given out and what came from outside, apart: hostile requests cannot push out what
/// the stand-in itself issued.
pub(crate) struct Secrets {
    issued: Pool,
    received: Pool,
}

const ISSUED: usize = 50_000;
const RECEIVED: usize = 2_000;
/// Nothing that is a secret of the protocol is longer.
const LONGEST: usize = 8_192;

impl Default for Secrets {
    fn default() -> Self {
        Self {
            issued: Pool::new(ISSUED),
            received: Pool::new(RECEIVED),
        }
    }
}

impl Secrets {
    pub(crate) fn issued(&mut self, secret: &str) {
        self.issued.note(secret);
    }

    pub(crate) fn received(&mut self, secret: &str) {
        if !secret.is_empty() && secret.len() <= LONGEST && !self.issued.seen.contains(secret) {
            self.received.note(secret);
        }
    }

    pub(crate) fn all(&self) -> Vec<String> {
        let both = self.issued.order.iter().chain(&self.received.order);
        both.cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_outside_is_bounded_and_does_not_push_out_what_was_issued() {
        let mut secrets = Secrets::default();
        secrets.issued("ours");
        for number in 0..RECEIVED + 10 {
            secrets.received(&format!("theirs {number}"));
            secrets.received("ours");
        }
        secrets.received(&"x".repeat(LONGEST + 1));
        let all = secrets.all();
        assert_eq!(all.len(), RECEIVED + 1);
        assert!(all.contains(&"ours".to_owned()));
        assert!(!all.contains(&"theirs 0".to_owned()));
    }
}
