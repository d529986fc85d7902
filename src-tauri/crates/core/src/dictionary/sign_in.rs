//! Texts that a sign-in or a refused connection brings, beside those that every session may meet.

use super::{Entry, Explanation, Remedy};

const fn entry(
    starts_with: &'static str,
    title: &'static str,
    cause: &'static str,
    who: &'static str,
    remedy: Remedy,
) -> Entry {
    Entry {
        starts_with,
        explanation: Explanation {
            title,
            cause,
            who,
            remedy,
        },
    }
}

const NOT_INSTALLED: &str = "The External Client App belongs to another organization, or is not installed in the one that signed in.";
const INSTALL: &str = "You: sign in at the My Domain of the organization that owns the app. Or a Salesforce administrator: install it under Setup › Connected Apps OAuth Usage.";
const BLOCKED: &str = "An administrator blocked the app for the whole organization.";
const UNBLOCK: &str = "A Salesforce administrator: Setup › Connected Apps OAuth Usage › Unblock.";
const LATE_CODE: &str =
    "The sign-in took too long after Allow, or its code was used before by another program.";
const AGAIN: &str = "You: connect again and finish in the browser without a pause.";

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        "access_denied: end-user denied",
        "Deny was chosen",
        "The person at the browser refused the app’s access.",
        "You: connect again and choose Allow.",
        Remedy::Reconnect,
    ),
    entry(
        "OAUTH_EC_APP_NOT_FOUND",
        "The app is not installed here",
        NOT_INSTALLED,
        INSTALL,
        Remedy::Reconnect,
    ),
    entry(
        "OAUTH_APP_ACCESS_DENIED",
        "The service account is not approved for the app",
        "The app admits only users whom an administrator approved in advance.",
        "A Salesforce administrator: add the account’s permission set to the app’s policies, Permitted Users.",
        Remedy::Reconnect,
    ),
    entry(
        "OAUTH_AUTHORIZATION_BLOCKED",
        "The app is blocked",
        BLOCKED,
        UNBLOCK,
        Remedy::Reconnect,
    ),
    entry(
        "OAUTH_APP_BLOCKED",
        "The app is blocked",
        BLOCKED,
        UNBLOCK,
        Remedy::Reconnect,
    ),
    entry(
        "app_blocked",
        "The app is blocked",
        BLOCKED,
        UNBLOCK,
        Remedy::CheckNow,
    ),
    entry(
        "fail_close_app_blocked",
        "The app is blocked",
        BLOCKED,
        UNBLOCK,
        Remedy::CheckNow,
    ),
    entry(
        "app_not_found",
        "The app is not installed here",
        NOT_INSTALLED,
        INSTALL,
        Remedy::Reconnect,
    ),
    entry(
        "invalid_scope",
        "The app lacks a scope",
        "The console asks for api, refresh_token and id; the app does not have all of them.",
        "You: add the three scopes to the External Client App, wait 10 minutes, then connect again.",
        Remedy::Reconnect,
    ),
    entry(
        "invalid_request",
        "The app’s settings do not fit",
        "Salesforce did not accept the request: mostly the proof key (PKCE) or the flow is set differently.",
        "You: compare the External Client App with the set-up steps: web server flow on, PKCE on, no secret required.",
        Remedy::Reconnect,
    ),
    entry(
        "redirect_uri_mismatch",
        "The callback URL differs",
        "The callback URL at the app is not byte for byte the one shown here.",
        "You: copy the callback URL into the External Client App again, wait 10 minutes, then connect again.",
        Remedy::Reconnect,
    ),
    entry(
        "unsupported_grant_type",
        "The flow is switched off",
        "The app or the organization does not allow the web server flow.",
        "A Salesforce administrator: turn the authorization code flow on in the app’s OAuth settings.",
        Remedy::CheckNow,
    ),
    entry(
        "oauth_flow_disabled",
        "The flow is switched off",
        "The organization turned this OAuth flow off.",
        "A Salesforce administrator: Setup › OAuth and OpenID Connect Settings.",
        Remedy::CheckNow,
    ),
    entry(
        "invalid_session_level",
        "A stronger sign-in is required",
        "The app asks for a high-assurance session.",
        "A Salesforce administrator: let the service account use multi-factor authentication, or lower the app’s session policy.",
        Remedy::CheckNow,
    ),
    entry(
        "inactive_org",
        "The organization is locked",
        "Salesforce says that the organization is locked, closed or suspended.",
        "Whoever owns the organization’s contract with Salesforce.",
        Remedy::CheckNow,
    ),
    entry(
        "invalid_grant: expired authorization code",
        "The sign-in came too late",
        LATE_CODE,
        AGAIN,
        Remedy::Reconnect,
    ),
    entry(
        "invalid_grant: invalid authorization code",
        "The sign-in came too late",
        LATE_CODE,
        AGAIN,
        Remedy::Reconnect,
    ),
    entry(
        "invalid_grant: authentication failure",
        "The service account cannot sign in",
        "Salesforce says this of a deactivated, frozen or locked user.",
        "A Salesforce administrator: Setup › Users, activate or unfreeze the service account.",
        Remedy::CheckNow,
    ),
    entry(
        "invalid_grant: login rate exceeded",
        "Too many sign-ins",
        "Salesforce limits how often one user signs in within an hour.",
        "Nobody: wait half an hour, then try once.",
        Remedy::Wait,
    ),
    entry(
        "rate_limit_exceeded",
        "Too many sign-ins",
        "Salesforce limits how often one user signs in within an hour.",
        "Nobody: wait half an hour, then try once.",
        Remedy::Wait,
    ),
    entry(
        "invalid_grant: user hasn't approved this consumer",
        "The approval is gone",
        "The service account’s approval of the app was revoked in Salesforce.",
        "You, with the service account’s login.",
        Remedy::Reconnect,
    ),
    entry(
        "API_DISABLED_FOR_ORG",
        "The API is not enabled",
        "The organization’s edition has no API, or the service account lacks API Enabled.",
        "A Salesforce administrator: grant API Enabled to the service account; Professional Edition needs the API add-on.",
        Remedy::CheckNow,
    ),
    entry(
        "API_CURRENTLY_DISABLED",
        "The API is not enabled",
        "The service account lacks API Enabled.",
        "A Salesforce administrator: grant API Enabled to the service account.",
        Remedy::CheckNow,
    ),
    entry(
        "INVALID_SESSION_ID: This session is not valid for use with the REST API",
        "The token may not use the API",
        "The app lacks the scope api, or API Access Control admits only listed apps.",
        "A Salesforce administrator: add the scope api to the External Client App, or allow it under Setup › API Access Control.",
        Remedy::Reconnect,
    ),
    entry(
        "INVALID_SESSION_ID",
        "Salesforce does not accept the session",
        "A fresh access token was refused at once; a policy ends sessions early.",
        "A Salesforce administrator: the app’s session policies, and IP restrictions of the profile.",
        Remedy::CheckNow,
    ),
    entry(
        "INSUFFICIENT_ACCESS",
        "The service account may not read this",
        "A permission that the checks ask for is missing.",
        "A Salesforce administrator: grant View All Data and API Enabled to the service account.",
        Remedy::CheckNow,
    ),
    entry(
        "Inactive",
        "The service account is deactivated",
        "Salesforce’s identity service reports the account as inactive.",
        "A Salesforce administrator: activate the service account.",
        Remedy::CheckNow,
    ),
    entry(
        "a saved secret cannot be opened",
        "The saved sign-in cannot be opened",
        "The key in this computer’s key store is gone, so the sealed token is unreadable.",
        "You, with the service account’s login.",
        Remedy::Reconnect,
    ),
    entry(
        "missing: ",
        "The service account lacks a permission",
        "A permission without which no session can run is missing.",
        "A Salesforce administrator: grant it by a permission set.",
        Remedy::CheckNow,
    ),
    entry(
        "api-usage=",
        "The API requests are nearly used up",
        "All apps together used more than 95 % of the requests of the last 24 hours.",
        "Nobody: the console asks again later. A Salesforce administrator can see the use in Setup › System Overview.",
        Remedy::Wait,
    ),
];
