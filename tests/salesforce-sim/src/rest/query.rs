//! `/services/data/vNN.0/query` and its further pages.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::{ApiError, Caller, json_response};
use crate::identifiers::IdSeries;
use crate::soql::{Plan, View, plan};
use crate::world::{Stand, World};

const LARGEST_BATCH: usize = 2_000;
const SMALLEST_BATCH: usize = 200;
const LOCATOR_LENGTH: usize = 18;
const LIFE_MS: i64 = 2 * 86_400_000;
const MOST_KEPT: usize = 500;
const MOST_BYTES: usize = 64 << 20;

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
    batch: usize,
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

/// `GET …/query?q=`
pub(crate) async fn query(
    State(stand): State<Arc<Stand>>,
    Extension(caller): Extension<Caller>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    wait(&stand).await;
    let raw = raw.unwrap_or_default();
    let text = form_urlencoded::parse(raw.as_bytes()).find(|(name, _)| name == "q");
    let text = text.map(|(_, text)| text.into_owned()).unwrap_or_default();
    let mut world = stand.world();
    world.counters.queries += 1;
    let planned = plan(
        &View {
            world: &world,
            user: caller.user,
        },
        &text,
    );
    let plan = match planned {
        Ok(plan) => Arc::new(plan),
        Err(error) => {
            let status = StatusCode::BAD_REQUEST;
            return ApiError::new(status, error.code, &error.message).into_response();
        }
    };
    let mut batch = batch_size(&headers);
    if let Some(most) = world.switches.page_size_max {
        batch = batch.min(most.max(1));
    }
    write_page(&mut world, &caller, &plan, None, 0, batch)
}

/// `GET …/query/<locator>-<offset>`
pub(crate) async fn page(
    State(stand): State<Arc<Stand>>,
    Extension(caller): Extension<Caller>,
    Path(parts): Path<HashMap<String, String>>,
) -> Response {
    wait(&stand).await;
    let mut world = stand.world();
    let asked = parts.get("locator").map(String::as_str).unwrap_or_default();
    let (locator, offset) = asked.rsplit_once('-').unwrap_or((asked, "0"));
    let now = world.now();
    let found = world
        .cursors
        .find(locator, now)
        .map(|c| (Arc::clone(&c.plan), c.batch));
    match (found, offset.parse::<usize>()) {
        (Some((plan, batch)), Ok(offset)) if offset < plan.len() => {
            write_page(&mut world, &caller, &plan, Some(locator), offset, batch)
        }
        _ => ApiError::locator().into_response(),
    }
}

async fn wait(stand: &Stand) {
    let delay = stand.world().switches.query_delay_ms;
    if delay > 0 {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
}

fn batch_size(headers: &HeaderMap) -> usize {
    let options = headers
        .get("Sforce-Query-Options")
        .and_then(|value| value.to_str().ok());
    let mut pairs = options
        .unwrap_or_default()
        .split([',', ';'])
        .filter_map(|p| p.split_once('='));
    let asked = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("batchSize"));
    let asked = asked.and_then(|(_, size)| size.trim().parse::<usize>().ok());
    asked
        .unwrap_or(LARGEST_BATCH)
        .clamp(SMALLEST_BATCH, LARGEST_BATCH)
}

/// The page of a result. A result that goes on after its first page is kept under a locator.
fn write_page(
    world: &mut World,
    caller: &Caller,
    plan: &Arc<Plan>,
    locator: Option<&str>,
    offset: usize,
    batch: usize,
) -> Response {
    let total = plan.len();
    let view = View {
        world,
        user: caller.user,
    };
    let mut records = Vec::new();
    let (mut end, mut sent, mut opened) = (total, 0, Vec::new());
    if !plan.count_only {
        let page = plan.page(view, &caller.version, offset, batch, &mut records);
        (end, sent, opened) = (offset + page.taken, page.sent, page.opened);
    }
    let created = world.now();
    let mut keep = |plan: Arc<Plan>| {
        world.cursors.insert(Cursor {
            plan,
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
        format!(
            "\"nextRecordsUrl\":\"/services/data/v{}/query/{locator}-{end}\",",
            caller.version
        )
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
    json_response(StatusCode::OK, body)
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
        let mut cursors = Cursors {
            most_bytes: plan.memory() * 3,
            ..Cursors::default()
        };
        let locators: Vec<String> = (0..5)
            .map(|_| {
                cursors.insert(Cursor {
                    plan: Arc::clone(&plan),
                    batch: 10,
                    created: 0,
                })
            })
            .collect();
        let open = |cursors: &Cursors| -> Vec<bool> {
            let found = |locator: &String| cursors.find(locator, 0).is_some();
            locators.iter().map(found).collect()
        };
        assert_eq!(open(&cursors), [false, false, true, true, true]);
        cursors.most_bytes = 1;
        let last = cursors.insert(Cursor {
            plan,
            batch: 10,
            created: 0,
        });
        assert_eq!(cursors.len(), 1, "the newest stays");
        assert!(cursors.find(&last, 0).is_some());
    }
}
