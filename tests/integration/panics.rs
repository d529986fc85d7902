//! A mistake of the console at each place where a task of its own runs: the log has its place and
//! nothing of what it carried, the window says what stopped, and the next session runs.

use crate::rig::{CANARY, Rig, USERNAME, person};
use jiff::SignedDuration;
use lpc_admin_console_shell::logging::log_panic;
use lpc_core::login::LoginFailure;
use lpc_core::login::LoginPhase;
use lpc_core::part::Part;
use lpc_core::session::{Outcome, Trigger};
use std::io::Write;
use std::sync::{Arc, Mutex, Once};

/// Everything that is logged by this process.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn log() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(|| Log)
            .init();
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            log_panic(panic);
            usual(panic);
        }));
    });
}

async fn connected() -> Rig {
    log();
    let mut rig = Rig::new().await;
    rig.connect().await;
    rig
}

/// What the window says has stopped.
async fn stopped(rig: &Rig) -> Vec<&'static str> {
    let own_data = lpc_api::own_data::own_data(&rig.host).await.unwrap();
    own_data
        .stopped
        .into_iter()
        .map(|one| one.part.label())
        .collect()
}

async fn until_stopped(rig: &Rig, part: Part) {
    let says = async || stopped(rig).await.iter().any(|one| *one == part.label());
    rig.until("the window says what stopped", says).await;
}

/// The log names the place, the window the part, and the next session runs.
async fn goes_on(rig: &Rig, part: Part) {
    until_stopped(rig, part).await;
    let log = String::from_utf8(LOG.lock().unwrap().clone()).unwrap();
    let places = log
        .lines()
        .filter(|line| line.contains("the console panicked"));
    assert!(places.clone().count() > 0, "{log}");
    assert!(
        places
            .clone()
            .all(|line| line.contains(".rs") && line.contains("line="))
    );
    assert!(log.contains(part.label()), "{part:?}");
    assert!(!log.contains(CANARY), "what it carried is logged");
    assert_eq!(rig.session().await, Outcome::Finished, "{part:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_gives_its_turn_back() {
    let rig = connected().await;
    let places = [
        ("sync.rs", "record_session"),
        ("changes.rs", "read_changes"),
        ("sync.rs", "plan_next"),
    ];
    for (file, function) in places {
        rig.clock.panic_in(file, function);
        rig.host.console.sync.start(rig.id, Trigger::Schedule);
        goes_on(&rig, Part::Session).await;
        rig.clock.advance(SignedDuration::from_hours(2));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schedule_looks_at_the_others_and_again() {
    let rig = connected().await;
    rig.clock.panic_in("schedule.rs", "look_at");
    assert_eq!(rig.host.console.scheduler.start_due().await, 0);
    goes_on(&rig, Part::Schedule).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schedule_itself_is_begun_again() {
    let rig = connected().await;
    rig.clock.panic_in("schedule.rs", "tend");
    let scheduler = Arc::clone(&rig.host.console.scheduler);
    let running = tokio::spawn(scheduler.run());
    goes_on(&rig, Part::Schedule).await;
    assert!(!running.is_finished());
    running.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_kept_alive_is_tried_again() {
    let rig = connected().await;
    lpc_api::connectivity::set_service_account_login(&rig.host, rig.org(), false)
        .await
        .unwrap();
    rig.clock.advance(SignedDuration::from_hours(24 * 8));
    rig.clock.panic_in("schedule.rs", "keep_alive");
    rig.host.console.scheduler.start_due().await;
    until_stopped(&rig, Part::Schedule).await;
    let refreshes = rig.counter("refreshes");
    rig.host.console.scheduler.start_due().await;
    assert_eq!(rig.counter("refreshes"), refreshes + 1);
    lpc_api::connectivity::set_service_account_login(&rig.host, rig.org(), true)
        .await
        .unwrap();
    goes_on(&rig, Part::Schedule).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_lets_go_of_its_lock() {
    let rig = connected().await;
    rig.fault("expire_access_tokens");
    rig.clock.panic_in("access.rs", "refresh");
    assert_eq!(rig.session().await, Outcome::Failed);
    goes_on(&rig, Part::Refresh).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_is_being_stored_ends_and_another_can_begin() {
    log();
    let mut rig = Rig::new().await;
    rig.clock.panic_in("accept.rs", "store_login");
    let LoginPhase::Failed { failure, .. } = rig.log_in_as(USERNAME).await else {
        panic!("it did not end");
    };
    assert_eq!(failure, LoginFailure::Interrupted);
    rig.connect().await;
    goes_on(&rig, Part::Login).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_could_not_be_taken_can_be_taken_again() {
    log();
    let mut rig = Rig::new().await;
    let link = rig.start_login().await;
    let callback = rig.approve(&link, USERNAME);
    rig.clock.panic_in("login.rs", "accept_callback");
    let connections = Arc::clone(&rig.host.console.connections);
    let raw = callback.clone();
    let taking = async move { connections.accept_callback(&person(), &raw).await };
    let tasks = &rig.host.console.tasks;
    assert!(tasks.run(Part::Callbacks, taking).await.is_err());
    rig.host.take_callback(&callback).await.unwrap();
    rig.wait_for_session().await;
    goes_on(&rig, Part::Callbacks).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_of_one_member_is_refused_and_can_be_asked_for_again() {
    let rig = connected().await;
    let member = rig
        .users(lpc_core::users::ShownFilter::Members, "")
        .await
        .rows[0]
        .id
        .clone();
    rig.clock.panic_in("member.rs", "take_turn");
    let check = async || lpc_api::user::check_member(&rig.host, rig.org(), member.clone()).await;
    check().await.unwrap_err();
    check().await.unwrap();
    goes_on(&rig, Part::Check).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disconnection_lets_go_of_its_locks() {
    let mut rig = connected().await;
    rig.clock.panic_in("disconnect.rs", "revoke_and_forget");
    let connections = &rig.host.console.connections;
    let disconnected = connections.disconnect(&person(), rig.id, true).await;
    disconnected.unwrap_err();
    rig.connect().await;
    goes_on(&rig, Part::Disconnect).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_that_cannot_be_shown_stops_nothing() {
    let mut rig = connected().await;
    rig.clock.panic_at("alert");
    rig.lose().await;
    until_stopped(&rig, Part::Alert).await;
    rig.log_in_as(USERNAME).await;
    rig.wait_for_recovery().await;
    rig.wait_for_session().await;
    goes_on(&rig, Part::Alert).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_cannot_be_told_stops_nothing() {
    let rig = connected().await;
    rig.clock.panic_at("notify");
    assert_eq!(rig.session().await, Outcome::Finished);
    goes_on(&rig, Part::Events).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_thread_of_the_vault_outlives_a_key_store_that_panics() {
    let rig = connected().await;
    rig.fault("expire_access_tokens");
    rig.key_store.panic_once();
    assert_eq!(rig.session().await, Outcome::Failed);
    rig.clock.advance(SignedDuration::from_hours(1));
    assert_eq!(rig.session().await, Outcome::Finished);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_thread_of_the_store_outlives_a_job_that_panics() {
    let rig = connected().await;
    let job = rig.databases[0].write(|_| -> Result<(), lpc_sqlite::Error> {
        panic!("a mistake with a {CANARY} in it");
    });
    job.await.unwrap_err();
    // What the thread does next comes after its line in the log.
    assert_eq!(rig.session().await, Outcome::Finished);
    let log = String::from_utf8(LOG.lock().unwrap().clone()).unwrap();
    assert!(log.contains("a job on a database panicked and was rolled back"));
    assert!(!log.contains(CANARY), "what it carried is logged");
    let own_data = lpc_api::own_data::own_data(&rig.host).await.unwrap();
    assert_eq!(own_data.write_problem, None, "its file can be written");
}
