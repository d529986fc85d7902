//! The peer of the bench: the same people kept in SQLite, read a page at a time and written as the
//! same JSON.

use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::program::{Paged, Program};

const SAMPLE: usize = 100_000;
const PAGE: usize = 2_000;

/// Fills a table with the first hundred thousand people and pages through it.
pub async fn page_through(program: &Program, query: &str, token: &str) -> Paged {
    let mut people = Connection::open_in_memory().unwrap();
    let columns = fill(&mut people, program, query, token).await;
    let begun = Instant::now();
    let mut paged = Paged {
        users: 0,
        bytes: 0,
        wall: Duration::ZERO,
        processor: Duration::ZERO,
    };
    let mut statement = people
        .prepare("SELECT * FROM people WHERE rowid > ?1 ORDER BY rowid LIMIT ?2")
        .unwrap();
    while paged.users < SAMPLE {
        let mut rows = statement.query([paged.users as i64, PAGE as i64]).unwrap();
        let mut records = Vec::with_capacity(PAGE);
        while let Some(row) = rows.next().unwrap() {
            let mut record = Map::new();
            record.insert("attributes".to_owned(), json!({"type": "User", "url": "/"}));
            for (at, column) in columns.iter().enumerate() {
                let text: Option<String> = row.get(at).unwrap();
                record.insert(column.clone(), text.map_or(Value::Null, Value::String));
            }
            records.push(Value::Object(record));
        }
        paged.users += records.len();
        let page = json!({"totalSize": SAMPLE, "done": false, "records": records});
        paged.bytes += serde_json::to_vec(&page).unwrap().len();
    }
    paged.wall = begun.elapsed();
    // One thread reads, computes and writes, so the clock is the processor's time.
    paged.processor = paged.wall;
    paged
}

async fn fill(people: &mut Connection, program: &Program, query: &str, token: &str) -> Vec<String> {
    let text: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
    let mut path = format!("/services/data/v66.0/query?q={text}");
    let mut columns: Vec<String> = Vec::new();
    let mut filled = 0;
    while filled < SAMPLE {
        let page: Value = serde_json::from_slice(&program.get(&path, token).await).unwrap();
        let transaction = people.transaction().unwrap();
        for record in page["records"].as_array().unwrap() {
            let record = record.as_object().unwrap();
            if columns.is_empty() {
                columns = record
                    .keys()
                    .filter(|key| *key != "attributes")
                    .cloned()
                    .collect();
                let list = columns.join(" TEXT, ");
                transaction
                    .execute_batch(&format!("CREATE TABLE people ({list} TEXT)"))
                    .unwrap();
            }
            let values = columns.iter().map(|column| match &record[column] {
                Value::Null => None,
                Value::String(text) => Some(text.clone()),
                other => Some(other.to_string()),
            });
            let marks = vec!["?"; columns.len()].join(", ");
            transaction
                .prepare_cached(&format!("INSERT INTO people VALUES ({marks})"))
                .unwrap()
                .execute(rusqlite::params_from_iter(values))
                .unwrap();
            filled += 1;
        }
        transaction.commit().unwrap();
        path = page["nextRecordsUrl"].as_str().unwrap().to_owned();
    }
    columns
}
