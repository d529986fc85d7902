//! A vault in memory: it seals nothing and refuses what it is told to.

use crate::connection::{ConnectionFault, StoredConnection};
use crate::environment::Environment;
use crate::login::{CallbackRefusal, ConsumedLogin, NewLogin, PendingLogin};
use crate::organization::OrganizationId;
use crate::port::Vault;
use crate::port::vault::{CompletedRefresh, NewConnection, SealState, VaultError};
use crate::secret::Secret;
use crate::storage::WriteFault;
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::Mutex;

type Done = Result<(), VaultError>;

/// Everything in one lock.
#[derive(Default)]
pub(super) struct MemoryVault(pub(super) Mutex<Sealed>);

#[derive(Default)]
pub(super) struct Sealed {
    pub(super) connections: HashMap<OrganizationId, (StoredConnection, Secret)>,
    pub(super) logins: Vec<(PendingLogin, Secret, Secret)>,
    pub(super) seal_state: Option<SealState>,
    pub(super) write_fault: Option<WriteFault>,
    pub(super) left_by_session: Vec<OrganizationId>,
}

impl MemoryVault {
    pub(super) fn with<T>(&self, look: impl FnOnce(&mut Sealed) -> T) -> T {
        look(&mut self.0.lock().expect("no test panics in here"))
    }

    fn change(&self, id: OrganizationId, change: impl FnOnce(&mut StoredConnection)) -> Done {
        self.with(|sealed| {
            let known = sealed.connections.get_mut(&id);
            known
                .map(|(stored, _)| change(stored))
                .ok_or(VaultError::NoConnection)
        })
    }
}

impl Vault for MemoryVault {
    type RefreshLock = ();

    fn write_fault(&self) -> Option<WriteFault> {
        self.with(|sealed| sealed.write_fault.clone())
    }
    fn set_aside(&self) -> Vec<String> {
        Vec::new()
    }
    async fn try_writing(&self) -> Done {
        Ok(())
    }
    async fn seal_state(&self) -> Result<SealState, VaultError> {
        Ok(self.with(|sealed| sealed.seal_state.unwrap_or(SealState::Ready)))
    }
    async fn replace_lost_key(&self) -> Done {
        self.with(|sealed| sealed.seal_state = None);
        Ok(())
    }
    async fn hold_for_session(&self) -> Done {
        self.with(|sealed| sealed.seal_state = Some(SealState::HeldForSession));
        Ok(())
    }
    async fn left_by_session(&self) -> Result<Vec<OrganizationId>, VaultError> {
        Ok(self.with(|sealed| sealed.left_by_session.clone()))
    }
    async fn clear_left_by_session(&self) -> Done {
        self.with(|sealed| sealed.left_by_session.clear());
        Ok(())
    }
    async fn begin_login(&self, new: NewLogin) -> Done {
        self.with(|sealed| sealed.logins.push((new.login, new.state, new.verifier)));
        Ok(())
    }
    async fn pending_logins(&self, now: Timestamp) -> Result<Vec<PendingLogin>, VaultError> {
        Ok(self.with(|sealed| {
            sealed.logins.retain(|(login, ..)| login.expires > now);
            sealed.logins.iter().map(|known| known.0.clone()).collect()
        }))
    }
    async fn extend_login(
        &self,
        id: OrganizationId,
        expires: Timestamp,
        _: Timestamp,
    ) -> Result<bool, VaultError> {
        Ok(self.with(|sealed| {
            let mut logins = sealed.logins.iter_mut();
            let known = logins.find(|(login, ..)| login.organization == id);
            known.map(|(login, ..)| login.expires = expires).is_some()
        }))
    }
    async fn cancel_login(&self, id: OrganizationId) -> Result<bool, VaultError> {
        Ok(self.with(|sealed| {
            let before = sealed.logins.len();
            sealed.logins.retain(|(login, ..)| login.organization != id);
            sealed.logins.len() < before
        }))
    }
    async fn consume_login(
        &self,
        state: &Secret,
        _: Environment,
        _: Timestamp,
    ) -> Result<Result<ConsumedLogin, CallbackRefusal>, VaultError> {
        Ok(self.with(|sealed| {
            let mut logins = sealed.logins.iter();
            let at = logins.position(|(_, known, _)| known.expose() == state.expose());
            let (login, _, verifier) = sealed.logins.remove(at.ok_or(CallbackRefusal::Unknown)?);
            Ok(ConsumedLogin { login, verifier })
        }))
    }
    async fn login_owner(&self, _: &Secret) -> Result<Option<OrganizationId>, VaultError> {
        Ok(None)
    }
    async fn connections(&self) -> Result<Vec<StoredConnection>, VaultError> {
        Ok(self.with(|sealed| {
            let known = sealed.connections.values();
            known.map(|(stored, _)| stored.clone()).collect()
        }))
    }
    async fn connection(&self, id: OrganizationId) -> Result<Option<StoredConnection>, VaultError> {
        Ok(self.with(|sealed| sealed.connections.get(&id).map(|known| known.0.clone())))
    }
    async fn store_connection(&self, new: NewConnection) -> Result<Option<Secret>, VaultError> {
        Ok(self.with(|sealed| {
            let stored = StoredConnection {
                organization: new.organization,
                environment: new.environment,
                client_id: new.client_id,
                login_origin: new.login_origin,
                instance_url: new.instance_url,
                account: new.account,
                generation: 1,
                connected_since: new.obtained,
                last_refresh: new.obtained,
                rotated: false,
                fault: None,
                refresh_unfinished: false,
            };
            let new = (stored, new.refresh_token);
            let older = sealed.connections.insert(new.0.organization, new);
            older.map(|(_, token)| token)
        }))
    }
    async fn forget_connection(&self, id: OrganizationId) -> Result<bool, VaultError> {
        Ok(self.with(|sealed| sealed.connections.remove(&id).is_some()))
    }
    async fn forget_organization(&self, id: OrganizationId) -> Done {
        self.forget_connection(id).await.map(drop)
    }
    async fn wipe_forgotten(&self, _: OrganizationId) -> Done {
        Ok(())
    }
    async fn set_fault(&self, id: OrganizationId, fault: Option<ConnectionFault>) -> Done {
        self.change(id, |stored| stored.fault = fault)
    }
    async fn lock_refresh(&self, _: OrganizationId) -> Done {
        Ok(())
    }
    async fn refresh_token(&self, id: OrganizationId) -> Result<(Secret, u64), VaultError> {
        self.with(|sealed| {
            if sealed.seal_state == Some(SealState::KeyLost) {
                return Err(VaultError::KeyLost);
            }
            let known = sealed.connections.get(&id);
            let (stored, token) = known.ok_or(VaultError::NoConnection)?;
            Ok((token.clone(), stored.generation))
        })
    }
    async fn open_refresh_intent(&self, id: OrganizationId, _: u64, _: Timestamp) -> Done {
        self.change(id, |stored| stored.refresh_unfinished = true)
    }
    async fn close_refresh_intent(&self, id: OrganizationId) -> Done {
        self.change(id, |stored| stored.refresh_unfinished = false)
    }
    async fn complete_refresh(&self, refresh: CompletedRefresh) -> Result<u64, VaultError> {
        self.change(refresh.organization, |stored| {
            stored.generation += 1;
            stored.last_refresh = refresh.obtained;
            stored.refresh_unfinished = false;
            stored.fault = None;
        })?;
        Ok(refresh.spent_generation + 1)
    }
}
