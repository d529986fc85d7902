//! Organizations from the list: made, named, switched, deleted with everything that is kept of them;
//! and what the audit says about it.

use crate::rig::{LOST, Rig, USERNAME};
use lpc_api::activity;
use lpc_api::activity::ActivityQuery;
use lpc_api::connectivity;
use lpc_api::error::ErrorCode;
use lpc_api::organizations;
use lpc_api::overview;
use lpc_api::settings;
use lpc_core::audit::AuditKind;
use lpc_core::audit::AuditTopic;
use lpc_core::audit::Entry;
use lpc_core::connection::ConnectionStateName;
use lpc_core::session::Trigger;
use lpc_core::settings::SettingKey;
use serde_json::json;

async fn entries(rig: &Rig, topic: Option<AuditTopic>) -> Vec<Entry> {
    let query = ActivityQuery {
        topic,
        organization_id: None,
        before: None,
        limit: 200,
    };
    let mut entries = activity::activity(&rig.host, query).await.unwrap().entries;
    entries.reverse();
    entries
}

fn kinds(entries: &[Entry]) -> Vec<AuditKind> {
    entries.iter().map(|entry| entry.kind).collect()
}

/// A number that a query on one of the two files gives.
fn number(rig: &Rig, file: &str, sql: &str) -> i64 {
    rusqlite::Connection::open(rig.folder.path().join(file))
        .unwrap()
        .query_row(sql, [], |row| row.get(0))
        .unwrap()
}

/// Nobody is told of the end of wiping: it is looked at while other tasks have their turn.
async fn wiped(rig: &Rig) {
    let deleted = "SELECT count(*) FROM organization WHERE deleted = 1";
    let wiping = async {
        while number(rig, "console.db", deleted) > 0 {
            tokio::task::yield_now().await;
        }
    };
    let patience = std::time::Duration::from_secs(20);
    let outcome = tokio::time::timeout(patience, wiping).await;
    outcome.expect("the deleted organization is wiped");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_organization_leaves_nothing_in_either_file_and_revokes_nothing() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    // A login that waits is wiped as well.
    rig.start_login().await;
    organizations::create_organization(&rig.host, "Other", "")
        .await
        .unwrap();
    let name = rig.connectivity().await.organization_name;
    let refused = organizations::delete_organization(&rig.host, rig.org(), "Halde").await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::InvalidInput);
    assert_eq!(rig.counts().await.all, 300, "nothing was touched");

    organizations::delete_organization(&rig.host, rig.org(), &name)
        .await
        .unwrap();
    wiped(&rig).await;
    for table in ["connection", "pending_login", "refresh_intent"] {
        let sql = format!("SELECT count(*) FROM {table}");
        assert_eq!(number(&rig, "vault.db", &sql), 0, "{table}");
    }
    for table in ["user", "session", "incident", "recovery"] {
        let sql = format!("SELECT count(*) FROM {table}");
        assert_eq!(number(&rig, "console.db", &sql), 0, "{table}");
    }
    for file in ["vault.db", "vault.db-wal"] {
        let bytes = std::fs::read(rig.folder.path().join(file)).unwrap();
        let id = rig.org().to_string().into_bytes();
        assert!(!bytes.windows(id.len()).any(|part| part == id), "{file}");
    }
    assert_eq!(
        rig.sim.state()["live"]["refresh_tokens"],
        json!(1),
        "the token at Salesforce is the person's to revoke"
    );
    let gone = connectivity::connectivity(&rig.host, rig.org()).await;
    assert_eq!(gone.unwrap_err().code, ErrorCode::NotFound);

    let rig = rig.restarted().await;
    let known = overview::overview(&rig.host).await.unwrap().organizations;
    let names: Vec<_> = known.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Other"], "a restart brings nothing back");
    let told = entries(&rig, Some(AuditTopic::Organizations)).await;
    let deleted = told.last().unwrap();
    assert_eq!(deleted.kind, AuditKind::OrganizationDeleted);
    assert_eq!(deleted.organization_name.as_deref(), Some(name.as_str()));
    assert_eq!(deleted.change.to.as_deref(), Some("300 users wiped"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_comes_while_its_organization_is_deleted_brings_nothing_back() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let name = rig.connectivity().await.organization_name;
    let link = rig.start_login().await;
    let callback = rig.approve(&link, USERNAME);
    organizations::delete_organization(&rig.host, rig.org(), &name)
        .await
        .unwrap();
    let refused = rig.host.take_callback(&callback).await;
    assert!(refused.is_err(), "nobody waits for it any more");
    assert_eq!(
        number(&rig, "vault.db", "SELECT count(*) FROM connection"),
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_external_ids_are_checked_where_they_are_entered() {
    let rig = Rig::new().await;
    let create =
        async |name: &str, id: &str| organizations::create_organization(&rig.host, name, id).await;
    create("Pellworm", "ORG-7").await.unwrap();
    for (name, id, word) in [
        ("", "", "Enter a name"),
        (" \u{200B} ", "", "Enter a name"),
        ("péllworm", "", "has this name"),
        (&*"x".repeat(81), "", "at most 80"),
        ("Two\nlines", "", "line breaks"),
        ("Corvane", "ORG-7", "has this external ID"),
        ("Corvane", "ORG 8", "no blanks"),
        ("Corvane", &*"9".repeat(65), "at most 64"),
    ] {
        let refused = create(name, id).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput, "{name:?}");
        assert!(refused.message.contains(word), "{}", refused.message);
    }
    let other = create("  Corvane Pharma ", "").await.unwrap();
    let rename = organizations::rename_organization(&rig.host, other, "PELLWORM").await;
    assert_eq!(rename.unwrap_err().code, ErrorCode::InvalidInput);
    organizations::rename_organization(&rig.host, other, "corvane pharma")
        .await
        .expect("its own name in other letters is not taken");
    organizations::set_external_id(&rig.host, other, "ORG-8")
        .await
        .unwrap();
    let again = organizations::set_external_id(&rig.host, other, "ORG-9").await;
    assert!(again.unwrap_err().message.contains("cannot be changed"));
    let known = rig.host.console.directory.organizations().await.unwrap();
    assert_eq!(known.len(), 3, "what was refused is not there: {known:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn synchronization_off_stops_sessions_grays_members_and_keeps_the_token() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    organizations::set_synchronization(&rig.host, rig.org(), false)
        .await
        .unwrap();
    let before = rig.ended_sessions();
    rig.clock.advance(jiff::SignedDuration::from_hours(1));
    assert_eq!(rig.host.console.scheduler.start_due().await, 0);
    let session = rig.host.console.sync.run(rig.id, Trigger::Manual).await;
    assert_eq!(session, None);
    let refused = overview::check_now(&rig.host, rig.org()).await.unwrap_err();
    assert!(refused.message.contains("is off"), "{}", refused.message);
    assert_eq!(rig.ended_sessions(), before);
    let counts = rig.counts().await;
    assert_eq!(counts.disabled, counts.members);
    assert_eq!(rig.state().await, ConnectionStateName::Connected);
    let summary = overview::overview(&rig.host).await.unwrap().organizations;
    assert_eq!(summary[0].next_session, None);

    organizations::set_synchronization(&rig.host, rig.org(), true)
        .await
        .unwrap();
    assert_eq!(
        rig.host.console.scheduler.start_due().await,
        1,
        "due at once"
    );
    rig.wait_for_sessions(before + 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_of_an_organization_that_is_switched_off_is_kept_alive() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    organizations::set_synchronization(&rig.host, rig.org(), false)
        .await
        .unwrap();
    let before = rig.requests("token");
    rig.clock.advance(jiff::SignedDuration::from_hours(24 * 8));
    rig.host.console.scheduler.start_due().await;
    assert!(rig.requests("token") > before, "the token was refreshed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_tells_the_story_of_a_connection_without_any_secret() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.lose().await;
    rig.session().await;
    rig.log_in_as(USERNAME).await;
    rig.wait_for_recovery().await;
    let told = entries(&rig, None).await;
    let expected = [
        AuditKind::OrganizationCreated,
        AuditKind::NoLpcUserConfirmed,
        AuditKind::LoginStarted,
        AuditKind::Connected,
        AuditKind::OrganizationRenamed,
        AuditKind::ConnectionLost,
        AuditKind::LoginStarted,
        AuditKind::Connected,
        AuditKind::ConnectionRecovered,
    ];
    assert_eq!(kinds(&told), expected);
    let lost = &told[5];
    assert_eq!(
        (lost.change.to.as_deref(), lost.by_person),
        (Some(LOST), false)
    );
    assert!(told[3].change.to.as_ref().unwrap().contains(USERNAME));
    assert!(told[3].by_person);
    let text = serde_json::to_string(&told).unwrap();
    for secret in rig.sim.issued_secrets() {
        assert!(!text.contains(secret.as_str()), "a secret is in the audit");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn throttling_and_an_outage_are_told_once_at_each_end() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig.set("down", json!("json503"));
    for _ in 0..3 {
        rig.session().await;
    }
    rig.set("down", json!("none"));
    rig.session().await;
    rig.set("request_limit", json!(true));
    for _ in 0..2 {
        rig.session().await;
    }
    rig.set("request_limit", json!(false));
    rig.session().await;
    let told = entries(&rig, Some(AuditTopic::Connections)).await;
    assert_eq!(
        kinds(&told),
        [
            AuditKind::UnreachableBegan,
            AuditKind::UnreachableEnded,
            AuditKind::ThrottlingBegan,
            AuditKind::ThrottlingEnded
        ]
    );
    assert!(told[0].change.to.is_some(), "what was seen is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_login_stands_in_the_audit_with_its_code() {
    let mut rig = Rig::new().await;
    let link = rig.start_login().await;
    let callback = rig.sim.deny(link.expose()).unwrap();
    rig.host.take_callback(&callback).await.unwrap();
    rig.wait_for_login().await;
    let told = entries(&rig, Some(AuditTopic::SignIns)).await;
    assert_eq!(
        kinds(&told),
        [AuditKind::LoginStarted, AuditKind::LoginFailed]
    );
    assert_eq!(told[1].change.subject.as_deref(), Some("denied"));
    assert_eq!(
        told[1].change.to.as_deref(),
        Some("access_denied: end-user denied authorization")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_holds_at_once_and_after_a_restart_and_stands_in_the_audit() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let set =
        async |rig: &Rig, name, value: &str| settings::change_setting(&rig.host, name, value).await;
    for (name, value) in [
        (SettingKey::IntervalMinutes, "0"),
        (SettingKey::IntervalMinutes, "ten"),
        (SettingKey::TokenPolicyDays, "366"),
        (SettingKey::TimeZone, "Mars/Olympus"),
        (SettingKey::Density, "tight"),
    ] {
        let refused = set(&rig, name, value).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput, "{name:?} {value}");
    }
    assert!(entries(&rig, Some(AuditTopic::Settings)).await.is_empty());

    set(&rig, SettingKey::TokenPolicyDays, " 90 ")
        .await
        .unwrap();
    set(&rig, SettingKey::IntervalMinutes, "30").await.unwrap();
    set(&rig, SettingKey::TimeZone, "Europe/Vienna")
        .await
        .unwrap();
    set(&rig, SettingKey::Alerts, "off").await.unwrap();
    let limit = rig.connectivity().await.connection.unwrap().idle_limit_days;
    assert_eq!(limit, 90, "the idle limit follows at once");
    rig.session().await;
    let next = |summary: &lpc_api::overview::Overview| summary.organizations[0].next_session;
    let shown = overview::overview(&rig.host).await.unwrap();
    let wait = next(&shown).unwrap().0 - lpc_core::clock::Clock::now(&*rig.clock).as_millisecond();
    assert!(wait >= 27 * 60_000, "half an hour, less a tenth: {wait}");

    set(&rig, SettingKey::IntervalMinutes, "2").await.unwrap();
    let shown = overview::overview(&rig.host).await.unwrap();
    let wait = next(&shown).unwrap().0 - lpc_core::clock::Clock::now(&*rig.clock).as_millisecond();
    assert!(
        wait <= 2 * 60_000,
        "nobody waits for the old interval: {wait}"
    );

    let rig = rig.restarted().await;
    let kept = overview::overview(&rig.host).await.unwrap().settings;
    assert_eq!(
        (
            kept.values.token_policy_days,
            kept.values.interval_minutes,
            kept.values.time_zone.as_str(),
            kept.values.alerts
        ),
        (90, 2, "Europe/Vienna", false)
    );
    let told = entries(&rig, Some(AuditTopic::Settings)).await;
    assert_eq!(told.len(), 5);
    assert_eq!(
        (
            told[0].change.subject.as_deref(),
            told[0].change.from.as_deref(),
            told[0].change.to.as_deref()
        ),
        (Some("token-policy-days"), Some("30"), Some("90"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disconnection_stands_in_the_audit_with_the_account_and_whether_it_was_revoked() {
    for revocable in [true, false] {
        let mut rig = Rig::new().await;
        rig.connect().await;
        if !revocable {
            rig.set("down", json!("json503"));
        }
        lpc_api::account::disconnect(&rig.host, rig.org(), !revocable)
            .await
            .unwrap();
        let told = entries(&rig, Some(AuditTopic::SignIns)).await;
        let entry = told.last().unwrap();
        assert_eq!(entry.kind, AuditKind::Disconnected);
        assert!(entry.by_person);
        let to = entry.change.to.as_deref().unwrap();
        assert!(to.contains(USERNAME) && to.contains("(005"), "{to}");
        assert_eq!(to.ends_with(", not revoked"), !revocable, "{to}");
        assert!(to.ends_with("revoked"), "{to}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_token_is_kept_alive_within_a_third_of_its_policy() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    organizations::set_synchronization(&rig.host, rig.org(), false)
        .await
        .unwrap();
    settings::change_setting(&rig.host, SettingKey::TokenPolicyDays, "6")
        .await
        .unwrap();
    for (hours, refreshed) in [(47, 0), (1, 1), (47, 0), (1, 1)] {
        let before = rig.counter("refreshes");
        rig.clock.advance(jiff::SignedDuration::from_hours(hours));
        rig.host.console.scheduler.start_due().await;
        assert_eq!(rig.counter("refreshes") - before, refreshed, "{hours}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_while_an_account_waits_to_be_confirmed_revokes_its_token() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    lpc_api::login::change_account(
        &rig.host,
        rig.org(),
        lpc_core::environment::Environment::Production,
    )
    .await
    .unwrap();
    let link = rig.host.opened.lock().unwrap().clone().unwrap();
    let callback = rig.approve(&link, &rig.sim.other_username());
    rig.host.take_callback(&callback).await.unwrap();
    rig.wait_for_login().await;
    assert_eq!(rig.sim.state()["live"]["refresh_tokens"], json!(2));
    let name = rig.connectivity().await.organization_name;
    organizations::delete_organization(&rig.host, rig.org(), &name)
        .await
        .unwrap();
    wiped(&rig).await;
    rig.until_counted("/live/refresh_tokens", 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_that_stops_half_way_says_what_is_gone_and_can_be_repeated() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let name = rig.connectivity().await.organization_name;
    let database = rusqlite::Connection::open(rig.folder.path().join("console.db")).unwrap();
    database
        .execute_batch(
            "CREATE TRIGGER full BEFORE UPDATE OF deleted ON organization
             BEGIN SELECT RAISE(ABORT, 'no room'); END",
        )
        .unwrap();
    let delete = async || organizations::delete_organization(&rig.host, rig.org(), &name).await;
    let stopped = delete().await.unwrap_err();
    assert_eq!(stopped.code, ErrorCode::Internal);
    for words in ["saved sign-in", "still listed", "delete it again"] {
        assert!(stopped.message.contains(words), "{}", stopped.message);
    }
    assert_eq!(rig.state().await, ConnectionStateName::NotConfigured);
    database.execute_batch("DROP TRIGGER full").unwrap();
    delete().await.unwrap();
    wiped(&rig).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_stays_listed_until_its_token_is_nowhere_on_the_disk() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    let name = rig.connectivity().await.organization_name;
    // A copy from before an update that cannot be removed.
    let copy = rig.folder.path().join("vault.db.before-1");
    std::fs::create_dir(&copy).unwrap();
    let delete = async || organizations::delete_organization(&rig.host, rig.org(), &name).await;
    let stopped = delete().await.unwrap_err();
    assert!(stopped.message.contains("delete it again"), "{stopped}");
    assert_eq!(rig.state().await, ConnectionStateName::NotConfigured);
    std::fs::remove_dir(&copy).unwrap();
    delete().await.unwrap();
    wiped(&rig).await;
}
