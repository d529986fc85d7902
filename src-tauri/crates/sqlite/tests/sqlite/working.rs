//! Writing in turn, reading beside it, closing, and how the disk is.

use crate::support::{Place, insert, rows};
use lpc_core::storage::WriteFaultKind;
use lpc_sqlite::{Error, Statements};
use rusqlite::Connection;
use std::fs;
use std::future::poll_fn;
use std::sync::mpsc;
use std::task::Poll;

#[tokio::test]
async fn a_write_that_fails_or_panics_is_rolled_back_and_the_next_one_goes_on() {
    let place = Place::new();
    let (db, _) = place.open();
    let panicked = db.write(|db| -> Result<(), Error> {
        db.execute("INSERT INTO row (text) VALUES ('half')", [])?;
        panic!("a bug");
    });
    assert!(matches!(panicked.await, Err(Error::NoAnswer)));
    let failed = db.write(|db| -> Result<(), Error> {
        db.execute("INSERT INTO row (text) VALUES ('half')", [])?;
        Err(Error::LogIsRead)
    });
    assert!(failed.await.is_err());
    let read = db.read(|_| -> Result<(), Error> { panic!("a bug") });
    assert!(matches!(read.await, Err(Error::NoAnswer)));
    insert(&db, "whole").await.expect("written");
    assert_eq!(rows(&db).await, ["whole"]);
}

#[tokio::test]
async fn a_read_does_not_wait_for_a_write_and_sees_the_state_before_it() {
    let place = Place::new();
    let (db, _) = place.open();
    insert(&db, "before").await.expect("written");
    let (finish, wait) = mpsc::channel();
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let write = db.write(move |db| -> Result<(), Error> {
        db.execute("UPDATE row SET text = 'after'", [])?;
        begun.send(()).expect("the test waits");
        wait.recv().expect("the test lets it go on");
        Ok(())
    });
    let read = async {
        has_begun.await.expect("the write begins");
        let seen = rows(&db).await;
        finish.send(()).expect("the write waits");
        seen
    };
    let (written, seen) = tokio::join!(write, read);
    written.expect("written");
    assert_eq!(seen, ["before"]);
    assert_eq!(rows(&db).await, ["after"]);
}

#[tokio::test]
async fn closing_finishes_the_writes_in_line_and_empties_the_log() {
    for dropped in [true, false] {
        let place = Place::new();
        let (db, _) = place.open();
        let mut waiting = Vec::new();
        for number in 0..50 {
            // Polled once, so that it is in line, and never waited for.
            let mut write = Box::pin(insert_number(&db, number));
            poll_fn(|context| Poll::Ready(write.as_mut().poll(context).is_ready())).await;
            waiting.push(write);
        }
        drop(waiting);
        if dropped {
            drop(db);
        } else {
            let other = db.clone();
            db.close().await;
            assert!(matches!(insert(&other, "late").await, Err(Error::NoAnswer)));
            let read = other.read(|_| Ok::<_, Error>(()));
            assert!(matches!(read.await, Err(Error::NoAnswer)));
        }
        assert!(!place.path("test.db-wal").exists(), "the log is gone");
        assert_eq!(rows(&place.open().0).await.len(), 50, "dropped: {dropped}");
    }
}

async fn insert_number(db: &lpc_sqlite::Database, number: u32) {
    let written = insert(db, &number.to_string()).await;
    written.expect("written");
}

#[tokio::test]
async fn a_copy_of_the_file_alone_has_every_write_once_nobody_waits_in_line() {
    let place = Place::new();
    let (db, _) = place.open();
    for number in 0..300 {
        insert_number(&db, number).await;
    }
    let copied = || {
        fs::copy(place.path("test.db"), place.path("copy.db")).expect("copied");
        let copy = Connection::open(place.path("copy.db")).expect("opens");
        copy.query_row("SELECT count(*) FROM row", [], |row| row.get::<_, u32>(0))
    };
    // The thread has answered the last write and brings the file up to date next.
    let looks = std::iter::repeat_with(copied).take(1_000);
    assert!(looks.into_iter().any(|found| found == Ok(300)));
}

#[tokio::test]
async fn a_full_disk_and_a_file_that_may_only_be_read_are_told_until_something_is_written() {
    let place = Place::new();
    let (db, _) = place.open();
    for (on, off, expected) in [
        (
            "PRAGMA max_page_count = 1",
            "PRAGMA max_page_count = 1000000",
            WriteFaultKind::DiskFull,
        ),
        (
            "PRAGMA query_only = ON",
            "PRAGMA query_only = OFF",
            WriteFaultKind::ReadOnly,
        ),
    ] {
        assert_eq!(db.write_fault(), None);
        let refused = db.write(move |db| -> Result<(), Error> {
            db.execute_batch(on)?;
            let written = db.execute("INSERT INTO row (text) VALUES (hex(zeroblob(99999)))", []);
            db.execute_batch(off)?;
            written?;
            Ok(())
        });
        refused.await.expect_err("refused");
        let fault = || db.write_fault().map(|fault| fault.kind);
        let told = db.write_fault().expect("told").raw;
        assert!(told.starts_with("test.db: "), "{told}");
        db.write(|db| Ok::<_, Error>(db.execute("DELETE FROM row", [])?))
            .await
            .expect("nothing to do");
        assert_eq!(fault(), Some(expected), "nothing was written");
        db.try_writing().await.expect("written");
        assert_eq!(fault(), None);
        let nowhere = db.write(|db| Ok::<_, Error>(db.execute("INSERT INTO nowhere", [])?));
        nowhere.await.expect_err("no table");
        assert_eq!(fault(), None, "not the disk's");
    }
}

#[tokio::test]
async fn a_log_that_somebody_reads_is_not_taken_for_empty() {
    let place = Place::new();
    let (db, _) = place.open();
    db.write(|db| Ok::<_, Error>(db.execute_batch("PRAGMA busy_timeout = 0")?))
        .await
        .expect("set");
    let mut reader = Connection::open(place.path("test.db")).expect("opens beside");
    let reading = reader.transaction().expect("begun");
    reading
        .query_row("SELECT count(*) FROM row", [], |_| Ok(()))
        .expect("reads");
    insert(&db, "later").await.expect("written");
    let error = db.rebuild().await.expect_err("the log is read");
    assert!(error.to_string().contains("somebody reads"), "{error}");
    drop(reading);
    db.rebuild().await.expect("nobody reads it");
    let log = fs::metadata(place.path("test.db-wal")).expect("is there");
    assert_eq!(log.len(), 0);
}

#[tokio::test]
async fn the_connections_are_durable_and_distrustful() {
    let place = Place::new();
    let (db, _) = place.open();
    let expected = [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("temp_store", 2),
        ("busy_timeout", 5000),
    ];
    let check = move |db: &rusqlite::Transaction<'_>, expected: &[(&str, i64)]| {
        for (pragma, expected) in expected {
            let sql = format!("PRAGMA {pragma}");
            let value = db.query_row(&sql, [], |row| row.get::<_, i64>(0));
            assert_eq!(value, Ok(*expected), "{pragma}");
        }
        let shadow = db.execute("DELETE FROM sqlite_schema", []);
        assert!(shadow.is_err(), "the schema is not written by hand");
        Ok::<_, Error>(())
    };
    let writer = db.write(move |db| check(db, &expected));
    writer.await.expect("as expected");
    let reader = db.read(move |db| check(db, &[("query_only", 1), ("trusted_schema", 0)]));
    reader.await.expect("as expected");
}

#[tokio::test]
async fn statements_are_counted_without_those_that_frame_them() {
    let place = Place::new();
    let (db, _) = place.open();
    let before = db.statements();
    insert(&db, "one").await.expect("written");
    for _ in 0..3 {
        rows(&db).await;
    }
    let Statements { read, written } = db.statements();
    assert_eq!((read - before.read, written - before.written), (3, 1));
}
