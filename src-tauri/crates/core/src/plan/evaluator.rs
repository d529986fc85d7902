//! Evaluations: the rules of [`crate::group`] applied to users, with the counters and incidents that
//! follow from them.

use super::state::State;
use super::user::{Added, KnownUser, Standing, Update, Write};
use super::work::{Rows, Which};
use crate::directory::DirectoryUser;
use crate::group::{self, Previous};
use crate::salesforce_id::SalesforceId;
use crate::session::Changes;
use crate::status::OwnStatus;
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};

/// What every evaluation needs beside the users.
#[derive(Debug, Clone)]
pub struct EvaluationInput {
    /// The pinned service account; never a member.
    pub service_account: SalesforceId,
    /// All frozen users; `None` where that cannot be read. `Some` in a delta means: as known now.
    pub frozen: Option<Vec<SalesforceId>>,
    /// When Salesforce was asked.
    pub now: Timestamp,
    /// Whether what looks like a fault of the source is held back. A rule that an admin changed
    /// will say `false`: whom it removes was meant to go.
    pub hold_back: bool,
}

/// What evaluations add up to.
#[derive(Debug)]
pub(super) struct Evaluated {
    pub(super) state: State,
    pub(super) users: Vec<Write>,
    pub(super) changes: Changes,
    /// Members who had a status and were suspended or left the group.
    pub(super) flips: u64,
}

/// Evaluates users one after the other.
pub(super) struct Evaluator {
    pub(super) now: Timestamp,
    service_account: SalesforceId,
    frozen: Option<HashSet<SalesforceId>>,
    /// Users whom a changed service account touched, as they are since.
    touched: HashMap<SalesforceId, KnownUser>,
    evaluated: Evaluated,
}

impl Evaluator {
    /// Begins, and takes up a service account that changed since the last evaluation: the new one
    /// leaves the group at once, and the old one is a user like any other.
    pub(super) fn begin<R: Rows>(
        state: State,
        input: EvaluationInput,
        rows: &mut R,
    ) -> Result<Self, R::Error> {
        let old = state.mirror.service_account.clone();
        let mut evaluator = Self {
            now: input.now,
            service_account: input.service_account,
            frozen: input.frozen.map(|list| list.into_iter().collect()),
            touched: HashMap::new(),
            evaluated: Evaluated {
                state,
                users: Vec::new(),
                changes: Changes::default(),
                flips: 0,
            },
        };
        if old.as_ref() != Some(&evaluator.service_account) {
            evaluator.take_up_service_account(old.as_ref(), rows)?;
        }
        Ok(evaluator)
    }

    pub(super) fn state(&mut self) -> &mut State {
        &mut self.evaluated.state
    }

    pub(super) fn frozen(&self) -> Option<&HashSet<SalesforceId>> {
        self.frozen.as_ref()
    }

    /// Whether a user is frozen; `None` where that is unknown.
    pub(super) fn is_frozen(&self, id: &SalesforceId) -> Option<bool> {
        self.frozen.as_ref().map(|list| list.contains(id))
    }

    pub(super) fn user<R: Rows>(
        &mut self,
        id: &SalesforceId,
        rows: &mut R,
    ) -> Result<Option<KnownUser>, R::Error> {
        match self.touched.remove(id) {
            Some(touched) => Ok(Some(touched)),
            None => rows.user(id),
        }
    }

    /// Shows every user of a kind.
    pub(super) fn each<R: Rows>(
        &mut self,
        which: Which,
        rows: &mut R,
        mut look: impl FnMut(&mut Self, KnownUser),
    ) -> Result<(), R::Error> {
        rows.each(which, &mut |known| {
            let known = self.touched.remove(&known.user.id).unwrap_or(known);
            look(self, known);
        })
    }

    /// Takes up what Salesforce says now about a user who is known, and answers what is known then.
    pub(super) fn write_facts(&mut self, known: KnownUser, user: DirectoryUser) -> KnownUser {
        let mirror = &self.evaluated.state.mirror;
        let last_seen = mirror
            .last_seen(known.generation, known.last_seen)
            .max(self.now);
        // Whoever is named while a load is under way was seen by that load.
        let generation = mirror.newest_generation();
        let users = &mut self.evaluated.users;
        users.push(facts(&known, &user, generation, last_seen));
        KnownUser {
            user,
            last_seen,
            ..known
        }
    }

    /// Evaluates a user whom Salesforce shows now, and answers the standing.
    pub(super) fn evaluate(&mut self, known: &KnownUser) -> Standing {
        let is_frozen = self.is_frozen(&known.user.id);
        let after = self.seen(&known.user, is_frozen, known.previous());
        if after != known.standing || is_frozen != known.is_frozen || known.absences != 0 {
            self.write(Update {
                after,
                is_frozen,
                absences: 0,
                ..known.update()
            });
        }
        after
    }

    /// Adds a user whom nobody knew, and evaluates it at once.
    pub(super) fn add(&mut self, user: DirectoryUser) {
        let is_frozen = self.is_frozen(&user.id);
        let standing = self.seen(&user, is_frozen, None);
        let Evaluated { state, changes, .. } = &mut self.evaluated;
        state.enter(standing);
        changes.changed += u64::from(standing.own.is_some());
        changes.newly_suspended += u64::from(standing.own == Some(OwnStatus::Suspended));
        let added = Added {
            generation: state.mirror.newest_generation(),
            user,
            is_frozen,
            last_seen: self.now,
            standing,
            since: standing.own.map(|_| self.now),
        };
        self.evaluated.users.push(Write::Add(Box::new(added)));
    }

    /// The standing that facts give to a user whom Salesforce shows.
    pub(super) fn seen(
        &mut self,
        user: &DirectoryUser,
        is_frozen: Option<bool>,
        previous: Option<Previous>,
    ) -> Standing {
        let evaluation = group::evaluate(user, is_frozen, &self.service_account, previous);
        self.standing(evaluation)
    }

    /// The standing of a user whom a complete list did not contain; `absences` counts this one.
    pub(super) fn absent(&mut self, known: &KnownUser, absences: u32) -> Standing {
        let Some(previous) = known.previous() else {
            return Standing::NOT_A_MEMBER;
        };
        let evaluation = group::evaluate_absent(previous, absences);
        if evaluation.cause.is_none() && evaluation.status == known.standing.own {
            // Nothing changes, so a suspension keeps its text too.
            return known.standing;
        }
        self.standing(evaluation)
    }

    /// Takes an update up and counts it. A status that changes begins now.
    pub(super) fn write(&mut self, mut update: Update) {
        let (before, after) = (update.before, update.after);
        let evaluated = &mut self.evaluated;
        if before.own != after.own {
            update.since = after.own.map(|_| self.now);
            // Somebody who was listed before the first evaluation and is no member never was one.
            let never_was_one =
                before.own == Some(OwnStatus::NotInitialized) && after.own.is_none();
            evaluated.changes.changed += u64::from(!never_was_one);
            let suspended = after.own == Some(OwnStatus::Suspended);
            evaluated.changes.newly_suspended += u64::from(suspended);
            let had_one = !matches!(
                before.own,
                None | Some(OwnStatus::NotInitialized | OwnStatus::Suspended)
            );
            let lost_it = matches!(after.own, None | Some(OwnStatus::Suspended));
            evaluated.flips += u64::from(had_one && lost_it);
        }
        evaluated.state.leave(before);
        evaluated.state.enter(after);
        evaluated.users.push(Write::Evaluate(update));
    }

    /// Removes a user from the mirror.
    pub(super) fn remove(&mut self, known: &KnownUser) {
        if known.standing.own.is_some() {
            self.evaluated.changes.changed += 1;
        }
        self.evaluated.state.leave(known.standing);
        self.evaluated.users.push(Write::Remove(known.row));
    }

    pub(super) fn finish(mut self) -> Evaluated {
        self.evaluated.state.close_untouched(self.now);
        self.evaluated
    }

    fn standing(&mut self, evaluation: group::Evaluation) -> Standing {
        let now = self.now;
        let incident = |cause| (self.evaluated.state).incident_of_members(&cause, now);
        Standing {
            own: evaluation.status,
            incident: evaluation.cause.map(incident),
        }
    }

    fn take_up_service_account<R: Rows>(
        &mut self,
        old: Option<&SalesforceId>,
        rows: &mut R,
    ) -> Result<(), R::Error> {
        let new = self.service_account.clone();
        self.state().mirror.service_account = Some(new.clone());
        for id in std::iter::once(&new).chain(old) {
            let Some(mut known) = rows.user(id)? else {
                continue;
            };
            if id != &new && known.waits_for_a_load() {
                continue;
            }
            let after = self.seen(&known.user, known.is_frozen, known.previous());
            if after != known.standing {
                self.write(Update {
                    after,
                    ..known.update()
                });
                if after.own != known.standing.own {
                    known.since = after.own.map(|_| self.now);
                }
                known.standing = after;
                self.touched.insert(id.clone(), known);
            }
        }
        Ok(())
    }
}

/// Most users have not changed when they are read again; then only that they were is written.
pub(super) fn facts(
    known: &KnownUser,
    user: &DirectoryUser,
    generation: i64,
    last_seen: Timestamp,
) -> Write {
    let row = known.row;
    if &known.user == user {
        return Write::Seen {
            row,
            generation,
            last_seen,
        };
    }
    Write::Facts {
        row,
        user: Box::new(user.clone()),
        generation,
        last_seen,
    }
}
