//! Adds up what test runners report at the end of each run.

use std::collections::BTreeMap;

/// Tests that passed and failed so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// Takes a line of output: Cargo's `test result: ok. 3 passed; 0 failed; …`, Vitest's
    /// `Tests  1 failed | 40 passed (41)`, or `# pass 3` and `# fail 0` of Node's own runner.
    /// Other lines count nothing.
    pub fn read(&mut self, line: &str) {
        let line = line.trim();
        let number = |word: &str| line.strip_prefix(word)?.parse::<u64>().ok();
        self.passed += number("# pass ").unwrap_or(0);
        self.failed += number("# fail ").unwrap_or(0);
        let Some(rest) = line
            .strip_prefix("test result: ")
            .or_else(|| line.strip_prefix("Tests  "))
        else {
            return;
        };
        let words: Vec<&str> = rest
            .split(|c: char| c.is_whitespace() || c == ';' || c == '|')
            .filter(|word| !word.is_empty())
            .collect();
        let counts: BTreeMap<&str, u64> = words
            .windows(2)
            .filter_map(|pair| Some((pair[1], pair[0].parse().ok()?)))
            .collect();
        self.passed += counts.get("passed").copied().unwrap_or(0);
        self.failed += counts.get("failed").copied().unwrap_or(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_runner_is_understood_and_other_lines_are_not_counted() {
        let mut tally = Tally::default();
        tally.read("test result: ok. 12 passed; 1 failed; 0 ignored; 0 measured");
        tally.read("      Tests  2 failed | 40 passed (42)");
        tally.read(" Test Files  3 passed (3)");
        tally.read("# pass 7");
        tally.read("# fail 2");
        tally.read("# pass the salt");
        tally.read("running 4 tests, 4 passed");
        assert_eq!(
            tally,
            Tally {
                passed: 59,
                failed: 5
            }
        );
    }
}
