//! The error dictionary: what a fault means, who can fix it, and by which button.
//!
//! Every code has an entry; the text as received is always shown verbatim beside it. Sources: facts
//! about Salesforce's OAuth and REST errors.

use crate::fault::FaultCode;
use serde::Serialize;
use ts_rs::TS;

/// The explanation of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Explanation {
    /// One line: what happened.
    pub title: &'static str,
    /// What the fault means; says so when Salesforce does not tell causes apart.
    pub cause: &'static str,
    /// Who can put it right, and where.
    pub who: &'static str,
    /// The one button that helps.
    pub remedy: Remedy,
}

/// The one button of an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Remedy {
    /// Log in with the service account again.
    Reconnect,
    /// Nothing in this console helps; somebody changes a setting in Salesforce, then *Check now*.
    CheckNow,
    /// Nothing to press: it passes by itself.
    Wait,
}

const GOES_ON: &str = "Nothing is lost: the next session reads what is missing.";
const SEALED: &str = "The saved sign-in cannot be opened, so no session can run. Nothing is lost.";
const UNAPPROVED: &str = "The app admits only users whom an administrator approved in advance.";
const BLOCKED: &str = "An administrator blocked the app for the whole organization.";
const UNBLOCK: &str = "A Salesforce administrator: Setup › Connected Apps OAuth Usage › Unblock.";
const ACCOUNT: &str = "You, with the service account’s login.";

/// Explains a fault.
pub fn explain(code: FaultCode) -> Explanation {
    use Remedy::{CheckNow, Reconnect, Wait};
    let (title, cause, who, remedy) = match code {
        FaultCode::Unknown => (
            "Salesforce refused",
            "This console does not know the text. Salesforce’s own words are shown unchanged.",
            "A Salesforce administrator of the organization. Support can help with the copied text.",
            CheckNow,
        ),
        FaultCode::Unreachable => (
            "Salesforce cannot be reached",
            "Salesforce or the network did not answer as it should. The list shows what was known before; nobody is suspended by this.",
            "Nobody for now: the console keeps trying. If other programs reach Salesforce, check proxy and firewall.",
            CheckNow,
        ),
        FaultCode::TokenExpired => (
            "The service account’s token is no longer valid",
            "It expired, was revoked or was replaced. Salesforce does not say which.",
            "You, with the service account’s login. Nothing to do for the users.",
            Reconnect,
        ),
        FaultCode::GrantRefused => (
            "Salesforce refused the saved sign-in",
            "This console does not know the reason. The saved sign-in is kept and tried again by itself, first after half an hour, later every six hours.",
            "You, with the service account’s login, if you do not want to wait. A Salesforce administrator can see the refusal under Setup › Login History.",
            Reconnect,
        ),
        FaultCode::TokenInvalid => (
            "Salesforce does not know the token",
            "It was revoked or has expired.",
            ACCOUNT,
            Reconnect,
        ),
        FaultCode::ConsumerKeyUnknown => (
            "Salesforce does not know the consumer key",
            "The key belongs to another organization, the app was deleted, or it is newer than ten minutes. Or only the organization’s own My Domain knows the app.",
            "You: check the consumer key and enter My Domain under Salesforce Connectivity, then connect again.",
            Reconnect,
        ),
        FaultCode::AppNotAccepted => (
            "Salesforce did not accept the app",
            "The External Client App asks for a secret or is not installed in this organization.",
            "A Salesforce administrator: Setup › External Client App Manager.",
            Reconnect,
        ),
        FaultCode::AppNotInstalled => (
            "The app is not installed here",
            "The External Client App belongs to another organization, or is not installed in the one that signed in.",
            "You: sign in at the My Domain of the organization that owns the app. Or a Salesforce administrator: install it under Setup › Connected Apps OAuth Usage.",
            Reconnect,
        ),
        FaultCode::AppBlocked => ("The app is blocked", BLOCKED, UNBLOCK, CheckNow),
        FaultCode::AppBlockedAtSignIn => ("The app is blocked", BLOCKED, UNBLOCK, Reconnect),
        FaultCode::NotApproved => (
            "The service account is not approved for the app",
            UNAPPROVED,
            "A Salesforce administrator: the app’s policies, Permitted Users.",
            CheckNow,
        ),
        FaultCode::NotApprovedAtSignIn => (
            "The service account is not approved for the app",
            UNAPPROVED,
            "A Salesforce administrator: add the account’s permission set to the app’s policies, Permitted Users.",
            Reconnect,
        ),
        FaultCode::ApprovalGone => (
            "The approval is gone",
            "The service account’s approval of the app was revoked in Salesforce.",
            ACCOUNT,
            Reconnect,
        ),
        FaultCode::Denied => (
            "Deny was chosen",
            "The person at the browser refused the app’s access.",
            "You: connect again and choose Allow.",
            Reconnect,
        ),
        FaultCode::NetworkNotAllowed => (
            "This computer’s network is not allowed",
            "The app or the service account’s profile accepts only certain IP addresses.",
            "A Salesforce administrator: IP Relaxation of the app, or Login IP Ranges of the profile.",
            CheckNow,
        ),
        FaultCode::NetworkOrHours => (
            "The network or the hour is not allowed",
            "The service account’s profile admits only certain IP addresses, or only certain hours. Salesforce does not say which. If it is the hour, it passes by itself.",
            "A Salesforce administrator: Login Hours and Login IP Ranges of the profile, or IP Relaxation of the app.",
            CheckNow,
        ),
        FaultCode::DomainNotSupported => (
            "This login address does not serve the app",
            "The general login address knows only apps of every organization; this app or flow needs the organization’s own address.",
            "You: enter the organization’s My Domain under Salesforce Connectivity, then connect again.",
            Reconnect,
        ),
        FaultCode::ClockWrong => (
            "The date or time of this computer seems to be wrong",
            "By this computer’s clock, Salesforce’s certificate is over or not valid yet, or what the console sent is outdated. Nobody is suspended by this.",
            "You: set the computer’s date and time, best by itself from the network, then check again.",
            CheckNow,
        ),
        FaultCode::AccountInactive => (
            "The service account is deactivated",
            "Salesforce reports the account itself as inactive.",
            "A Salesforce administrator: activate the service account.",
            CheckNow,
        ),
        FaultCode::AccountCannotSignIn => (
            "The service account cannot sign in",
            "Salesforce says this of a deactivated, frozen or locked user.",
            "A Salesforce administrator: Setup › Users, activate or unfreeze the service account.",
            CheckNow,
        ),
        FaultCode::OrganizationLocked => (
            "The organization is locked",
            "Salesforce says that the organization is locked, closed or suspended.",
            "Whoever owns the organization’s contract with Salesforce.",
            CheckNow,
        ),
        FaultCode::ScopeMissing => (
            "The app lacks a scope",
            "The console asks for api, refresh_token and id; the app does not have all of them.",
            "You: add the three scopes to the External Client App, wait 10 minutes, then connect again.",
            Reconnect,
        ),
        FaultCode::RequestNotAccepted => (
            "The app’s settings do not fit",
            "Salesforce did not accept the request: mostly the proof key (PKCE) or the flow is set differently.",
            "You: compare the External Client App with the set-up steps: web server flow on, PKCE on, no secret required.",
            Reconnect,
        ),
        FaultCode::CallbackMismatch => (
            "The callback URL differs",
            "The callback URL at the app is not byte for byte the one shown here.",
            "You: copy the callback URL into the External Client App again, wait 10 minutes, then connect again.",
            Reconnect,
        ),
        FaultCode::FlowNotAllowed => (
            "The flow is switched off",
            "The app or the organization does not allow the web server flow.",
            "A Salesforce administrator: turn the authorization code flow on in the app’s OAuth settings.",
            CheckNow,
        ),
        FaultCode::FlowDisabled => (
            "The flow is switched off",
            "The organization turned this OAuth flow off.",
            "A Salesforce administrator: Setup › OAuth and OpenID Connect Settings.",
            CheckNow,
        ),
        FaultCode::SessionLevelTooLow => (
            "A stronger sign-in is required",
            "The app asks for a high-assurance session.",
            "A Salesforce administrator: let the service account use multi-factor authentication, or lower the app’s session policy.",
            CheckNow,
        ),
        FaultCode::CodeTooLate => (
            "The sign-in came too late",
            "The sign-in took too long after Allow, or its code was used before by another program.",
            "You: connect again and finish in the browser without a pause.",
            Reconnect,
        ),
        FaultCode::TooManySignIns => (
            "Too many sign-ins",
            "Salesforce limits how often one user signs in within an hour.",
            "Nobody: wait half an hour, then try once.",
            Wait,
        ),
        FaultCode::OtherAccount => (
            "Salesforce answered for another account",
            "The token is for another account than the connected one, so the console did not use it.",
            ACCOUNT,
            CheckNow,
        ),
        FaultCode::RequestLimit | FaultCode::ConcurrentRequestLimit => (
            "The organization’s API requests are used up",
            "All apps together reached the limit of the last 24 hours.",
            "Nobody: the console asks again later. A Salesforce administrator can see the use in Setup.",
            Wait,
        ),
        FaultCode::ApiDisabledForOrganization => (
            "The API is not enabled",
            "The organization’s edition has no API, or the service account lacks API Enabled.",
            "A Salesforce administrator: grant API Enabled to the service account; Professional Edition needs the API add-on.",
            CheckNow,
        ),
        FaultCode::ApiDisabledForAccount => (
            "The API is not enabled",
            "The service account lacks API Enabled.",
            "A Salesforce administrator: grant API Enabled to the service account.",
            CheckNow,
        ),
        FaultCode::TokenNotForApi => (
            "The token may not use the API",
            "The app lacks the scope api, or API Access Control admits only listed apps.",
            "A Salesforce administrator: add the scope api to the External Client App, or allow it under Setup › API Access Control.",
            Reconnect,
        ),
        FaultCode::SessionNotAccepted => (
            "Salesforce does not accept the session",
            "A fresh access token was refused at once; a policy ends sessions early.",
            "A Salesforce administrator: the app’s session policies, and IP restrictions of the profile.",
            CheckNow,
        ),
        FaultCode::AccessInsufficient => (
            "The service account may not read this",
            "A permission that the checks ask for is missing.",
            "A Salesforce administrator: grant View All Data and API Enabled to the service account.",
            CheckNow,
        ),
        FaultCode::RequestsFromHere => (
            "This computer’s network is not allowed",
            "Salesforce took the sign-in and refuses requests from this network address.",
            "A Salesforce administrator: Setup › Session Settings, Enforce login IP ranges on every request, and Login IP Ranges of the profile. Or you: use a network that is allowed.",
            CheckNow,
        ),
        FaultCode::ReadBlocked => (
            "A policy of the organization blocks reading users",
            "A Transaction Security policy, or a block of the app, stopped the query.",
            "A Salesforce administrator: Setup › Transaction Security Policies, and Setup › Connected Apps OAuth Usage; exempt the service account.",
            CheckNow,
        ),
        FaultCode::FieldHidden => (
            "The service account may not see a field",
            "A field or an object that the console asks for is hidden from the account; Salesforce’s words name it.",
            "A Salesforce administrator: Setup › Permission Sets, grant the service account the field on User, or View All Fields.",
            CheckNow,
        ),
        FaultCode::AddressUnknown => (
            "Salesforce does not know the address any more",
            "The organization was moved, refreshed or closed, or its release has changed.",
            "You: check My Domain under Salesforce Connectivity, then connect again. A Salesforce administrator can tell whether the organization is still there.",
            CheckNow,
        ),
        FaultCode::QueryTooSlow => (
            "Salesforce gave the query up",
            "The organization took too long to answer; the console asks again by itself.",
            "Nobody for now. If it stays, a Salesforce administrator: open a case with Salesforce and name the query on User.",
            Wait,
        ),
        FaultCode::PermissionMissing => (
            "The service account lacks a permission",
            "A permission without which no session can run is missing.",
            "A Salesforce administrator: grant it by a permission set.",
            CheckNow,
        ),
        FaultCode::ApiNearlyUsedUp => (
            "The API requests are nearly used up",
            "All apps together used more than 95 % of the requests of the last 24 hours.",
            "Nobody: the console asks again later. A Salesforce administrator can see the use in Setup › System Overview.",
            Wait,
        ),
        FaultCode::MyDomainChanged => (
            "The organization’s address seems to have changed",
            "Salesforce sends requests for the old My Domain on to another name; both are shown. The console follows no redirect with a token. The list shows what was known before; nobody is suspended by this.",
            "You: enter the new My Domain under Salesforce Connectivity and connect again. Or leave the field empty and connect through the general login address, which does not change.",
            Reconnect,
        ),
        FaultCode::ListUnbelievable => (
            "The list of users cannot be believed",
            "The pages of the list repeat, or there are more than Salesforce announced. Mostly something on the way, such as a proxy that keeps answers, gave an old page for a new one. Nothing of it was used to change anybody.",
            "Whoever runs the proxy: let answers of my.salesforce.com pass without keeping them. The console reads the list again by itself.",
            CheckNow,
        ),
        FaultCode::OwnShareUsed => (
            "The console’s share of the API requests is used up",
            "The console spends at most 5 % of the organization’s requests, so that other apps are not disturbed. It went on as far as that allowed.",
            "Nobody: it goes on by itself. A Salesforce administrator can have the organization’s limit raised.",
            Wait,
        ),
        FaultCode::Portal | FaultCode::Redirected => (
            "Something on the network answers in Salesforce’s place",
            "Mostly the sign-in page of a guest network, or a proxy. The console believed none of it: the saved sign-in is untouched and nobody is suspended by this.",
            "You: open a browser, sign in to the network, then check again. If it stays, whoever runs the network or the proxy: let this computer reach Salesforce directly.",
            CheckNow,
        ),
        FaultCode::ProxyRefused => (
            "The proxy did not let the console through",
            "The proxy of this computer or network refused the way to Salesforce, or asked for a password, which the console cannot give. The list shows what was known before; nobody is suspended by this.",
            "Whoever runs the proxy: let this computer reach login.salesforce.com, test.salesforce.com and the hosts under my.salesforce.com without a password. Then check again.",
            CheckNow,
        ),
        FaultCode::UserInactive => (
            "This user is deactivated in Salesforce",
            "The user record is not active, so nothing can be synchronized for this person.",
            "A Salesforce administrator: activate the user, or leave it if the person has gone.",
            CheckNow,
        ),
        FaultCode::UserFrozen => (
            "This user is frozen in Salesforce",
            "An administrator froze the login; the record stays active.",
            "A Salesforce administrator: unfreeze the user.",
            CheckNow,
        ),
        FaultCode::UserVanished => (
            "Salesforce no longer shows this user",
            "Two complete lists did not contain the user. The service account may have lost View All Users.",
            "A Salesforce administrator: check the service account’s permissions.",
            CheckNow,
        ),
        FaultCode::SourceProblem => (
            "The changes do not look like people",
            "So many at once mostly means that Salesforce shows the service account less than there is: a permission was taken away, or a bulk change went wrong. Nothing was changed here.",
            "A Salesforce administrator: check the service account’s View All Users and recent bulk changes. If the numbers are right, you: Apply anyway.",
            CheckNow,
        ),
        FaultCode::KeyLost => (
            "The saved sign-in cannot be opened",
            "The key in this computer’s key store is gone, so the sealed token is unreadable.",
            ACCOUNT,
            Reconnect,
        ),
        FaultCode::KeyStoreLocked => (
            "The key store of this computer is locked",
            SEALED,
            "You: unlock the key store (Credential Manager, Keychain or Secret Service), then check again.",
            CheckNow,
        ),
        FaultCode::KeyStoreMissing => (
            "The key store of this computer is gone",
            SEALED,
            "You: start the key store (Credential Manager, Keychain or Secret Service), then check again.",
            CheckNow,
        ),
        FaultCode::SignInOver => (
            "The sign-in was for one session only",
            "This computer offered no key store, so the sign-in was held in memory, as chosen, until the console was closed.",
            "You, with the service account’s login. Start the key store first (Credential Manager, Keychain or Secret Service) to keep the next one.",
            Reconnect,
        ),
        FaultCode::OwnData => (
            "The console’s own files cannot be used",
            "They could not be read or written on this computer. Nothing is wrong with Salesforce; nobody is suspended by this.",
            "You: free some disk space and check the console’s folder, then check again.",
            CheckNow,
        ),
        FaultCode::NotConnected => (
            "Nobody is connected",
            "The organization has no service account.",
            "You: connect it under Salesforce Connectivity.",
            Reconnect,
        ),
        FaultCode::SynchronizationOff => (
            "Synchronization was turned off while the session ran",
            GOES_ON,
            "You: turn synchronization on in Organizations.",
            Wait,
        ),
        FaultCode::LoginOff => (
            "Login using Salesforce Service Account was turned off while the session ran",
            GOES_ON,
            "You: turn it on under Salesforce Connectivity.",
            Wait,
        ),
        FaultCode::NotEntitled => (
            "The entitlement ended, or does not include this organization any more",
            GOES_ON,
            "You: import an entitlement that does. Connect(ME) support issues it.",
            Wait,
        ),
        FaultCode::Disconnected => (
            "The service account was disconnected while the session ran",
            GOES_ON,
            "You: connect the service account again under Salesforce Connectivity.",
            Wait,
        ),
        FaultCode::AccountReplaced => (
            "Another service account was connected while the session ran",
            "What it had read was read with the account before, so it went no further.",
            "Nobody: a session of the new account follows by itself.",
            Wait,
        ),
    };
    Explanation {
        title,
        cause,
        who,
        remedy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fault_of_the_article_leads_to_reconnect() {
        assert_eq!(explain(FaultCode::TokenExpired).remedy, Remedy::Reconnect);
    }

    #[test]
    fn no_explanation_leaves_a_person_without_a_title_a_cause_or_somebody_to_ask() {
        for code in FaultCode::ALL {
            let explained = explain(code);
            for words in [explained.title, explained.cause, explained.who] {
                assert!(!words.is_empty(), "{code:?}");
            }
        }
    }
}
