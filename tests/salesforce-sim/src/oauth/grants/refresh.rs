//! Refresh tokens. A token carries the number of its family and of its turn under a tag that only
//! the stand-in can make, so a token that was rotated out is recognized without a list of them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha512;

const HEAD: &str = "5Aep861";
const TAG: usize = 52;
const NUMBERS: usize = 8;

/// Makes and reads refresh tokens.
pub(super) struct Mint {
    key: [u8; 32],
}

impl Default for Mint {
    fn default() -> Self {
        let mut key = [0; 32];
        getrandom::fill(&mut key).expect("the operating system gives random bytes");
        Self { key }
    }
}

impl Mint {
    pub(super) fn token(&self, family: u32, turn: u32) -> String {
        let numbers = joined(family, turn);
        let tag = self.tag(b"token", &numbers);
        let mask = self.tag(b"mask", &tag[..TAG]);
        let mut bytes = Vec::with_capacity(TAG + NUMBERS);
        bytes.extend_from_slice(&tag[..TAG]);
        bytes.extend(numbers.iter().zip(mask).map(|(number, mask)| number ^ mask));
        format!("{HEAD}{}", URL_SAFE_NO_PAD.encode(bytes).replace('-', "."))
    }

    /// Family and turn of a token that was made here.
    pub(super) fn read(&self, token: &str) -> Option<(u32, u32)> {
        let rest = token.strip_prefix(HEAD)?;
        if rest.len() != (TAG + NUMBERS) * 4 / 3 || rest.contains('-') {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(rest.replace('.', "-")).ok()?;
        let (tag, masked) = bytes.split_at_checked(TAG)?;
        let mask = self.tag(b"mask", tag);
        let mut numbers = [0; NUMBERS];
        for (number, (byte, mask)) in numbers.iter_mut().zip(masked.iter().zip(mask)) {
            *number = byte ^ mask;
        }
        if self.tag(b"token", &numbers).get(..TAG) != Some(tag) {
            return None;
        }
        let number = |at: usize| {
            let four = numbers.get(at..at + 4)?.try_into().ok()?;
            Some(u32::from_be_bytes(four))
        };
        Some((number(0)?, number(4)?))
    }

    fn tag(&self, purpose: &[u8], text: &[u8]) -> Vec<u8> {
        let mut mac =
            Hmac::<Sha512>::new_from_slice(&self.key).expect("any length of key is taken");
        mac.update(purpose);
        mac.update(text);
        mac.finalize().into_bytes().to_vec()
    }
}

fn joined(family: u32, turn: u32) -> [u8; NUMBERS] {
    let mut numbers = [0; NUMBERS];
    numbers[..4].copy_from_slice(&family.to_be_bytes());
    numbers[4..].copy_from_slice(&turn.to_be_bytes());
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_was_made_and_no_other_is() {
        let mint = Mint::default();
        for numbers in [(0, 1), (7, 4_000_000_000), (u32::MAX, u32::MAX)] {
            let token = mint.token(numbers.0, numbers.1);
            assert_eq!(token.len(), 87);
            assert_eq!(mint.read(&token), Some(numbers));
            assert_eq!(
                Mint::default().read(&token),
                None,
                "another stand-in's token"
            );
            for at in [0, 6, 7, 40, 86] {
                let mut changed = token.clone().into_bytes();
                changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
                let changed = String::from_utf8(changed).expect("letters");
                assert_eq!(mint.read(&changed), None, "changed at {at}");
            }
        }
        for other in ["", "5Aep861", "5Aep861nothing", &"é".repeat(43)] {
            assert_eq!(mint.read(other), None);
        }
    }
}
