use super::{Rig, at, user};
use crate::ConsoleDb;
use crate::column::Own;
use crate::failure::Failure;
use crate::migration::CONSOLE_DB;
use lpc_core::fault::FaultCode;
use lpc_core::holding::Suspicion;
use lpc_core::incident::{FaultClass, IncidentScope};
use lpc_core::organization::OrganizationId;
use lpc_core::port::store::conformance::Short;
use lpc_core::port::store::{SessionFilter, Store, Upkeep, Window};
use lpc_core::preflight::{CheckName, CheckResult};
use lpc_core::session::{Outcome, Trigger};
use lpc_core::status::{OwnStatus, StatusSource};
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
    let folder = rig.place;
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

#[tokio::test]
async fn what_stood_by_position_is_read_by_its_word_and_old_texts_get_their_code() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let before = Description {
        migrations: &CONSOLE_DB.migrations[..21],
        ..CONSOLE_DB
    };
    let (old, _) = Database::open(&before, folder.path(), at(0)).expect("the version before");
    let id = "6f1f7b0e-6c1d-4b5e-9c55-000000000001";
    let rows = format!(
        "INSERT INTO organization (row, id, name, name_key, named_by_hand, service_account_login,
             confirmed_no_lpc_user, created) VALUES (1, '{id}', 'Halden', 'halden', 1, 1, 1, 0);
         INSERT INTO own_count (organization, own) VALUES (1, -1), (1, 0), (1, 1), (1, 2), (1, 3),
             (1, 4);
         INSERT INTO mirror (organization) VALUES (1);
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
    );
    let written = old.write(move |db| Ok::<_, Error>(db.execute_batch(&rows)?));
    written.await.expect("rows of the version before");
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
    let sql = "SELECT (SELECT group_concat(code || ' ' || slug ORDER BY code) FROM own_status),
                   (SELECT code || ' ' || slug FROM status_source)";
    let stored = rig.db.write(move |db| {
        let read = db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)));
        Ok::<(String, String), Failure>(read?)
    });
    let known = OwnStatus::ALL.map(|own| format!("{} {}", Own::code(own), own.slug()));
    let sources = format!("0 {}", StatusSource::Salesforce.slug());
    assert_eq!(stored.await.expect("reads"), (known.join(","), sources));
}
