//! Names of people from many languages, and the plain spelling they get in an address.

mod pool;

use unicode_normalization::UnicodeNormalization;

use crate::identifiers::mix;
use pool::CULTURES;

/// A position in the pools: small, because a million people are kept as positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NameKey {
    first: (u8, u8),
    last: (u8, u8),
    /// A second family name.
    second: Option<(u8, u8)>,
}

impl NameKey {
    /// Draws a name. Later attempts mix cultures and double the family name, so that large
    /// organizations do not run out of names.
    pub(crate) fn draw(seed: u64, person: u64, attempt: u64) -> Self {
        let roll = |salt: u64| mix(seed ^ 0x6e61_6d65, person * 64 + attempt * 8 + salt);
        let home = pick(roll(0), CULTURES.len());
        // One person in eight has a family name from elsewhere.
        let other = if attempt > 0 || roll(1) % 8 == 0 {
            pick(roll(2), CULTURES.len())
        } else {
            home
        };
        let second_home = pick(roll(6), CULTURES.len());
        let doubled = attempt > 1 || roll(3) % 40 == 0;
        Self {
            first: (home, pick(roll(4), CULTURES[usize::from(home)].first.len())),
            last: (
                other,
                pick(roll(5), CULTURES[usize::from(other)].last.len()),
            ),
            second: doubled.then(|| {
                let names = CULTURES[usize::from(second_home)].last.len();
                (second_home, pick(roll(7), names))
            }),
        }
    }

    /// The same person after a marriage: another family name.
    pub(crate) fn with_other_family_name(self, roll: u64) -> Self {
        let culture = pick(roll, CULTURES.len());
        let names = CULTURES[usize::from(culture)].last.len();
        Self {
            last: (culture, pick(roll >> 16, names)),
            ..self
        }
    }

    pub(crate) fn first(self) -> &'static str {
        CULTURES[usize::from(self.first.0)].first[usize::from(self.first.1)]
    }

    pub(crate) fn last(self) -> String {
        let last = family(self.last);
        match self.second {
            Some(second) => format!("{last}-{}", family(second)),
            None => last.to_owned(),
        }
    }

    /// `first.last` in plain lower-case ASCII.
    pub(crate) fn address(self) -> String {
        format!("{}.{}", plain(self.first()), plain(&self.last()))
    }
}

fn family((culture, name): (u8, u8)) -> &'static str {
    CULTURES[usize::from(culture)].last[usize::from(name)]
}

fn pick(roll: u64, len: usize) -> u8 {
    // The pools have fewer than 256 entries each; a test holds that.
    (roll % len as u64) as u8
}

/// Lower-case ASCII letters, digits and hyphens.
fn plain(name: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pool_fits_its_index_and_every_name_has_a_plain_spelling() {
        assert!(CULTURES.len() < 256);
        for culture in CULTURES {
            assert!(culture.first.len() < 256 && culture.last.len() < 256);
            for name in culture.first.iter().chain(culture.last) {
                let letters = name
                    .chars()
                    .filter(|&c| c.is_alphabetic() && c != 'ʻ')
                    .count();
                assert!(
                    plain(name).len() >= letters,
                    "{name} loses letters: {}",
                    plain(name)
                );
            }
        }
    }

    #[test]
    fn the_same_seed_draws_the_same_name() {
        assert_eq!(NameKey::draw(3, 14, 0), NameKey::draw(3, 14, 0));
        let differs = (0..50).any(|n| NameKey::draw(3, n, 0) != NameKey::draw(4, n, 0));
        assert!(differs, "another seed gives other people");
    }
}
