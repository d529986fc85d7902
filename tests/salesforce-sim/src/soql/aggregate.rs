//! Groups rows and aggregates them.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::SoqlError;
use super::bind::{Cell, Groups};
use super::effort;
use super::filter::{Source, Test};
use super::schema::{Kind, View};
use super::search::Search;
use super::syntax::Aggregate;
use super::value::Value;

/// The most rows of an aggregate result, which has no further pages.
const MOST_RESULTS: usize = 2_000;
/// The most values of such a result.
const MOST_VALUES: usize = 200_000;
/// Bytes that groups and what they have met may take while they are counted.
const MOST_MEMORY: usize = 112 << 20;

/// The rows of a grouped query: one value for every output.
pub(super) fn aggregate(
    view: &View<'_>,
    search: &Search<'_>,
    groups: &Groups,
    offset: usize,
    limit: Option<usize>,
) -> Result<Vec<Vec<Value>>, SoqlError> {
    let (mut found, states) = gather(view, search, groups)?;
    let value = |group: &Group, cell: Cell| group.value(view, groups, &states, cell);
    let left = &view.world.effort;
    if let Some(having) = &groups.having {
        let fits = |group: &Group| {
            let ask = |(cell, test): &(Cell, Test)| {
                left.take(1 + test.cost()) && test.fits(&value(group, *cell))
            };
            having.holds(&ask)
        };
        found.retain(fits);
    }
    if !groups.order.is_empty() {
        found.sort_by(|a, b| {
            let orders = groups.order.iter().map(|key| {
                // Two values are made for every comparison.
                left.take(effort::SORTED / 2);
                key.order(&value(a, key.source), &value(b, key.source))
            });
            orders
                .into_iter()
                .find(|order| order.is_ne())
                .unwrap_or(std::cmp::Ordering::Equal)
        });
    }
    let wanted = found.iter().skip(offset).take(limit.unwrap_or(usize::MAX));
    let count = wanted.len();
    if left.is_over() || count.min(MOST_RESULTS) * groups.outputs.len() > MOST_VALUES {
        return Err(SoqlError::too_long());
    }
    if count > MOST_RESULTS {
        return Err(SoqlError {
            code: "EXCEEDED_ID_LIMIT",
            message: "Aggregate query does not support queryMore(), use LIMIT to restrict the \
                      results to a single batch"
                .to_owned(),
        });
    }
    let row = |group: &Group| {
        let outputs = groups.outputs.iter();
        outputs.map(|output| value(group, output.cell)).collect()
    };
    Ok(wanted.map(row).collect())
}

/// A group is known by one of its rows: a million of them would not fit with their keys.
struct Group {
    row: Option<u32>,
    /// The keys that count, as bits.
    set: u32,
    /// Where its states begin.
    states: usize,
}

impl Group {
    fn value(&self, view: &View<'_>, groups: &Groups, states: &[State], cell: Cell) -> Value {
        let counts = |place: usize| self.set >> place & 1 == 1;
        match cell {
            Cell::Key(place) => match (self.row, groups.keys.get(place)) {
                (Some(row), Some(key)) if counts(place) => key.value(view, row as usize),
                _ => Value::Null,
            },
            Cell::Grouping(place) => Value::Number(i64::from(!counts(place))),
            Cell::Aggregate(place) => {
                let state = states.get(self.states + place);
                match (state, groups.aggregates.get(place)) {
                    (Some(state), Some((aggregate, _))) => state.value(*aggregate),
                    _ => Value::Null,
                }
            }
        }
    }
}

enum State {
    Count(i64),
    Best(Value),
    Sum(Box<Sum>),
}

#[derive(Default)]
struct Sum {
    whole: i128,
    total: f64,
    count: i64,
    fractions: bool,
}

impl State {
    fn new(aggregate: Aggregate, source: &Source) -> Self {
        match aggregate {
            Aggregate::Count | Aggregate::CountDistinct => Self::Count(0),
            Aggregate::Min | Aggregate::Max => Self::Best(Value::Null),
            Aggregate::Sum | Aggregate::Avg => Self::Sum(Box::new(Sum {
                fractions: source.kind() == Kind::Double,
                ..Sum::default()
            })),
        }
    }

    /// Takes in a value, which is not null.
    fn add(&mut self, aggregate: Aggregate, value: Value) {
        match self {
            Self::Count(count) => *count += 1,
            Self::Best(best) => {
                let order = value.order(best);
                let better = if aggregate == Aggregate::Min {
                    order.is_lt()
                } else {
                    order.is_gt()
                };
                if better || *best == Value::Null {
                    *best = value;
                }
            }
            Self::Sum(sum) => {
                sum.count += 1;
                match value {
                    Value::Double(number) => sum.total += number,
                    _ => sum.whole += i128::from(value.number().unwrap_or_default()),
                }
            }
        }
    }

    fn value(&self, aggregate: Aggregate) -> Value {
        match self {
            Self::Count(count) => Value::Number(*count),
            Self::Best(best) => best.clone(),
            Self::Sum(sum) if sum.count == 0 => Value::Null,
            Self::Sum(sum) => {
                let all = sum.whole as f64 + sum.total;
                match aggregate {
                    Aggregate::Avg => Value::Double(all / sum.count as f64),
                    _ if sum.fractions => Value::Double(all),
                    _ => Value::Number(i64::try_from(sum.whole).unwrap_or(i64::MAX)),
                }
            }
        }
    }

    /// Bytes that a state takes at most, with a text of usual length.
    fn memory(&self) -> usize {
        size_of::<Self>()
            + match self {
                Self::Count(_) => 0,
                Self::Best(_) => 64,
                Self::Sum(_) => size_of::<Sum>() + 16,
            }
    }
}

/// 128 bits, so that two values never share them in practice.
fn fingerprint(bytes: &[u8]) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        bytes.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

/// The groups with the states of all of them, one after the other.
fn gather(
    view: &View<'_>,
    search: &Search<'_>,
    groups: &Groups,
) -> Result<(Vec<Group>, Vec<State>), SoqlError> {
    let fresh = || {
        let aggregates = groups.aggregates.iter();
        aggregates.map(|(aggregate, source)| State::new(*aggregate, source))
    };
    // A place in the map and one in the list, with room to grow.
    let each = 64 + fresh().map(|state| state.memory()).sum::<usize>();
    let mut found: Vec<Group> = Vec::new();
    let mut states: Vec<State> = Vec::new();
    let mut places: HashMap<u128, u32> = HashMap::new();
    let mut met: HashSet<u128> = HashSet::new();
    if groups.keys.is_empty() {
        // Without groups there is one row, even of nothing.
        states.extend(fresh());
        found.push(Group {
            row: None,
            set: 0,
            states: 0,
        });
        places.insert(fingerprint(&[0; 4]), 0);
    }
    let mut key = Vec::new();
    let mut too_much = false;
    search.each(false, &mut |row| {
        let values: Vec<Value> = groups
            .keys
            .iter()
            .map(|source| source.value(view, row as usize))
            .collect();
        for &set in &groups.sets {
            key.clear();
            key.extend_from_slice(&set.to_be_bytes());
            for (place, value) in values.iter().enumerate() {
                if set >> place & 1 == 1 {
                    value.write_key(&mut key);
                }
            }
            let group = match places.entry(fingerprint(&key)) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(vacant) => {
                    let place = u32::try_from(found.len()).unwrap_or(u32::MAX);
                    found.push(Group {
                        row: Some(row),
                        set,
                        states: states.len(),
                    });
                    states.extend(fresh());
                    *vacant.insert(place)
                }
            };
            let first = group as usize * groups.aggregates.len();
            for (place, (aggregate, source)) in groups.aggregates.iter().enumerate() {
                let value = source.value(view, row as usize);
                if value == Value::Null {
                    continue;
                }
                if *aggregate == Aggregate::CountDistinct {
                    key.clear();
                    key.extend_from_slice(&(first + place).to_be_bytes());
                    value.write_key(&mut key);
                    if !met.insert(fingerprint(&key)) {
                        continue;
                    }
                }
                if let Some(state) = states.get_mut(first + place) {
                    state.add(*aggregate, value);
                }
            }
            too_much = found.len() * each + met.len() * 40 > MOST_MEMORY;
            if too_much {
                return false;
            }
        }
        true
    })?;
    if too_much {
        return Err(SoqlError::too_long());
    }
    Ok((found, states))
}
