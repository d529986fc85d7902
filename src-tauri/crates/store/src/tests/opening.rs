use super::{Rig, add_organization, at, user};
use crate::column::Own;
use crate::open::{OpenError, Opening};
use crate::{ConsoleDb, migration};
use lpc_core::fault::FaultCode;
use lpc_core::holding::Suspicion;
use lpc_core::incident::{FaultClass, IncidentScope};
use lpc_core::organization::OrganizationId;
use lpc_core::port::store::{SessionFilter, Store, Window};
use lpc_core::preflight::{CheckName, CheckResult};
use lpc_core::session::{Outcome, Trigger};
use lpc_core::status::{OwnStatus, StatusSource};
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

#[tokio::test]
async fn what_stood_by_position_is_read_by_its_word_and_old_texts_get_their_code() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut old = Connection::open(file(folder.path())).expect("opens");
    old.pragma_update(None, "application_id", 0x4C50_4343)
        .expect("marks");
    Migrations::from_slice(&migration::ALL[..21])
        .to_latest(&mut old)
        .expect("the version before");
    let id = "6f1f7b0e-6c1d-4b5e-9c55-000000000001";
    old.execute_batch(&format!(
        "INSERT INTO organization (row, id, name, name_key, named_by_hand, service_account_login,
             confirmed_no_lpc_user, created) VALUES (1, '{id}', 'Halden', 'halden', 1, 1, 1, 0);
         INSERT INTO own_count (organization, own) VALUES (1, -1), (1, 0), (1, 1), (1, 2), (1, 3),
             (1, 4);
         INSERT INTO incident (organization, scope, class, raw, since, until) VALUES
             (1, 0, 0, 'invalid_grant: expired access/refresh token', 5000, NULL),
             (1, 1, 2, 'UserLogin.IsFrozen = true', 5000, NULL),
             (1, 2, 3, 'source problem: 60 of 90 members', 5000, NULL);
         INSERT INTO held_back (organization, incident, suspicion, before, after, since, seen,
             by_full_load) VALUES (1, 3, 2, 90, 30, 5000, 5000, 0);
         INSERT INTO preflight (organization, name, result, meaning, checked) VALUES
             (1, 11, 1, 'nearly', 5000), (1, 3, 0, 'granted', 5000);
         INSERT INTO session (organization, \"trigger\", started, ended, outcome, raw) VALUES
             (1, 5, 1000, 2000, 1, 'REQUEST_LIMIT_EXCEEDED: ConcurrentRequests Limit exceeded.'),
             (1, 1, 3000, 4000, 1, 'Salesforce did not answer in time'),
             (1, 2, 5000, 6000, 0, NULL);"
    ))
    .expect("rows of the version before");
    drop(old);

    let db = ConsoleDb::open(folder.path(), at(9)).expect("opens");
    let organization = OrganizationId::parse(id).expect("an id");
    let open = db.incidents(organization).await.expect("reads");
    let mut told: Vec<_> = open
        .iter()
        .map(|incident| (incident.scope, incident.class, incident.fault.code))
        .collect();
    told.sort_unstable();
    let expected = [
        (
            IncidentScope::Connection,
            FaultClass::Authorization,
            FaultCode::TokenExpired,
        ),
        (
            IncidentScope::User,
            FaultClass::Other,
            FaultCode::UserFrozen,
        ),
        (
            IncidentScope::Source,
            FaultClass::Source,
            FaultCode::SourceProblem,
        ),
    ];
    assert_eq!(told, expected);
    let held = db.held_back(organization).await.expect("reads");
    assert_eq!(
        held.map(|held| held.finding.suspicion),
        Some(Suspicion::Flips)
    );
    let preflight = db.preflight(organization).await.expect("reads");
    let checks = preflight.expect("is there").checks;
    let checks: Vec<_> = checks
        .iter()
        .map(|check| (check.name, check.result))
        .collect();
    let expected = [
        (CheckName::ViewAllData, CheckResult::Passed),
        (CheckName::ApiBudget, CheckResult::Warning),
    ];
    assert_eq!(checks, expected);
    let window = Window {
        offset: 0,
        limit: 9,
    };
    let page = db.sessions(organization, SessionFilter::All, window).await;
    let sessions: Vec<_> = page
        .expect("reads")
        .sessions
        .into_iter()
        .map(|listed| {
            let session = listed.session;
            let code = session.fault.map(|fault| fault.code);
            (session.trigger, session.outcome, code)
        })
        .collect();
    let (failed, finished) = (Some(Outcome::Failed), Some(Outcome::Finished));
    let expected = [
        (Trigger::Manual, finished, None),
        (Trigger::Schedule, failed, Some(FaultCode::Unreachable)),
        (
            Trigger::Woken,
            failed,
            Some(FaultCode::ConcurrentRequestLimit),
        ),
    ];
    assert_eq!(sessions, expected);
}

#[tokio::test]
async fn the_numbers_of_statuses_mean_what_their_tables_say() {
    let rig = Rig::new().await;
    let connection = Connection::open(file(rig.folder.path())).expect("opens");
    let code = |table: &str, slug: &str| {
        let sql = format!("SELECT code FROM {table} WHERE slug = ?1");
        connection.query_row(&sql, [slug], |row| row.get::<_, i64>(0))
    };
    for own in OwnStatus::ALL {
        assert_eq!(code("own_status", own.slug()), Ok(Own::code(own)));
    }
    assert_eq!(
        code("status_source", StatusSource::Salesforce.slug()),
        Ok(0)
    );
}
