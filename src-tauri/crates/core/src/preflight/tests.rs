use super::*;
use crate::port::salesforce::AppApprovals;
use crate::salesforce_id::SalesforceId;

fn account(user: &str) -> Account {
    Account {
        user_id: SalesforceId::parse(user).expect("valid"),
        organization_id: SalesforceId::parse("00D000000000001").expect("valid"),
        username: format!("{user}@example.com"),
        display_name: "LPC Service Account".to_owned(),
        organization_name: "Halden Group".to_owned(),
    }
}

fn inspection() -> AccountInspection {
    AccountInspection {
        account: account("005000000000999"),
        is_sandbox: false,
        is_active: true,
        view_all_data: Some(true),
        api_enabled: Some(true),
        view_all_users: Some(true),
        manage_users: Some(true),
        api_only: Some(false),
        usage: Some(ApiUsage {
            used: 43,
            limit: 100,
        }),
    }
}

fn extras(count: u64) -> AccountExtras {
    AccountExtras {
        license: Some("Salesforce".to_owned()),
        approvals: Some(AppApprovals {
            app: "LPC".to_owned(),
            count,
        }),
    }
}

fn run(
    inspection: &AccountInspection,
    extras: &AccountExtras,
    pinned: Option<&Account>,
    membership: Membership,
) -> Vec<Check> {
    checks(&Facts {
        environment: Environment::Production,
        inspection,
        extras,
        pinned,
        membership,
        confirmed_no_lpc_user: true,
    })
}

fn result(checks: &[Check], name: CheckName) -> CheckResult {
    checks
        .iter()
        .find(|check| check.name == name)
        .expect("every check is listed")
        .result
}

#[test]
fn an_account_made_for_the_purpose_passes_everything() {
    let checks = run(&inspection(), &extras(1), None, Membership::No);
    assert_eq!(checks.len(), CheckName::ALL.len());
    for check in checks {
        assert_eq!(check.result, CheckResult::Passed, "{check:?}");
    }
}

#[test]
fn whatever_is_not_passed_or_unknown_says_what_to_do() {
    let nothing = AccountInspection {
        is_sandbox: true,
        is_active: false,
        view_all_data: Some(false),
        api_enabled: None,
        view_all_users: Some(false),
        manage_users: Some(false),
        api_only: Some(true),
        usage: Some(ApiUsage {
            used: 71,
            limit: 100,
        }),
        ..inspection()
    };
    let chatter = AccountExtras {
        license: Some("Chatter Free".to_owned()),
        ..extras(4)
    };
    let pinned = account("005000000000111");
    let checks = run(&nothing, &chatter, Some(&pinned), Membership::Member);
    for check in &checks {
        assert_ne!(check.result, CheckResult::Passed, "{check:?}");
        assert!(check.next_step.is_some(), "{check:?}");
    }
    let names: Vec<CheckName> = blocking(&checks).map(|check| check.name).collect();
    assert_eq!(names, CheckName::ALL[..6], "the first six block, no other");
}

#[test]
fn what_salesforce_does_not_tell_is_unknown_and_blocks_only_where_it_is_needed() {
    let silent = AccountInspection {
        view_all_users: None,
        manage_users: None,
        api_only: None,
        usage: None,
        ..inspection()
    };
    let none = AccountExtras::default();
    let checks = run(&silent, &none, None, Membership::Unknown);
    for name in &CheckName::ALL[5..] {
        assert_eq!(result(&checks, *name), CheckResult::Unknown, "{name:?}");
    }
    assert_eq!(blocking(&checks).count(), 0);
    let unknown_right = AccountInspection {
        view_all_data: None,
        ..inspection()
    };
    let checks = run(&unknown_right, &none, None, Membership::No);
    assert_eq!(
        result(&checks, CheckName::ViewAllData),
        CheckResult::Blocking
    );
}

#[test]
fn four_approvals_warn_and_three_do_not() {
    let of = |count| {
        let checks = run(&inspection(), &extras(count), None, Membership::No);
        result(&checks, CheckName::Approvals)
    };
    assert_eq!((of(3), of(4)), (CheckResult::Passed, CheckResult::Warning));
}

#[test]
fn another_organization_blocks_although_the_user_is_the_same() {
    let refreshed = Account {
        organization_id: SalesforceId::parse("00D000000000002").expect("valid"),
        ..account("005000000000999")
    };
    let checks = run(&inspection(), &extras(1), Some(&refreshed), Membership::No);
    assert_eq!(result(&checks, CheckName::Identity), CheckResult::Blocking);
}
