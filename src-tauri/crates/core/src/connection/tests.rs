use super::*;
use crate::fault::FaultCode;

fn connection(fault: Option<ConnectionFault>) -> StoredConnection {
    StoredConnection {
        organization: OrganizationId::random(),
        environment: Environment::Production,
        client_id: "3MVG9".to_owned(),
        login_origin: "https://login.salesforce.com".to_owned(),
        instance_url: "https://halden.my.salesforce.com".to_owned(),
        account: Account {
            user_id: SalesforceId::parse("005000000000999").expect("valid"),
            organization_id: SalesforceId::parse("00D000000000001").expect("valid"),
            username: "svc@example.com".to_owned(),
            display_name: "LPC Service".to_owned(),
            organization_name: "Halden".to_owned(),
        },
        generation: 1,
        connected_since: Timestamp::UNIX_EPOCH,
        last_refresh: Timestamp::UNIX_EPOCH,
        rotated: false,
        fault,
        refresh_unfinished: false,
    }
}

fn facts(connection: Option<&StoredConnection>) -> StateFacts<'_> {
    StateFacts {
        switch_on: true,
        connection,
        login_waiting: false,
        key_lost: false,
        passing: None,
        idle_limit_days: ASSUMED_IDLE_LIMIT_DAYS,
    }
}

fn day(day: i64) -> Timestamp {
    Timestamp::from_second(day * 86_400).expect("valid")
}

#[test]
fn the_switch_hides_every_fault_and_a_waiting_login_hides_none() {
    let fault = ConnectionFault {
        kind: FaultKind::Lost,
        fault: Fault::new(FaultCode::TokenExpired, "invalid_grant: expired"),
        since: day(1),
    };
    let lost = connection(Some(fault.clone()));
    let mut facts = facts(Some(&lost));
    facts.login_waiting = true;
    assert_eq!(
        ConnectionState::of(&facts, day(1)),
        ConnectionState::Lost(fault)
    );
    facts.switch_on = false;
    assert_eq!(ConnectionState::of(&facts, day(1)), ConnectionState::Off);
}

#[test]
fn a_first_login_is_authorizing_and_without_one_nothing_is_configured() {
    let mut facts = facts(None);
    assert_eq!(
        ConnectionState::of(&facts, day(0)),
        ConnectionState::NotConfigured
    );
    facts.login_waiting = true;
    assert_eq!(
        ConnectionState::of(&facts, day(0)),
        ConnectionState::Authorizing
    );
}

#[test]
fn a_token_with_seven_days_left_expires_soon_and_one_with_eight_does_not() {
    let idle = connection(None);
    assert_eq!(
        ConnectionState::of(&facts(Some(&idle)), day(22)),
        ConnectionState::Connected
    );
    assert_eq!(
        ConnectionState::of(&facts(Some(&idle)), day(23)),
        ConnectionState::ExpiringSoon
    );
}

#[test]
fn a_policy_of_ninety_days_or_of_six_is_counted_as_such() {
    let idle = connection(None);
    let state = |limit, on| {
        let mut facts = facts(Some(&idle));
        facts.idle_limit_days = limit;
        ConnectionState::of(&facts, day(on))
    };
    assert_eq!(state(90, 30), ConnectionState::Connected);
    assert_eq!(state(90, 83), ConnectionState::ExpiringSoon);
    assert_eq!(state(6, 1), ConnectionState::Connected);
    assert_eq!(state(6, 4), ConnectionState::ExpiringSoon);
}

#[test]
fn a_clock_that_was_set_back_gives_no_negative_age() {
    assert_eq!(
        idle_left(day(10), ASSUMED_IDLE_LIMIT_DAYS, day(3)),
        super::days(ASSUMED_IDLE_LIMIT_DAYS)
    );
    assert_eq!(
        idle_left(day(0), ASSUMED_IDLE_LIMIT_DAYS, day(99)),
        SignedDuration::ZERO
    );
}

#[test]
fn no_session_runs_while_a_login_or_an_admin_is_needed() {
    let since = day(0);
    let fault = |kind| ConnectionFault {
        kind,
        fault: Fault::new(FaultCode::Unknown, ""),
        since,
    };
    assert!(!ConnectionState::Lost(fault(FaultKind::Lost)).allows_sessions());
    assert!(!ConnectionState::Refused(fault(FaultKind::Refused)).allows_sessions());
    assert!(!ConnectionState::KeyLost.allows_sessions());
    assert!(!ConnectionState::Off.allows_sessions());
    let down = ConnectionState::Passing(PassingFault::Unreachable {
        fault: Fault::new(FaultCode::Unreachable, ""),
        since,
    });
    assert!(down.allows_sessions());
}
