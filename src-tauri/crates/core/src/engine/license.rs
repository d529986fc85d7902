//! The gate: without a valid entitlement no login is begun or finished and no session runs.
//!
//! Files are read at the start, on *Check again* and on *Import entitlement…*; whether they are
//! valid is asked at every step, so that a period that begins or ends takes effect by itself. A
//! stored token is kept alive whatever the entitlement says: it could not be brought back.

use super::journal::Journal;
use super::ports::{Notice, Ports, locked};
use crate::actor::Actor;
use crate::audit::{AuditKind, Change};
use crate::connection::{Account, StoredConnection};
use crate::entitlement::{
    Candidate, Entitlement, JudgedFile, Problem, Refusal, Verdict, judge, standing, verdicts,
};
use crate::environment::Environment;
use crate::login::LoginFailure;
use crate::organization::OrganizationId;
use crate::port::salesforce::Salesforce;
use crate::port::store::Store;
use crate::port::vault::Vault;
use crate::salesforce_id::SalesforceId;
use std::sync::{Arc, Mutex};

/// The setting that holds the installation's number.
const INSTALLATION: &str = "installation";

/// Letters and digits that nobody takes for each other on the telephone.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// The license check: the entitlements and what they let the console do.
pub struct License<V, S, F> {
    pub(super) ports: Arc<Ports<V, S, F>>,
    pub(super) journal: Arc<Journal<V, S, F>>,
    pub(super) gate: Mutex<Gate>,
}

/// What the console knows about its entitlement; a restart reads it anew.
#[derive(Debug, Default)]
pub(super) struct Gate {
    candidates: Vec<Candidate>,
    /// A file that was imported and not kept, until the next one or *Check again*.
    rejected: Option<Refusal>,
    /// What was told last.
    told: Option<Option<Problem>>,
}

/// The gate at one moment.
#[derive(Debug, Clone)]
pub struct GateReading {
    /// The valid entitlement, or why there is none.
    pub standing: Result<Entitlement, Refusal>,
    /// A file that was imported last and not kept.
    pub rejected: Option<Refusal>,
    /// Every file that the last look found: the one that decides, then the newest.
    pub files: Vec<JudgedFile>,
    /// Connected organizations that the valid entitlement does not include.
    pub not_included: Vec<NotIncluded>,
    /// The connected Salesforce organizations. Their sign-ins are kept alive even while the gate is
    /// closed.
    pub connected: Vec<SalesforceId>,
}

/// A connected organization outside the entitlement: its sessions stop, its data stays.
#[derive(Debug, Clone)]
pub struct NotIncluded {
    /// Which organization of the console.
    pub organization: OrganizationId,
    /// The Salesforce organization behind it.
    pub account: Account,
    pub environment: Environment,
}

impl<V: Vault, S: Store, F: Salesforce> License<V, S, F> {
    /// The gate as it stands now.
    pub async fn reading(&self) -> GateReading {
        // A vault that cannot be read stops the sessions by itself; it does not close the gate.
        let connections = self.ports.vault.connections().await.unwrap_or_default();
        let now = self.ports.now();
        let (mut standing, mut files) = {
            let gate = locked(&self.gate);
            let standing = standing(&gate.candidates, now);
            let files = verdicts(&gate.candidates, &standing, now);
            (standing, files)
        };
        let mut not_included = Vec::new();
        if let Ok(entitlement) = &standing {
            not_included = outside(entitlement, &connections);
            if !connections.is_empty() && not_included.len() == connections.len() {
                standing = Err(elsewhere(entitlement, &mut files));
            }
        }
        let rejected = locked(&self.gate).rejected.clone();
        // One that was kept for later and has begun meanwhile is refused no more.
        let begun = |refusal: &Refusal| {
            let begins = refusal.entitlement.as_ref().map(|known| known.not_before);
            refusal.problem == Problem::NotYetValid && begins <= Some(now)
        };
        let rejected = rejected.filter(|refusal| !begun(refusal));
        let accounts = connections.into_iter().map(|known| known.account);
        let mut connected: Vec<_> = accounts.map(|one| one.organization_id).collect();
        // Named in the same order every time.
        connected.sort();
        GateReading {
            standing,
            rejected,
            files,
            not_included,
            connected,
        }
    }

    /// *Check again*: reads the files anew.
    pub async fn check(&self) {
        let candidates = self.find_entitlements().await;
        {
            let mut gate = locked(&self.gate);
            gate.candidates = candidates;
            gate.rejected = None;
        }
        self.tell(true);
    }

    /// *Import entitlement…*: keeps the text if it is valid now or will be, and says why not
    /// otherwise. A refused file never takes the place of one that was there.
    ///
    /// # Errors
    /// When a valid one cannot be written.
    pub async fn import(&self, actor: &Actor, file: &str, text: &str) -> std::io::Result<()> {
        let candidate = self.ports.entitlements.examine(file, text);
        let judged = judge(&candidate, self.ports.now());
        let connections = self.ports.vault.connections().await.unwrap_or_default();
        let refused = match judged {
            Ok(entitlement)
                if !connections.is_empty()
                    && outside(&entitlement, &connections).len() == connections.len() =>
            {
                Some(Refusal {
                    problem: Problem::WrongOrganization,
                    file: Some(candidate.file.clone()),
                    entitlement: Some(Box::new(entitlement)),
                })
            }
            Ok(_) => None,
            Err(refusal) => Some(refusal),
        };
        // One that begins later is kept and opens by itself; until then it is shown as refused.
        let keep = refused
            .as_ref()
            .is_none_or(|refusal| refusal.problem == Problem::NotYetValid);
        if keep && let Ok(entitlement) = &candidate.content {
            let source = Arc::clone(&self.ports.entitlements);
            let (text, kept) = (text.to_owned(), entitlement.clone());
            // One that begins later leaves in place what is valid until then.
            let valid_now = refused.is_none();
            // A disk may be slow, and a folder may lie in a network.
            let removed = tokio::task::spawn_blocking(move || {
                source.keep(&text, &kept)?;
                std::io::Result::Ok(if valid_now {
                    source.remove_superseded(&kept)
                } else {
                    0
                })
            })
            .await
            .map_err(std::io::Error::other)??;
            if removed > 0 {
                tracing::info!(removed, "superseded entitlements were removed");
            }
            let change = Change {
                to: Some(entitlement.customer.clone()),
                ..Change::default()
            };
            self.journal
                .record(actor, AuditKind::EntitlementImported, None, change)
                .await;
        }
        let problem = refused
            .as_ref()
            .map_or_else(|| "none".to_owned(), |refusal| refusal.problem.to_string());
        tracing::info!(kept = keep, %problem, "an entitlement was imported");
        let candidates = self.find_entitlements().await;
        {
            let mut gate = locked(&self.gate);
            gate.candidates = candidates;
            gate.rejected = refused;
        }
        self.tell(true);
        Ok(())
    }

    /// Reads the files off the tasks that must not wait. A look that fails leaves what was found before.
    async fn find_entitlements(&self) -> Vec<Candidate> {
        let source = Arc::clone(&self.ports.entitlements);
        match tokio::task::spawn_blocking(move || source.find()).await {
            Ok(candidates) => candidates,
            Err(error) => {
                tracing::error!(%error, "the entitlements could not be looked for");
                locked(&self.gate).candidates.clone()
            }
        }
    }

    /// The number of this installation: random, and about nobody. `None` before it was
    /// prepared.
    pub async fn installation(&self) -> Option<String> {
        self.ports.store.setting(INSTALLATION).await.ok().flatten()
    }

    /// Gives the installation its number once and reads the entitlements.
    pub(super) async fn prepare(&self) -> Result<(), crate::port::store::StoreError> {
        if self.ports.store.setting(INSTALLATION).await?.is_none() {
            let letter = || {
                let at = ((self.ports.random)() * 32.0) as usize;
                char::from(ALPHABET[at.min(31)])
            };
            let letters: String = (0..8).map(|_| letter()).collect();
            let number = format!("LPC-{}-{}", &letters[..4], &letters[4..]);
            let store = &self.ports.store;
            store.set_setting(INSTALLATION, &number, None).await?;
        }
        self.check().await;
        Ok(())
    }

    /// The valid entitlement, or why there is none.
    pub(super) fn entitlement(&self) -> Result<Entitlement, Refusal> {
        standing(&locked(&self.gate).candidates, self.ports.now())
    }

    /// Whether sessions of a connection may run.
    pub(super) fn entitled(&self, connection: &StoredConnection) -> bool {
        self.entitlement().is_ok_and(|entitlement| {
            entitlement.admits(&connection.account.organization_id, connection.environment)
        })
    }

    /// Refuses an account whose organization the entitlement does not include. Before anything is
    /// saved; the caller revokes the token.
    pub(super) fn admit(
        &self,
        account: &Account,
        environment: Environment,
    ) -> Result<(), LoginFailure> {
        let entitlement = self.entitlement().map_err(not_entitled)?;
        if entitlement.admits(&account.organization_id, environment) {
            return Ok(());
        }
        let organization = account.organization_name.clone();
        let organization_id = account.organization_id.to_string();
        Err(match environment {
            Environment::Production => LoginFailure::OrganizationNotEntitled {
                organization,
                organization_id,
            },
            Environment::Sandbox => LoginFailure::SandboxNotEntitled {
                organization,
                organization_id,
            },
        })
    }

    /// Tells the host when the gate opened or closed since the last time; `always` also when not.
    pub(super) fn tell(&self, always: bool) {
        let now = self.entitlement().err().map(|refusal| refusal.problem);
        let changed = {
            let mut gate = locked(&self.gate);
            let changed = gate.told.as_ref() != Some(&now);
            gate.told = Some(now.clone());
            changed
        };
        if changed {
            let problem = now.map_or_else(|| "none".to_owned(), |problem| problem.to_string());
            tracing::info!(%problem, "the entitlement was judged");
        }
        if changed || always {
            self.ports.notify(Notice::GateChanged);
        }
    }
}

/// A login that cannot be begun or finished.
pub(super) fn not_entitled(refusal: Refusal) -> LoginFailure {
    LoginFailure::NotEntitled {
        problem: refusal.problem,
    }
}

/// The refusal of a valid entitlement that includes nothing of what is connected. Its files, which
/// stand first, open nothing either.
fn elsewhere(entitlement: &Entitlement, files: &mut [JudgedFile]) -> Refusal {
    let refusal = |file: Option<String>| Refusal {
        problem: Problem::WrongOrganization,
        file,
        entitlement: Some(Box::new(entitlement.clone())),
    };
    let decides = files.first().map(|judged| judged.file.clone());
    for judged in files {
        if judged.verdict == Verdict::Opens {
            judged.verdict = Verdict::Refused(refusal(Some(judged.file.clone())));
        }
    }
    refusal(decides)
}

fn outside(entitlement: &Entitlement, connections: &[StoredConnection]) -> Vec<NotIncluded> {
    connections
        .iter()
        .filter(|known| !entitlement.admits(&known.account.organization_id, known.environment))
        .map(|known| NotIncluded {
            organization: known.organization,
            account: known.account.clone(),
            environment: known.environment,
        })
        .collect()
}
