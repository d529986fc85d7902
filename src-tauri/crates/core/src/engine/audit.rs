//! What the engines write into the audit.

use super::Console;
use crate::audit::{Actor, AuditKind, Change, EntryFilter, EntryPage, NewEntry, Stamp};
use crate::organization::OrganizationId;
use crate::port::salesforce::Salesforce;
use crate::port::store::{Store, StoreError};
use crate::port::vault::Vault;

impl<V: Vault, S: Store, F: Salesforce> Console<V, S, F> {
    /// Now, by the person at this computer.
    pub fn by_person(&self) -> Stamp {
        Stamp {
            at: self.now(),
            actor: Actor::Person(self.ports.person.clone()),
        }
    }

    /// Now, by the console itself.
    pub fn by_console(&self) -> Stamp {
        Stamp::console(self.now())
    }

    /// Adds an entry for what changes no row of the store. That it happened does not depend on
    /// whether it could be written down, so a failure is logged and nothing more.
    pub async fn record(
        &self,
        stamp: Stamp,
        kind: AuditKind,
        organization: Option<OrganizationId>,
        change: Change,
    ) {
        let entry = NewEntry {
            stamp,
            kind,
            organization,
            change,
        };
        if let Err(error) = self.ports.store.add_entry(entry).await {
            tracing::error!(kind = kind.slug(), %error, "an event is missing in the audit");
        }
    }

    /// A page of the audit, newest first.
    pub async fn entries(
        &self,
        filter: EntryFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<EntryPage, StoreError> {
        self.ports.store.entries(filter, before, limit).await
    }
}
