use super::*;
use crate::login::LoginPurpose;
use crate::organization::OrganizationId;
use crate::salesforce_id::SalesforceId;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("valid")
}

fn pending() -> PendingLogin {
    PendingLogin {
        organization: OrganizationId::random(),
        environment: Environment::Production,
        client_id: "3MVG9".to_owned(),
        login_origin: "https://login.salesforce.com".to_owned(),
        purpose: LoginPurpose::Connect,
        started: at(0),
        expires: at(600),
    }
}

fn account() -> Account {
    Account {
        user_id: SalesforceId::parse("005000000000999").expect("valid"),
        organization_id: SalesforceId::parse("00D000000000001").expect("valid"),
        username: "svc@example.com".to_owned(),
        display_name: "LPC Service".to_owned(),
        organization_name: "Halden".to_owned(),
    }
}

fn waiting() -> Login {
    Login::Waiting {
        login: pending(),
        link: Some(Secret::new("https://login.example.com/?state=s".to_owned())),
    }
}

fn confirming() -> Login {
    let confirmation = Confirmation {
        environment: Environment::Production,
        pinned: None,
        found: account(),
        member: true,
        checks: Vec::new(),
        until: at(600),
    };
    Login::Confirming(Box::new(HeldLogin {
        login: pending(),
        grant: TokenGrant {
            access_token: Secret::new("access".to_owned()),
            refresh_token: Some(Secret::new("refresh".to_owned())),
            instance_url: "https://halden.my.salesforce.com".to_owned(),
            user_id: account().user_id,
            organization_id: account().organization_id,
        },
        inspection: AccountInspection {
            account: account(),
            is_sandbox: false,
            is_active: true,
            view_all_data: Some(true),
            api_enabled: Some(true),
            view_all_users: None,
            manage_users: None,
            api_only: None,
            usage: None,
        },
        confirmation,
    }))
}

fn failed() -> Login {
    Login::Idle.ended(LoginFailure::Canceled, Vec::new(), at(1))
}

fn exchanging() -> Login {
    Login::Exchanging(Environment::Sandbox)
}

fn checking() -> Login {
    Login::Checking(Environment::Sandbox)
}

#[test]
fn a_login_waits_until_its_end_and_not_longer() {
    let mut login = waiting();
    assert!(login.end_overdue(at(599)).is_none());
    assert!(matches!(login.phase(), LoginPhase::Waiting { .. }));
    assert!(login.end_overdue(at(600)).is_some());
    let LoginPhase::Failed {
        failure, at: end, ..
    } = login.phase()
    else {
        panic!("not ended");
    };
    assert_eq!((failure, end), (LoginFailure::TimedOut, at(600).into()));
}

#[test]
fn of_several_who_look_at_an_overdue_login_one_ends_it() {
    let mut login = waiting();
    assert!(login.end_overdue(at(700)).is_some());
    assert!(login.end_overdue(at(700)).is_none());
}

#[test]
fn a_question_that_nobody_answers_gives_its_token_back_to_be_revoked() {
    let mut login = confirming();
    let ended = login.end_overdue(at(600));
    let Some(Login::Confirming(held)) = ended else {
        panic!("the token is lost");
    };
    assert!(held.grant.refresh_token.is_some());
    assert!(matches!(login.phase(), LoginPhase::Failed { .. }));
}

#[test]
fn what_is_being_finished_has_no_end_by_the_clock() {
    for mut login in [exchanging(), checking(), Login::Idle, failed()] {
        assert_eq!(login.until(), None);
        assert!(login.end_overdue(at(i64::from(i32::MAX))).is_none());
    }
}

#[test]
fn a_login_that_was_extended_waits_on() {
    let mut login = waiting();
    if let Login::Waiting { login, .. } = &mut login {
        login.expires = at(1_200);
    }
    assert!(login.end_overdue(at(700)).is_none());
    assert_eq!(login.until(), Some(at(1_200)));
}

#[test]
fn only_a_question_is_taken_out_and_only_once() {
    let mut login = confirming();
    let held = login.take_held(checking());
    assert_eq!(held.map(|held| held.login.expires), Some(at(600)));
    assert!(matches!(login.phase(), LoginPhase::Checking { .. }));
    assert!(login.take_held(Login::Idle).is_none());
    assert!(matches!(login.phase(), LoginPhase::Checking { .. }));
}

#[test]
fn taking_out_a_question_leaves_every_other_login_as_it_was() {
    let mut login = waiting();
    assert!(login.take_held(Login::Idle).is_none());
    let LoginPhase::Waiting { link_available, .. } = login.phase() else {
        panic!("it does not wait any more");
    };
    assert!(link_available);
}

#[test]
fn while_a_login_is_finished_another_must_not_begin() {
    assert!(exchanging().is_finishing() && checking().is_finishing());
    for login in [Login::Idle, waiting(), confirming(), failed()] {
        assert!(!login.is_finishing());
    }
}

#[test]
fn a_login_is_under_way_from_its_beginning_to_its_end() {
    for login in [waiting(), exchanging(), checking(), confirming()] {
        assert!(login.is_under_way());
    }
    assert!(!Login::Idle.is_under_way() && !failed().is_under_way());
}

#[test]
fn a_login_from_before_a_restart_waits_without_its_link() {
    let login = Login::Waiting {
        login: pending(),
        link: None,
    };
    let LoginPhase::Waiting {
        expires,
        link_available,
        ..
    } = login.phase()
    else {
        panic!("it waits");
    };
    assert_eq!((expires, link_available), (at(600).into(), false));
}

#[test]
fn what_the_window_sees_holds_no_secret() {
    for login in [waiting(), confirming()] {
        let shown = format!("{:?}", login.phase());
        for secret in ["state=s", "access", "refresh"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
