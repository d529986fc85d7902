//! What each of several files counts for.

use super::{Candidate, Entitlement, Refusal, judge};
use jiff::Timestamp;
use std::cmp::Reverse;

/// What one file counts for at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The console is open because of what it says. A copy of it says the same.
    Opens,
    /// Valid, but the one that counts was issued later.
    NewerCounts,
    Refused(Refusal),
}

/// A file that was looked at, and what it counts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedFile {
    /// The file's name, without its folder.
    pub file: String,
    /// What it counts for.
    pub verdict: Verdict,
}

/// Judges every file beside the `standing` of all of them at that moment. The one that decides comes
/// first, then the one that was changed last.
pub fn verdicts(
    candidates: &[Candidate],
    standing: &Result<Entitlement, Refusal>,
    now: Timestamp,
) -> Vec<JudgedFile> {
    let mut judged: Vec<(&Candidate, Verdict)> = candidates
        .iter()
        .map(|candidate| {
            let verdict = match judge(candidate, now) {
                Ok(valid) if standing.as_ref() == Ok(&valid) => Verdict::Opens,
                Ok(_) => Verdict::NewerCounts,
                Err(refusal) => Verdict::Refused(refusal),
            };
            (candidate, verdict)
        })
        .collect();
    let decides = |verdict: &Verdict| match verdict {
        Verdict::Opens => true,
        Verdict::NewerCounts => false,
        Verdict::Refused(refusal) => standing.as_ref() == Err(refusal),
    };
    judged.sort_by_key(|(candidate, verdict)| {
        (Reverse(decides(verdict)), Reverse(candidate.changed))
    });
    judged
        .into_iter()
        .map(|(candidate, verdict)| JudgedFile {
            file: candidate.file.clone(),
            verdict,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entitlement::{Problem, REQUIRED_EDITION, standing};
    use crate::salesforce_id::SalesforceId;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("valid")
    }

    /// Issued at `issued`, valid until `until`.
    fn genuine(issued: i64, until: i64) -> Result<Entitlement, Problem> {
        Ok(Entitlement {
            customer: "Halden Group".to_owned(),
            edition: REQUIRED_EDITION.to_owned(),
            organizations: vec![SalesforceId::parse("00D5g0000000xyz").expect("valid")],
            sandboxes: false,
            issued: at(issued),
            not_before: at(issued),
            expires: at(until),
            key_id: "k".to_owned(),
        })
    }

    fn file(name: &str, changed: i64, content: Result<Entitlement, Problem>) -> Candidate {
        Candidate {
            file: name.to_owned(),
            changed: Some(at(changed)),
            content,
        }
    }

    /// Names with `opens`, `newer` or the problem, in order.
    fn told(candidates: &[Candidate], now: i64) -> Vec<String> {
        let now = at(now);
        verdicts(candidates, &standing(candidates, now), now)
            .into_iter()
            .map(|judged| {
                let word = match judged.verdict {
                    Verdict::Opens => "opens".to_owned(),
                    Verdict::NewerCounts => "newer".to_owned(),
                    Verdict::Refused(refusal) => {
                        assert_eq!(refusal.file.as_ref(), Some(&judged.file));
                        format!("{:?}", refusal.problem)
                    }
                };
                format!("{} {word}", judged.file)
            })
            .collect()
    }

    #[test]
    fn every_file_is_told_with_what_it_counts_for_as_time_goes_by() {
        let several = [
            file("old", 9, genuine(1, 100)),
            file("new", 1, genuine(5, 50)),
            file("next", 2, genuine(60, 200)),
            file("broken", 8, Err(Problem::WrongSignature)),
        ];
        assert_eq!(
            told(&several, 10),
            [
                "new opens",
                "old newer",
                "broken WrongSignature",
                "next NotYetValid"
            ]
        );
        assert_eq!(
            told(&several, 55),
            [
                "old opens",
                "broken WrongSignature",
                "next NotYetValid",
                "new Expired"
            ]
        );
        assert_eq!(
            told(&several, 70),
            [
                "next opens",
                "old newer",
                "broken WrongSignature",
                "new Expired"
            ]
        );
    }

    #[test]
    fn where_none_opens_the_one_that_is_shown_as_the_reason_comes_first() {
        let several = [
            file("broken", 9, Err(Problem::WrongSignature)),
            file("shorter", 8, genuine(1, 10)),
            file("longer", 1, genuine(1, 20)),
        ];
        assert_eq!(
            told(&several, 30),
            ["longer Expired", "broken WrongSignature", "shorter Expired"]
        );
    }

    #[test]
    fn a_copy_of_the_one_that_counts_counts_too() {
        let several = [
            file("copy", 1, genuine(5, 50)),
            file("old", 3, genuine(1, 50)),
            file("new", 2, genuine(5, 50)),
        ];
        assert_eq!(told(&several, 10), ["new opens", "copy opens", "old newer"]);
    }

    #[test]
    fn a_file_whose_age_cannot_be_asked_comes_last_and_none_gives_none() {
        let mut unknown = file("unknown", 0, Err(Problem::WrongSignature));
        unknown.changed = None;
        let several = [
            unknown,
            file("older", -5, Err(Problem::WrongSignature)),
            file("valid", -9, genuine(1, 50)),
        ];
        let order = [
            "valid opens",
            "older WrongSignature",
            "unknown WrongSignature",
        ];
        assert_eq!(told(&several, 10), order);
        assert!(told(&[], 10).is_empty());
    }
}
