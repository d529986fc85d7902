use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::Activity;
use crate::endpoint;
use crate::failure::Failure;
use crate::organization::{RIGHTS, Right};

/// An OAuth error as the service words it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForcedError {
    #[serde(default = "bad_request")]
    pub(crate) status: u16,
    pub(crate) error: String,
    pub(crate) error_description: String,
}

/// What a query is answered in place of its rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForcedRefusal {
    #[serde(default = "bad_request")]
    pub(crate) status: u16,
    #[serde(rename = "errorCode")]
    pub(crate) error_code: String,
    #[serde(default)]
    pub(crate) message: String,
    /// Only queries of this object, where one is named.
    #[serde(default)]
    pub(crate) from: Option<String>,
}

fn bad_request() -> u16 {
    400
}

/// How long refresh tokens are good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RefreshPolicy {
    UntilRevoked,
    /// Expired at once.
    Immediate,
    /// So many days without use.
    IdleDays(i64),
    /// So many days after the approval.
    AbsoluteDays(i64),
}

/// The policy *Permitted Users*.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PermittedUsers {
    #[default]
    AsTheAppSays,
    SelfAuthorize,
    AdminApproved,
}

/// What the organization says about SOAP `login()`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SoapLogin {
    /// Open in the versions that have it.
    #[default]
    On,
    /// An administrator has switched it off.
    Off,
    /// No version has it any more.
    Retired,
}

/// More events of a kind than this would leave no time to answer anybody.
const MOST_PER_DAY: u32 = 20_000_000;

/// Behavior that stays until it is set back.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Switches {
    pub(crate) rotation: bool,
    pub(crate) down: Failure,
    pub(crate) request_limit: bool,
    pub(crate) api_disabled: bool,
    pub(crate) not_valid_for_rest: bool,
    pub(crate) query_error: Option<ForcedRefusal>,
    pub(crate) token_error: Option<ForcedError>,
    pub(crate) authorize_error: Option<ForcedError>,
    pub(crate) app_uninstalled: bool,
    pub(crate) refresh_delay_ms: u64,
    pub(crate) hold_refreshes: bool,
    /// Names of endpoints or groups whose requests wait until they are not named any more.
    pub(crate) hold_endpoints: Vec<String>,
    pub(crate) query_delay_ms: u64,
    pub(crate) drop_after_rotation: bool,
    pub(crate) wrong_instance_url: Option<String>,
    pub(crate) permissions: BTreeMap<String, bool>,
    pub(crate) is_sandbox: bool,
    pub(crate) page_size_max: Option<usize>,
    pub(crate) login_user: Option<String>,
    pub(crate) api_limit: Option<u64>,
    pub(crate) api_used: Option<u64>,
    pub(crate) newest_version: u32,
    pub(crate) session_minutes: i64,
    pub(crate) refresh_idle_days: Option<i64>,
    /// Overrides `refresh_idle_days`.
    pub(crate) refresh_policy: Option<RefreshPolicy>,
    pub(crate) ip_restricted: bool,
    /// Addresses and networks that refresh tokens are taken from.
    pub(crate) refresh_ip_allowlist: Option<Vec<String>>,
    /// Whether users have the right *Use Any API Client*.
    pub(crate) use_any_api_client: bool,
    pub(crate) app_blocked: bool,
    pub(crate) org_locked: bool,
    pub(crate) login_rate_exceeded: bool,
    pub(crate) permitted_users: PermittedUsers,
    pub(crate) password_flow: bool,
    pub(crate) security_token_required: bool,
    pub(crate) email_first_login: bool,
    pub(crate) soap_login: SoapLogin,
    /// What `down` is limited to: names of endpoints or groups.
    pub(crate) down_endpoints: Vec<String>,
    /// How many of a hundred answers fail with `fail_with`; the seed decides which.
    pub(crate) fail_percent: u32,
    pub(crate) fail_with: Failure,
    pub(crate) fail_endpoints: Vec<String>,
    /// Seconds in a `Retry-After` header of answers with 503.
    pub(crate) retry_after: Option<u64>,
    /// Where redirects lead: an address, or `self`.
    pub(crate) redirect_to: Option<String>,
    /// Milliseconds that an endpoint, or `all`, takes longer.
    pub(crate) delays_ms: BTreeMap<String, u64>,
    pub(crate) delay_jitter_percent: u32,
    pub(crate) concurrent_limit: bool,
    /// The allowance of the app alone, which `Sforce-Limit-Info` tells too when it is set.
    pub(crate) per_app_limit: Option<u64>,
    pub(crate) page_size_irregular: bool,
    pub(crate) logins_per_day: u32,
    pub(crate) edits_per_day: u32,
    pub(crate) arrivals_per_day: u32,
    pub(crate) departures_per_day: u32,
}

impl Switches {
    pub(crate) fn new(rotation: bool, sandbox: bool) -> Self {
        Self {
            rotation,
            down: Failure::None,
            request_limit: false,
            api_disabled: false,
            not_valid_for_rest: false,
            query_error: None,
            token_error: None,
            authorize_error: None,
            app_uninstalled: false,
            refresh_delay_ms: 0,
            hold_refreshes: false,
            hold_endpoints: Vec::new(),
            query_delay_ms: 0,
            drop_after_rotation: false,
            wrong_instance_url: None,
            permissions: BTreeMap::new(),
            is_sandbox: sandbox,
            page_size_max: None,
            login_user: None,
            api_limit: None,
            api_used: None,
            newest_version: 68,
            session_minutes: 120,
            refresh_idle_days: Some(30),
            refresh_policy: None,
            ip_restricted: false,
            refresh_ip_allowlist: None,
            use_any_api_client: false,
            app_blocked: false,
            org_locked: false,
            login_rate_exceeded: false,
            permitted_users: PermittedUsers::AsTheAppSays,
            password_flow: false,
            security_token_required: false,
            email_first_login: true,
            soap_login: SoapLogin::On,
            down_endpoints: Vec::new(),
            fail_percent: 0,
            fail_with: Failure::Json503,
            fail_endpoints: Vec::new(),
            retry_after: None,
            redirect_to: None,
            delays_ms: BTreeMap::new(),
            delay_jitter_percent: 0,
            concurrent_limit: false,
            per_app_limit: None,
            page_size_irregular: false,
            logins_per_day: 0,
            edits_per_day: 0,
            arrivals_per_day: 0,
            departures_per_day: 0,
        }
    }

    /// How long refresh tokens are good.
    pub(crate) fn refresh_policy(&self) -> RefreshPolicy {
        match (self.refresh_policy, self.refresh_idle_days) {
            (Some(policy), _) => policy,
            (None, Some(days)) => RefreshPolicy::IdleDays(days),
            (None, None) => RefreshPolicy::UntilRevoked,
        }
    }

    /// What happens by itself from the start.
    pub(crate) fn with_activity(self, activity: Activity) -> Self {
        Self {
            logins_per_day: activity.logins_per_day,
            edits_per_day: activity.edits_per_day,
            arrivals_per_day: activity.arrivals_per_day,
            departures_per_day: activity.departures_per_day,
            ..self
        }
    }

    pub(crate) fn activity(&self) -> Activity {
        Activity {
            logins_per_day: self.logins_per_day,
            edits_per_day: self.edits_per_day,
            arrivals_per_day: self.arrivals_per_day,
            departures_per_day: self.departures_per_day,
        }
    }

    /// The switches with some of them set; the error names the ones that exist.
    pub(crate) fn with(&self, changes: &Value) -> Result<Self, String> {
        let Value::Object(changes) = changes else {
            return Err("\"set\" takes an object of switches".to_owned());
        };
        let Ok(Value::Object(mut all)) = serde_json::to_value(self) else {
            return Err("the switches cannot be written".to_owned());
        };
        for (name, value) in changes {
            if !all.contains_key(name) {
                let known: Vec<&str> = all.keys().map(String::as_str).collect();
                return Err(format!(
                    "unknown switch {name:?}; known: {}",
                    known.join(", ")
                ));
            }
            all.insert(name.clone(), value.clone());
        }
        let set: Self =
            serde_json::from_value(Value::Object(all)).map_err(|error| error.to_string())?;
        let named = set.down_endpoints.iter().chain(&set.fail_endpoints);
        let named = named.chain(&set.hold_endpoints);
        if let Some(error) = endpoint::unknown(named.chain(set.delays_ms.keys())) {
            return Err(error);
        }
        let rates = set.activity();
        let all = [
            rates.logins_per_day,
            rates.edits_per_day,
            rates.arrivals_per_day,
            rates.departures_per_day,
        ];
        if all.iter().any(|&rate| rate > MOST_PER_DAY) {
            return Err(format!(
                "at most {MOST_PER_DAY} events of a kind happen in a day"
            ));
        }
        if let Some(address) = set
            .redirect_to
            .iter()
            .find(|to| !to.bytes().all(|b| b.is_ascii_graphic()))
        {
            return Err(format!("{address:?} is no address to redirect to"));
        }
        match set
            .permissions
            .keys()
            .find(|name| Right::named(name).is_none())
        {
            Some(name) => {
                let known = RIGHTS.map(|(name, _)| name).join(", ");
                Err(format!("unknown permission {name:?}; known: {known}"))
            }
            None => Ok(set),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn setting_one_switch_leaves_the_others() {
        let switches = Switches::new(true, true);
        let set = switches
            .with(&json!({"down": "html503"}))
            .expect("a known switch");
        assert_eq!(set.down, Failure::Html503);
        assert!(set.rotation && set.is_sandbox);
    }

    #[test]
    fn an_unknown_switch_is_refused_with_the_known_ones() {
        let error = Switches::new(true, false)
            .with(&json!({"dwon": "drop"}))
            .expect_err("a typo");
        assert!(
            error.contains("\"dwon\"") && error.contains("down, "),
            "{error}"
        );
    }

    #[test]
    fn a_value_of_the_wrong_type_is_refused() {
        assert!(
            Switches::new(true, false)
                .with(&json!({"rotation": "on"}))
                .is_err()
        );
        assert!(
            Switches::new(true, false)
                .with(&json!(["rotation"]))
                .is_err()
        );
    }
}
