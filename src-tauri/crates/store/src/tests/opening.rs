use super::{Rig, add_organization, at, user};
use crate::open::{OpenError, Opening};
use crate::{ConsoleDb, migration};
use lpc_core::port::store::Store;
use lpc_core::port::store::conformance::Short;
use rusqlite::Connection;
use rusqlite_migration::Migrations;
use std::path::{Path, PathBuf};

fn file(folder: &Path) -> PathBuf {
    folder.join("console.db")
}

#[tokio::test]
async fn what_was_written_is_there_after_reopening() {
    let rig = Rig::with(vec![user(1)]).await;
    assert_eq!(rig.db.opening(), &Opening::Created);
    let rig = rig.reopen();
    assert_eq!(rig.db.opening(), &Opening::Existing);
    assert_eq!(
        rig.record(1).await.expect("still there").name,
        "User 000001"
    );
    let counts = rig.db.own_counts(rig.organization).await.expect("counts");
    assert_eq!(counts.users, 1);
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_may_read_the_folder_and_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().expect("a temporary folder");
    let folder = parent.path().join("data");
    let db = ConsoleDb::open(&folder, at(0)).expect("opens");
    add_organization(&db, "Halden").await;
    let mode = |path: &Path| {
        let metadata = std::fs::metadata(path).expect("is there");
        metadata.permissions().mode() & 0o777
    };
    assert_eq!(mode(&folder), 0o700);
    for name in ["console.db", "console.db-wal", "console.db-shm"] {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
}

#[tokio::test]
async fn a_corrupt_file_is_set_aside_and_never_taken_for_a_new_one() {
    let rig = Rig::with(vec![user(1)]).await;
    let folder = rig.folder;
    drop(rig.db);
    std::fs::write(file(folder.path()), b"this is not a database at all").expect("writes");
    std::fs::write(folder.path().join("console.db-wal"), b"nor is this").expect("writes");

    let db = ConsoleDb::open(folder.path(), at(7)).expect("a fresh one opens");
    let Opening::RebuiltAfterCorruption { aside } = db.opening().clone() else {
        panic!("told as {:?}", db.opening());
    };
    assert_eq!(
        std::fs::read(&aside).expect("the old file is kept"),
        b"this is not a database at all"
    );
    let name = aside.file_name().and_then(|name| name.to_str());
    assert_eq!(name, Some("console.db.corrupt-20270115T080007Z"));
    assert!(
        folder
            .path()
            .join("console.db.corrupt-20270115T080007Z-wal")
            .exists(),
        "its log is kept beside it"
    );
    assert!(db.organizations().await.expect("reads").is_empty());
}

#[tokio::test]
async fn a_second_corrupt_file_in_the_same_second_does_not_replace_the_first() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for content in ["first", "second"] {
        std::fs::write(file(folder.path()), content).expect("writes");
        drop(ConsoleDb::open(folder.path(), at(7)).expect("opens"));
    }
    let first = folder.path().join("console.db.corrupt-20270115T080007Z");
    assert_eq!(std::fs::read_to_string(first).expect("kept"), "first");
}

#[tokio::test]
async fn damage_inside_the_file_is_found_when_it_is_opened() {
    let users = (0..2_000).map(user).collect();
    let rig = Rig::with(users).await;
    let folder = rig.folder;
    drop(rig.db);
    let mut bytes = std::fs::read(file(folder.path())).expect("reads");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 16_384].fill(0xAA);
    std::fs::write(file(folder.path()), bytes).expect("writes");
    let db = ConsoleDb::open(folder.path(), at(7)).expect("a fresh one opens");
    assert!(matches!(
        db.opening(),
        Opening::RebuiltAfterCorruption { .. }
    ));
}

#[tokio::test]
async fn an_empty_file_and_a_log_without_its_database_count_as_losses() {
    for name in ["console.db", "console.db-wal"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join(name), b"").expect("writes");
        let db = ConsoleDb::open(folder.path(), at(7)).expect("opens");
        assert!(
            matches!(db.opening(), Opening::RebuiltAfterCorruption { .. }),
            "{name} is told as {:?}",
            db.opening()
        );
    }
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_and_left_alone() {
    let rig = Rig::new().await;
    let folder = rig.folder;
    drop(rig.db);
    let raw = Connection::open(file(folder.path())).expect("opens");
    raw.pragma_update(None, "user_version", migration::NEWEST + 1)
        .expect("sets");
    drop(raw);
    let before = std::fs::read(file(folder.path())).expect("reads");

    let refusal = ConsoleDb::open(folder.path(), at(1))
        .err()
        .expect("refused");
    assert!(matches!(refusal, OpenError::Newer { .. }), "{refusal:?}");
    assert!(refusal.to_string().contains("newer version"), "{refusal}");
    let after = std::fs::read(file(folder.path())).expect("reads");
    assert!(before == after, "not a byte has changed");
}

#[tokio::test]
async fn another_programs_database_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let raw = Connection::open(file(folder.path())).expect("opens");
    raw.execute_batch("CREATE TABLE theirs (a); PRAGMA application_id = 7;")
        .expect("runs");
    drop(raw);
    let refusal = ConsoleDb::open(folder.path(), at(1))
        .err()
        .expect("refused");
    assert!(
        matches!(refusal, OpenError::Foreign { application_id: 7 }),
        "{refusal:?}"
    );
}

#[tokio::test]
async fn a_database_whose_making_was_interrupted_is_finished() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let raw = Connection::open(file(folder.path())).expect("opens");
    raw.execute_batch("PRAGMA journal_mode = WAL;")
        .expect("runs");
    drop(raw);
    let db = ConsoleDb::open(folder.path(), at(1)).expect("opens");
    assert_eq!(db.opening(), &Opening::Existing);
    add_organization(&db, "Halden").await;
}

#[tokio::test]
async fn an_older_database_is_copied_before_it_is_changed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let older = migration::ALL.len() - 1;
    let mut raw = Connection::open(file(folder.path())).expect("opens");
    raw.pragma_update(None, "application_id", 0x4C50_4343)
        .expect("sets");
    Migrations::from_slice(&migration::ALL[..older])
        .to_latest(&mut raw)
        .expect("migrates");
    raw.execute("INSERT INTO setting VALUES ('theme', 'dark')", [])
        .expect("runs");
    drop(raw);

    let db = ConsoleDb::open(folder.path(), at(1)).expect("opens");
    assert_eq!(
        db.setting("theme").await.expect("reads").as_deref(),
        Some("dark")
    );
    let backup = folder.path().join(format!("console.db.bak-{older}"));
    let copy = Connection::open(&backup).expect("opens");
    let version: i64 = copy
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("reads");
    assert_eq!(version, older as i64, "the copy is of the version before");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let metadata = std::fs::metadata(backup).expect("is there");
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
    }
}
