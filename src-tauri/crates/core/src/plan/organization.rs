//! Organizations that are added, changed and deleted, as all of them are by then.

use crate::audit::{AuditKind, Change, NewEntry, Stamp, changes};
use crate::naming::NamingProblem;
use crate::number::grouped;
use crate::organization::{Organization, OrganizationChange, OrganizationId, Others};
use crate::text;

/// What becomes of an organization.
#[derive(Debug, Clone)]
pub enum OrganizationEdit {
    Add(Organization),
    Change(OrganizationId, OrganizationChange),
    /// Hides it for good; its rows are wiped little by little.
    Delete(OrganizationId),
}

/// An edit as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// How the organization is then, or was last.
    pub organization: Organization,
    pub entries: Vec<NewEntry>,
}

impl OrganizationEdit {
    /// Which organization.
    pub fn id(&self) -> OrganizationId {
        match self {
            Self::Add(organization) => organization.id,
            Self::Change(id, _) | Self::Delete(id) => *id,
        }
    }

    /// Decides beside all organizations that are known; `users` are those of this one. `None` where
    /// it is not among them.
    pub fn decide(
        self,
        known: &[Organization],
        users: u64,
        stamp: &Stamp,
    ) -> Result<Option<Edited>, NamingProblem> {
        let id = self.id();
        let before = known.iter().find(|known| known.id == id);
        let others = Others::of(known, id);
        let (mut organization, told) = match (self, before) {
            (Self::Add(added), _) => {
                added.fits_beside(&others)?;
                let change = match &added.external_id {
                    None => Change::to(&added.name),
                    Some(id) => Change::to(&added.name).of(id),
                };
                (added, vec![(AuditKind::OrganizationCreated, change)])
            }
            (_, None) => return Ok(None),
            (Self::Change(_, change), Some(before)) => {
                let mut changed = before.clone();
                change.apply(&mut changed, &others)?;
                let told = changes(before, &changed);
                (changed, told)
            }
            (Self::Delete(_), Some(before)) => {
                let wiped = format!("{} users wiped", grouped(users));
                let change = Change::between(&before.name, wiped);
                (
                    before.clone(),
                    vec![(AuditKind::OrganizationDeleted, change)],
                )
            }
        };
        organization.name = text::field(&organization.name).into_owned();
        let entry = |(kind, change)| NewEntry {
            stamp: stamp.clone(),
            kind,
            organization: Some(id),
            change,
        };
        Ok(Some(Edited {
            organization,
            entries: told.into_iter().map(entry).collect(),
        }))
    }
}
