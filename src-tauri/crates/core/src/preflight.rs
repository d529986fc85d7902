//! The preflight: what the service account must and should be, as a list of named checks (design §5).
//!
//! Pure: the engine reads the facts, this file says what they mean. Only [`CheckResult::Blocking`]
//! keeps a login from being stored.

use crate::connection::Account;
use crate::directory::ApiUsage;
use crate::environment::Environment;
use crate::port::salesforce::{AccountExtras, AccountInspection, AppApprovals};
use crate::slug::slugged;
use crate::wire;
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use ts_rs::TS;

/// A preflight at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Preflight {
    /// When Salesforce was asked.
    #[serde(serialize_with = "wire::millis")]
    #[ts(type = "number")]
    pub checked: Timestamp,
    /// The checks, in the order of [`CheckName::ALL`].
    pub checks: Vec<Check>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    #[serde(serialize_with = "titled")]
    #[ts(type = "string")]
    pub name: CheckName,
    pub result: CheckResult,
    /// What was found and what that means, one sentence or two.
    pub meaning: String,
    /// What to do about it, and where; `None` where there is nothing to do.
    pub next_step: Option<String>,
}

slugged! {
    /// The checks, blocking ones first.
    pub enum CheckName {
        /// Sandbox and production are not taken for each other.
        Environment = "environment",
        /// Organization and user are the pinned ones.
        Identity = "identity",
        /// `User.IsActive`.
        Active = "active",
        /// The right to read everything.
        ViewAllData = "view-all-data",
        /// The right to use the API.
        ApiEnabled = "api-enabled",
        /// The account is not one of the people it works for.
        NotAMember = "not-a-member",
        /// The right to see all users.
        ViewAllUsers = "view-all-users",
        /// The right to see other users' logins.
        ManageUsers = "manage-users",
        /// Whether the account may sign in through a browser at all.
        BrowserSignIn = "browser-sign-in",
        License = "license",
        /// How many approvals of the app the account has.
        Approvals = "approvals",
        /// The organization's API use.
        ApiBudget = "api-budget",
    }
}

impl CheckName {
    /// As people read it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Environment => "Environment",
            Self::Identity => "Same organization and user",
            Self::Active => "Account is active",
            Self::ViewAllData => "View All Data",
            Self::ApiEnabled => "API Enabled",
            Self::NotAMember => "Not a member, no LPC user",
            Self::ViewAllUsers => "View All Users",
            Self::ManageUsers => "Sees other users’ logins",
            Self::BrowserSignIn => "Browser sign-in allowed",
            Self::License => "License",
            Self::Approvals => "Approvals of this app",
            Self::ApiBudget => "API budget",
        }
    }
}

fn titled<S: Serializer>(name: &CheckName, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(name.title())
}

slugged! {
    /// How a check ended.
    pub enum CheckResult {
        /// As it should be.
        Passed = "passed",
        /// It works; something stays unknown or may go wrong later.
        Warning = "warning",
        /// A login is not stored with it.
        Blocking = "blocking",
        /// Salesforce does not tell.
        Unknown = "unknown",
    }
}

/// Whether the account stands in the group, as far as the mirror knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// Nobody has been read yet.
    Unknown,
    /// Listed elsewhere, or not at all.
    No,
    /// One of the people the service account works for.
    Member,
}

/// What the checks look at.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// What was chosen, or what is connected.
    pub environment: Environment,
    pub inspection: &'a AccountInspection,
    /// What it may have said beside.
    pub extras: &'a AccountExtras,
    /// The pinned account; `None` at the first connect, or when it is to be replaced.
    pub pinned: Option<&'a Account>,
    /// See [`Membership`].
    pub membership: Membership,
    /// The admin's confirmation that no LPC user works with the account.
    pub confirmed_no_lpc_user: bool,
}

/// Salesforce keeps this many approvals per user and app and silently ends the oldest.
const MAX_APPROVALS: u64 = 5;
/// From here the list warns.
const APPROVALS_WARN_FROM: u64 = 4;

const GRANT: &str =
    "in Salesforce, Setup › Permission Sets, on a set that is assigned to this account";

/// All checks in order.
pub fn checks(facts: &Facts<'_>) -> Vec<Check> {
    CheckName::ALL
        .into_iter()
        .map(|name| check(name, facts))
        .collect()
}

/// The checks that keep a login from being stored.
pub fn blocking(checks: &[Check]) -> impl Iterator<Item = &Check> {
    checks
        .iter()
        .filter(|check| check.result == CheckResult::Blocking)
}

fn check(name: CheckName, facts: &Facts<'_>) -> Check {
    let inspection = facts.inspection;
    let found = match name {
        CheckName::Environment => environment(facts),
        CheckName::Identity => return identity(facts),
        CheckName::Active if inspection.is_active => passed("Active in Salesforce"),
        CheckName::Active => blocked(
            "The account is not active in Salesforce.",
            "Activate it: in Salesforce, Setup › Users.",
        ),
        CheckName::ViewAllData => right(
            inspection.view_all_data,
            "The account lacks the permission View All Data, so it cannot work for other users.",
            "View All Data",
        ),
        CheckName::ApiEnabled => right(
            inspection.api_enabled,
            "The account lacks the permission API Enabled, so Salesforce refuses every request.",
            "API Enabled",
        ),
        CheckName::NotAMember => {
            return not_a_member(facts.membership, facts.confirmed_no_lpc_user);
        }
        CheckName::ViewAllUsers => wish(
            inspection.view_all_users,
            "All users are visible",
            "“View All Users” is missing: users whom sharing hides from the account stay unknown",
            "View All Users",
        ),
        CheckName::ManageUsers => wish(
            inspection.manage_users,
            "Frozen users are seen",
            "“Manage Users” is missing: frozen stays unknown, the rest is read",
            "Manage Users",
        ),
        CheckName::BrowserSignIn => match inspection.api_only {
            Some(false) => passed("Not an API-only user"),
            Some(true) => warning(
                "The account is API-only: it works now, but Salesforce may refuse the next browser sign-in",
                "Before the next sign-in, take “API Only User” away from the account.",
            ),
            None => unknown("Salesforce does not say whether the account is API-only"),
        },
        CheckName::License => license(facts.extras.license.as_deref()),
        CheckName::Approvals => return approvals(facts.extras),
        CheckName::ApiBudget => budget(inspection.usage),
    };
    found.of(name)
}

fn environment(facts: &Facts<'_>) -> Found {
    let found = facts.inspection.environment();
    if found == facts.environment {
        return passed(found.label());
    }
    blocked(
        format!(
            "{} is a {} organization, but {} was chosen.",
            facts.inspection.account.organization_name,
            found.label(),
            facts.environment.label(),
        ),
        match found {
            Environment::Sandbox => {
                "Choose Connect to Salesforce Sandbox, or sign in at the production My Domain."
            }
            Environment::Production => {
                "Choose Connect to Salesforce, or enter the sandbox’s own My Domain."
            }
        },
    )
}

/// The check of the account while the admin is asked whether it takes the connected one's place.
pub fn differs() -> Check {
    let meaning = "Differs from the connected one; you decide";
    Found(CheckResult::Warning, meaning.to_owned(), None).of(CheckName::Identity)
}

/// The check of an account that no other one is compared with.
pub fn kept_from_now_on() -> Check {
    passed("Kept from this sign-in on; another one will be refused").of(CheckName::Identity)
}

fn identity(facts: &Facts<'_>) -> Check {
    let Some(pinned) = facts.pinned else {
        return kept_from_now_on();
    };
    let found = &facts.inspection.account;
    let compared = if pinned.is_same_as(found) {
        passed("The organization and the user of the first sign-in")
    } else {
        blocked(
            format!(
                "{found} signed in, but this organization is connected with {pinned}.",
                found = found.name_and_organization(),
                pinned = pinned.name_and_organization(),
            ),
            format!(
                "Sign in as {}. For another account, or after a sandbox was refreshed, use Change service account.",
                pinned.username
            ),
        )
    };
    compared.of(CheckName::Identity)
}

/// The check of whether the account is one of the people it works for, alone.
pub fn not_a_member(membership: Membership, confirmed_no_lpc_user: bool) -> Check {
    let confirmed = if confirmed_no_lpc_user {
        "; confirmed that no LPC user works with it"
    } else {
        ""
    };
    let found = match membership {
        Membership::No => passed(format!("Not in the group{confirmed}")),
        Membership::Unknown => unknown(format!(
            "The group is read after the first sign-in{confirmed}"
        )),
        Membership::Member => blocked(
            "The account is a member of the group it is to work for. A person’s account must not be used.",
            "Sign in with an account made only for this purpose; if this is one, confirm that no LPC user works with it.",
        ),
    };
    found.of(CheckName::NotAMember)
}

fn license(license: Option<&str>) -> Found {
    let narrow = [
        "Chatter", "Guest", "Customer", "Partner", "External", "Identity",
    ];
    match license {
        None => unknown("Salesforce does not show the license to this account"),
        Some(license) if narrow.iter().any(|word| license.starts_with(word)) => warning(
            format!("{license}: this license may not show all of the users’ data"),
            "Give the account a Salesforce license: in Salesforce, Setup › Users.",
        ),
        Some(license) => passed(license),
    }
}

/// The check of how many approvals there are, alone.
pub fn approvals(extras: &AccountExtras) -> Check {
    let found = match &extras.approvals {
        None => unknown("Only an account with “Customize Application” can count them"),
        Some(AppApprovals { app, count }) => {
            let by = if app.is_empty() {
                String::new()
            } else {
                format!(" by “{app}”")
            };
            let used = format!("{count} of {MAX_APPROVALS} used{by}");
            if *count < APPROVALS_WARN_FROM {
                passed(used)
            } else {
                warning(
                    format!("{used}: a sixth sign-in ends the oldest token"),
                    "Revoke approvals that nobody uses: in Salesforce, Setup › Connected Apps OAuth Usage.",
                )
            }
        }
    };
    found.of(CheckName::Approvals)
}

fn budget(usage: Option<ApiUsage>) -> Found {
    let Some(usage) = usage else {
        return unknown("Salesforce did not name the use");
    };
    let percent = (usage.share() * 100.0).round();
    let words = format!("{percent} % used by the organization’s apps in 24 hours");
    if usage.share() < ApiUsage::SLOWER_FROM {
        return passed(words);
    }
    warning(
        format!("{words}: sessions run slower"),
        "See which apps use it: in Salesforce, Setup › System Overview.",
    )
}

/// A right without which nothing works.
fn right(granted: Option<bool>, missing: &str, permission: &str) -> Found {
    if granted == Some(true) {
        passed("Granted")
    } else {
        blocked(missing, format!("Grant {permission}: {GRANT}."))
    }
}

/// A right without which something stays unknown.
fn wish(granted: Option<bool>, given: &str, missing: &str, permission: &str) -> Found {
    match granted {
        Some(true) => passed(given),
        Some(false) => warning(missing, format!("Grant {permission}: {GRANT}.")),
        None => unknown("This organization does not know the permission"),
    }
}

/// What a check found: the result, what it means, and what to do about it.
struct Found(CheckResult, String, Option<String>);

impl Found {
    fn of(self, name: CheckName) -> Check {
        let Self(result, meaning, next_step) = self;
        Check {
            name,
            result,
            meaning,
            next_step,
        }
    }
}

fn passed(meaning: impl Into<String>) -> Found {
    Found(CheckResult::Passed, meaning.into(), None)
}

fn unknown(meaning: impl Into<String>) -> Found {
    Found(CheckResult::Unknown, meaning.into(), None)
}

fn warning(meaning: impl Into<String>, next_step: impl Into<String>) -> Found {
    Found(CheckResult::Warning, meaning.into(), Some(next_step.into()))
}

fn blocked(meaning: impl Into<String>, next_step: impl Into<String>) -> Found {
    Found(
        CheckResult::Blocking,
        meaning.into(),
        Some(next_step.into()),
    )
}

#[cfg(test)]
mod tests;
