//! Connections, sign-ins, users and sessions.

use super::{ask, keep, rig};
use crate::rig::{Rig, USERNAME};
use jiff::SignedDuration;
use lpc_api::login::start_login;
use lpc_core::environment::Environment;
use lpc_core::organization::OrganizationId;
use lpc_core::session::{Outcome, Trigger};
use lpc_core::status::EffectiveStatus;
use lpc_core::users::ShownFilter;
use serde_json::{Value, json};

/// As many as the views need that show few.
const FEW: usize = 60;
/// More than a screen and than a page of the list.
const MANY: usize = 300;

/// Presses a button.
async fn press(rig: &Rig, name: &str, parameters: Value) -> Value {
    let mut parameters = parameters;
    if parameters["organizationId"].is_null() {
        parameters["organizationId"] = json!(rig.org());
    }
    ask(rig, name, parameters).await
}

async fn connected(users: usize) -> Rig {
    let mut rig = rig(users).await;
    rig.connect().await;
    rig.clock.advance(SignedDuration::from_secs(34));
    rig
}

/// Minutes after a fault that one session has met.
async fn failed(users: usize, fault: impl FnOnce(&Rig)) -> Rig {
    let rig = connected(users).await;
    fault(&rig);
    rig.fault("expire_access_tokens");
    assert_eq!(rig.session().await, Outcome::Failed);
    rig.clock.advance(SignedDuration::from_mins(2));
    rig
}

macro_rules! situations {
    ($($sentence:ident, $name:literal, $rig:expr;)*) => { $(
        #[tokio::test(flavor = "multi_thread")]
        async fn $sentence() {
            keep($name, &$rig.await).await;
        }
    )* };
}

situations! {
    before_the_first_connection_it_is_first, "first", first();
    with_everything_entered_it_is_ready, "ready", rig(FEW);
    while_the_code_is_redeemed_it_is_exchanging, "exchanging", held_at("token");
    while_the_account_is_looked_at_it_is_checking, "checking", held_at("query");
    while_the_browser_is_waited_for_it_is_waiting, "waiting", waiting();
    a_login_that_was_extended_is_extended, "extended", extended();
    a_login_that_outlived_its_console_is_restarted, "restarted", async { waiting().await.restarted().await };
    another_environment_ends_in_failed, "failed", wrong_environment();
    a_denied_login_ends_in_denied, "denied", denied();
    a_new_account_is_asked_about_in_confirming, "confirming", confirming();
    another_account_on_a_reconnect_is_wrong_account, "wrongAccount", wrong_account();
    missing_rights_are_warned_of_in_warned, "warned", warned();
    what_became_of_a_member_is_history, "history", history();
    a_healthy_console_is_connected, "connected", connected(MANY);
    the_session_that_proves_a_reconnect_is_waited_for_in_resuming, "resuming", resuming();
    a_token_near_its_end_is_expiring, "expiring", expiring();
    a_console_whose_organizations_are_not_asked_for_is_silent, "silent", rig(FEW);
    without_an_organization_it_is_empty, "empty", empty();
    a_revoked_token_is_lost, "lost", lost(MANY);
    a_grant_refused_for_a_reason_nobody_knows_is_lost_for_now, "lostForNow",
        failed(FEW, |rig| rig.set("token_error", json!({ "status": 400, "error": "invalid_grant", "error_description": "a text that is new" })));
    a_reconnect_that_proved_itself_is_recovered, "recovered", recovered();
    a_network_that_is_not_allowed_is_refused, "refused",
        failed(FEW, |rig| rig.set("ip_restricted", json!(true)));
    a_key_that_is_gone_is_key_lost, "keyLost", key_lost();
    a_token_that_cannot_be_revoked_is_unrevoked, "unrevoked", unrevoked();
    a_silent_salesforce_is_unreachable, "unreachable",
        failed(MANY, |rig| rig.set("down", json!("drop")));
    a_query_that_a_policy_blocks_is_not_read, "notRead", not_read();
    used_up_requests_are_throttled, "throttled",
        failed(FEW, |rig| rig.set("request_limit", json!(true)));
    the_switch_turns_everything_off, "off", off();
    a_mass_deactivation_is_held_back, "heldBack", held_back();
    the_consoles_own_share_is_used_up_in_own_share, "ownShare", own_share();
    a_first_load_under_way_is_loading, "loading", loading();
    no_key_store_offers_the_session, "noKeyStore", no_key_store(rig(FEW));
    no_key_store_and_a_lost_sign_in_is_no_key_store_lost, "noKeyStoreLost", async { no_key_store(lost(FEW)).await.restarted().await };
    a_locked_key_store_blocks, "keyStoreLocked", key_store_locked();
    a_sign_in_without_a_key_store_is_held_for_the_session, "heldForSession", held_for_session();
    many_sessions_fill_pages, "sessions", sessions();
    a_load_that_was_stopped_is_interrupted, "interrupted", interrupted();
    everyone_read_on_demand_is_reconciled, "reconciled", reconciled();
    changes_that_were_agreed_to_are_applied, "applied", applied();
    a_check_finds_somebody_frozen, "frozen", frozen();
    a_check_of_a_silent_salesforce_is_check_failed, "checkFailed", check_failed();
    a_switch_ends_the_sessions_in_synchronization_off, "synchronizationOff", synchronization_off();
    an_organization_that_is_gone_is_deleted, "deleted", deleted();
    organizations_in_every_state_are_gallery, "gallery", gallery();
    much_that_happened_fills_pages, "activity", activity();
}

async fn empty() -> Rig {
    let rig = rig(FEW).await;
    press(
        &rig,
        "delete_organization",
        json!({ "name": "My organization" }),
    )
    .await;
    rig
}

async fn first() -> Rig {
    let rig = rig(FEW).await;
    press(&rig, "confirm_no_lpc_user", json!({ "confirmed": false })).await;
    for environment in ["production", "sandbox"] {
        let none = json!({ "environment": environment, "consumerKey": "", "myDomain": "" });
        press(&rig, "save_client_app", json!({ "clientApp": none })).await;
    }
    rig
}

/// A sign-in whose requests wait at an endpoint of Salesforce.
async fn held_at(endpoint: &str) -> Rig {
    let rig = waiting().await;
    let link = rig.host.opened.lock().unwrap().clone().unwrap();
    rig.set("hold_endpoints", json!([endpoint]));
    let before = rig.requests(endpoint);
    rig.host
        .take_callback(&rig.approve(&link, USERNAME))
        .await
        .unwrap();
    asked(&rig, endpoint, before + 1).await;
    rig
}

/// Waits until an endpoint of Salesforce was asked so often.
async fn asked(rig: &Rig, endpoint: &str, times: u64) {
    let counter = format!("/counters/requests/{endpoint}");
    rig.until_counted(&counter, times).await;
}

async fn waiting() -> Rig {
    let rig = rig(FEW).await;
    rig.start_login().await;
    rig
}

async fn extended() -> Rig {
    let rig = waiting().await;
    rig.clock.advance(SignedDuration::from_mins(4));
    press(&rig, "extend_login", json!({})).await;
    rig
}

async fn wrong_environment() -> Rig {
    let mut rig = rig(FEW).await;
    rig.set("is_sandbox", json!(true));
    rig.log_in_as(USERNAME).await;
    rig
}

async fn denied() -> Rig {
    let mut rig = rig(FEW).await;
    let link = rig.start_login().await;
    let callback = rig.sim.deny(link.expose()).unwrap();
    rig.host.take_callback(&callback).await.unwrap();
    rig.wait_for_login().await;
    rig
}

async fn wrong_account() -> Rig {
    let mut rig = lost(FEW).await;
    let other = rig.sim.other_username();
    rig.log_in_as(&other).await;
    rig
}

async fn confirming() -> Rig {
    let mut rig = connected(FEW).await;
    let other = rig.sim.other_username();
    crate::account::change_to(&mut rig, &other).await;
    rig
}

async fn warned() -> Rig {
    let mut rig = rig(FEW).await;
    let missing = json!({ "PermissionsViewAllUsers": false, "PermissionsManageUsers": false });
    rig.set("permissions", missing);
    rig.connect().await;
    rig
}

/// Frozen and unfrozen, with losses of the connection between.
async fn history() -> Rig {
    let mut rig = connected(FEW).await;
    let user = somebody(&rig).await;
    for _ in 0..2 {
        for fault in ["freeze_users", "unfreeze_users"] {
            let change = json!({ "fault": fault, "users": [user] });
            rig.sim.control(change).unwrap();
            rig.clock.advance(SignedDuration::from_mins(10));
            assert_eq!(rig.session().await, Outcome::Finished);
        }
    }
    rig.clock.advance(SignedDuration::from_mins(10));
    rig.lose().await;
    rig.clock.advance(SignedDuration::from_mins(10));
    rig.log_in_as(USERNAME).await;
    rig.wait_for_recovery().await;
    rig.wait_for_session().await;
    rig.clock.advance(SignedDuration::from_mins(10));
    rig.lose().await;
    rig
}

/// The session after the sign-in waits for Salesforce.
async fn resuming() -> Rig {
    let mut rig = lost(FEW).await;
    rig.set("query_delay_ms", json!(600));
    rig.log_in_as(USERNAME).await;
    rig
}

async fn expiring() -> Rig {
    let rig = connected(FEW).await;
    rig.clock.advance(SignedDuration::from_hours(24 * 25));
    rig
}

async fn lost(users: usize) -> Rig {
    let rig = connected(users).await;
    rig.lose().await;
    rig.clock.advance(SignedDuration::from_mins(22));
    rig
}

async fn recovered() -> Rig {
    let mut rig = lost(FEW).await;
    rig.log_in_as(USERNAME).await;
    rig.wait_for_recovery().await;
    rig.wait_for_session().await;
    rig.clock.advance(SignedDuration::from_secs(18));
    rig
}

async fn key_lost() -> Rig {
    let rig = connected(FEW).await;
    rig.key_store.forget();
    let rig = rig.restarted().await;
    rig.host.console.sync.run(rig.id, Trigger::Schedule).await;
    rig
}

async fn not_read() -> Rig {
    let rig = connected(FEW).await;
    let message = "The operation you requested was blocked by a security policy";
    rig.set(
        "query_error",
        json!({ "status": 403, "errorCode": "TXN_SECURITY_NO_ACCESS", "message": message }),
    );
    for _ in 0..3 {
        assert_eq!(rig.session().await, Outcome::Failed);
    }
    rig
}

async fn unrevoked() -> Rig {
    let rig = connected(FEW).await;
    rig.set("down", json!("drop"));
    rig
}

async fn off() -> Rig {
    let rig = connected(FEW).await;
    press(
        &rig,
        "set_service_account_login",
        json!({ "enabled": false }),
    )
    .await;
    rig
}

async fn held_back() -> Rig {
    let rig = connected(MANY).await;
    let fault = json!({ "fault": "deactivate_users", "count": 120 });
    rig.sim.control(fault).unwrap();
    rig.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(rig.session().await, Outcome::HeldBack);
    rig
}

async fn own_share() -> Rig {
    let rig = connected(FEW).await;
    rig.set("api_used", json!(0));
    rig.set("api_limit", json!(2_000));
    for _ in 0..60 {
        rig.session().await;
    }
    rig
}

/// The second page of the list does not come.
async fn loading() -> Rig {
    let mut rig = rig(MANY).await;
    rig.set("page_size_max", json!(200));
    rig.set("hold_endpoints", json!(["query_more"]));
    rig.log_in_as(USERNAME).await;
    asked(&rig, "query_more", 1).await;
    rig
}

async fn no_key_store(rig: impl Future<Output = Rig>) -> Rig {
    let rig = rig.await;
    rig.key_store.take_away(true);
    rig
}

async fn key_store_locked() -> Rig {
    let rig = rig(FEW).await;
    rig.key_store.lock(true);
    rig
}

async fn held_for_session() -> Rig {
    let mut rig = no_key_store(rig(FEW)).await;
    press(&rig, "hold_sign_ins_for_session", json!({})).await;
    rig.connect().await;
    rig
}

/// 260 of them, some failed.
async fn sessions() -> Rig {
    let rig = connected(FEW).await;
    for number in 1..260 {
        rig.clock.advance(SignedDuration::from_mins(1));
        let fails = number % 40 == 7;
        rig.set("down", json!(if fails { "json503" } else { "none" }));
        rig.session().await;
    }
    rig
}

async fn deleted() -> Rig {
    let rig = rig(FEW).await;
    let named = json!({ "name": "Corvane Trial", "externalId": "" });
    let id = press(&rig, "create_organization", named).await;
    let gone = json!({ "organizationId": id, "name": "Corvane Trial" });
    ask(&rig, "delete_organization", gone).await;
    rig
}

async fn activity() -> Rig {
    let rig = connected(FEW).await;
    for number in 0..240 {
        rig.clock.advance(SignedDuration::from_mins(7));
        let theme = if number % 2 == 0 { "dark" } else { "light" };
        press(
            &rig,
            "change_setting",
            json!({ "name": "theme", "value": theme }),
        )
        .await;
    }
    rig.lose().await;
    rig
}

/// Makes one more organization in the console and connects it.
pub async fn another(rig: &Rig, name: &str) -> OrganizationId {
    let named = json!({ "name": name, "externalId": "" });
    let id = press(rig, "create_organization", named).await;
    let id = id.as_str().unwrap().to_owned();
    let confirmed = json!({ "organizationId": id, "confirmed": true });
    ask(rig, "confirm_no_lpc_user", confirmed).await;
    start_login(
        &rig.host,
        OrganizationId::parse(&id).unwrap(),
        Environment::Production,
    )
    .await
    .unwrap();
    let link = rig.host.opened.lock().unwrap().clone().unwrap();
    rig.host
        .take_callback(&rig.approve(&link, USERNAME))
        .await
        .unwrap();
    rig.until("its first session ends", async || {
        let overview = ask(rig, "overview", json!({})).await;
        let organizations = overview["organizations"].as_array().unwrap();
        let this = organizations.iter().find(|one| one["id"] == id).unwrap();
        this["sessionRunning"] == false && !this["lastSession"].is_null()
    })
    .await;
    OrganizationId::parse(&id).unwrap()
}

/// Each is left in its state before the next one signs in at the same stand-in.
async fn gallery() -> Rig {
    let rig = connected(MANY).await;
    press(
        &rig,
        "rename_organization",
        json!({ "name": "Halden Group" }),
    )
    .await;
    press(&rig, "set_external_id", json!({ "externalId": "BWL-EU-1" })).await;
    rig.lose().await;
    let meets = async |id, switch: &str, on: Value, off: Value| {
        rig.set(switch, on);
        rig.fault("expire_access_tokens");
        rig.host.console.sync.run(id, Trigger::Schedule).await;
        rig.set(switch, off);
    };
    let refused = another(&rig, "Pellworm Instruments").await;
    meets(refused, "ip_restricted", json!(true), json!(false)).await;
    let silent = another(&rig, "Corvane UK").await;
    meets(silent, "down", json!("drop"), json!("none")).await;
    let off = another(&rig, "Corvane Pharma").await;
    let switch = json!({ "organizationId": off.to_string(), "enabled": false });
    ask(&rig, "set_synchronization", switch).await;
    another(&rig, "Brightwater Foods").await;
    another(&rig, "Brightwater Freight").await;
    let held = another(&rig, "Halden Nordics").await;
    let fault = json!({ "fault": "deactivate_users", "count": 120 });
    rig.sim.control(fault).unwrap();
    rig.clock.advance(SignedDuration::from_mins(1));
    rig.host.console.sync.run(held, Trigger::Schedule).await;
    let named = json!({ "name": "Tallow Street Partners", "externalId": "" });
    press(&rig, "create_organization", named).await;
    rig
}

/// A first load that a person stopped.
async fn interrupted() -> Rig {
    let mut rig = loading().await;
    press(&rig, "set_synchronization", json!({ "enabled": false })).await;
    rig.set("hold_endpoints", json!([]));
    rig.wait_for_session().await;
    rig
}

async fn reconciled() -> Rig {
    let mut rig = connected(MANY).await;
    rig.clock.advance(SignedDuration::from_mins(2));
    let before = rig.ended_sessions();
    press(&rig, "reconcile", json!({})).await;
    rig.wait_for_sessions(before + 1).await;
    rig
}

async fn applied() -> Rig {
    let mut rig = held_back().await;
    let held = press(&rig, "held_back", json!({})).await;
    let before = rig.ended_sessions();
    press(
        &rig,
        "apply_held_back",
        json!({ "affected": held["affected"] }),
    )
    .await;
    rig.wait_for_sessions(before + 1).await;
    rig
}

/// The first active member of the list.
async fn somebody(rig: &Rig) -> String {
    let page = rig
        .users(
            ShownFilter::Status {
                status: EffectiveStatus::Active,
            },
            "",
        )
        .await;
    page.rows[0].id.to_string()
}

async fn frozen() -> Rig {
    let rig = connected(MANY).await;
    let user = somebody(&rig).await;
    let freeze = json!({ "fault": "freeze_users", "users": [user] });
    rig.sim.control(freeze).unwrap();
    press(&rig, "check_member", json!({ "userId": user })).await;
    rig
}

async fn check_failed() -> Rig {
    let rig = connected(MANY).await;
    rig.set("down", json!("json503"));
    press(
        &rig,
        "check_member",
        json!({ "userId": somebody(&rig).await }),
    )
    .await;
    rig
}

async fn synchronization_off() -> Rig {
    let rig = connected(MANY).await;
    press(&rig, "set_synchronization", json!({ "enabled": false })).await;
    rig
}
