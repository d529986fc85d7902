//! What only some accounts may see about themselves: license and approvals.

use crate::call_error::CallError;
use crate::field;
use crate::instance::Instance;
use lpc_core::port::salesforce::{AccountExtras, AppApprovals};
use lpc_core::salesforce_id::SalesforceId;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Answers of organizations and accounts that do not show an object or a field.
const NOT_SHOWN: [&str; 4] = [
    "INVALID_TYPE",
    "INVALID_FIELD",
    "INSUFFICIENT_ACCESS",
    "MALFORMED_QUERY",
];

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct UserRow {
    profile: Option<ProfileRow>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ProfileRow {
    user_license: Option<LicenseRow>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct LicenseRow {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TokenRow {
    #[serde(deserialize_with = "field::nullable_text")]
    app_name: String,
}

/// Two requests; what is not shown is `None`.
pub(crate) async fn account_extras(
    instance: &Instance<'_>,
    user: &SalesforceId,
) -> Result<AccountExtras, CallError> {
    Ok(AccountExtras {
        license: license(instance, user).await?,
        approvals: approvals(instance, user).await?,
    })
}

async fn license(
    instance: &Instance<'_>,
    user: &SalesforceId,
) -> Result<Option<String>, CallError> {
    let soql = format!("SELECT Profile.UserLicense.Name FROM User WHERE Id = '{user}'");
    let Some(answer) = instance.query_unless::<UserRow>(&NOT_SHOWN, &soql).await? else {
        return Ok(None);
    };
    let row = answer.value.rows.into_iter().next();
    Ok(row
        .and_then(|row| row.profile)
        .and_then(|profile| profile.user_license)
        .map(|license| license.name))
}

/// The consumer key does not stand in `OauthToken`, so our app cannot be picked out. An account made
/// for the purpose approves nothing else; the name of the app is shown beside the number.
async fn approvals(
    instance: &Instance<'_>,
    user: &SalesforceId,
) -> Result<Option<AppApprovals>, CallError> {
    let soql = format!("SELECT AppName FROM OauthToken WHERE UserId = '{user}' LIMIT 2000");
    let Some(answer) = instance.query_unless::<TokenRow>(&NOT_SHOWN, &soql).await? else {
        return Ok(None);
    };
    let mut apps: BTreeMap<String, u64> = BTreeMap::new();
    for row in answer.value.rows {
        *apps.entry(row.app_name).or_default() += 1;
    }
    let most = apps.into_iter().max_by_key(|(_, count)| *count);
    let (app, count) = most.unwrap_or_default();
    Ok(Some(AppApprovals { app, count }))
}
