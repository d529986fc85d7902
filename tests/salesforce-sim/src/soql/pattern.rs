//! The pattern of LIKE.

use super::value::{folded, unescaped};

/// Letters and wildcards.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pattern(Vec<Piece>);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece {
    Any,
    One,
    Char(char),
}

impl Pattern {
    /// Reads a raw literal: `%` and `_` are wild unless escaped.
    pub(super) fn read(raw: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = raw;
        while let Some(c) = rest.chars().next() {
            let length = match c {
                '\\' => {
                    let escaped = rest.chars().nth(1)?;
                    1 + if escaped == 'u' {
                        5
                    } else {
                        escaped.len_utf8()
                    }
                }
                _ => c.len_utf8(),
            };
            let (piece, after) = rest.split_at_checked(length)?;
            match piece {
                // One after another they say no more than one.
                "%" if pieces.last() == Some(&Piece::Any) => {}
                "%" => pieces.push(Piece::Any),
                "_" => pieces.push(Piece::One),
                _ => {
                    let plain = unescaped(piece)?.to_lowercase();
                    pieces.extend(plain.chars().map(Piece::Char));
                }
            }
            rest = after;
        }
        Some(Self(pieces))
    }

    /// Whether a text fits, whatever its case; at most length times length steps.
    pub(super) fn fits(&self, text: &str) -> bool {
        // Almost every text is short, and then nothing is allocated.
        let mut short = ['\0'; 128];
        let mut length = 0;
        for c in folded(text) {
            match short.get_mut(length) {
                Some(place) => *place = c,
                None => return self.fits_letters(&folded(text).collect::<Vec<char>>()),
            }
            length += 1;
        }
        self.fits_letters(&short[..length])
    }

    fn fits_letters(&self, text: &[char]) -> bool {
        let (mut at, mut piece) = (0, 0);
        let mut back: Option<(usize, usize)> = None;
        while at < text.len() {
            match self.0.get(piece) {
                Some(Piece::Any) => {
                    back = Some((at, piece));
                    piece += 1;
                    continue;
                }
                Some(Piece::One) => {
                    (at, piece) = (at + 1, piece + 1);
                    continue;
                }
                Some(&Piece::Char(c)) if c == text[at] => {
                    (at, piece) = (at + 1, piece + 1);
                    continue;
                }
                _ => {}
            }
            let Some((from, any)) = back else {
                return false;
            };
            back = Some((from + 1, any));
            (at, piece) = (from + 1, any + 1);
        }
        self.0[piece..].iter().all(|piece| *piece == Piece::Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(pattern: &str, text: &str) -> bool {
        Pattern::read(pattern).is_some_and(|pattern| pattern.fits(text))
    }

    #[test]
    fn like_knows_both_wildcards_and_ignores_case() {
        assert!(like("jür%", "Jürgen"));
        assert!(like("%EN", "Jürgen"));
        assert!(like("j_rgen", "Jürgen"));
        assert!(like("%r%e%", "Jürgen"));
        assert!(like("%", ""));
        assert!(!like("j_gen", "Jürgen"));
        assert!(!like("", "Jürgen"));
    }

    #[test]
    fn an_escaped_wildcard_is_a_letter() {
        assert!(like(r"100\%", "100%"));
        assert!(!like(r"100\%", "1000"));
        assert!(like(r"a\_b", "a_b") && !like(r"a\_b", "axb"));
        assert!(like(r"\u00e9%", "école"));
    }

    #[test]
    fn a_pattern_made_to_backtrack_ends() {
        let pattern = "%a".repeat(200);
        assert!(!like(&pattern, &"a".repeat(150).replace('a', "ab")));
    }
}
