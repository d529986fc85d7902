//! Names of people from many languages, and the plain spelling they get in an address.

mod pool;
mod spelling;

use std::borrow::Cow;

use pool::{CULTURES, PER_CULTURE};
pub(crate) use spelling::Names;

/// How many languages the names come from.
pub(crate) const CULTURE_COUNT: usize = CULTURES.len();

const FIRST_NAMES: usize = CULTURE_COUNT * PER_CULTURE;
const FAMILY_NAMES: usize = CULTURE_COUNT * PER_CULTURE;

/// The position of a first or family name in the pools, culture by culture.
type Position = u16;

/// A name as positions in the pools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Name {
    first: Position,
    last: Position,
    /// A second family name.
    second: Option<Position>,
}

impl Name {
    /// The same person after a marriage: another family name. The result can be kept in 16 bits.
    pub(crate) fn other_family_name(roll: u64) -> u16 {
        (roll % FAMILY_NAMES as u64) as Position
    }

    pub(crate) fn with_family_name(self, last: u16) -> Self {
        Self {
            last: last % FAMILY_NAMES as Position,
            second: None,
            ..self
        }
    }

    pub(crate) fn first(self) -> &'static str {
        let position = usize::from(self.first);
        CULTURES[position / PER_CULTURE].first[position % PER_CULTURE]
    }

    pub(crate) fn last(self) -> Cow<'static, str> {
        let last = family(self.last);
        match self.second {
            Some(second) => Cow::Owned(format!("{last}-{}", family(second))),
            None => Cow::Borrowed(last),
        }
    }

    /// Which of the languages the first name comes from.
    pub(crate) fn culture(self) -> usize {
        usize::from(self.first) / PER_CULTURE
    }
}

fn family(position: Position) -> &'static str {
    let position = usize::from(position);
    CULTURES[position / PER_CULTURE].last[position % PER_CULTURE]
}

#[cfg(test)]
mod tests;
