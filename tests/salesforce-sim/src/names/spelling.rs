//! Gives every row a name that no other row has, and finds the row of a name again, without a
//! table of the people: rows are dealt over the combinations of the pools in a shuffled order.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::pool::{CULTURES, PER_CULTURE};
use super::{FAMILY_NAMES, FIRST_NAMES, Name, Position};
use crate::identifiers::Shuffle;

/// Family names that are longer in plain letters are never doubled: a user name has 80 characters.
const LONGEST_DOUBLED: usize = 14;

/// How a name is put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tier {
    /// First and family name of one culture.
    Home,
    /// A family name from elsewhere.
    Mixed,
    /// Two family names.
    Doubled,
}

/// The tiers of sixteen neighboring rows.
const DEALT: [Tier; 16] = {
    use Tier::{Doubled, Home, Mixed};
    [
        Home, Home, Mixed, Home, Home, Mixed, Home, Home, Mixed, Home, Home, Mixed, Home, Doubled,
        Home, Mixed,
    ]
};

/// The order in which the combinations of the pools are dealt, and their plain spellings.
pub(crate) struct Names {
    home: Shuffle,
    mixed: Shuffle,
    doubled: Shuffle,
    /// Positions of the family names that may be doubled, and their places in this list.
    short: Vec<Position>,
    place: Vec<Option<u16>>,
    first: Vec<String>,
    last: Vec<String>,
    by_first: HashMap<String, Position>,
    by_last: HashMap<String, Position>,
}

impl Names {
    pub(crate) fn new(seed: u64) -> Self {
        let spelled = |names: fn(usize) -> &'static [&'static str]| -> Vec<String> {
            let cultures = 0..CULTURES.len();
            cultures
                .flat_map(|culture| names(culture).iter().map(|name| plain(name)))
                .collect()
        };
        let first = spelled(|culture| &CULTURES[culture].first);
        let last = spelled(|culture| &CULTURES[culture].last);
        let index = |names: &[String]| -> HashMap<String, Position> {
            names.iter().cloned().zip(0..).collect()
        };
        let short: Vec<Position> = (0..FAMILY_NAMES as Position)
            .filter(|&position| last[usize::from(position)].len() <= LONGEST_DOUBLED)
            .collect();
        let mut place = vec![None; FAMILY_NAMES];
        for (at, &position) in (0..).zip(&short) {
            place[usize::from(position)] = Some(at);
        }
        let others = FAMILY_NAMES - PER_CULTURE;
        let doubled = short.len() * PER_CULTURE * (short.len() - 1);
        Self {
            home: Shuffle::new(FIRST_NAMES * PER_CULTURE, seed, 0x68),
            mixed: Shuffle::new(FIRST_NAMES * others, seed, 0x6d),
            doubled: Shuffle::new(doubled, seed, 0x64),
            by_first: index(&first),
            by_last: index(&last),
            first,
            last,
            short,
            place,
        }
    }

    fn shuffle(&self, tier: Tier) -> &Shuffle {
        match tier {
            Tier::Home => &self.home,
            Tier::Mixed => &self.mixed,
            Tier::Doubled => &self.doubled,
        }
    }

    /// The name of a row, and a number that tells it apart from earlier rows of the same name: 0
    /// for the first of them, then 2 and so on.
    pub(crate) fn of(&self, row: usize) -> (Name, u32) {
        let tier = DEALT[row % DEALT.len()];
        let before = DEALT[..row % DEALT.len()].iter().filter(|&&t| t == tier);
        let turn = (row / DEALT.len() * width(tier) + before.count()) as u64;
        let shuffle = self.shuffle(tier);
        let combination = shuffle.at(turn % shuffle.size()) as usize;
        let number = match (turn / shuffle.size()) as u32 {
            0 => 0,
            wraps => wraps + 1,
        };
        (self.combined(tier, combination), number)
    }

    fn combined(&self, tier: Tier, combination: usize) -> Name {
        let (first, last, second) = match tier {
            Tier::Home => {
                let first = combination / PER_CULTURE;
                let home = first / PER_CULTURE * PER_CULTURE;
                (first, home + combination % PER_CULTURE, None)
            }
            Tier::Mixed => {
                let others = FAMILY_NAMES - PER_CULTURE;
                let (first, last) = (combination / others, combination % others);
                let home = first / PER_CULTURE * PER_CULTURE;
                let skipped = if last >= home { PER_CULTURE } else { 0 };
                (first, last + skipped, None)
            }
            Tier::Doubled => {
                let others = self.short.len() - 1;
                let (pair, other) = (combination / others, combination % others);
                let place = pair / PER_CULTURE;
                let last = usize::from(self.short[place]);
                let home = last / PER_CULTURE * PER_CULTURE;
                let second = self.short[other + usize::from(other >= place)];
                (home + pair % PER_CULTURE, last, Some(second))
            }
        };
        Name {
            first: first as Position,
            last: last as Position,
            second,
        }
    }

    /// Writes `first.last` in plain lower-case ASCII, the number after it.
    pub(crate) fn spell(&self, (name, number): (Name, u32), out: &mut String) {
        out.push_str(&self.first[usize::from(name.first)]);
        out.push('.');
        out.push_str(&self.last[usize::from(name.last)]);
        if let Some(second) = name.second {
            out.push('-');
            out.push_str(&self.last[usize::from(second)]);
        }
        if number > 0 {
            out.push_str(&number.to_string());
        }
    }

    /// The row whose name is spelled so.
    pub(crate) fn row(&self, spelled: &str) -> Option<usize> {
        let (first, rest) = spelled.split_once('.')?;
        let first = *self.by_first.get(first)?;
        let last = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = match &rest[last.len()..] {
            "" => 0,
            digits if digits.starts_with('0') => return None,
            digits => digits.parse::<u32>().ok().filter(|&number| number > 1)?,
        };
        let (last, second) = self.family_names(last)?;
        let name = Name {
            first,
            last,
            second,
        };
        self.row_of(name, number)
    }

    /// One family name or two with a hyphen between them; no spelling can be read in both ways.
    fn family_names(&self, spelled: &str) -> Option<(Position, Option<Position>)> {
        if let Some(&last) = self.by_last.get(spelled) {
            return Some((last, None));
        }
        spelled.match_indices('-').find_map(|(at, _)| {
            let last = *self.by_last.get(&spelled[..at])?;
            let second = *self.by_last.get(&spelled[at + 1..])?;
            Some((last, Some(second)))
        })
    }

    fn row_of(&self, name: Name, number: u32) -> Option<usize> {
        let (first, last) = (usize::from(name.first), usize::from(name.last));
        let home = first / PER_CULTURE == last / PER_CULTURE;
        let (tier, combination) = match name.second {
            None if home => (Tier::Home, first * PER_CULTURE + last % PER_CULTURE),
            None => {
                let skipped = if last > first { PER_CULTURE } else { 0 };
                let others = FAMILY_NAMES - PER_CULTURE;
                (Tier::Mixed, first * others + last - skipped)
            }
            Some(second) => {
                let place = self.place[last]?;
                let second = self.place[usize::from(second)]?;
                if !home || second == place {
                    return None;
                }
                let other = usize::from(second - u16::from(second > place));
                let pair = usize::from(place) * PER_CULTURE + first % PER_CULTURE;
                (Tier::Doubled, pair * (self.short.len() - 1) + other)
            }
        };
        let shuffle = self.shuffle(tier);
        let wraps = u64::from(number.saturating_sub(1));
        let turn = shuffle.place(combination as u64) + wraps * shuffle.size();
        let turn = usize::try_from(turn).ok()?;
        let mut slots = (0..DEALT.len()).filter(|&slot| DEALT[slot] == tier);
        let slot = slots.nth(turn % width(tier))?;
        Some(turn / width(tier) * DEALT.len() + slot)
    }
}

/// How many of sixteen rows are of the tier.
fn width(tier: Tier) -> usize {
    match tier {
        Tier::Home => 10,
        Tier::Mixed => 5,
        Tier::Doubled => 1,
    }
}

/// Lower-case ASCII letters, digits and hyphens.
pub(super) fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.nfd().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' | '-' => out.push(c),
            ' ' => out.push('-'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'þ' => out.push_str("th"),
            'ı' => out.push('i'),
            'ə' => out.push('e'),
            _ => {}
        }
    }
    out
}
