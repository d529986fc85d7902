use super::{Rig, at, inactive, input, user};
use crate::ConsoleDb;
use crate::failure::Failure;
use lpc_core::port::store::conformance::Short;
use lpc_core::port::store::{Store, StoreError, Upkeep};
use lpc_core::status::OwnStatus;
use lpc_core::storage::WriteFaultKind;
use std::sync::mpsc;

#[tokio::test]
async fn closing_finishes_the_writes_in_line_and_empties_the_log() {
    let rig = Rig::new().await;
    let mut waiting = Vec::new();
    for number in 0..50 {
        // Polled once, so that it is in line, and never waited for.
        let mut write = Box::pin(rig.db.set_setting(
            "last",
            if number == 49 { "49" } else { "" },
            None,
        ));
        let polled = std::future::poll_fn(|context| {
            std::task::Poll::Ready(write.as_mut().poll(context).is_ready())
        });
        let _answered = polled.await;
        waiting.push(write);
    }
    drop(waiting);
    let folder = rig.folder;
    drop(rig.db);
    assert!(
        !folder.path().join("console.db-wal").exists(),
        "the last connection removes the empty log"
    );
    let again = ConsoleDb::open(folder.path(), at(1)).expect("opens");
    assert_eq!(
        again.setting("last").await.expect("reads").as_deref(),
        Some("49")
    );
}

#[tokio::test]
async fn a_write_that_fails_half_way_leaves_nothing_behind() {
    let rig = Rig::with(vec![user(1)]).await;
    rig.execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON user WHEN new.id LIKE '%000666%'
         BEGIN SELECT raise(ABORT, 'refused'); END",
    )
    .await;
    let page = vec![inactive(1), user(5), user(666)];
    let refused = rig.db.store_delta(rig.organization, page, input(20)).await;
    assert!(refused.is_err());
    assert_eq!(rig.status(1).await, (Some(OwnStatus::Active), None));
    assert_eq!(rig.record(5).await, None);
    rig.delta(vec![user(5)], input(30)).await;
    assert_eq!(rig.status(5).await.0, Some(OwnStatus::Active));
}

#[tokio::test]
async fn a_write_that_panics_is_rolled_back_and_the_next_one_goes_on() {
    let rig = Rig::new().await;
    let answer = rig
        .db
        .write(|db| -> Result<(), Failure> {
            db.execute("INSERT INTO setting VALUES ('theme', 'dark')", [])?;
            panic!("a bug");
        })
        .await;
    assert!(matches!(answer, Err(StoreError::Storage(_))), "{answer:?}");
    assert_eq!(rig.db.setting("theme").await.expect("reads"), None);
    rig.db
        .set_setting("theme", "light", None)
        .await
        .expect("writes");
}

#[tokio::test]
async fn a_read_does_not_wait_for_a_write_and_sees_the_state_before_it() {
    let rig = Rig::with(vec![user(1)]).await;
    let (finish, wait) = mpsc::channel();
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let write = rig.db.write(move |db| {
        db.execute("UPDATE user SET name = 'Renamed'", [])?;
        begun.send(()).expect("the test waits");
        wait.recv().expect("the test lets it go on");
        Ok(())
    });
    let read = async {
        has_begun.await.expect("the write begins");
        let name = rig.record(1).await.expect("there").name;
        finish.send(()).expect("the write waits");
        name
    };
    let (written, name) = tokio::join!(write, read);
    written.expect("writes");
    assert_eq!(name, "User 000001");
    assert_eq!(rig.record(1).await.expect("there").name, "Renamed");
}

#[tokio::test]
async fn a_full_disk_and_a_file_that_may_only_be_read_are_told_until_something_is_written() {
    let rig = Rig::new().await;
    assert_eq!(rig.db.write_fault(), None);
    for (on, off, kind) in [
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
        let refused = rig.db.write(move |db| {
            db.execute_batch(on)?;
            let written = db.execute(
                "INSERT INTO setting VALUES ('long', hex(zeroblob(5000000)))",
                [],
            );
            db.execute_batch(off)?;
            Ok(written?)
        });
        assert!(refused.await.is_err(), "{on}");
        assert_eq!(rig.db.write_fault().map(|fault| fault.kind), Some(kind));
        // Nothing to wipe: it succeeds and says nothing about the disk.
        rig.db.wipe_deleted().await.expect("nothing to do");
        assert_eq!(rig.db.write_fault().map(|fault| fault.kind), Some(kind));
        rig.db.try_writing().await.expect("written");
        assert_eq!(rig.db.write_fault(), None, "{on}");
        assert_eq!(rig.db.setting("long").await.expect("reads"), None);
    }
}

#[tokio::test]
async fn a_failure_that_is_not_the_disks_is_none() {
    let rig = Rig::new().await;
    let failed = rig
        .db
        .write(|db| Ok(db.execute("INSERT INTO nowhere", [])?));
    assert!(failed.await.is_err());
    assert_eq!(rig.db.write_fault(), None);
}
