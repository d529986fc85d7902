//! Salesforce record ids: 15 case-sensitive characters plus 3 that make them safe where case
//! is lost.

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/// The three characters that complete a 15-character id: one per group of five, each a bit mask
/// of the positions that hold an upper-case letter. `None` when `id` is not 15 ASCII letters or
/// digits.
pub fn checksum_suffix(id: &str) -> Option<String> {
    let bytes = id.as_bytes();
    if bytes.len() != 15 || !bytes.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    Some(bytes.chunks(5).map(check_character).collect())
}

fn check_character(five: &[u8]) -> char {
    let mask = five.iter().enumerate().fold(0, |mask, (place, byte)| {
        mask | usize::from(byte.is_ascii_uppercase()) << place
    });
    char::from(BASE32[mask])
}

/// Brings an id as written in a query to 18 characters; `None` when it is not an id.
pub(crate) fn normalized(id: &str) -> Option<String> {
    match id.len() {
        15 => checksum_suffix(id).map(|suffix| format!("{id}{suffix}")),
        18 => {
            let (short, suffix) = id.split_at_checked(15)?;
            (checksum_suffix(short)? == suffix).then(|| id.to_owned())
        }
        _ => None,
    }
}

/// A series of ids of one kind of record, in ascending order of their row.
#[derive(Clone, Debug)]
pub(crate) struct IdSeries {
    head: String,
    base: u64,
    seed: u64,
}

/// The ids of neighboring rows are this far apart on average, so that they look scattered and
/// still sort by row.
const STRIDE: u64 = 97;

impl IdSeries {
    /// `prefix` is the three-character key prefix of the object, `pod` the two characters of the
    /// instance.
    pub(crate) fn new(prefix: &str, pod: &str, seed: u64) -> Self {
        let base = 62_u64.pow(6) * 3 + mix(seed, 0x1d) % 62_u64.pow(6);
        Self {
            head: format!("{prefix}{pod}0"),
            base,
            seed,
        }
    }

    /// The 18-character id of a row.
    pub(crate) fn id(&self, row: usize) -> String {
        let row = row as u64;
        let mut rest = self.base + row * STRIDE + mix(self.seed, row) % STRIDE;
        let mut digits = [b'0'; 9];
        for digit in digits.iter_mut().rev() {
            *digit = BASE62[(rest % 62) as usize];
            rest /= 62;
        }
        // Ids are written for every row of every answer: no detour over further strings.
        let mut id = String::with_capacity(18);
        id.push_str(&self.head);
        id.extend(digits.iter().map(|&digit| char::from(digit)));
        for group in 0..3 {
            let five = id.as_bytes().get(group * 5..group * 5 + 5);
            id.push(check_character(five.unwrap_or_default()));
        }
        id
    }

    /// The row that has this 18-character id, if any row ever could.
    pub(crate) fn row(&self, id: &str) -> Option<usize> {
        let digits = id.get(..15)?.strip_prefix(self.head.as_str())?;
        let mut number = 0_u64;
        for byte in digits.bytes() {
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                b'A'..=b'Z' => byte - b'A' + 10,
                b'a'..=b'z' => byte - b'a' + 36,
                _ => return None,
            };
            number = number.checked_mul(62)?.checked_add(u64::from(digit))?;
        }
        let row = usize::try_from(number.checked_sub(self.base)? / STRIDE).ok()?;
        (self.id(row) == id).then_some(row)
    }
}

/// SplitMix64 over a seed and a position: the same pair always gives the same number.
pub(crate) fn mix(seed: u64, position: u64) -> u64 {
    let mut z = seed
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(position.wrapping_mul(0xd134_2543_de82_ef95))
        .wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A seeded order of the numbers below a size that can be read in both directions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shuffle {
    size: u64,
    step: u64,
    back: u64,
    shift: u64,
}

impl Shuffle {
    /// `size` lies below 2^32. Neighbours end up far apart, spread evenly over the whole range.
    pub(crate) fn new(size: usize, seed: u64, salt: u64) -> Self {
        let size = (size as u64).clamp(1, u64::from(u32::MAX));
        let roll = mix(seed, salt);
        // About the golden section, so that even a few of them cover the range.
        let mut step = (size * 618 / 1000 + roll % (size / 64).max(1)).max(1);
        while gcd(step, size) != 1 {
            step += 1;
        }
        let step = step % size;
        Self {
            size,
            step,
            back: inverse(step, size),
            shift: (roll >> 32) % size,
        }
    }

    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// The number at a place below the size.
    pub(crate) fn at(&self, place: u64) -> u64 {
        (place * self.step + self.shift) % self.size
    }

    /// The place of a number below the size.
    pub(crate) fn place(&self, number: u64) -> u64 {
        (number + self.size - self.shift) % self.size * self.back % self.size
    }
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The number that undoes a multiplication by `a` modulo `size`; they have no common divisor.
fn inverse(a: u64, size: u64) -> u64 {
    let (mut old, mut new) = ((a as i64, 1_i64), (size as i64, 0_i64));
    while new.0 != 0 {
        let quotient = old.0 / new.0;
        (old, new) = (new, (old.0 - quotient * new.0, old.1 - quotient * new.1));
    }
    old.1.rem_euclid(size as i64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shuffle_visits_every_number_once_and_is_undone() {
        for size in [1, 2, 3, 10, 16, 97, 1_000, 12_000, 65_536] {
            for seed in 0..5 {
                let shuffle = Shuffle::new(size, seed, 1);
                let mut seen = vec![false; size];
                for place in 0..size as u64 {
                    let number = shuffle.at(place);
                    assert_eq!(shuffle.place(number), place, "size {size}, seed {seed}");
                    assert!(!std::mem::replace(&mut seen[number as usize], true));
                }
            }
        }
    }

    #[test]
    fn the_suffix_of_a_documented_id_is_the_documented_one() {
        // The organization and user of the public sample answer of the token endpoint.
        assert_eq!(checksum_suffix("00Dxx0000001gPL").as_deref(), Some("EAY"));
        assert_eq!(checksum_suffix("005xx000001SwiU").as_deref(), Some("AAS"));
    }

    #[test]
    fn ids_of_other_lengths_have_no_suffix() {
        assert_eq!(checksum_suffix("005"), None);
        assert_eq!(checksum_suffix("005xx000001Swi!"), None);
        assert_eq!(checksum_suffix("ééééééé1"), None);
    }

    #[test]
    fn a_row_is_found_again_by_its_id_and_ids_ascend_with_the_row() {
        let series = IdSeries::new("005", "Hs", 7);
        let mut before = String::new();
        for row in (0..1_000_000).step_by(997) {
            let id = series.id(row);
            assert_eq!(id.len(), 18);
            assert_eq!(normalized(&id[..15]).as_deref(), Some(id.as_str()));
            assert_eq!(series.row(&id), Some(row));
            assert!(id > before, "an id is greater than the one before it");
            before = id;
        }
        assert_eq!(series.row("005000000000000AAA"), None);
        assert_eq!(series.row("not an id"), None);
    }

    #[test]
    fn an_id_with_a_wrong_suffix_is_not_an_id() {
        assert_eq!(normalized("005xx000001SwiUAAA"), None);
        assert_eq!(
            normalized("005xx000001SwiUAAS").as_deref(),
            Some("005xx000001SwiUAAS")
        );
    }
}
