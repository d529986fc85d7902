//! The rows of a result, kept small: results with further pages stay in memory for two days.

use std::ops::Range;

use roaring::RoaringBitmap;

/// Row numbers in the order of a result.
#[derive(Clone, Debug)]
pub(super) struct RowSet {
    rows: Rows,
    /// Whether a set in the order of the table is read from its end.
    reversed: bool,
}

#[derive(Clone, Debug)]
enum Rows {
    Range(Range<u32>),
    Set(RoaringBitmap),
    List(Vec<u32>),
}

impl RowSet {
    pub(super) fn list(rows: Vec<u32>) -> Self {
        Self {
            rows: Rows::List(rows),
            reversed: false,
        }
    }

    pub(super) fn len(&self) -> usize {
        match &self.rows {
            Rows::Range(range) => range.len(),
            Rows::Set(set) => set.len() as usize,
            Rows::List(list) => list.len(),
        }
    }

    /// At most `count` rows from a position on.
    pub(super) fn page(&self, offset: usize, count: usize) -> Vec<u32> {
        let length = self.len();
        let start = offset.min(length);
        let end = start.saturating_add(count).min(length);
        let (from, to) = if self.reversed {
            (length - end, length - start)
        } else {
            (start, end)
        };
        let mut rows: Vec<u32> = match &self.rows {
            Rows::Range(range) => range.clone().skip(from).take(to - from).collect(),
            Rows::Set(set) => match set.select(from as u32) {
                Some(first) => set.range(first..).take(to - from).collect(),
                None => Vec::new(),
            },
            Rows::List(list) => list[from..to].to_vec(),
        };
        if self.reversed {
            rows.reverse();
        }
        rows
    }

    /// Bytes that are kept.
    pub(super) fn memory(&self) -> usize {
        match &self.rows {
            Rows::Range(_) => 0,
            Rows::Set(set) => set.serialized_size(),
            Rows::List(list) => list.capacity() * 4,
        }
    }
}

/// Collects rows that come in the order of the table, or all of them in the opposite order.
#[derive(Default)]
pub(super) struct Collector {
    /// As long as they have no gaps.
    range: Option<Range<u32>>,
    set: RoaringBitmap,
}

impl Collector {
    pub(super) fn push(&mut self, row: u32) {
        match &mut self.range {
            None if self.set.is_empty() => self.range = Some(row..row.saturating_add(1)),
            Some(range) if range.end == row => range.end = row.saturating_add(1),
            Some(range) if row.checked_add(1) == Some(range.start) => range.start = row,
            _ => {
                if let Some(range) = self.range.take() {
                    self.set.insert_range(range);
                }
                self.set.insert(row);
            }
        }
    }

    pub(super) fn finish(mut self, reversed: bool) -> RowSet {
        let rows = match self.range {
            Some(range) => Rows::Range(range),
            None => {
                self.set.optimize();
                Rows::Set(self.set)
            }
        };
        RowSet { rows, reversed }
    }

    /// The rows as a set.
    pub(super) fn into_set(mut self) -> RoaringBitmap {
        if let Some(range) = self.range {
            self.set.insert_range(range);
        }
        self.set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collected(rows: &[u32], reversed: bool) -> RowSet {
        let mut collector = Collector::default();
        rows.iter().for_each(|&row| collector.push(row));
        collector.finish(reversed)
    }

    #[test]
    fn rows_without_gaps_take_no_memory() {
        let rows: Vec<u32> = (5..50_000).collect();
        let set = collected(&rows, false);
        assert_eq!((set.len(), set.memory()), (rows.len(), 0));
        assert_eq!(set.page(10, 3), [15, 16, 17]);
    }

    #[test]
    fn pages_are_the_same_whatever_holds_the_rows() {
        let rows: Vec<u32> = (0..10_000).filter(|row| row % 7 != 3).collect();
        let backwards: Vec<u32> = rows.iter().rev().copied().collect();
        let sets = [
            (collected(&rows, false), &rows),
            (collected(&backwards, true), &backwards),
            (RowSet::list(backwards.clone()), &backwards),
        ];
        for (set, expected) in sets {
            assert_eq!(set.len(), expected.len());
            for (offset, count) in [(0, 5), (4_000, 2_000), (expected.len() - 3, 9), (99_999, 5)] {
                let start = offset.min(expected.len());
                let end = (start + count).min(expected.len());
                assert_eq!(set.page(offset, count), expected[start..end]);
            }
        }
    }

    #[test]
    fn nothing_is_a_set_too() {
        assert_eq!(collected(&[], false).page(0, 10), Vec::<u32>::new());
        assert_eq!(collected(&[], true).len(), 0);
    }
}
