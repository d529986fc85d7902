//! Groups rows and aggregates them.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::SoqlError;
use super::bind::{Cell, Groups};
use super::filter::Source;
use super::schema::{Kind, View};
use super::search::Search;
use super::syntax::Aggregate;
use super::value::Value;

/// The most rows of an aggregate result, which has no further pages.
const MOST_RESULTS: usize = 2_000;
const MOST_GROUPS: usize = 2_000_000;

/// The rows of a grouped query: one value for every output.
pub(super) fn aggregate(
    view: &View<'_>,
    search: &Search<'_>,
    groups: &Groups,
    offset: usize,
    limit: Option<usize>,
) -> Result<Vec<Vec<Value>>, SoqlError> {
    let mut found = gather(view, search, groups)?;
    if let Some(having) = &groups.having {
        found.retain(|group| having.holds(&|(cell, test)| test.fits(&group.value(groups, *cell))));
    }
    if !groups.order.is_empty() {
        found.sort_by(|a, b| {
            let orders = groups.order.iter().map(|key| {
                let value = |group: &Group| group.value(groups, key.source);
                key.order(&value(a), &value(b))
            });
            orders
                .into_iter()
                .find(|order| order.is_ne())
                .unwrap_or(std::cmp::Ordering::Equal)
        });
    }
    let wanted = found.iter().skip(offset).take(limit.unwrap_or(usize::MAX));
    if wanted.clone().nth(MOST_RESULTS).is_some() {
        return Err(SoqlError {
            code: "EXCEEDED_ID_LIMIT",
            message: "Aggregate query does not support queryMore(), use LIMIT to restrict the \
                      results to a single batch"
                .to_owned(),
        });
    }
    let row = |group: &Group| {
        let outputs = groups.outputs.iter();
        outputs
            .map(|output| group.value(groups, output.cell))
            .collect()
    };
    Ok(wanted.map(row).collect())
}

struct Group {
    keys: Vec<Value>,
    /// The keys that count, as bits.
    set: u32,
    states: Vec<State>,
}

impl Group {
    fn new(groups: &Groups, keys: Vec<Value>, set: u32) -> Self {
        Self {
            keys,
            set,
            states: groups
                .aggregates
                .iter()
                .map(|(aggregate, source)| State::new(*aggregate, source))
                .collect(),
        }
    }

    fn value(&self, groups: &Groups, cell: Cell) -> Value {
        match cell {
            Cell::Key(place) => self.keys.get(place).cloned().unwrap_or(Value::Null),
            Cell::Grouping(place) => Value::Number(i64::from(self.set >> place & 1 == 0)),
            Cell::Aggregate(place) => {
                match (self.states.get(place), groups.aggregates.get(place)) {
                    (Some(state), Some((aggregate, _))) => state.value(*aggregate),
                    _ => Value::Null,
                }
            }
        }
    }
}

enum State {
    Count(i64),
    /// Fingerprints of the values: 128 bits, so that two values never share one in practice.
    Distinct(HashSet<u128>),
    Best(Value),
    Sum {
        whole: i128,
        total: f64,
        count: i64,
        fractions: bool,
    },
}

impl State {
    fn new(aggregate: Aggregate, source: &Source) -> Self {
        match aggregate {
            Aggregate::Count => Self::Count(0),
            Aggregate::CountDistinct => Self::Distinct(HashSet::new()),
            Aggregate::Min | Aggregate::Max => Self::Best(Value::Null),
            Aggregate::Sum | Aggregate::Avg => Self::Sum {
                whole: 0,
                total: 0.0,
                count: 0,
                fractions: source.kind() == Kind::Double,
            },
        }
    }

    fn add(&mut self, aggregate: Aggregate, value: Value, scratch: &mut Vec<u8>) {
        if value == Value::Null {
            return;
        }
        match self {
            Self::Count(count) => *count += 1,
            Self::Distinct(known) => {
                scratch.clear();
                value.write_key(scratch);
                known.insert(fingerprint(scratch));
            }
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
            Self::Sum {
                whole,
                total,
                count,
                ..
            } => {
                *count += 1;
                match value {
                    Value::Double(number) => *total += number,
                    _ => *whole += i128::from(value.number().unwrap_or_default()),
                }
            }
        }
    }

    fn value(&self, aggregate: Aggregate) -> Value {
        match self {
            Self::Count(count) => Value::Number(*count),
            Self::Distinct(known) => Value::Number(known.len() as i64),
            Self::Best(best) => best.clone(),
            Self::Sum { count: 0, .. } => Value::Null,
            Self::Sum {
                whole,
                total,
                count,
                fractions,
            } => {
                let sum = *whole as f64 + total;
                match aggregate {
                    Aggregate::Avg => Value::Double(sum / *count as f64),
                    _ if *fractions => Value::Double(sum),
                    _ => Value::Number(i64::try_from(*whole).unwrap_or(i64::MAX)),
                }
            }
        }
    }
}

fn fingerprint(bytes: &[u8]) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        bytes.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

fn gather(view: &View<'_>, search: &Search<'_>, groups: &Groups) -> Result<Vec<Group>, SoqlError> {
    let mut found: Vec<Group> = Vec::new();
    let mut places: HashMap<Box<[u8]>, usize> = HashMap::new();
    if groups.keys.is_empty() {
        // Without groups there is one row, even of nothing.
        found.push(Group::new(groups, Vec::new(), 0));
        places.insert(Box::from([0; 4]), 0);
    }
    let mut key = Vec::new();
    let mut scratch = Vec::new();
    let mut too_many = false;
    search.each(false, &mut |row| {
        let values: Vec<Value> = groups
            .keys
            .iter()
            .map(|source| source.value(view, row as usize))
            .collect();
        for &set in &groups.sets {
            key.clear();
            key.extend_from_slice(&set.to_be_bytes());
            let counts = |place: usize| set >> place & 1 == 1;
            for (place, value) in values.iter().enumerate() {
                if counts(place) {
                    value.write_key(&mut key);
                }
            }
            let place = match places.get(key.as_slice()) {
                Some(&place) => place,
                None if found.len() >= MOST_GROUPS => {
                    too_many = true;
                    return false;
                }
                None => {
                    let keys = values.iter().enumerate().map(|(place, value)| {
                        if counts(place) {
                            value.clone()
                        } else {
                            Value::Null
                        }
                    });
                    found.push(Group::new(groups, keys.collect(), set));
                    places.insert(key.as_slice().into(), found.len() - 1);
                    found.len() - 1
                }
            };
            for ((aggregate, source), state) in
                groups.aggregates.iter().zip(&mut found[place].states)
            {
                let value = source.value(view, row as usize);
                state.add(*aggregate, value, &mut scratch);
            }
        }
        true
    })?;
    if too_many {
        return Err(SoqlError::too_long());
    }
    Ok(found)
}
