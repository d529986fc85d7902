//! A Salesforce in memory: one organization with an account, users, and failures to come.

use super::rig::{account, unreachable};
use crate::directory::{ApiUsage, DirectoryPage, DirectoryUser, NextPage, UserQuery};
use crate::environment::Environment;
use crate::fault::{Fault, FaultCode};
use crate::port::Salesforce;
use crate::port::salesforce::{
    Access, AccountExtras, AccountInspection, Answer, Authorization, AuthorizationRequest,
    CallFailure, HostRefused, Identity, Redemption, TokenFailure, TokenGrant,
};
use crate::salesforce_id::SalesforceId;
use crate::secret::Secret;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

type Called<T> = Result<Answer<T>, CallFailure>;

/// A clone is the same organization.
#[derive(Clone, Default)]
pub(super) struct MemorySalesforce(Arc<Mutex<Org>>);

#[derive(Default)]
pub(super) struct Org {
    pub(super) users: Vec<DirectoryUser>,
    pub(super) frozen: Vec<SalesforceId>,
    pub(super) usage: Option<ApiUsage>,
    /// How many users a page has; everyone where it is 0.
    pub(super) page_size: usize,
    /// Whether the first page comes again and again.
    pub(super) endless: bool,
    /// The page that begins behind this user fails once.
    pub(super) missing_page: Option<SalesforceId>,
    /// Every query of users fails so.
    pub(super) hidden: Option<CallFailure>,
    /// The next data requests fail so, one after the other.
    pub(super) failures: VecDeque<CallFailure>,
    /// The next refreshes fail so.
    pub(super) refused: VecDeque<TokenFailure>,
    /// Whether somebody else answers than the account.
    pub(super) stranger: bool,
    pub(super) lacks_view_all_data: bool,
    pub(super) calls: u64,
    pub(super) refreshes: u64,
    pub(super) revoked: Vec<String>,
}

impl MemorySalesforce {
    pub(super) fn with<T>(&self, look: impl FnOnce(&mut Org) -> T) -> T {
        look(&mut self.0.lock().expect("no test panics in here"))
    }

    /// One data request.
    fn call<T>(&self, answer: impl FnOnce(&Org) -> T) -> Called<T> {
        self.with(|org| {
            org.calls += 1;
            match org.failures.pop_front() {
                Some(failure) => Err(failure),
                None => Ok(Answer {
                    value: answer(org),
                    usage: org.usage,
                }),
            }
        })
    }

    fn grant(&self) -> TokenGrant {
        TokenGrant {
            access_token: Secret::new("access"),
            refresh_token: Some(Secret::new("rotated")),
            instance_url: "https://halden.my.salesforce.com".to_owned(),
            organization_id: account().organization_id,
            user_id: account().user_id,
        }
    }
}

impl Salesforce for MemorySalesforce {
    fn standard_login_origin(&self, _: Environment) -> String {
        "https://login.salesforce.com".to_owned()
    }
    fn login_origin(&self, entered: &str, _: Environment) -> Result<String, HostRefused> {
        Ok(format!("https://{entered}.my.salesforce.com"))
    }
    fn authorization(&self, _: &AuthorizationRequest<'_>) -> Result<Authorization, HostRefused> {
        Ok(Authorization {
            url: Secret::new("https://login.salesforce.com/?state=s"),
            state: Secret::new("s"),
            verifier: Secret::new("v"),
        })
    }
    fn callback_fault(&self, error: &str, _: &str) -> Fault {
        let denied = error == "access_denied";
        Fault::new(
            if denied {
                FaultCode::Denied
            } else {
                FaultCode::Unknown
            },
            error,
        )
    }
    async fn redeem(&self, _: Redemption) -> Result<TokenGrant, TokenFailure> {
        Ok(self.grant())
    }
    async fn refresh(&self, _: &str, _: &str, _: &Secret) -> Result<TokenGrant, TokenFailure> {
        self.with(|org| {
            org.refreshes += 1;
            org.refused.pop_front().map_or(Ok(()), Err)
        })?;
        Ok(self.grant())
    }
    async fn revoke(&self, origin: &str, token: &Secret) -> Result<(), CallFailure> {
        let told = format!("{} at {origin}", token.expose());
        self.with(|org| match org.failures.pop_front() {
            Some(failure) => Err(failure),
            None => {
                org.revoked.push(told);
                Ok(())
            }
        })
    }
    async fn inspect_account(&self, _: &Access) -> Result<AccountInspection, CallFailure> {
        let inspected = self.call(|org| AccountInspection {
            account: account(),
            is_sandbox: false,
            is_active: true,
            view_all_data: Some(!org.lacks_view_all_data),
            api_enabled: Some(true),
            view_all_users: Some(true),
            manage_users: Some(true),
            api_only: Some(false),
            usage: org.usage,
        });
        inspected.map(|answer| answer.value)
    }
    async fn identity(&self, _: &Access) -> Result<Identity, CallFailure> {
        let identity = self.call(|org| Identity {
            user_id: if org.stranger {
                SalesforceId::parse("005000000000666").expect("valid")
            } else {
                account().user_id
            },
            organization_id: account().organization_id,
        });
        identity.map(|answer| answer.value)
    }
    async fn account_extras(
        &self,
        _: &Access,
        _: &SalesforceId,
    ) -> Result<AccountExtras, CallFailure> {
        Ok(AccountExtras::default())
    }
    async fn users(&self, _: &Access, query: &UserQuery) -> Called<DirectoryPage> {
        if let Some(failure) = self.with(|org| org.hidden.clone()) {
            return Err(failure);
        }
        self.call(|org| {
            let mut users = org.users.clone();
            match query {
                UserQuery::All { after } => users.retain(|user| Some(&user.id) > after.as_ref()),
                UserQuery::ChangedSince(since) => users.retain(|user| user.modified >= *since),
                UserQuery::Newest => {
                    users.sort_by_key(|user| std::cmp::Reverse(user.modified));
                    users.truncate(1);
                }
            }
            let total = users.len() as u64;
            let mut next = None;
            if org.page_size != 0 && users.len() > org.page_size {
                users.truncate(org.page_size);
                next = users.last().map(|last| NextPage(last.id.to_string()));
            }
            DirectoryPage { total, users, next }
        })
    }
    async fn more_users(&self, access: &Access, next: &NextPage) -> Called<DirectoryPage> {
        let after = SalesforceId::parse(&next.0).expect("the last of a page");
        self.with(|org| {
            if org.missing_page.take_if(|page| *page == after).is_some() {
                org.failures.push_back(unreachable());
            }
        });
        let after = Some(after).filter(|_| !self.with(|org| org.endless));
        self.users(access, &UserQuery::All { after }).await
    }
    async fn frozen_users(&self, _: &Access) -> Called<Option<Vec<SalesforceId>>> {
        self.call(|org| Some(org.frozen.clone()))
    }
    async fn user(&self, _: &Access, id: &SalesforceId) -> Called<Option<DirectoryUser>> {
        self.call(|org| org.users.iter().find(|user| &user.id == id).cloned())
    }
    async fn is_frozen(&self, _: &Access, id: &SalesforceId) -> Called<Option<bool>> {
        self.call(|org| Some(org.frozen.contains(id)))
    }
}
