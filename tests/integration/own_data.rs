//! The console's own files: damaged, of a newer version, of another program, on a disk that is full
//! or may only be read. Each is told with a next step, and nothing that was saved is lost.

use crate::answers;
use crate::rig::{Rig, USERNAME};
use lpc_api::account::test_connection;
use lpc_api::own_data::OwnData;
use lpc_api::own_data::dismiss_set_aside;
use lpc_api::own_data::own_data;
use lpc_api::own_data::try_writing;
use lpc_core::connection::ConnectionStateName;
use lpc_core::connection_test::TestOutcome;
use lpc_core::login::LoginPhase;
use lpc_core::session::{Outcome, Trigger};
use lpc_core::storage::DataFile;
use rusqlite::Connection;
use serde_json::json;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

async fn read(rig: &Rig) -> OwnData {
    own_data(&rig.host).await.unwrap()
}

pub fn damage(file: &Path) {
    let mut bytes = fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    for byte in &mut bytes[middle..] {
        *byte = !*byte;
    }
    fs::write(file, bytes).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_console_db_is_kept_and_rebuilt_and_said_until_it_is_dismissed() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let before = rig.counts().await;
    assert!(read(&rig).await.set_aside.is_empty());
    let rig = rig
        .restarted_after(|folder| damage(&folder.join("console.db")))
        .await;
    assert_eq!(
        rig.session().await,
        Outcome::Finished,
        "the sign-in is in the other file"
    );
    assert_eq!(rig.counts().await.members, before.members, "read again");
    // Nobody has looked yet.
    let rig = rig.restarted().await;
    let told = read(&rig).await.set_aside;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].file, DataFile::Console);
    assert!(told[0].path.contains("console.db.corrupt-"), "{told:?}");
    assert!(Path::new(&told[0].path).exists() && !told[0].next_step.is_empty());
    dismiss_set_aside(&rig.host, DataFile::Console)
        .await
        .unwrap();
    assert!(read(&rig).await.set_aside.is_empty());
    let rig = rig.restarted().await;
    assert!(read(&rig).await.set_aside.is_empty());
    assert!(Path::new(&told[0].path).exists(), "the file is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_vault_db_is_kept_and_the_account_is_asked_for_again() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let before = rig.counts().await;
    let mut rig = rig
        .restarted_after(|folder| damage(&folder.join("vault.db")))
        .await;
    assert_eq!(rig.state().await, ConnectionStateName::NotConfigured);
    assert_eq!(rig.counts().await.all, before.all, "everyone is listed");
    let told = read(&rig).await.set_aside;
    assert_eq!(told[0].file, DataFile::Vault);
    assert!(told[0].path.contains("vault.db.corrupt-"), "{told:?}");
    assert!(told[0].next_step.starts_with("Connect"), "{told:?}");
    assert!(Path::new(&told[0].path).exists());
    assert_eq!(rig.log_in_as(USERNAME).await, LoginPhase::Idle);
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_a_newer_version_or_another_program_is_named_and_never_touched() {
    for name in ["console.db", "vault.db"] {
        for (pragma, title) in [
            ("PRAGMA user_version = 9999", "newer version"),
            ("PRAGMA application_id = 7", "belongs to another program"),
        ] {
            let mut rig = Rig::new().await;
            rig.connect().await;
            let closed = rig.closed().await;
            let file = closed.folder.path().join(name);
            Connection::open(&file)
                .unwrap()
                .execute_batch(pragma)
                .unwrap();
            let before = fs::read(&file).unwrap();
            let problem = closed.start_problem();
            assert!(problem.title.contains(title), "{problem:?}");
            assert_eq!(problem.path, file.display().to_string());
            assert!(!problem.next_step.is_empty() && problem.detail.contains(name));
            assert!(fs::read(&file).unwrap() == before, "not a byte has changed");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_made_is_named() {
    let rig = Rig::new().await;
    let closed = rig.closed().await;
    let folder = closed.folder.path().to_owned();
    fs::remove_dir_all(&folder).unwrap();
    fs::write(&folder, "a file in the folder's place").unwrap();
    let problem = closed.start_problem();
    assert_eq!(problem.path, folder.display().to_string());
    assert!(
        problem.next_step.contains(&problem.path) && problem.next_step.contains("Try again"),
        "{problem:?}"
    );
    fs::remove_file(folder).unwrap();
}

/// Names the disk of the tests below, in the process that has one.
const OWN_DISK: &str = "LPC_TEST_OWN_DISK";

/// Runs the named test again in a process whose temporary folder is a disk of its own, of 6 MB, in a
/// mount namespace of its own. `None` in that process.
fn on_a_disk_of_its_own(test: &str) -> Option<()> {
    if std::env::var_os(OWN_DISK).is_some() {
        return None;
    }
    let disk = tempfile::tempdir().unwrap();
    let output = Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c"])
        .arg(r#"mount -t tmpfs -o size=6m tmpfs "$TMPDIR" && exec "$@""#)
        .arg("sh")
        .arg(std::env::current_exe().unwrap())
        .args([&format!("own_data::{test}"), "--exact", "--nocapture"])
        .env("TMPDIR", disk.path())
        .env(OWN_DISK, disk.path())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(())
}

/// Fills the disk until not a byte goes in.
struct Filler(PathBuf);

impl Filler {
    fn fill() -> Self {
        let path = Path::new(&std::env::var_os(OWN_DISK).unwrap()).join("filler");
        let mut file = File::create(&path).unwrap();
        for length in [65_536, 4_096, 1] {
            while file.write_all(&vec![0; length]).is_ok() {}
        }
        Self(path)
    }
}

impl Drop for Filler {
    fn drop(&mut self) {
        fs::remove_file(&self.0).ok();
    }
}

/// A program that reads along, a backup say: what is written goes behind what stands in the log.
fn reader(rig: &Rig) -> Connection {
    let reader = Connection::open(Path::new(&rig.host.folder).join("vault.db")).unwrap();
    let sql = "BEGIN; SELECT count(*) FROM connection";
    reader.execute_batch(sql).unwrap();
    reader
}

async fn is_full(rig: &Rig, file: &str) -> bool {
    read(rig)
        .await
        .write_problem
        .is_some_and(|problem| problem.title == "The disk is full" && problem.raw.contains(file))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_of_a_full_disk_is_recorded_as_disk_full() {
    if on_a_disk_of_its_own("what_is_told_of_a_full_disk_is_recorded_as_disk_full").is_some() {
        return;
    }
    let mut rig = answers::rig(60).await;
    rig.connect().await;
    let rig = rig.restarted().await;
    let _filler = Filler::fill();
    let session = rig.host.console.sync.run(rig.id, Trigger::Schedule);
    assert_eq!(session.await, None, "a session that cannot be recorded");
    answers::keep("diskFull", &rig).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_no_token_is_spent_the_window_says_so_and_everything_goes_on_later() {
    if on_a_disk_of_its_own(
        "on_a_full_disk_no_token_is_spent_the_window_says_so_and_everything_goes_on_later",
    )
    .is_some()
    {
        return;
    }
    let mut rig = Rig::new().await;
    rig.connect().await;
    // Opened anew, the logs are empty and cannot be written over.
    let rig = rig.restarted().await;
    let before = rig.counts().await;
    let spent = rig.requests("token");
    let filler = Filler::fill();
    let session = rig.host.console.sync.run(rig.id, Trigger::Schedule);
    assert_eq!(session.await, None, "a session that cannot be recorded");
    assert!(is_full(&rig, "console.db").await, "{:?}", read(&rig).await);
    // This one asks for a token.
    let tested = test_connection(&rig.host, rig.org()).await.unwrap();
    assert_ne!(tested.steps[0].outcome, TestOutcome::Passed, "{tested:?}");
    assert_eq!(rig.requests("token"), spent, "no token is spent");
    assert!(is_full(&rig, "vault.db").await, "{:?}", read(&rig).await);
    let problem = read(&rig).await.write_problem.unwrap();
    assert!(problem.next_step.contains(&rig.host.folder), "{problem:?}");
    assert_eq!(
        rig.counts().await.all,
        before.all,
        "everyone is still shown"
    );
    try_writing(&rig.host).await.unwrap();
    assert!(is_full(&rig, "vault.db").await, "nothing has changed");
    drop(filler);
    // Nobody presses the button: the schedule tries by itself.
    rig.clock.advance(jiff::SignedDuration::from_secs(11));
    rig.host.console.scheduler.start_due().await;
    assert_eq!(read(&rig).await.write_problem, None);
    assert_eq!(rig.session().await, Outcome::Finished);
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
    assert_eq!(rig.counts().await.suspended, before.suspended);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_renewed_while_the_disk_fills_up_is_kept_until_it_can_be_saved() {
    if on_a_disk_of_its_own(
        "a_token_that_is_renewed_while_the_disk_fills_up_is_kept_until_it_can_be_saved",
    )
    .is_some()
    {
        return;
    }
    let mut rig = Rig::new().await;
    rig.connect().await;
    let rig = rig.restarted().await;
    let reader = reader(&rig);
    rig.set("delays_ms", json!({ "token": 1500 }));
    rig.fault("expire_access_tokens");
    let asked = rig.requests("token");
    let console = rig.host.console.clone();
    let id = rig.id;
    let session = tokio::spawn(async move { console.sync.run(id, Trigger::Schedule).await });
    rig.until_counted("/counters/requests/token", asked + 1)
        .await;
    let filler = Filler::fill();
    let told = async || is_full(&rig, "vault.db").await;
    rig.until("the window says that sign-ins cannot be saved", told)
        .await;
    assert!(!session.is_finished(), "nobody works with an unsaved token");
    drop((filler, reader));
    assert_eq!(session.await.unwrap(), Some(Outcome::Finished));
    assert_eq!(read(&rig).await.write_problem, None);
    rig.set("delays_ms", json!({ "token": 0 }));
    let rig = rig.restarted().await;
    rig.fault("expire_access_tokens");
    assert_eq!(
        rig.session().await,
        Outcome::Finished,
        "the saved one works"
    );
    assert_eq!(rig.counter("refresh_reuse_seen"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_full_or_may_only_be_read_is_named_at_the_start_and_passes() {
    if on_a_disk_of_its_own(
        "a_disk_that_is_full_or_may_only_be_read_is_named_at_the_start_and_passes",
    )
    .is_some()
    {
        return;
    }
    let mut rig = Rig::new().await;
    rig.connect().await;
    let members = rig.counts().await.members;
    let closed = rig.closed().await;
    let filler = Filler::fill();
    let problem = closed.start_problem();
    assert_eq!(problem.title, "The disk is full", "{problem:?}");
    drop(filler);
    let remount = |mode: &str| {
        let disk = std::env::var_os(OWN_DISK).unwrap();
        let mount = Command::new("mount")
            .args(["-o", &format!("remount,{mode}")])
            .arg(disk)
            .status();
        assert!(mount.unwrap().success(), "{mode}");
    };
    remount("ro");
    let problem = closed.start_problem();
    assert_eq!(
        problem.title, "The data folder may not be written",
        "{problem:?}"
    );
    assert!(problem.next_step.contains(&problem.path), "{problem:?}");
    remount("rw");
    let rig = closed.opened().await;
    assert_eq!(rig.session().await, Outcome::Finished);
    assert_eq!(rig.counts().await.members, members);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_times_out_on_a_full_disk_leaves_the_window_answering() {
    if on_a_disk_of_its_own("a_login_that_times_out_on_a_full_disk_leaves_the_window_answering")
        .is_some()
    {
        return;
    }
    let rig = Rig::new().await;
    let _reader = reader(&rig);
    rig.start_login().await;
    let _filler = Filler::fill();
    rig.clock.advance(jiff::SignedDuration::from_mins(11));
    // What has expired cannot be deleted now; it is not shown as waiting all the same.
    assert_eq!(rig.state().await, ConnectionStateName::NotConfigured);
    assert!(is_full(&rig, "vault.db").await, "{:?}", read(&rig).await);
}
