//! The gate: without a valid entitlement no login is begun or finished and no session runs.
//!
//! Files are read at the start, on *Check again* and on *Import entitlement…*; whether they are
//! valid is asked at every step, so that a period that begins or ends takes effect by itself. A
//! stored token is kept alive whatever the entitlement says: it could not be brought back.

use super::journal::Journal;
use super::ports::{Ports, locked};
use crate::actor::Actor;
use crate::audit::{AuditKind, Change};
use crate::connection::{Account, StoredConnection};
use crate::entitlement::{Entitlement, Problem, Refusal};
use crate::environment::Environment;
use crate::gate::{self, Gate, GateReading, installation_number};
use crate::login::LoginFailure;
use crate::notice::Notice;
use crate::port::store::{Store, StoreError};
use crate::port::{Salesforce, Vault};
use std::io;
use std::sync::{Arc, Mutex};

/// The setting that holds the installation's number.
const INSTALLATION: &str = "installation";

/// The license check: the entitlements and what they let the console do.
pub struct License<V, S, F> {
    pub(super) ports: Arc<Ports<V, S, F>>,
    pub(super) journal: Arc<Journal<V, S, F>>,
    pub(super) gate: Mutex<Gate>,
}

impl<V: Vault, S: Store, F: Salesforce> License<V, S, F> {
    /// The gate as it stands now.
    pub async fn reading(&self) -> GateReading {
        let connections = self.connections().await;
        locked(&self.gate).reading(&connections, self.ports.now())
    }

    /// *Check again*: reads the files anew.
    pub async fn check(&self) {
        self.look(None).await;
    }

    /// *Import entitlement…*: keeps the text if it is valid now or will be, and says why not
    /// otherwise. A refused file never takes the place of one that was there.
    ///
    /// # Errors
    /// When a valid one cannot be written.
    pub async fn import(&self, actor: &Actor, file: &str, text: &str) -> io::Result<()> {
        let candidate = self.ports.entitlements.examine(file, text);
        let connections = self.connections().await;
        let refused = gate::import_refused(&candidate, &connections, self.ports.now());
        let problem = refused.as_ref().map(|refusal| refusal.problem.clone());
        // One that begins later is kept and opens by itself; until then it is shown as refused, and
        // leaves in place what is valid until then.
        let keep = matches!(problem, None | Some(Problem::NotYetValid));
        if keep && let Ok(entitlement) = candidate.content {
            let change = Change::to(&entitlement.customer);
            self.keep(text.to_owned(), entitlement, problem.is_none())
                .await?;
            let kind = AuditKind::EntitlementImported;
            self.journal.record(actor, kind, None, change).await;
        }
        tracing::info!(kept = keep, problem = %told(problem.as_ref()), "an entitlement was imported");
        self.look(refused).await;
        Ok(())
    }

    /// Off the tasks that must not wait: a disk may be slow, and a folder may lie in a network.
    async fn keep(&self, text: String, kept: Entitlement, valid_now: bool) -> io::Result<()> {
        let source = Arc::clone(&self.ports.entitlements);
        let removed = tokio::task::spawn_blocking(move || {
            source.keep(&text, &kept)?;
            let superseded = || source.remove_superseded(&kept);
            io::Result::Ok(if valid_now { superseded() } else { 0 })
        });
        let removed = removed.await.map_err(io::Error::other)??;
        if removed > 0 {
            tracing::info!(removed, "superseded entitlements were removed");
        }
        Ok(())
    }

    /// Reads the files. A look that fails leaves what was found before.
    async fn look(&self, rejected: Option<Refusal>) {
        let source = Arc::clone(&self.ports.entitlements);
        let found = tokio::task::spawn_blocking(move || source.find()).await;
        {
            let mut gate = locked(&self.gate);
            gate.rejected = rejected;
            match found {
                Ok(candidates) => gate.candidates = candidates,
                Err(error) => tracing::error!(%error, "the entitlements could not be looked for"),
            }
        }
        self.tell(true);
    }

    /// A vault that cannot be read stops the sessions by itself; it does not close the gate.
    async fn connections(&self) -> Vec<StoredConnection> {
        self.ports.vault.connections().await.unwrap_or_default()
    }

    /// The number of this installation: random, and about nobody. `None` before it was
    /// prepared.
    pub async fn installation(&self) -> Option<String> {
        self.ports.store.setting(INSTALLATION).await.ok().flatten()
    }

    /// Gives the installation its number once and reads the entitlements.
    pub(super) async fn prepare(&self) -> Result<(), StoreError> {
        if self.ports.store.setting(INSTALLATION).await?.is_none() {
            let number = installation_number(&*self.ports.random);
            let store = &self.ports.store;
            store.set_setting(INSTALLATION, &number, None).await?;
        }
        self.check().await;
        Ok(())
    }

    /// The valid entitlement, or why there is none.
    pub(super) fn entitlement(&self) -> Result<Entitlement, Refusal> {
        locked(&self.gate).standing(self.ports.now())
    }

    /// Whether sessions of a connection may run.
    pub(super) fn entitled(&self, connection: &StoredConnection) -> bool {
        self.admit(&connection.account, connection.environment)
            .is_ok()
    }

    /// Refuses an account whose organization the entitlement does not include. Before anything is
    /// saved; the caller revokes the token.
    pub(super) fn admit(
        &self,
        account: &Account,
        environment: Environment,
    ) -> Result<(), LoginFailure> {
        gate::admit(self.entitlement(), account, environment)
    }

    /// Tells the host when the gate opened or closed since the last time; `always` also when not.
    pub(super) fn tell(&self, always: bool) {
        let now = self.entitlement().err().map(|refusal| refusal.problem);
        let before = locked(&self.gate).told.replace(now.clone());
        let changed = before.as_ref() != Some(&now);
        if changed {
            tracing::info!(problem = %told(now.as_ref()), "the entitlement was judged");
        }
        if changed || always {
            self.ports.notify(Notice::GateChanged);
        }
    }
}

fn told(problem: Option<&Problem>) -> String {
    problem.map_or_else(|| "none".to_owned(), Problem::to_string)
}
