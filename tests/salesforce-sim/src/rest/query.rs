//! `/services/data/vNN.0/query` and its further pages.

use axum::http::StatusCode;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::paging::Batch;
use super::{ApiError, Call, Caller, Reply, columns};
use crate::identifiers::IdSeries;
use crate::soql::{Plan, View, plan};
use crate::world::World;

const LIFE_MS: i64 = 2 * 86_400_000;
const MOST_KEPT: usize = 500;
const MOST_BYTES: usize = 64 << 20;
const LOCATOR_LENGTH: usize = 18;

/// Results that have further pages.
pub(crate) struct Cursors {
    open: HashMap<String, Cursor>,
    age: VecDeque<String>,
    ids: IdSeries,
    opened: usize,
    /// What all open results keep.
    bytes: usize,
    most_bytes: usize,
}

struct Cursor {
    plan: Arc<Plan>,
    /// Only who asked may read on.
    user: usize,
    batch: Batch,
    created: i64,
}

impl Default for Cursors {
    fn default() -> Self {
        Self {
            open: HashMap::new(),
            age: VecDeque::new(),
            ids: IdSeries::new("0r8", "Hs", 8),
            opened: 0,
            bytes: 0,
            most_bytes: MOST_BYTES,
        }
    }
}

impl Cursors {
    pub(crate) fn len(&self) -> usize {
        self.open.len()
    }

    /// Forgets every open result.
    pub(crate) fn clear(&mut self) -> usize {
        self.age.clear();
        self.bytes = 0;
        std::mem::take(&mut self.open).len()
    }

    fn insert(&mut self, cursor: Cursor) -> String {
        let locator = self.ids.id(self.opened);
        self.opened += 1;
        self.bytes += cursor.plan.memory();
        self.age.push_back(locator.clone());
        self.open.insert(locator.clone(), cursor);
        // The newest stays even if it alone is more than all may be.
        while self.age.len() > 1 && (self.age.len() > MOST_KEPT || self.bytes > self.most_bytes) {
            let oldest = self.age.pop_front();
            if let Some(cursor) = oldest.and_then(|oldest| self.open.remove(&oldest)) {
                self.bytes = self.bytes.saturating_sub(cursor.plan.memory());
            }
        }
        locator
    }

    fn find(&self, locator: &str, now: i64) -> Option<&Cursor> {
        self.open
            .get(locator)
            .filter(|cursor| now - cursor.created < LIFE_MS)
    }
}

/// `GET …/query?q=` and `GET …/queryAll?q=`, which differ only where records can be deleted.
pub(super) fn query(world: &mut World, caller: &Caller, call: &Call) -> Result<Reply, ApiError> {
    call.allow("HEAD,GET")?;
    world.counters.queries += 1;
    if let Some(text) = call.param("explain") {
        return columns::explain(world, caller, text);
    }
    let text = call.param("q").unwrap_or_default();
    if let Some(forced) = &world.switches.query_error {
        let object = text
            .split_ascii_whitespace()
            .skip_while(|word| *word != "FROM")
            .nth(1);
        if forced.from.is_none() || forced.from.as_deref() == object {
            let status = StatusCode::from_u16(forced.status).unwrap_or(StatusCode::BAD_REQUEST);
            return Err(ApiError::new(status, &forced.error_code, &forced.message));
        }
    }
    let plan = planned(world, caller, text)?;
    if call.param("columns") == Some("true") {
        return Ok(columns::columns(&plan));
    }
    let plan = Arc::new(plan);
    let batch = Batch::asked(call.header("Sforce-Query-Options"), world);
    write_page(world, caller, &plan, None, 0, batch)
}

/// The plan of a query, or its refusal.
pub(super) fn planned(world: &World, caller: &Caller, text: &str) -> Result<Plan, ApiError> {
    let view = View {
        world,
        user: caller.user,
    };
    plan(&view, text).map_err(|error| ApiError::bad_request(error.code, &error.message))
}

/// `GET …/query/<locator>-<offset>`
pub(super) fn page(
    world: &mut World,
    caller: &Caller,
    call: &Call,
    asked: &str,
) -> Result<Reply, ApiError> {
    call.allow("HEAD,GET")?;
    let (locator, offset) = asked.split_once('-').unwrap_or((asked, "0"));
    // A plain number: no sign, and not so long that it overflows.
    let plain = !offset.is_empty() && offset.bytes().all(|digit| digit.is_ascii_digit());
    let offset = offset.parse::<usize>().ok().filter(|_| plain);
    let now = world.now();
    let found = world
        .cursors
        .find(locator, now)
        .filter(|cursor| cursor.user == caller.user)
        .map(|cursor| (Arc::clone(&cursor.plan), cursor.batch));
    match (found, offset) {
        (Some((plan, batch)), Some(offset)) if offset < plan.len() => {
            write_page(world, caller, &plan, Some(locator), offset, batch)
        }
        _ => Err(ApiError::locator()),
    }
}

/// The page of a result. A result that goes on after its first page is kept under a locator.
fn write_page(
    world: &mut World,
    caller: &Caller,
    plan: &Arc<Plan>,
    locator: Option<&str>,
    offset: usize,
    batch: Batch,
) -> Result<Reply, ApiError> {
    let total = plan.len();
    let view = View {
        world,
        user: caller.user,
    };
    let mut records = Vec::new();
    let (mut end, mut sent, mut opened) = (total, 0, Vec::new());
    if !plan.count_only {
        let size = batch.at(offset);
        let page = plan.page(view, &caller.version, offset, size, &mut records);
        (end, sent, opened) = (offset + page.taken, page.sent, page.opened);
    }
    world.effort.wrote(records.len());
    if world.effort.is_over() {
        return Err(ApiError::too_long());
    }
    let created = world.now();
    let mut keep = |plan: Arc<Plan>| {
        world.cursors.insert(Cursor {
            plan,
            user: caller.user,
            batch,
            created,
        })
    };
    for inner in opened {
        let place = inner.at..inner.at + LOCATOR_LENGTH;
        let locator = keep(Arc::new(inner.plan));
        if let Some(place) = records.get_mut(place) {
            place.copy_from_slice(locator.as_bytes());
        }
    }
    let next = (end < total).then(|| {
        let locator = locator.map_or_else(|| keep(Arc::clone(plan)), str::to_owned);
        let version = &caller.version;
        format!("\"nextRecordsUrl\":\"/services/data/v{version}/query/{locator}-{end}\",")
    });
    let mut body = format!(
        "{{\"totalSize\":{total},\"done\":{},{}\"records\":[",
        next.is_none(),
        next.unwrap_or_default()
    )
    .into_bytes();
    body.append(&mut records);
    body.extend_from_slice(b"]}");
    world.counters.query_pages += 1;
    world.counters.rows_sent += sent as u64;
    let body = String::from_utf8(body).unwrap_or_default();
    Ok(Reply::ok("QueryResult", body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;

    #[test]
    fn the_oldest_results_give_way_when_all_keep_too_much() {
        let world = World::new(Config::default(), "http://localhost:1".to_owned());
        let view = View {
            world: &world,
            user: 3,
        };
        let query = "SELECT Id FROM User ORDER BY Name";
        let plan = Arc::new(plan(&view, query).expect("a valid query"));
        let cursor = || Cursor {
            plan: Arc::clone(&plan),
            user: 3,
            batch: Batch::asked(None, &world),
            created: 0,
        };
        let mut cursors = Cursors {
            most_bytes: plan.memory() * 3,
            ..Cursors::default()
        };
        let locators: Vec<String> = (0..5).map(|_| cursors.insert(cursor())).collect();
        let open = |cursors: &Cursors| -> Vec<bool> {
            let found = |locator: &String| cursors.find(locator, 0).is_some();
            locators.iter().map(found).collect()
        };
        assert_eq!(open(&cursors), [false, false, true, true, true]);
        cursors.most_bytes = 1;
        let last = cursors.insert(cursor());
        assert_eq!(cursors.len(), 1, "the newest stays");
        assert!(cursors.find(&last, 0).is_some());
    }
}
