//! What is found when a database is opened.

use crate::support::{DB, OLDER, Place, at, insert, rows};
use lpc_sqlite::{Database, OpenError, Opening};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};

fn refusal(place: &Place) -> OpenError {
    let opened = Database::open(&DB, place.folder(), at(7));
    opened.err().expect("refused")
}

#[tokio::test]
async fn a_database_is_made_once_and_found_again() {
    let place = Place::new();
    let (db, opening) = place.open();
    assert_eq!(opening, Opening::Created);
    insert(&db, "kept").await.expect("written");
    drop(db);
    let (db, opening) = place.open();
    assert_eq!(opening, Opening::Existing);
    assert_eq!(rows(&db).await, ["kept"]);
}

/// A database with one row, of several pages, closed.
async fn closed(place: &Place) -> Vec<u8> {
    let (db, _) = place.open();
    for number in 0..200 {
        insert(&db, &format!("{number:0500}"))
            .await
            .expect("written");
    }
    drop(db);
    assert!(
        !place.path("test.db-wal").exists(),
        "the log is written back"
    );
    fs::read(place.path("test.db")).expect("read")
}

#[tokio::test]
async fn damage_is_quarantined_as_it_was_and_never_taken_for_a_new_database() {
    let place = Place::new();
    let whole = closed(&place).await;
    drop(place);
    type Damage = fn(&mut Vec<u8>);
    let damages: [(&str, Damage); 6] = [
        ("only zeros", |bytes| bytes.fill(0)),
        ("no SQLite file at all", |bytes| bytes[..16].fill(b'x')),
        ("an empty file", Vec::clear),
        ("a cut file", |bytes| bytes.truncate(bytes.len() / 2)),
        ("a cut header", |bytes| bytes.truncate(50)),
        ("overwritten pages", |bytes| bytes[4096..].fill(0xa5)),
    ];
    for (name, damage) in damages {
        let place = Place::new();
        let mut bytes = whole.clone();
        damage(&mut bytes);
        fs::write(place.path("test.db"), &bytes).expect("damaged");
        fs::write(place.path("test.db-wal"), "a log").expect("written");
        let (db, opening) = place.open();
        let kept = place.path("test.db.corrupt-20270115T080007Z");
        assert_eq!(
            opening,
            Opening::Quarantined { kept: kept.clone() },
            "{name}"
        );
        assert!(fs::read(&kept).expect("kept") == bytes, "{name}: as it was");
        let log = fs::read_to_string(place.path("test.db.corrupt-20270115T080007Z-wal"));
        assert_eq!(log.expect("kept beside it"), "a log", "{name}");
        assert_eq!(db.quarantined(), [kept], "{name}");
        insert(&db, "again").await.expect("written");
        drop(db);
        assert_eq!(place.open().1, Opening::Existing, "{name}");
    }
}

#[tokio::test]
async fn a_second_damaged_file_in_the_same_second_does_not_replace_the_first() {
    let place = Place::new();
    for content in ["first", "second"] {
        fs::write(place.path("test.db"), content).expect("written");
        drop(place.open());
    }
    for (name, content) in [("", "first"), ("-2", "second")] {
        let kept = place.path(&format!("test.db.corrupt-20270115T080007Z{name}"));
        assert_eq!(fs::read_to_string(kept).expect("kept"), content);
    }
}

#[tokio::test]
async fn a_log_whose_database_is_missing_is_a_loss() {
    let place = Place::new();
    fs::write(place.path("test.db-wal"), "left behind").expect("written");
    assert!(matches!(place.open().1, Opening::Quarantined { .. }));
    let log = fs::read_to_string(place.path("test.db.corrupt-20270115T080007Z-wal"));
    assert_eq!(log.expect("kept"), "left behind");
}

#[tokio::test]
async fn a_crash_while_a_database_is_made_leaves_nothing_in_the_way() {
    let place = Place::new();
    fs::write(place.path("test.db.new"), "half of it").expect("written");
    assert_eq!(place.open().1, Opening::Created);
    assert!(!place.path("test.db.new").exists());
}

#[tokio::test]
async fn what_an_older_version_had_only_begun_to_make_is_finished() {
    let place = Place::new();
    place.sql("PRAGMA journal_mode = WAL");
    let (db, opening) = place.open();
    assert_eq!(opening, Opening::Existing);
    insert(&db, "works").await.expect("written");
}

#[tokio::test]
async fn a_newer_database_and_another_programs_are_refused_and_left_alone() {
    for (sql, words) in [
        ("PRAGMA user_version = 99", "newer version of the console"),
        ("PRAGMA application_id = 7", "another program"),
        ("PRAGMA application_id = 0", "another program"),
    ] {
        let place = Place::new();
        closed(&place).await;
        place.sql(sql);
        let before = fs::read(place.path("test.db")).expect("read");
        let refused = refusal(&place).to_string();
        assert!(
            refused.contains(words) && refused.contains("test.db"),
            "{refused}"
        );
        let after = fs::read(place.path("test.db")).expect("read");
        assert!(before == after, "{sql}: not a byte has changed");
    }
}

#[tokio::test]
async fn an_older_database_is_copied_before_it_is_changed() {
    let place = Place::new();
    let (db, _) = Database::open(&OLDER, place.folder(), at(0)).expect("made");
    insert(&db, "older").await.expect("written");
    drop(db);
    let (db, opening) = place.open();
    assert_eq!(opening, Opening::Existing);
    assert_eq!(rows(&db).await, ["older"]);
    let copy = Connection::open(place.path("test.db.bak-1")).expect("opens");
    let number = |sql| copy.query_row(sql, [], |row| row.get::<_, i64>(0));
    assert_eq!(number("PRAGMA user_version"), Ok(1), "as it was before");
    assert_eq!(number("SELECT count(*) FROM row"), Ok(1));
}

#[tokio::test]
async fn what_older_versions_left_under_other_names_is_found_and_wiped() {
    let place = Place::new();
    let copies = ["test.db.bak-3", "test.db.before-2"];
    let kept = ["test.db.corrupt-20250101T000000Z", "test.db.damaged-1"];
    for name in copies
        .iter()
        .chain(&kept)
        .chain(&["test.db.damaged-1-wal", "other.db.bak-1"])
    {
        fs::write(place.path(name), "").expect("written");
    }
    let (db, _) = place.open();
    assert_eq!(db.quarantined(), kept.map(|name| place.path(name)));
    db.rebuild().await.expect("wiped");
    assert!(copies.iter().all(|name| !place.path(name).exists()));
    assert!(
        kept.iter().all(|name| place.path(name).exists()),
        "no copies"
    );
    assert!(place.path("other.db.bak-1").exists(), "of another database");
}

#[cfg(unix)]
#[tokio::test]
async fn the_folder_and_every_file_belong_to_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    drop(Database::open(&OLDER, place.folder(), at(0)).expect("made"));
    fs::set_permissions(place.path("test.db"), fs::Permissions::from_mode(0o644)).expect("set");
    let (db, _) = place.open();
    insert(&db, "in the log").await.expect("written");
    assert_eq!(rows(&db).await, ["in the log"]);
    assert_eq!(mode(place.folder()), 0o700);
    let files = fs::read_dir(place.folder()).expect("listed");
    let mut files: Vec<PathBuf> = files.map(|entry| entry.expect("listed").path()).collect();
    files.sort();
    let names = ["", ".bak-1", "-shm", "-wal"].map(|end| place.path(&format!("test.db{end}")));
    assert_eq!(files.len(), names.len(), "{files:?}");
    for file in names {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named_as_a_fault_of_the_disk() {
    let place = Place::new();
    fs::remove_dir_all(place.folder()).expect("removed");
    fs::write(place.folder(), "a file in its place").expect("written");
    let error = refusal(&place);
    assert!(lpc_sqlite::write_fault(&error).is_some(), "{error}");
    fs::remove_file(place.folder()).expect("removed");
}
