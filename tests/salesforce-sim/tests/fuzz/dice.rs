//! Chance that a seed decides.

pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, most: usize) -> usize {
        (self.roll() % most.max(1) as u64) as usize
    }

    /// True once in `times`.
    pub fn once_in(&mut self, times: u64) -> bool {
        self.roll().is_multiple_of(times)
    }

    pub fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }

    pub fn bytes(&mut self, most: usize) -> Vec<u8> {
        let length = self.below(most + 1);
        (0..length).map(|_| self.roll() as u8).collect()
    }

    /// Text with the characters that parsers stumble over.
    pub fn text(&mut self, most: usize) -> String {
        const ODD: &[&str] = &[
            "'",
            "\"",
            "\\",
            "%",
            "%00",
            "%zz",
            "\u{0}",
            "\n",
            "\r\n",
            "\u{202e}",
            "é",
            "😀",
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            "@{",
            "..",
            "/",
            "//",
            "?",
            "&",
            "=",
            ";",
            ",",
            "<",
            ">",
            "a",
            "0",
            "-1",
            "9223372036854775808",
            "1e999",
            "NaN",
            "null",
            "true",
            "SELECT ",
            " FROM ",
            "\u{feff}",
        ];
        let length = self.below(most + 1);
        (0..length).map(|_| self.pick(ODD)).collect()
    }

    /// Damages bytes at a few places.
    pub fn mutate(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len() + 1);
            match self.below(6) {
                0 if at < bytes.len() => bytes[at] = self.roll() as u8,
                1 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                2 => bytes.insert(at, self.roll() as u8),
                3 => bytes.truncate(at),
                4 => {
                    let end = (at + self.below(64)).min(bytes.len());
                    let part = bytes[at..end].to_vec();
                    bytes.splice(at..at, part);
                }
                _ => {
                    let end = (at + self.below(16)).min(bytes.len());
                    bytes.drain(at..end);
                }
            }
        }
    }
}
