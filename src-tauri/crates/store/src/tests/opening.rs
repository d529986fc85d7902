use super::{Rig, at, user};
use crate::ConsoleDb;
use crate::migration::CONSOLE_DB;
use lpc_core::port::store::conformance::Short;
use lpc_core::port::store::{Store, Upkeep};
use lpc_sqlite::{Database, Description, Error, Opening};

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

#[tokio::test]
async fn a_corrupt_file_is_set_aside_and_never_taken_for_a_new_one() {
    let rig = Rig::with(vec![user(1)]).await;
    let folder = rig.folder;
    drop(rig.db);
    std::fs::write(folder.path().join("console.db"), "no database at all").expect("writes");
    let db = ConsoleDb::open(folder.path(), at(7)).expect("a fresh one opens");
    let kept = folder.path().join("console.db.corrupt-20270115T080007Z");
    assert_eq!(db.set_aside(), [kept.display().to_string()]);
    assert_eq!(db.opening(), &Opening::Quarantined { kept });
    assert!(db.organizations().await.expect("reads").is_empty());
}

#[tokio::test]
async fn a_database_of_each_earlier_version_is_brought_up_to_date() {
    for steps in 3..CONSOLE_DB.migrations.len() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let earlier = Description {
            migrations: &CONSOLE_DB.migrations[..steps],
            ..CONSOLE_DB
        };
        let (db, _) = Database::open(&earlier, folder.path(), at(0)).expect("made");
        let setting = "INSERT INTO setting VALUES ('theme', 'dark')";
        let written = db.write(move |db| Ok::<_, Error>(db.execute_batch(setting)?));
        written.await.expect("written");
        drop(db);
        let db = ConsoleDb::open(folder.path(), at(1)).expect("opens");
        assert_eq!(db.opening(), &Opening::Existing);
        let theme = db.setting("theme").await.expect("reads");
        assert_eq!(theme.as_deref(), Some("dark"), "version {steps}");
    }
}
