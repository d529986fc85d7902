//! The gate: which of the entitlements that were found opens the console now, and whom it admits.

use crate::connection::{Account, StoredConnection};
use crate::entitlement::{
    Candidate, Entitlement, JudgedFile, Problem, Refusal, Verdict, judge, standing, verdicts,
};
use crate::environment::Environment;
use crate::login::LoginFailure;
use crate::organization::OrganizationId;
use crate::salesforce_id::SalesforceId;
use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

/// Letters and digits that nobody takes for each other on the telephone.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// What the console knows about its entitlement; a restart reads it anew.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    pub(crate) candidates: Vec<Candidate>,
    /// A file that was imported and not kept, until the next one or *Check again*.
    pub(crate) rejected: Option<Refusal>,
    /// What was told last.
    pub(crate) told: Option<Option<Problem>>,
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
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotIncluded {
    /// Which organization of the console.
    #[serde(rename = "organizationId")]
    pub organization: OrganizationId,
    /// The Salesforce organization behind it.
    #[serde(flatten)]
    pub account: Account,
    pub environment: Environment,
}

impl Gate {
    /// The valid entitlement, or why there is none.
    pub(crate) fn standing(&self, now: Timestamp) -> Result<Entitlement, Refusal> {
        standing(&self.candidates, now)
    }

    pub(crate) fn reading(&self, connections: &[StoredConnection], now: Timestamp) -> GateReading {
        let mut standing = self.standing(now);
        let mut files = verdicts(&self.candidates, &standing, now);
        let mut not_included = Vec::new();
        if let Ok(entitlement) = &standing {
            not_included = outside(entitlement, connections);
            if !connections.is_empty() && not_included.len() == connections.len() {
                standing = Err(elsewhere(entitlement, &mut files));
            }
        }
        // One that was kept for later and has begun meanwhile is refused no more.
        let begun = |refusal: &Refusal| {
            let begins = refusal.entitlement.as_ref().map(|known| known.not_before);
            refusal.problem == Problem::NotYetValid && begins <= Some(now)
        };
        let accounts = connections.iter().map(|known| &known.account);
        let mut connected: Vec<_> = accounts.map(|one| one.organization_id.clone()).collect();
        // Named in the same order every time.
        connected.sort();
        GateReading {
            standing,
            rejected: self.rejected.clone().filter(|refusal| !begun(refusal)),
            files,
            not_included,
            connected,
        }
    }
}

/// Why a file that is imported does not open the console beside what is connected.
pub(crate) fn import_refused(
    candidate: &Candidate,
    connections: &[StoredConnection],
    now: Timestamp,
) -> Option<Refusal> {
    let entitlement = match judge(candidate, now) {
        Ok(entitlement) => entitlement,
        Err(refusal) => return Some(refusal),
    };
    let none_included =
        !connections.is_empty() && outside(&entitlement, connections).len() == connections.len();
    none_included.then(|| elsewhere_in(Some(candidate.file.clone()), &entitlement))
}

/// Refuses an account whose organization an entitlement does not include.
pub(crate) fn admit(
    standing: Result<Entitlement, Refusal>,
    account: &Account,
    environment: Environment,
) -> Result<(), LoginFailure> {
    let entitlement = standing.map_err(not_entitled)?;
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

/// A random number for an installation, about nobody.
pub(crate) fn installation_number(random: &dyn Fn() -> f64) -> String {
    let letter = || char::from(ALPHABET[((random() * 32.0) as usize).min(31)]);
    let letters: String = (0..8).map(|_| letter()).collect();
    format!("LPC-{}-{}", &letters[..4], &letters[4..])
}

/// A login that cannot be begun or finished.
pub(crate) fn not_entitled(refusal: Refusal) -> LoginFailure {
    LoginFailure::NotEntitled {
        problem: refusal.problem,
    }
}

/// The refusal of a valid entitlement that includes nothing of what is connected. Its files, which
/// stand first, open nothing either.
fn elsewhere(entitlement: &Entitlement, files: &mut [JudgedFile]) -> Refusal {
    let decides = files.first().map(|judged| judged.file.clone());
    for judged in files {
        if judged.verdict == Verdict::Opens {
            let refusal = elsewhere_in(Some(judged.file.clone()), entitlement);
            judged.verdict = Verdict::Refused(refusal);
        }
    }
    elsewhere_in(decides, entitlement)
}

fn elsewhere_in(file: Option<String>, entitlement: &Entitlement) -> Refusal {
    Refusal {
        problem: Problem::WrongOrganization,
        file,
        entitlement: Some(Box::new(entitlement.clone())),
    }
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
