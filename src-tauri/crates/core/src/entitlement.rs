//! Who may work with the console: what an entitlement says, and what stands in its way.
//!
//! Whether a file is genuine is decided where it is read ([`crate::port::entitlement`]); whether a
//! genuine one opens the console now is decided here, each time anew, so that a period that begins
//! or ends takes effect while the console runs.

mod verdict;
mod words;

use crate::wire;
use serde::Serialize;
use ts_rs::TS;
pub use verdict::{JudgedFile, Verdict, verdicts};
pub use words::{GateProblem, request};

use crate::environment::Environment;
use crate::salesforce_id::SalesforceId;
use jiff::Timestamp;

/// The edition that the console opens with, as the claim spells it.
pub const REQUIRED_EDITION: &str = "Enterprise";

/// What a genuine entitlement says. Its signature, issuer and audience are right; nothing else is
/// checked yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Entitlement {
    /// To whom it was issued.
    pub customer: String,
    pub edition: String,
    /// The Salesforce organizations that may be connected.
    pub organizations: Vec<SalesforceId>,
    /// Whether any sandbox may be connected.
    pub sandboxes: bool,
    /// When it was issued.
    #[serde(serialize_with = "wire::millis")]
    #[ts(type = "number")]
    pub issued: Timestamp,
    /// From when on it is valid.
    #[serde(rename = "validFrom")]
    #[serde(serialize_with = "wire::millis")]
    #[ts(type = "number")]
    pub not_before: Timestamp,
    /// Until when it is valid.
    #[serde(serialize_with = "wire::millis")]
    #[ts(type = "number")]
    pub expires: Timestamp,
    /// The key that signed it.
    #[serde(skip)]
    pub key_id: String,
}

impl Entitlement {
    /// Whether a Salesforce organization may be connected. A sandbox has an id of its own that
    /// changes with each refresh and names no production organization, so *sandboxes included*
    /// admits every sandbox; otherwise one must be listed like any other organization.
    pub fn admits(&self, organization: &SalesforceId, environment: Environment) -> bool {
        self.organizations.contains(organization)
            || environment == Environment::Sandbox && self.sandboxes
    }

    /// Whether another one of the same customer can never count again beside this one: it is older
    /// and ends no later.
    pub fn supersedes(&self, other: &Self) -> bool {
        self.customer == other.customer
            && self.issued > other.issued
            && self.expires >= other.expires
    }

    fn problem_at(&self, now: Timestamp) -> Option<Problem> {
        if self.edition != REQUIRED_EDITION {
            Some(Problem::WrongEdition)
        } else if now < self.not_before {
            Some(Problem::NotYetValid)
        } else if now >= self.expires {
            Some(Problem::Expired)
        } else {
            None
        }
    }
}

/// A file that calls itself an entitlement, and what reading it gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The file's name, without its folder.
    pub file: String,
    /// When it was changed last, where it lies in the folder and that can be asked.
    pub changed: Option<Timestamp>,
    /// What it says, or why it says nothing.
    pub content: Result<Entitlement, Problem>,
}

/// Why the console is closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Problem {
    /// There is no entitlement.
    #[error("no entitlement has been imported")]
    Missing,
    /// A file is there but cannot be read.
    #[error("the entitlement file cannot be read: {detail}")]
    Unreadable {
        /// What the system said.
        detail: String,
    },
    /// The text is not an entitlement.
    #[error("the file is not an entitlement: {detail}")]
    Malformed {
        /// What is wrong with it.
        detail: String,
    },
    /// Signed with a key that this version does not know.
    #[error("the entitlement was signed with a key that this console does not know")]
    UnknownKey {
        /// The key that it names.
        key_id: String,
    },
    /// Changed after it was signed, or signed by somebody else.
    #[error("the signature of the entitlement is wrong")]
    WrongSignature,
    /// Genuine, but for another program.
    #[error("the entitlement is for another program")]
    OtherProduct,
    /// Its period has not begun.
    #[error("the entitlement is not valid yet")]
    NotYetValid,
    /// Its period is over. What was read before stays readable.
    #[error("the entitlement has expired")]
    Expired,
    /// Issued for another edition.
    #[error("the entitlement is for another edition")]
    WrongEdition,
    /// It names none of the organizations that this console is connected with.
    #[error("the entitlement does not include the connected Salesforce organization")]
    WrongOrganization,
}

impl Problem {
    /// How much it says: where several files are refused, the one nearest to valid is shown.
    fn rank(&self) -> u8 {
        match self {
            Self::Missing => 0,
            Self::Unreadable { .. } => 1,
            Self::Malformed { .. } => 2,
            Self::OtherProduct => 3,
            Self::UnknownKey { .. } => 4,
            Self::WrongSignature => 5,
            Self::WrongEdition => 6,
            Self::WrongOrganization => 7,
            Self::NotYetValid => 8,
            Self::Expired => 9,
        }
    }
}

/// A refused entitlement with what is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub problem: Problem,
    pub file: Option<String>,
    /// What it says, if it is genuine.
    pub entitlement: Option<Box<Entitlement>>,
}

impl Refusal {
    /// Nothing is there.
    pub fn missing() -> Self {
        Self {
            problem: Problem::Missing,
            file: None,
            entitlement: None,
        }
    }
}

/// Judges one file at a moment.
pub fn judge(candidate: &Candidate, now: Timestamp) -> Result<Entitlement, Refusal> {
    let refuse = |problem: Problem, entitlement: Option<Entitlement>| Refusal {
        problem,
        file: Some(candidate.file.clone()),
        entitlement: entitlement.map(Box::new),
    };
    match &candidate.content {
        Err(problem) => Err(refuse(problem.clone(), None)),
        Ok(entitlement) => match entitlement.problem_at(now) {
            None => Ok(entitlement.clone()),
            Some(problem) => Err(refuse(problem, Some(entitlement.clone()))),
        },
    }
}

/// Judges all files at a moment. Of several valid ones the newest counts: support's last word. Where
/// none is valid, the one that is nearest to it is shown.
pub fn standing(candidates: &[Candidate], now: Timestamp) -> Result<Entitlement, Refusal> {
    let mut valid: Option<Entitlement> = None;
    let mut nearest = Refusal::missing();
    for candidate in candidates {
        match judge(candidate, now) {
            Ok(entitlement) => {
                if valid
                    .as_ref()
                    .is_none_or(|best| best.issued < entitlement.issued)
                {
                    valid = Some(entitlement);
                }
            }
            Err(refusal) => {
                if nearness(&nearest) < nearness(&refusal) {
                    nearest = refusal;
                }
            }
        }
    }
    valid.ok_or(nearest)
}

/// Among those with the same problem the one that ends last.
fn nearness(refusal: &Refusal) -> (u8, Option<Timestamp>) {
    let ends = refusal.entitlement.as_ref().map(|known| known.expires);
    (refusal.problem.rank(), ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("valid")
    }

    fn entitlement(customer: &str, issued: i64, from: i64, until: i64) -> Entitlement {
        Entitlement {
            customer: customer.to_owned(),
            edition: REQUIRED_EDITION.to_owned(),
            organizations: vec![SalesforceId::parse("00D5g0000000xyz").expect("valid")],
            sandboxes: false,
            issued: at(issued),
            not_before: at(from),
            expires: at(until),
            key_id: "k".to_owned(),
        }
    }

    fn file(name: &str, content: Result<Entitlement, Problem>) -> Candidate {
        Candidate {
            file: name.to_owned(),
            changed: None,
            content,
        }
    }

    fn problem(candidates: &[Candidate], now: i64) -> Problem {
        standing(candidates, at(now)).expect_err("refused").problem
    }

    #[test]
    fn the_period_includes_its_first_second_and_excludes_its_last() {
        let one = [file("a", Ok(entitlement("a", 0, 10, 20)))];
        assert_eq!(problem(&one, 9), Problem::NotYetValid);
        assert!(standing(&one, at(10)).is_ok());
        assert!(standing(&one, at(19)).is_ok());
        assert_eq!(problem(&one, 20), Problem::Expired);
    }

    #[test]
    fn another_edition_is_refused_whatever_its_period() {
        let mut professional = entitlement("a", 0, 10, 20);
        professional.edition = "Professional".to_owned();
        let one = [file("a", Ok(professional))];
        for now in [0, 15, 30] {
            assert_eq!(problem(&one, now), Problem::WrongEdition);
        }
    }

    #[test]
    fn of_several_valid_ones_the_newest_counts_even_when_it_ends_first() {
        let several = [
            file("old", Ok(entitlement("old", 1, 0, 100))),
            file("new", Ok(entitlement("new", 5, 0, 50))),
            file("broken", Err(Problem::WrongSignature)),
        ];
        let customer = |now| standing(&several, at(now)).expect("valid").customer;
        assert_eq!(customer(10), "new");
        assert_eq!(customer(60), "old", "it takes over again");
    }

    #[test]
    fn only_an_older_one_of_the_same_customer_that_ends_no_later_is_superseded() {
        let new = entitlement("a", 5, 0, 50);
        assert!(new.supersedes(&entitlement("a", 1, 0, 50)));
        for (other, why) in [
            (entitlement("b", 1, 0, 50), "another customer's"),
            (entitlement("a", 1, 0, 51), "it takes over again"),
            (entitlement("a", 5, 0, 50), "the same"),
            (entitlement("a", 6, 0, 50), "a newer one"),
        ] {
            assert!(!new.supersedes(&other), "{why}");
        }
    }

    #[test]
    fn a_renewal_that_waits_beside_an_expired_one_opens_by_itself() {
        let several = [
            file("next", Ok(entitlement("next", 5, 30, 50))),
            file("last", Ok(entitlement("last", 1, 0, 20))),
        ];
        assert_eq!(
            problem(&several, 25),
            Problem::Expired,
            "data stays in view"
        );
        assert!(standing(&several, at(30)).is_ok());
    }

    #[test]
    fn no_file_is_missing_and_a_foreign_one_is_named() {
        assert_eq!(problem(&[], 0), Problem::Missing);
        let refusal =
            standing(&[file("x", Err(Problem::WrongSignature))], at(0)).expect_err("refused");
        assert_eq!(refusal.file.as_deref(), Some("x"));
        assert_eq!(
            refusal.entitlement, None,
            "what is not genuine says nothing"
        );
    }

    #[test]
    fn sandboxes_are_admitted_together_or_by_id() {
        let listed = SalesforceId::parse("00D5g0000000xyz").expect("valid");
        let other = SalesforceId::parse("00D5g0000000abc").expect("valid");
        let mut entitlement = entitlement("a", 0, 0, 1);
        let admits = |entitlement: &Entitlement| {
            [
                entitlement.admits(&listed, Environment::Production),
                entitlement.admits(&other, Environment::Production),
                entitlement.admits(&listed, Environment::Sandbox),
                entitlement.admits(&other, Environment::Sandbox),
            ]
        };
        assert_eq!(admits(&entitlement), [true, false, true, false]);
        entitlement.sandboxes = true;
        assert_eq!(admits(&entitlement), [true, false, true, true]);
    }
}
