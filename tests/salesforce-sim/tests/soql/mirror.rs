//! The rows of a stand-in in SQLite, and the comparison of answers.

use std::cmp::Ordering;

use jiff::Timestamp;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::{Value as Sql, ValueRef};
use rusqlite::{Connection, params_from_iter};
use serde_json::Value as Json;

use crate::bench::Bench;

/// What a field holds, by the first letters of its declaration in [`OBJECTS`].
const TYPES: [(&str, &str); 5] = [
    ("id", "TEXT COLLATE BINARY"),
    ("text", "TEXT COLLATE FOLDED"),
    ("bool", "INTEGER"),
    ("time", "INTEGER"),
    ("int", "INTEGER"),
];

/// The objects and their fields. Whatever is named here is read and can be asked for in a case.
const OBJECTS: &[(&str, &str)] = &[
    (
        "User",
        "id Id, text Username, text Name, text FirstName, text LastName, text Email, text Alias, \
         bool IsActive, text UserType, id ProfileId, id UserRoleId, id ManagerId, \
         text FederationIdentifier, time LastLoginDate, time SystemModstamp, \
         time LastModifiedDate, time CreatedDate",
    ),
    (
        "UserLogin",
        "id Id, id UserId, bool IsFrozen, bool IsPasswordLocked",
    ),
    (
        "Profile",
        "id Id, text Name, id UserLicenseId, bool PermissionsViewAllData, \
         bool PermissionsApiUserOnly",
    ),
    (
        "UserRole",
        "id Id, text Name, text DeveloperName, id ParentRoleId",
    ),
    ("UserLicense", "id Id, text Name, text LicenseDefinitionKey"),
    (
        "PermissionSet",
        "id Id, text Name, text Label, bool IsOwnedByProfile, bool PermissionsViewAllData",
    ),
    (
        "PermissionSetAssignment",
        "id Id, id AssigneeId, id PermissionSetId",
    ),
    (
        "OauthToken",
        "id Id, id UserId, text AppName, time CreatedDate, time LastUsedDate, int UseCount",
    ),
    ("Organization", "id Id, text Name, bool IsSandbox"),
];

/// `{U}` in the SQL of a case: a user with everything that its relationships reach.
const USERS: &str = "User u LEFT JOIN Profile p ON p.Id = u.ProfileId \
                     LEFT JOIN UserLicense l ON l.Id = p.UserLicenseId \
                     LEFT JOIN UserRole r ON r.Id = u.UserRoleId \
                     LEFT JOIN User m ON m.Id = u.ManagerId \
                     LEFT JOIN UserRole mr ON mr.Id = m.UserRoleId";

/// A stand-in and its rows in SQLite.
pub struct Mirror {
    pub bench: Bench,
    pub access: String,
    sqlite: Connection,
}

#[derive(Clone, Debug)]
enum Cell {
    Null,
    Number(f64),
    Text(String),
}

impl Cell {
    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) if (a - b).abs() < 1e-9 => Ordering::Equal,
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Null, Self::Null) => Ordering::Equal,
            (Self::Null, _) | (Self::Number(_), Self::Text(_)) => Ordering::Less,
            _ => Ordering::Greater,
        }
    }
}

fn order(a: &[Cell], b: &[Cell]) -> Ordering {
    let cells = a.iter().zip(b).map(|(a, b)| a.order(b));
    cells
        .fold(Ordering::Equal, Ordering::then)
        .then(a.len().cmp(&b.len()))
}

impl Mirror {
    pub async fn new() -> Self {
        Self::of(Bench::with(|config| config.users = 800).await, OBJECTS).await
    }

    /// Eight hundred users at a moment.
    pub async fn at(now: &str) -> Self {
        let now: Timestamp = now.parse().expect("a valid time");
        let bench = Bench::with(|config| {
            config.users = 800;
            config.clock = std::sync::Arc::new(move || now);
        });
        Self::of(bench.await, OBJECTS).await
    }

    /// With objects besides the usual ones.
    #[allow(dead_code, reason = "for objects that have their cases elsewhere")]
    pub async fn with(more: &[(&str, &str)]) -> Self {
        let objects: Vec<(&str, &str)> = OBJECTS.iter().chain(more).copied().collect();
        Self::of(Bench::with(|config| config.users = 800).await, &objects).await
    }

    async fn of(bench: Bench, objects: &[(&str, &str)]) -> Self {
        let access = bench.log_in().await.access;
        let mut mirror = Self {
            bench,
            access,
            sqlite: sqlite(),
        };
        for (object, fields) in objects {
            let fields: Vec<(&str, &str)> = fields
                .split(',')
                .map(|field| field.trim().split_once(' ').expect("a type and a name"))
                .collect();
            mirror.copy(object, &fields).await;
        }
        mirror
    }

    async fn copy(&mut self, object: &str, fields: &[(&str, &str)]) {
        let kind = |kind: &str| {
            TYPES
                .iter()
                .find(|(name, _)| *name == kind)
                .expect("a type")
                .1
        };
        let columns: Vec<String> = fields
            .iter()
            .map(|(of, name)| format!("{name} {}", kind(of)))
            .collect();
        let create = format!("CREATE TABLE \"{object}\" ({})", columns.join(", "));
        self.sqlite.execute(&create, []).expect("a table");
        let names: Vec<&str> = fields.iter().map(|(_, name)| *name).collect();
        let paths: Vec<Vec<&str>> = names.iter().map(|name| vec![*name]).collect();
        let marks = vec!["?"; names.len()].join(", ");
        let insert = format!("INSERT INTO \"{object}\" VALUES ({marks})");
        let transaction = self.sqlite.unchecked_transaction().expect("a transaction");
        let query = format!("SELECT {} FROM {object}", names.join(", "));
        for record in records(&self.bench, &self.access, &query).await {
            let row = flat(&record, &paths).into_iter().map(|cell| match cell {
                Cell::Null => Sql::Null,
                Cell::Number(number) => Sql::Integer(number as i64),
                Cell::Text(text) => Sql::Text(text),
            });
            let inserted = self.sqlite.execute(&insert, params_from_iter(row));
            inserted.expect("a row");
        }
        transaction.commit().expect("committed");
    }

    /// Asks both; they must agree, in order if the query has one.
    pub async fn agree(&self, soql: &str, sql: &str) {
        let soql = self.filled(soql);
        let sql = self.filled(sql);
        let ordered = soql.contains(" ORDER BY ");
        let mut expected = self.sql(&sql);
        let mut found = self.soql(&soql).await;
        if !ordered {
            expected.sort_by(|a, b| order(a, b));
            found.sort_by(|a, b| order(a, b));
        }
        let differs = (0..expected.len().max(found.len())).find(|&place| {
            match (expected.get(place), found.get(place)) {
                (Some(a), Some(b)) => order(a, b).is_ne(),
                _ => true,
            }
        });
        if let Some(place) = differs {
            panic!(
                "{soql}\n{sql}\n{} rows found, {} expected; at {place}: {:?} and not {:?}",
                found.len(),
                expected.len(),
                found.get(place),
                expected.get(place)
            );
        }
    }

    /// How many rows the SQL of a case has.
    pub fn count(&self, sql: &str) -> usize {
        self.sql(&self.filled(sql)).len()
    }

    /// Puts ids for `{User:20}`, without their suffix for `{User~20}`, and the joins for `{U}`.
    pub fn filled(&self, text: &str) -> String {
        let mut out = text.replace("{U}", USERS);
        while let Some(start) = out.find('{') {
            let end = start + out[start..].find('}').expect("a closing brace");
            let name = &out[start + 1..end];
            let short = name.contains('~');
            let (object, row) = name.split_once([':', '~']).expect("an object and a row");
            let sql = format!("SELECT Id FROM \"{object}\" ORDER BY Id LIMIT 1 OFFSET {row}");
            let id: String = self
                .sqlite
                .query_row(&sql, [], |row| row.get(0))
                .expect("an id");
            let id = if short { &id[..15] } else { &id };
            out.replace_range(start..=end, id);
        }
        out
    }

    fn sql(&self, sql: &str) -> Vec<Vec<Cell>> {
        let mut statement = self
            .sqlite
            .prepare(sql)
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
        let columns = statement.column_count();
        let mut rows = statement.query([]).expect("rows");
        let mut all = Vec::new();
        while let Some(row) = rows.next().expect("a row") {
            let cell = |column| match row.get_ref(column).expect("a column") {
                ValueRef::Integer(number) => Cell::Number(number as f64),
                ValueRef::Real(number) => Cell::Number(number),
                ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
                _ => Cell::Null,
            };
            all.push((0..columns).map(cell).collect());
        }
        all
    }

    async fn soql(&self, soql: &str) -> Vec<Vec<Cell>> {
        let lower = soql.to_lowercase();
        if lower.starts_with("select count() ") {
            let answer = self.bench.query(&self.access, soql).await;
            let total = answer.json()["totalSize"].as_f64();
            return vec![vec![Cell::Number(
                total.unwrap_or_else(|| panic!("{soql}: {}", answer.text)),
            )]];
        }
        let select = &soql["SELECT ".len()..lower.find(" from ").expect("a FROM clause")];
        let records = records(&self.bench, &self.access, soql).await;
        let grouped = records
            .first()
            .is_some_and(|record| record["attributes"]["type"] == "AggregateResult");
        let mut unnamed = 0;
        let mut paths: Vec<Vec<String>> = Vec::new();
        for item in select.split(',').map(str::trim) {
            // The cases call users `u` and their profile `p`.
            let item = item.trim_start_matches("u.").trim_start_matches("User.");
            let item = match item.strip_prefix("p.") {
                Some(field) => format!("Profile.{field}"),
                None => item.to_owned(),
            };
            let words: Vec<&str> = item.split_whitespace().collect();
            let path = match words.as_slice() {
                [_, alias] => vec![(*alias).to_owned()],
                [call] if call.contains('(') && grouped => {
                    unnamed += 1;
                    vec![format!("expr{}", unnamed - 1)]
                }
                [path] if grouped => path.rsplit('.').take(1).map(str::to_owned).collect(),
                [path] => path.split('.').map(str::to_owned).collect(),
                _ => panic!("{item} in {soql}"),
            };
            paths.push(path);
        }
        records.iter().map(|record| flat(record, &paths)).collect()
    }
}

fn sqlite() -> Connection {
    let sqlite = Connection::open_in_memory().expect("a database");
    let collation = |a: &str, b: &str| a.to_lowercase().cmp(&b.to_lowercase());
    sqlite
        .create_collation("FOLDED", collation)
        .expect("a collation");
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    for arguments in [2, 3] {
        sqlite
            .create_scalar_function("like", arguments, flags, |context| {
                let pattern: String = context.get(0)?;
                let text: Option<String> = context.get(1)?;
                Ok(text.map(|text| like(&pattern, &text)))
            })
            .expect("a function");
    }
    sqlite
        .create_scalar_function("ms", 1, flags, |context| {
            let text: String = context.get(0)?;
            let time: Result<Timestamp, _> = text.parse();
            Ok(time.expect("a valid time").as_millisecond())
        })
        .expect("a function");
    sqlite
}

/// LIKE by a table of what fits so far, with `\` before a wildcard that is a letter.
fn like(pattern: &str, text: &str) -> bool {
    let text: Vec<char> = text.to_lowercase().chars().collect();
    let mut fits = vec![false; text.len() + 1];
    fits[0] = true;
    let lower = pattern.to_lowercase();
    let mut pattern = lower.chars();
    while let Some(c) = pattern.next() {
        let mut next = vec![false; text.len() + 1];
        let (c, plain) = match c {
            '\\' => (pattern.next().expect("an escaped letter"), true),
            c => (c, false),
        };
        for at in 0..=text.len() {
            next[at] = match (c, plain) {
                ('%', false) => fits[at] || (at > 0 && next[at - 1]),
                ('_', false) => at > 0 && fits[at - 1],
                _ => at > 0 && fits[at - 1] && text[at - 1] == c,
            };
        }
        fits = next;
    }
    fits[text.len()]
}

/// All records of a query, page by page.
async fn records(bench: &Bench, access: &str, soql: &str) -> Vec<Json> {
    let mut answer = bench.query(access, soql).await;
    let mut all = Vec::new();
    loop {
        assert_eq!(answer.status, 200, "{soql}: {}", answer.text);
        let mut page = answer.json();
        match page["records"].take() {
            Json::Array(records) => all.extend(records),
            other => panic!("{other} are no records"),
        }
        match page["nextRecordsUrl"].as_str() {
            Some(next) => answer = bench.call(access, next).await,
            None => return all,
        }
    }
}

fn flat<S: AsRef<str>>(record: &Json, paths: &[Vec<S>]) -> Vec<Cell> {
    let members = |value: &Json| -> Vec<(String, Json)> {
        let object = value.as_object();
        object.map_or_else(Vec::new, |members| {
            members
                .iter()
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect()
        })
    };
    let find = |value: Json, name: &str| {
        let member = members(&value);
        let found = member
            .into_iter()
            .find(|(k, _)| k.eq_ignore_ascii_case(name));
        match found {
            Some((_, value)) => value,
            None if value.is_null() => Json::Null,
            None => panic!("{name} is missing in {value}"),
        }
    };
    let cell = |path: &Vec<S>| {
        let value = path
            .iter()
            .fold(record.clone(), |value, name| find(value, name.as_ref()));
        match value {
            Json::Null => Cell::Null,
            Json::Bool(truth) => Cell::Number(f64::from(u8::from(truth))),
            Json::Number(number) => Cell::Number(number.as_f64().expect("a number")),
            Json::String(text) if text.len() == 28 && text.ends_with("+0000") => {
                let time: Timestamp = text.parse().expect("a valid time");
                Cell::Number(time.as_millisecond() as f64)
            }
            Json::String(text) => Cell::Text(text),
            other => panic!("{other} is no value"),
        }
    };
    paths.iter().map(cell).collect()
}
