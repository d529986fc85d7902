//! Who logged in, and what the account may do.

use crate::call_error::{CallError, successful, unreachable};
use crate::field;
use crate::instance::Instance;
use crate::page::{Page, read_json};
use crate::transport::Received;
use lpc_core::connection::Account;
use lpc_core::directory::ApiUsage;
use lpc_core::fault::{Fault, FaultCode};
use lpc_core::port::salesforce::{AccountInspection, Answer, CallFailure, Identity};
use lpc_core::salesforce_id::SalesforceId;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

const VIEW_ALL_DATA: &str = "PermissionsViewAllData";
const API_ENABLED: &str = "PermissionsApiEnabled";
const VIEW_ALL_USERS: &str = "PermissionsViewAllUsers";
const MANAGE_USERS: &str = "PermissionsManageUsers";
const API_ONLY: &str = "PermissionsApiUserOnly";

const PERMISSIONS: [&str; 5] = [
    VIEW_ALL_DATA,
    API_ENABLED,
    VIEW_ALL_USERS,
    MANAGE_USERS,
    API_ONLY,
];

/// The refusals of the identity service are bare words, not JSON (Salesforce, "Identity URLs").
const BAD_TOKEN: &str = "Bad_OAuth_Token";
const IDENTITY_REFUSALS: [&str; 6] = [
    "Missing_OAuth_Token",
    "Wrong_Org",
    "Bad_Id",
    "Inactive",
    "No_Access",
    "No_Site_Endpoint",
];

/// `GET /services/oauth2/userinfo`.
#[derive(Deserialize)]
struct UserInfo {
    #[serde(deserialize_with = "field::id")]
    user_id: SalesforceId,
    #[serde(deserialize_with = "field::id")]
    organization_id: SalesforceId,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct UserRow {
    #[serde(deserialize_with = "field::id")]
    id: SalesforceId,
    username: String,
    name: String,
    is_active: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OrganizationRow {
    #[serde(deserialize_with = "field::id")]
    id: SalesforceId,
    name: String,
    is_sandbox: bool,
}

/// Permissions by name, beside `attributes`.
#[derive(Deserialize)]
#[serde(untagged)]
enum PermissionValue {
    Known(bool),
    Other(serde::de::IgnoredAny),
}

type PermissionRow = HashMap<String, PermissionValue>;

/// Reads identity, user, organization and effective permissions: four requests, more only where
/// the organization does not know one of the permissions.
pub(crate) async fn inspect_account(
    instance: &Instance<'_>,
) -> Result<AccountInspection, CallError> {
    let identity = identity(instance).await?;
    let mut usage = None;
    let soql = format!(
        "SELECT Id, Username, Name, IsActive FROM User WHERE Id = '{}'",
        identity.user_id,
    );
    let user: UserRow = only_row(instance.query(&soql).await?, &mut usage)?;
    // A scratch organization has IsSandbox = true as well.
    let soql = "SELECT Id, Name, IsSandbox FROM Organization";
    let organization: OrganizationRow = only_row(instance.query(soql).await?, &mut usage)?;
    if user.id != identity.user_id || organization.id != identity.organization_id {
        return Err(unreachable("the identity and the records name different accounts").into());
    }
    let permissions = permissions(instance, &mut usage).await?;
    let permission = |name: &str| permissions.get(name).copied();
    Ok(AccountInspection {
        account: Account {
            user_id: user.id,
            organization_id: organization.id,
            username: user.username,
            display_name: user.name,
            organization_name: organization.name,
        },
        is_sandbox: organization.is_sandbox,
        is_active: user.is_active,
        view_all_data: permission(VIEW_ALL_DATA),
        api_enabled: permission(API_ENABLED),
        view_all_users: permission(VIEW_ALL_USERS),
        manage_users: permission(MANAGE_USERS),
        api_only: permission(API_ONLY),
        usage,
    })
}

/// Asks the identity service whose token it is.
pub(crate) async fn identity(instance: &Instance<'_>) -> Result<Identity, CallError> {
    let received = instance.get("/services/oauth2/userinfo").await?;
    let answer: UserInfo = read_json(&identity_answer(received, instance.token)?.body)?;
    Ok(Identity {
        user_id: answer.user_id,
        organization_id: answer.organization_id,
    })
}

/// Asks for all permissions at once; one that the organization does not know spoils the whole
/// query, so then each is asked alone and the unknown ones are left out.
async fn permissions(
    instance: &Instance<'_>,
    usage: &mut Option<ApiUsage>,
) -> Result<HashMap<&'static str, bool>, CallError> {
    if let Some(all) = ask_permissions(instance, &PERMISSIONS, usage).await? {
        return Ok(all);
    }
    let mut known = HashMap::new();
    for permission in PERMISSIONS {
        if let Some(one) = ask_permissions(instance, &[permission], usage).await? {
            known.extend(one);
        }
    }
    Ok(known)
}

/// `None` when one of the names is unknown to the organization.
async fn ask_permissions(
    instance: &Instance<'_>,
    names: &[&'static str],
    usage: &mut Option<ApiUsage>,
) -> Result<Option<HashMap<&'static str, bool>>, CallError> {
    let soql = format!(
        "SELECT {} FROM UserPermissionAccess LIMIT 1",
        names.join(", ")
    );
    let Some(answer) = instance.query_unless(&["INVALID_FIELD"], &soql).await? else {
        return Ok(None);
    };
    let row: PermissionRow = only_row(answer, usage)?;
    names
        .iter()
        .map(|name| match row.get(*name) {
            Some(PermissionValue::Known(value)) => Ok((*name, *value)),
            Some(PermissionValue::Other(_)) | None => Err(CallError::from(unreachable(format!(
                "the answer is not as documented at {name}"
            )))),
        })
        .collect::<Result<_, _>>()
        .map(Some)
}

fn only_row<Row: DeserializeOwned>(
    answer: Answer<Page<Row>>,
    usage: &mut Option<ApiUsage>,
) -> Result<Row, CallError> {
    *usage = answer.usage.or(*usage);
    let mut rows = answer.value.rows.into_iter();
    match (rows.next(), rows.next()) {
        (Some(row), None) => Ok(row),
        _ => Err(unreachable("one row was asked for and another number came").into()),
    }
}

/// Reads the refusals of the identity service; anything else is read as any data answer is.
fn identity_answer(received: Received, token: &str) -> Result<Received, CallError> {
    let word = std::str::from_utf8(received.body.trim_ascii()).unwrap_or_default();
    let is_refusal = matches!(received.status.as_u16(), 401 | 403 | 404);
    if is_refusal && word == BAD_TOKEN {
        let fault = Fault::new(FaultCode::SessionNotAccepted, BAD_TOKEN);
        return Err(CallFailure::SessionExpired(fault).into());
    }
    match IDENTITY_REFUSALS.iter().find(|known| **known == word) {
        Some(known) if is_refusal => {
            let code = match *known {
                "Inactive" => FaultCode::AccountInactive,
                _ => FaultCode::Unknown,
            };
            Err(CallFailure::Refused(Fault::new(code, *known)).into())
        }
        _ => successful(received, token),
    }
}
