//! Sorts rows by keys of fixed size, so that a million texts are never in memory at once.

use super::effort;
use super::filter::Source;
use super::schema::View;
use super::value::{Value, folded};

#[derive(Clone)]
pub(super) struct OrderKey<S> {
    pub(super) source: S,
    pub(super) descending: bool,
    pub(super) nulls_last: bool,
}

impl<S> OrderKey<S> {
    /// The order of two values by this key.
    pub(super) fn order(&self, a: &Value, b: &Value) -> std::cmp::Ordering {
        let null = (*a == Value::Null, *b == Value::Null);
        let ordering = a.order(b);
        match null {
            (false, false) if self.descending => ordering.reverse(),
            (false, false) | (true, true) => ordering,
            // Nulls come first in both directions unless the query says otherwise.
            _ if self.nulls_last => ordering.reverse(),
            _ => ordering,
        }
    }
}

/// How many bytes of a text are compared at a time.
const CHUNK: usize = 16;

/// Rows that are equal by all keys so far, to be sorted by the next.
struct Run {
    start: usize,
    end: usize,
    key: usize,
    /// How many chunks of the text of this key are equal.
    chunk: usize,
}

/// Sorts rows; those that are equal by every key stay in the order of the table. Only the first
/// `keep` are returned. When the request has cost too much they are in no order.
pub(super) fn sort(
    view: &View<'_>,
    mut rows: Vec<u32>,
    order: &[OrderKey<Source>],
    keep: usize,
) -> Vec<u32> {
    let mut pending = vec![Run {
        start: 0,
        end: rows.len(),
        key: 0,
        chunk: 0,
    }];
    while let Some(run) = pending.pop() {
        let Some(key) = order.get(run.key) else {
            continue;
        };
        // What lies beyond the wanted rows need not be in order.
        if run.start >= keep {
            continue;
        }
        let Some(part) = rows.get_mut(run.start..run.end) else {
            continue;
        };
        if !view.world.effort.take(effort::SORTED * part.len() as u64) {
            break;
        }
        let kind = key.source.kind();
        if kind.is_text() || kind.is_id() {
            by_text(view, part, key, &run, &mut pending);
        } else {
            by_number(view, part, key, &run, &mut pending);
        }
    }
    rows.truncate(keep);
    rows
}

fn by_number(
    view: &View<'_>,
    rows: &mut [u32],
    key: &OrderKey<Source>,
    run: &Run,
    pending: &mut Vec<Run>,
) {
    let number = |row: u32| {
        let value = key.source.value(view, row as usize);
        let number = match value {
            Value::Double(number) => Some(sortable(number)),
            _ => value.number(),
        };
        match number {
            Some(number) if key.descending => !number,
            Some(number) => number,
            None if key.nulls_last => i64::MAX,
            None => i64::MIN,
        }
    };
    let mut keyed: Vec<(i64, u32)> = rows.iter().map(|&row| (number(row), row)).collect();
    keyed.sort_unstable();
    for (place, (_, row)) in rows.iter_mut().zip(&keyed) {
        *place = *row;
    }
    runs(&keyed, |start, end, _| {
        pending.push(Run {
            start: run.start + start,
            end: run.start + end,
            key: run.key + 1,
            chunk: 0,
        });
    });
}

/// The bits of a number in an order that is the numbers' own.
fn sortable(number: f64) -> i64 {
    let bits = number.to_bits().cast_signed();
    bits ^ (((bits >> 63).cast_unsigned() >> 1).cast_signed())
}

fn by_text(
    view: &View<'_>,
    rows: &mut [u32],
    key: &OrderKey<Source>,
    run: &Run,
    pending: &mut Vec<Run>,
) {
    let chunk = |row: u32| {
        let value = key.source.value(view, row as usize);
        chunk_of(&value, run.chunk, key.descending, key.nulls_last)
    };
    let mut keyed: Vec<([u8; CHUNK + 1], u32)> =
        rows.iter().map(|&row| (chunk(row), row)).collect();
    keyed.sort_unstable();
    for (place, (_, row)) in rows.iter_mut().zip(&keyed) {
        *place = *row;
    }
    let filler = if key.descending { 0xff } else { 0 };
    runs(&keyed, |start, end, bytes| {
        // A text that ends here is equal to the others of its run.
        let ended = bytes[0] != VALUE || bytes[CHUNK] == filler;
        pending.push(Run {
            start: run.start + start,
            end: run.start + end,
            key: run.key + usize::from(ended),
            chunk: if ended { 0 } else { run.chunk + 1 },
        });
    });
}

/// Between nulls that come first and nulls that come last.
const VALUE: u8 = 1;

/// A rank and the bytes of a part of the text, filled up with zeros.
fn chunk_of(value: &Value, chunk: usize, descending: bool, nulls_last: bool) -> [u8; CHUNK + 1] {
    let mut out = [0; CHUNK + 1];
    let skip = chunk * CHUNK;
    match value {
        Value::Text(text) if text.is_ascii() => {
            let bytes = text
                .bytes()
                .skip(skip)
                .map(|byte| byte.to_ascii_lowercase());
            out[1..]
                .iter_mut()
                .zip(bytes)
                .for_each(|(to, from)| *to = from);
        }
        Value::Text(text) => {
            let mut at = 0;
            let mut utf8 = [0; 4];
            for c in folded(text) {
                for byte in c.encode_utf8(&mut utf8).bytes() {
                    if at >= skip
                        && let Some(place) = out.get_mut(1 + at - skip)
                    {
                        *place = byte;
                    }
                    at += 1;
                }
                if at >= skip + CHUNK {
                    break;
                }
            }
        }
        Value::Id(id) => {
            let bytes = id.bytes().skip(skip);
            out[1..]
                .iter_mut()
                .zip(bytes)
                .for_each(|(to, from)| *to = from);
        }
        _ => {
            out[0] = if nulls_last { VALUE + 1 } else { 0 };
            return out;
        }
    }
    out[0] = VALUE;
    if descending {
        out[1..].iter_mut().for_each(|byte| *byte = !*byte);
    }
    out
}

/// Calls `found` for every run of two or more equal keys.
fn runs<K: PartialEq>(keyed: &[(K, u32)], mut found: impl FnMut(usize, usize, &K)) {
    let mut start = 0;
    while let Some((key, _)) = keyed.get(start) {
        let length = keyed[start..]
            .iter()
            .take_while(|(other, _)| other == key)
            .count();
        if length > 1 {
            found(start, start + length, key);
        }
        start += length;
    }
}
