//! A small database in a temporary folder.

use jiff::Timestamp;
use lpc_sqlite::{Database, Description, Error, M, Opening, Synchronous};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const STEPS: &[M<'static>] = &[
    M::up("CREATE TABLE row (text TEXT)"),
    M::up("ALTER TABLE row ADD COLUMN later TEXT"),
];

pub const DB: Description = Description {
    file: "test.db",
    application_id: 0x4c50_4354,
    migrations: STEPS,
    synchronous: Synchronous::Full,
};

/// As a version that knew one step less describes it.
pub const OLDER: Description = Description {
    migrations: STEPS.split_at(1).0,
    ..DB
};

pub struct Place(TempDir);

impl Place {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("temporary folder"))
    }

    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    pub fn open(&self) -> (Database, Opening) {
        Database::open(&DB, self.folder(), at(7)).expect("opened")
    }

    /// Changes the file beside the floor.
    pub fn sql(&self, sql: &str) {
        let connection = Connection::open(self.path("test.db")).expect("opens");
        connection.execute_batch(sql).expect("runs");
    }
}

/// An instant, in seconds after an arbitrary beginning.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).expect("in range")
}

pub async fn insert(db: &Database, text: &str) -> Result<(), Error> {
    let text = text.to_owned();
    db.write(move |db| {
        db.execute("INSERT INTO row (text) VALUES (?1)", [text])?;
        Ok(())
    })
    .await
}

pub async fn rows(db: &Database) -> Vec<String> {
    let rows = db.read(|db| -> Result<_, Error> {
        let mut statement = db.prepare("SELECT text FROM row ORDER BY rowid")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    });
    rows.await.expect("read")
}
