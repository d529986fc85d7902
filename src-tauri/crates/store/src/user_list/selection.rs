//! Which rows a list, or a part of it, is made of.

use crate::column::Own;
use crate::failure::Failure;
use crate::{counter, incident};
use lpc_core::organization::OrganizationId;
use lpc_core::port::store::{OwnCounts, UserFilter};
use lpc_core::status::OwnStatus;
use rusqlite::Connection;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Selection {
    Everyone,
    Members,
    /// Everyone who is not a member.
    Others,
    /// Members with one of these own statuses.
    Own(Vec<OwnStatus>),
    /// Members whom one of these incidents suspends.
    Incidents {
        rows: Vec<i64>,
        members: u64,
    },
}

impl Selection {
    /// With the row of the organization, and its counts where the selection is counted by them.
    pub(super) fn of(
        db: &Connection,
        organization: OrganizationId,
        filter: &UserFilter,
    ) -> Result<(i64, OwnCounts, Self), Failure> {
        if let UserFilter::Cause(code) = filter {
            let (row, rows, members) = incident::with_code(db, organization, *code)?;
            return Ok((row, OwnCounts::default(), Self::Incidents { rows, members }));
        }
        let (row, counts) = counter::read(db, organization)?;
        let selection = match filter {
            UserFilter::Members => Self::Members,
            UserFilter::NotInGroup => Self::Others,
            UserFilter::Own(own) => {
                let mut own = own.clone();
                own.sort_unstable();
                own.dedup();
                Self::Own(own)
            }
            UserFilter::All | UserFilter::Cause(_) => Self::Everyone,
        };
        Ok((row, counts, selection))
    }

    /// How many rows there are, from the counters.
    pub(super) fn count(&self, counts: &OwnCounts) -> u64 {
        match self {
            Self::Everyone => counts.users,
            Self::Members => counts.all_members(),
            Self::Others => counts.users.saturating_sub(counts.all_members()),
            Self::Own(own) => own.iter().map(|own| counts.members[*own as usize]).sum(),
            Self::Incidents { members, .. } => *members,
        }
    }

    /// The condition on a row `u`. Only numbers of this crate's own stand in it.
    pub(super) fn condition(&self) -> String {
        match self {
            Self::Everyone => "true".to_owned(),
            Self::Members => "u.member = 1".to_owned(),
            Self::Others => "u.member = 0".to_owned(),
            Self::Own(own) => format!("u.own IN ({})", list(own.iter().map(|own| Own::code(*own)))),
            Self::Incidents { rows, .. } => format!(
                "u.incident IS NOT NULL AND u.incident IN ({})",
                list(rows.iter().copied())
            ),
        }
    }

    /// The same rows in the words that an index knows: without statuses that nobody has, and as
    /// all members when nobody else is left.
    pub(super) fn simplified(self, counts: &OwnCounts) -> Self {
        let Self::Own(own) = self else {
            return self;
        };
        let present: Vec<_> = own
            .into_iter()
            .filter(|own| counts.members[*own as usize] > 0)
            .collect();
        let selected: u64 = present
            .iter()
            .map(|own| counts.members[*own as usize])
            .sum();
        if present.len() > 1 && selected == counts.all_members() {
            Self::Members
        } else {
            Self::Own(present)
        }
    }

    /// Those of the selection who have one of these own statuses.
    pub(super) fn with_own(&self, wanted: &[OwnStatus]) -> Self {
        let selected: &[OwnStatus] = match self {
            Self::Everyone | Self::Members => &OwnStatus::ALL,
            Self::Others => &[],
            Self::Own(own) => own,
            Self::Incidents { .. } => &[OwnStatus::Suspended],
        };
        let both = wanted.iter().filter(|own| selected.contains(own));
        Self::Own(both.copied().collect())
    }

    /// Those of the selection who are not members.
    pub(super) fn others(&self) -> Option<Self> {
        matches!(self, Self::Everyone | Self::Others).then_some(Self::Others)
    }
}

fn list(numbers: impl Iterator<Item = i64>) -> String {
    numbers
        .map(|number| number.to_string())
        .collect::<Vec<_>>()
        .join(", ")
}
