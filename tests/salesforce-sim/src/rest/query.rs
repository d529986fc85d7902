//! `/services/data/vNN.0/query` and its further pages.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use serde::Serialize;

use super::paging::Batch;
use super::{ApiError, Call, Caller, Reply, columns};
use crate::identifiers::IdSeries;
use crate::soql::{Plan, Row, View, plan};
use crate::world::World;

const LIFE_MS: i64 = 2 * 86_400_000;
const MOST_KEPT: usize = 500;

/// Results that have further pages.
pub(crate) struct Cursors {
    open: HashMap<String, Cursor>,
    age: VecDeque<String>,
    ids: IdSeries,
    opened: usize,
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
        std::mem::take(&mut self.open).len()
    }

    fn insert(&mut self, cursor: Cursor) -> String {
        if self.age.len() >= MOST_KEPT
            && let Some(oldest) = self.age.pop_front()
        {
            self.open.remove(&oldest);
        }
        let locator = self.ids.id(self.opened);
        self.opened += 1;
        self.age.push_back(locator.clone());
        self.open.insert(locator.clone(), cursor);
        locator
    }

    fn find(&self, locator: &str, now: i64) -> Option<&Cursor> {
        self.open
            .get(locator)
            .filter(|cursor| now - cursor.created < LIFE_MS)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    total_size: usize,
    done: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_records_url: Option<String>,
    records: Vec<Row<'a>>,
}

/// `GET …/query?q=` and `GET …/queryAll?q=`, which differ only where records can be deleted.
pub(super) fn query(world: &mut World, caller: &Caller, call: &Call) -> Result<Reply, ApiError> {
    call.allow("HEAD,GET")?;
    world.counters.queries += 1;
    if let Some(text) = call.param("explain") {
        return columns::explain(world, caller, text);
    }
    let text = call.param("q").unwrap_or_default();
    let plan = planned(world, caller, text)?;
    if call.param("columns") == Some("true") {
        return Ok(columns::columns(&plan));
    }
    let plan = Arc::new(plan);
    let batch = Batch::asked(call.header("Sforce-Query-Options"), world);
    let locator = (plan.rows.len() > batch.at(0) && !plan.count_only).then(|| {
        let created = world.now();
        world.cursors.insert(Cursor {
            plan: Arc::clone(&plan),
            user: caller.user,
            batch,
            created,
        })
    });
    Ok(write_page(
        world,
        caller,
        &plan,
        locator.as_deref(),
        0,
        batch,
    ))
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
        (Some((plan, batch)), Some(offset)) if offset < plan.rows.len() => Ok(write_page(
            world,
            caller,
            &plan,
            Some(locator),
            offset,
            batch,
        )),
        _ => Err(ApiError::locator()),
    }
}

fn write_page(
    world: &mut World,
    caller: &Caller,
    plan: &Plan,
    locator: Option<&str>,
    offset: usize,
    batch: Batch,
) -> Reply {
    let total = plan.rows.len();
    let end = if plan.count_only {
        0
    } else {
        total.min(offset.saturating_add(batch.at(offset)))
    };
    let view = View {
        world,
        user: caller.user,
    };
    let rows = plan.rows.get(offset..end).unwrap_or_default();
    let records: Vec<Row<'_>> = rows
        .iter()
        .map(|&row| Row::new(view, plan, row, &caller.version))
        .collect();
    let sent = records.len() as u64;
    let next = locator
        .filter(|_| end < total)
        .map(|locator| format!("/services/data/v{}/query/{locator}-{end}", caller.version));
    let page = Page {
        total_size: total,
        done: next.is_none(),
        next_records_url: next,
        records,
    };
    let body = serde_json::to_string(&page).unwrap_or_default();
    world.counters.query_pages += 1;
    world.counters.rows_sent += sent;
    Reply::ok("QueryResult", body)
}
