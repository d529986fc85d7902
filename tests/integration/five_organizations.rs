//! A dead organization never delays the others.

use crate::rig::{Changes, TestClock, USERNAME, open_console_with, person, until};
use jiff::{SignedDuration, Timestamp};
use lpc_admin_console_shell::composition::{DesktopConsole, first_organization};
use lpc_core::actor::Actor;
use lpc_core::clock::Clock;
use lpc_core::connection::{ConnectionState, PassingFault};
use lpc_core::environment::Environment;
use lpc_core::login::LoginPurpose;
use lpc_core::organization::OrganizationId;
use lpc_core::port::store::{SessionFilter, Window};
use lpc_core::refusal::NotDone;
use lpc_core::session::{Outcome, Trigger};
use salesforce_sim::{Config, Sim};
use serde_json::json;
use std::sync::Arc;

const HEALTHY: usize = 3;

pub async fn connect(
    console: &Arc<DesktopConsole>,
    sim: &Sim,
    environment: Environment,
    changed: &Changes,
) -> OrganizationId {
    let mut organization = first_organization();
    organization.confirmed_no_lpc_user = true;
    let id = organization.id;
    console
        .organizations
        .add(&Actor::Console, organization)
        .await
        .unwrap();
    let link = console
        .connections
        .start_login(&person(), id, environment, LoginPurpose::Connect)
        .await
        .unwrap();
    let callback = sim.authorize_as(link.expose(), USERNAME).unwrap();
    console
        .connections
        .accept_callback(&person(), &callback)
        .await
        .unwrap();
    until("the first session ends", changed.clone(), async || {
        let sessions = starts(console, id).await;
        let reading = console.directory.connection(id).await.unwrap();
        !sessions.is_empty() && !reading.session_running
    })
    .await;
    assert_eq!(
        state(console, id).await.unwrap(),
        ConnectionState::Connected
    );
    id
}

async fn state(
    console: &Arc<DesktopConsole>,
    id: OrganizationId,
) -> Result<ConnectionState, NotDone> {
    Ok(console.directory.connection(id).await?.state)
}

/// When the sessions of an organization began, oldest first.
async fn starts(console: &Arc<DesktopConsole>, id: OrganizationId) -> Vec<Timestamp> {
    let window = Window {
        offset: 0,
        limit: 500,
    };
    let page = console
        .directory
        .sessions(id, SessionFilter::All, window)
        .await
        .unwrap();
    let started = page.sessions.iter().map(|listed| listed.session.started);
    started.rev().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn with_one_that_hangs_and_one_that_is_throttled_the_others_run_on_time() {
    let production = Sim::start(Config {
        users: 200,
        ..Config::default()
    });
    let sandbox = Sim::start(Config {
        users: 200,
        sandbox: true,
        ..Config::default()
    });
    let (production, sandbox) = (production.await.unwrap(), sandbox.await.unwrap());
    let clock = Arc::new(TestClock::new(Timestamp::now()));
    let (console, changed, _folder) =
        open_console_with(&production, &sandbox, &clock, Arc::default()).await;
    let mut healthy = Vec::new();
    for _ in 0..HEALTHY {
        healthy.push(connect(&console, &production, Environment::Production, &changed).await);
    }
    let hanging = connect(&console, &sandbox, Environment::Sandbox, &changed).await;
    let throttled = connect(&console, &sandbox, Environment::Sandbox, &changed).await;

    let set = |switch: &str, value: serde_json::Value| {
        sandbox
            .control(json!({ "set": { switch: value } }))
            .unwrap();
    };
    set("request_limit", json!(true));
    let outcome = console.sync.run(throttled, Trigger::Schedule).await;
    assert_eq!(outcome, Some(Outcome::Failed));
    set("request_limit", json!(false));
    // Whoever is asked from here on does not answer before this test has ended.
    set("delays_ms", json!({ "all": 25_000 }));
    let asked_before = starts(&console, throttled).await.len();
    let begun = clock.now();
    console.sync.start(hanging, Trigger::Schedule);

    for _ in 0..10 * 60 {
        clock.advance(SignedDuration::from_secs(1));
        console.scheduler.start_due().await;
        // The clock stands still from when a session of a healthy one is due until the next one is
        // planned: what it takes is real time and not the time of this test.
        let readings = async || {
            for id in &healthy {
                let reading = console.directory.connection(*id).await.unwrap();
                if reading.session_running || reading.next_session.is_none() {
                    return false;
                }
            }
            true
        };
        until("the healthy ones end", changed.clone(), readings).await;
    }

    for id in &healthy {
        let mut times = starts(&console, *id).await;
        times.retain(|started| *started >= begun);
        assert!(
            (9..=11).contains(&times.len()),
            "{} in ten minutes",
            times.len()
        );
        for pair in times.windows(2) {
            let between = pair[1].duration_since(pair[0]).as_secs();
            assert!(
                (54..=70).contains(&between),
                "{between} s between two sessions"
            );
        }
        assert_eq!(
            state(&console, *id).await.unwrap(),
            ConnectionState::Connected
        );
    }
    assert!(
        console
            .directory
            .connection(hanging)
            .await
            .unwrap()
            .session_running,
        "its one session still waits"
    );
    assert_eq!(starts(&console, throttled).await.len(), asked_before);
    assert!(matches!(
        state(&console, throttled).await.unwrap(),
        ConnectionState::Passing(PassingFault::Throttled { .. })
    ));
    set("delays_ms", json!({}));
}
