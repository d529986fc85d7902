//! *Test connection*: changes nothing but what a refresh changes, and goes through
//! [`Connections::access`] as everything does: no token is spent beside it.

use super::connections::Connections;
use crate::connection_test::{
    ConnectionTest, Failed, Protocol, TestStepName, budget, may_work, same_account, shown,
};
use crate::directory::UserQuery;
use crate::failure::CallError;
use crate::organization::OrganizationId;
use crate::port::salesforce::{Access, Answer, Salesforce};
use crate::port::store::Store;
use crate::port::vault::{Vault, VaultError};
use std::sync::Arc;

impl From<CallError> for Failed {
    fn from(error: CallError) -> Self {
        match error {
            CallError::NotConnected => Self {
                next_step: "Connect to Salesforce first.".to_owned(),
                fault: error.fault(),
            },
            CallError::KeyLost => Self {
                next_step: "Reconnect: the saved sign-in cannot be opened.".to_owned(),
                fault: VaultError::KeyLost.fault(),
            },
            other => other.fault().into(),
        }
    }
}

impl<V: Vault, S: Store, F: Salesforce> Connections<V, S, F> {
    /// Tries the stored connection from the token to a page of users.
    pub async fn test_connection(self: &Arc<Self>, id: OrganizationId) -> ConnectionTest {
        let started = self.ports.now();
        let mut protocol = Protocol::begin();
        self.run_steps(id, &mut protocol).await;
        let test = protocol.finish(started);
        tracing::info!(organization = %id, failed = ?test.failed(), "the connection was tested");
        test
    }

    /// `None` as soon as a step failed.
    async fn run_steps(
        self: &Arc<Self>,
        id: OrganizationId,
        protocol: &mut Protocol,
    ) -> Option<()> {
        let before = self.states.of(id).known().access;
        let token = self.usable_token(id).await;
        let kept = before.map(|access| access.generation)
            == token.as_ref().ok().map(|access| access.generation);
        let told = if kept {
            "The one in use is still valid"
        } else {
            "Refreshed"
        };
        let token = token.map(|_| told.to_owned());
        protocol.end(TestStepName::Token, token.map_err(Failed::from))?;
        let identity = self.identity(id).await;
        protocol.end(TestStepName::Identity, identity)?;
        let permissions = self.inspect(id).await.map_err(Failed::from);
        let permissions = permissions.and_then(|inspection| may_work(&inspection));
        protocol.end(TestStepName::Permissions, permissions)?;
        let salesforce = &self.ports.salesforce;
        let page = self
            .call(id, 1, |access| async move {
                let everyone = UserQuery::All { after: None };
                salesforce.users(&access, &everyone).await
            })
            .await;
        let page = page.map(|page| shown(&page)).map_err(Failed::from);
        protocol.end(TestStepName::Users, page)?;
        let usage = self.states.of(id).known().usage;
        protocol.end(TestStepName::ApiBudget, budget(usage))
    }

    /// A token that Salesforce takes now: the one in memory may have expired without anybody
    /// having asked.
    async fn usable_token(self: &Arc<Self>, id: OrganizationId) -> Result<Access, CallError> {
        let access = self.access(id, None).await?;
        self.count(id, 1);
        match self.ports.salesforce.identity(&access).await {
            Err(failure) if failure.asks_for_a_refresh() => {
                Ok(self.access(id, Some(access.generation)).await?)
            }
            // Whatever else is wrong shows in the next step.
            _ => Ok(access),
        }
    }

    async fn identity(self: &Arc<Self>, id: OrganizationId) -> Result<String, Failed> {
        let salesforce = &self.ports.salesforce;
        let identity = self
            .call(id, 1, |access| async move {
                let value = salesforce.identity(&access).await?;
                Ok(Answer { value, usage: None })
            })
            .await?;
        let connection = self.ports.vault.connection(id).await;
        let connection = connection.map_err(CallError::from)?;
        let connection = connection.ok_or(CallError::NotConnected)?;
        same_account(&identity, &connection.account)
    }
}
