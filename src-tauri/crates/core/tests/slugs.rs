//! The words under which values stand in databases: a word that changes makes every installed
//! database lie. A new one is added here; one that stands here stays.

use lpc_core::slug::Slugged;
use std::fmt::Debug;

/// Every value has its word, and the word leads back to the value.
fn pinned<T: Slugged + Debug + PartialEq, const N: usize>(all: [T; N], words: &str) {
    let slugs: Vec<_> = all.iter().map(|value| value.slug()).collect();
    assert_eq!(slugs, words.split_whitespace().collect::<Vec<_>>());
    for value in all {
        assert_eq!(T::from_slug(value.slug()), Some(value));
    }
    assert_eq!(T::from_slug("no such word"), None);
}

#[test]
fn the_words_of_audit_kind_stay() {
    pinned(
        lpc_core::audit::AuditKind::ALL,
        "organization-created organization-renamed organization-deleted external-id-set \
         synchronization-switched service-account-login-switched client-app-saved \
         no-lpc-user-confirmed sign-ins-held-for-session login-started login-failed \
         connected service-account-changed disconnected connection-lost \
         connection-refused connection-recovered throttling-began throttling-ended \
         unreachable-began unreachable-ended held-back-applied entitlement-imported \
         setting-changed",
    );
}

#[test]
fn the_words_of_fault_kind_stay() {
    pinned(lpc_core::connection::FaultKind::ALL, "lost refused");
}

#[test]
fn the_words_of_environment_stay() {
    pinned(
        lpc_core::environment::Environment::ALL,
        "production sandbox",
    );
}

#[test]
fn the_words_of_fault_code_stay() {
    pinned(
        lpc_core::fault::FaultCode::ALL,
        "unknown unreachable token-expired grant-refused token-invalid consumer-key-unknown \
         app-not-accepted app-not-installed app-blocked app-blocked-at-sign-in \
         not-approved not-approved-at-sign-in approval-gone denied network-not-allowed network-or-hours \
         domain-not-supported clock-wrong account-inactive account-cannot-sign-in \
         organization-locked scope-missing \
         request-not-accepted callback-mismatch flow-not-allowed flow-disabled \
         session-level-too-low code-too-late too-many-sign-ins other-account \
         request-limit concurrent-request-limit api-disabled-for-organization \
         api-disabled-for-account token-not-for-api session-not-accepted \
         access-insufficient requests-from-here \
         read-blocked field-hidden address-unknown query-too-slow permission-missing api-nearly-used-up own-share-used list-unbelievable portal redirected my-domain-changed proxy-refused \
         user-inactive user-frozen user-vanished source-problem key-lost key-store-locked \
         key-store-missing sign-in-over own-data not-connected synchronization-off \
         login-off not-entitled disconnected account-replaced",
    );
}

#[test]
fn the_words_of_suspicion_stay() {
    pinned(
        lpc_core::holding::Suspicion::ALL,
        "empty-list lost-users flips",
    );
}

#[test]
fn the_words_of_fault_class_stay() {
    pinned(
        lpc_core::incident::FaultClass::ALL,
        "authorization throttling other source",
    );
}

#[test]
fn the_words_of_incident_scope_stay() {
    pinned(
        lpc_core::incident::IncidentScope::ALL,
        "connection user reading source",
    );
}

#[test]
fn the_words_of_check_outcome_stay() {
    pinned(
        lpc_core::member_check::CheckOutcome::ALL,
        "unchanged changed not-shown outdated failed",
    );
}

#[test]
fn the_words_of_check_name_stay() {
    pinned(
        lpc_core::preflight::CheckName::ALL,
        "environment identity active view-all-data api-enabled not-a-member \
         view-all-users manage-users browser-sign-in license approvals api-budget",
    );
}

#[test]
fn the_words_of_check_result_stay() {
    pinned(
        lpc_core::preflight::CheckResult::ALL,
        "passed warning blocking unknown",
    );
}

#[test]
fn the_words_of_outcome_stay() {
    pinned(
        lpc_core::session::Outcome::ALL,
        "finished failed interrupted held-back",
    );
}

#[test]
fn the_words_of_trigger_stay() {
    pinned(
        lpc_core::session::Trigger::ALL,
        "connected schedule manual reconcile apply-anyway woken",
    );
}

#[test]
fn the_words_of_setting_key_stay() {
    pinned(
        lpc_core::settings::SettingKey::ALL,
        "theme density zoom time-zone interval-minutes alerts token-policy-days",
    );
}

#[test]
fn the_words_of_own_status_stay() {
    pinned(
        lpc_core::status::OwnStatus::ALL,
        "not-initialized active paused disabled suspended",
    );
}

#[test]
fn the_words_of_status_source_stay() {
    pinned(lpc_core::status::StatusSource::ALL, "salesforce");
}

#[test]
fn the_words_of_told_stay() {
    pinned(lpc_core::plan::Told::ALL, "nothing beginning everything");
}
