//! A full load: everyone, page by page under a generation number, then published at once.

use super::evaluator::{Evaluated, EvaluationInput, Evaluator, facts};
use super::state::{Loading, Mirror};
use super::user::{Added, KnownUser, Standing, Update, Write, bounded};
use super::verdict::{self, Case};
use super::work::{Plan, Rows, Which, Work};
use crate::directory::DirectoryUser;
use crate::environment::Environment;
use crate::group::{self, ABSENT_EVALUATIONS_UNTIL_SUSPENDED};
use crate::holding::{Finding, Verdict};
use crate::salesforce_id::SalesforceId;
use crate::session::Changes;
use crate::status::OwnStatus;
use jiff::Timestamp;

/// A full load under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    pub generation: i64,
    /// The largest `Id` already stored under this generation; the load goes on behind it.
    pub resume_after: Option<SalesforceId>,
    /// The largest `SystemModstamp` when it began; `None` until it was asked for. Whoever changes
    /// from then on may have been read before, so the watermark does not pass it.
    pub beginning: Option<Timestamp>,
}

/// Begins a full load, or takes up an unfinished one of the same environment.
#[derive(Debug, Clone, Copy)]
pub struct BeginLoad(pub Environment);

impl Work for BeginLoad {
    type Answer = Load;

    fn decide<R: Rows>(self, plan: &mut Plan, rows: &mut R) -> Result<Load, R::Error> {
        let mirror = &mut plan.state.mirror;
        let generation = match &mirror.loading {
            Some(loading) if loading.environment == self.0 && loading.resume_after.is_some() => {
                return Ok(Load {
                    generation: loading.generation,
                    resume_after: loading.resume_after.clone(),
                    beginning: loading.beginning,
                });
            }
            Some(abandoned) => abandoned.generation + 1,
            None => mirror.generation + 1,
        };
        mirror.loading = Some(Loading {
            generation,
            environment: self.0,
            resume_after: None,
            beginning: None,
            known: rows.named_by(mirror.generation..i64::MAX)?,
        });
        Ok(Load {
            generation,
            resume_after: None,
            beginning: None,
        })
    }
}

/// The most users that a load gathers before it stores them: eight of Salesforce's pages, about
/// 8 MiB, and what an end of the process costs.
const LARGEST_STEP: usize = 16_000;

impl Load {
    /// Whether so many users who were read are to be stored now, `stored` being there already. The
    /// steps grow with what is stored: each rewrites most pages of the sort indices, however few
    /// users it adds, so steps of one page would make a user dearer the more there are.
    pub fn is_step(gathered: usize, stored: u64) -> bool {
        gathered >= LARGEST_STEP || gathered as u64 >= stored / 2
    }
}

/// Stores users of one page or more. Statuses stay as they are; a new user who would be a member
/// stands in the list as *Not initialized*. With the first page the beginning of the load is kept.
#[derive(Debug)]
pub struct StorePages {
    pub load: Load,
    pub users: Vec<DirectoryUser>,
}

impl Work for StorePages {
    type Answer = ();

    fn decide<R: Rows>(self, plan: &mut Plan, rows: &mut R) -> Result<(), R::Error> {
        let generation = self.load.generation;
        let users = bounded(self.users);
        let loading = plan.state.mirror.loading(generation)?;
        loading.beginning = loading.beginning.or(self.load.beginning);
        let largest = users.iter().map(|user| &user.id).max();
        if largest > loading.resume_after.as_ref() {
            loading.resume_after = largest.cloned();
        }
        // Users come in the order of their ids, so in a first load nobody behind the largest is
        // known and need not be looked for.
        let largest_known = rows.largest_id()?;
        for user in users {
            let known = if Some(&user.id) > largest_known.as_ref() {
                None
            } else {
                rows.user(&user.id)?
            };
            match known {
                None => add(plan, user, generation),
                Some(known) => read_again(plan, &known, &user, generation),
            }
        }
        Ok(())
    }
}

fn add(plan: &mut Plan, user: DirectoryUser, generation: i64) {
    let standing = before_evaluation(&user, plan.state.mirror.service_account.as_ref());
    plan.state.enter(standing);
    plan.users.push(Write::Add(Box::new(Added {
        is_frozen: None,
        // A page does not know the time. Salesforce knew the user when it stamped the row;
        // publishing the load brings the time at which it was read.
        last_seen: user.modified,
        user,
        generation,
        standing,
        since: None,
    })));
}

fn read_again(plan: &mut Plan, known: &KnownUser, user: &DirectoryUser, generation: i64) {
    let mirror = &plan.state.mirror;
    let last_seen = mirror.last_seen(known.generation, known.last_seen);
    let after = before_evaluation(user, mirror.service_account.as_ref());
    plan.users.push(facts(known, user, generation, last_seen));
    if known.was_never_evaluated() && after == Standing::NOT_A_MEMBER {
        plan.state.leave(known.standing);
        plan.state.enter(after);
        plan.users.push(Write::Evaluate(Update {
            after,
            last_seen,
            ..known.update()
        }));
    }
}

/// The status before the first evaluation: *Not initialized* for those whom the facts at hand
/// admit to the group.
fn before_evaluation(user: &DirectoryUser, service_account: Option<&SalesforceId>) -> Standing {
    let nobody = SalesforceId::parse("000000000000000")
        .expect("fifteen zeros are Salesforce's own empty id");
    let service_account = service_account.unwrap_or(&nobody);
    let admitted = group::evaluate(user, None, service_account, None).status;
    Standing {
        own: admitted.map(|_| OwnStatus::NotInitialized),
        incident: None,
    }
}

/// The last of a full load: evaluates everyone ([`group::evaluate`]), marks who was not seen
/// ([`group::evaluate_absent`]), publishes the generation and moves the watermark to the load's
/// beginning. Held back ([`crate::holding`]), it changes nothing but the incident, and the next load
/// begins anew.
#[derive(Debug)]
pub struct PublishLoad {
    pub load: Load,
    pub evaluation: EvaluationInput,
}

impl Work for PublishLoad {
    type Answer = Verdict<Changes>;

    fn decide<R: Rows>(self, plan: &mut Plan, rows: &mut R) -> Result<Verdict<Changes>, R::Error> {
        let Self { load, evaluation } = self;
        let loading = plan.state.mirror.loading(load.generation)?.clone();
        let mirror = &plan.state.mirror;
        let moved = mirror.source_changed
            || mirror
                .environment
                .is_some_and(|old| old != loading.environment);
        // Users whom the published load or a change since then named, and this load does not.
        let missing = rows.named_by(mirror.generation..load.generation)?;
        let shown = rows.named_by(load.generation..load.generation + 1)?;
        let case = Case {
            by_full_load: true,
            now: evaluation.now,
            // Another environment or organization has other people.
            hold_back: evaluation.hold_back && !moved,
            list: Finding::of_list(loading.known, missing, shown),
        };
        let verdict = verdict::decide(plan, &case, |plan, agreed_to_list| {
            let evaluator = Evaluator::begin(plan.state.clone(), evaluation, rows)?;
            let publication = Publication {
                before: plan.state.mirror.clone(),
                loading,
                moved,
                // The list that a person saw held back was the first that did not name them.
                absence: if agreed_to_list {
                    ABSENT_EVALUATIONS_UNTIL_SUSPENDED
                } else {
                    1
                },
            };
            publication.evaluate_everyone(evaluator, rows)
        })?;
        if matches!(verdict, Verdict::HeldBack(_)) {
            // What this load read is not believed. Its number is not used again, for rows carry it.
            plan.state.mirror.loading(load.generation)?.resume_after = None;
        }
        Ok(verdict)
    }
}

struct Publication {
    before: Mirror,
    loading: Loading,
    /// Another environment or Salesforce organization than the published one.
    moved: bool,
    /// What not being named counts.
    absence: u32,
}

impl Publication {
    fn evaluate_everyone<R: Rows>(
        self,
        mut evaluator: Evaluator,
        rows: &mut R,
    ) -> Result<Evaluated, R::Error> {
        evaluator.each(Which::Everyone, rows, |evaluator, known| {
            if known.generation == self.loading.generation {
                self.seen(evaluator, &known);
            } else {
                self.absent(evaluator, &known);
            }
        })?;
        let now = evaluator.now;
        let mirror = &mut evaluator.state().mirror;
        // Not the largest stamp that was read: somebody who was read early may have changed before
        // somebody who was read late. Stamps of another environment say nothing about this one.
        let old = self.before.watermark.filter(|_| !self.moved);
        mirror.watermark = old.max(self.loading.beginning);
        mirror.environment = Some(self.loading.environment);
        mirror.generation = self.loading.generation;
        mirror.full_load = Some(now);
        mirror.loading = None;
        mirror.source_changed = false;
        Ok(evaluator.finish())
    }

    fn seen(&self, evaluator: &mut Evaluator, known: &KnownUser) {
        let is_frozen = evaluator.is_frozen(&known.user.id);
        // Ids are the same in a sandbox and in the production it was copied from. What was a fact
        // there is none here; what people decided holds.
        let holds = |status| matches!(status, OwnStatus::Paused | OwnStatus::Disabled);
        let previous = known.previous();
        let previous = previous.filter(|previous| !self.moved || holds(previous.status));
        let after = evaluator.seen(&known.user, is_frozen, previous);
        if after != known.standing || is_frozen != known.is_frozen || known.absences != 0 {
            evaluator.write(Update {
                after,
                is_frozen,
                absences: 0,
                ..known.update()
            });
        }
    }

    /// A user whom the load did not name. Members stay and turn red at the second time; the others,
    /// and everyone of an environment that was left, leave the mirror.
    fn absent(&self, evaluator: &mut Evaluator, known: &KnownUser) {
        let absences = known.absences.saturating_add(self.absence);
        let gone_stranger =
            known.standing.own.is_none() && absences >= ABSENT_EVALUATIONS_UNTIL_SUSPENDED;
        if self.moved || known.was_never_evaluated() || gone_stranger {
            return evaluator.remove(known);
        }
        let after = evaluator.absent(known, absences);
        evaluator.write(Update {
            after,
            is_frozen: evaluator.is_frozen(&known.user.id),
            absences,
            last_seen: self.before.last_seen(known.generation, known.last_seen),
            ..known.update()
        });
    }
}
