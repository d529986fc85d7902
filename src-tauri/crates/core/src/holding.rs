//! Held-back changes: what looks like a fault of the source, and not like people, is not applied
//! until a person says so (design §3).
//!
//! A complete list that is empty or lost more than half of the users, or a session after which more
//! than a fifth *and* more than fifty members would lose their status, says that something is hidden
//! from the service account rather than that everyone has gone. Coming back is never held back:
//! nobody is harmed by it.

use crate::fault::{Fault, FaultCode};
use crate::number::grouped;
use crate::slug::slugged;
use jiff::Timestamp;

/// A list that lost more than this part of the known users is held back.
const LOST_PERCENT: u64 = 50;
/// Flips are held back above both of these.
const FLIPS_PERCENT: u64 = 20;
/// See [`FLIPS_PERCENT`]: small groups change by a fifth in a day.
const FLIPS: u64 = 50;

slugged! {
    /// What looks wrong with the source.
    pub enum Suspicion {
        /// A complete list without a single user; the service account itself is always there.
        EmptyList = "empty-list",
        /// A complete list that lost more than half of the known users.
        LostUsers = "lost-users",
        /// Too many members would be suspended or leave the group at once.
        Flips = "flips",
    }
}

/// A suspicion with its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    pub suspicion: Suspicion,
    /// Users known, or members with a status, before the session.
    pub before: u64,
    /// How many of them the session would leave as they are.
    pub after: u64,
}

impl Finding {
    /// Looks at a complete list: `known` users were known when it began, `missing` of them are not
    /// in it, `shown` users are.
    pub fn of_list(known: u64, missing: u64, shown: u64) -> Option<Self> {
        let suspicion = if shown == 0 {
            Suspicion::EmptyList
        } else if exceeds(missing, known, LOST_PERCENT) {
            Suspicion::LostUsers
        } else {
            return None;
        };
        Some(Self {
            suspicion,
            before: known,
            after: known.saturating_sub(missing),
        })
    }

    /// Looks at what a session would do to the members: `flips` of them would be suspended or leave
    /// the group.
    pub fn of_flips(members: u64, flips: u64) -> Option<Self> {
        (flips > FLIPS && exceeds(flips, members, FLIPS_PERCENT)).then_some(Self {
            suspicion: Suspicion::Flips,
            before: members,
            after: members.saturating_sub(flips),
        })
    }

    /// Users or members whom it touches.
    pub fn affected(&self) -> u64 {
        self.before.saturating_sub(self.after)
    }

    /// How much of what was there it touches, for the audit.
    pub fn extent(&self) -> String {
        let people = match self.suspicion {
            Suspicion::EmptyList | Suspicion::LostUsers => "users",
            Suspicion::Flips => "members",
        };
        let (affected, before) = (grouped(self.affected()), grouped(self.before));
        format!("{affected} of {before} {people}")
    }

    /// As an incident: in the console's own words, for no text was received.
    pub fn fault(&self) -> Fault {
        let (affected, before) = (grouped(self.affected()), grouped(self.before));
        let text = match self.suspicion {
            Suspicion::EmptyList => {
                format!("Salesforce showed no users; {before} were known")
            }
            Suspicion::LostUsers => {
                format!("{affected} of {before} known users are missing from Salesforce’s list")
            }
            Suspicion::Flips => {
                format!("{affected} of {before} members would lose their status in one session")
            }
        };
        Fault::new(FaultCode::SourceProblem, format!("source problem: {text}"))
    }
}

/// Changes that are held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldBack {
    /// What looks wrong, as of the newest session.
    pub finding: Finding,
    /// When it was first seen.
    pub since: Timestamp,
    /// When it was seen last.
    pub seen: Timestamp,
    /// Whether a complete list showed it; only a complete list can show that it is over.
    pub by_full_load: bool,
    /// How many a person agreed to; the next session applies so many.
    pub confirmed: Option<u64>,
}

impl HeldBack {
    /// Whether what a person agreed to covers a finding: the same suspicion, and hardly more people
    /// than the person was shown. Whoever agreed to sixty did not agree to everyone.
    pub fn covers(&self, finding: &Finding) -> bool {
        self.finding.suspicion == finding.suspicion
            && self.confirmed.is_some_and(|confirmed| {
                finding.affected() <= confirmed.saturating_add((confirmed / 10).max(10))
            })
    }
}

/// What became of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict<T> {
    Applied(T),
    HeldBack(Finding),
}

fn exceeds(part: u64, whole: u64, percent: u64) -> bool {
    u128::from(part) * 100 > u128::from(whole) * u128::from(percent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(finding: Finding, confirmed: u64) -> HeldBack {
        HeldBack {
            finding,
            since: Timestamp::UNIX_EPOCH,
            seen: Timestamp::UNIX_EPOCH,
            by_full_load: false,
            confirmed: Some(confirmed),
        }
    }

    #[test]
    fn flips_are_held_back_above_a_fifth_and_above_fifty_and_not_at_either() {
        let at = |members, flips| Finding::of_flips(members, flips).is_some();
        assert!(at(250, 51));
        assert!(!at(250, 50), "fifty are not more than fifty");
        assert!(!at(255, 51), "a fifth is not more than a fifth");
        assert!(!at(100_000, 20_000));
        assert!(at(100_000, 20_001));
        assert!(!at(40, 40), "a small group may change as a whole");
    }

    #[test]
    fn a_list_is_held_back_when_it_is_empty_or_lost_more_than_half() {
        let suspicion = |known, missing, shown| {
            Finding::of_list(known, missing, shown).map(|finding| finding.suspicion)
        };
        assert_eq!(suspicion(300, 300, 0), Some(Suspicion::EmptyList));
        assert_eq!(suspicion(0, 0, 0), Some(Suspicion::EmptyList));
        assert_eq!(suspicion(300, 151, 149), Some(Suspicion::LostUsers));
        assert_eq!(suspicion(300, 150, 150), None);
        assert_eq!(
            suspicion(300, 160, 900),
            Some(Suspicion::LostUsers),
            "strangers in their place do not hide it"
        );
    }

    #[test]
    fn what_a_person_agreed_to_covers_hardly_more_and_nothing_else() {
        let sixty = Finding::of_flips(200, 60).expect("held back");
        let covers =
            |flips| held(sixty, 60).covers(&Finding::of_flips(200, flips).expect("held back"));
        assert!(covers(55) && covers(70));
        assert!(!covers(71));
        let empty = Finding::of_list(60, 60, 0).expect("held back");
        assert!(!held(sixty, 60).covers(&empty));
        let mut unconfirmed = held(sixty, 60);
        unconfirmed.confirmed = None;
        assert!(!unconfirmed.covers(&sixty));
    }
}
