//! Users in a map.

use crate::directory::DirectoryUser;
use crate::environment::Environment;
use crate::holding::Verdict;
use crate::organization::OrganizationId;
use crate::plan::{
    BeginLoad, KnownUser, NotFound, Plan, PublishLoad, Rows, SessionId, Standing, State,
    StoreDelta, StorePages, Which, Work, Write,
};
pub(super) use crate::port::store::conformance::rig::{at, frozen, id, inactive, input, user};
use crate::salesforce_id::SalesforceId;
use crate::session::{Changes, Session, Trigger};
use crate::status::OwnStatus;
use std::collections::BTreeMap;
use std::ops::Range;

/// What is kept, as far as decisions look at it.
pub(super) struct Kept {
    pub(super) state: State,
    pub(super) users: BTreeMap<SalesforceId, KnownUser>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Missing(pub(super) &'static str);

impl From<NotFound> for Missing {
    fn from(NotFound(what): NotFound) -> Self {
        Self(what)
    }
}

impl Rows for &mut Kept {
    type Error = Missing;

    fn user(&mut self, id: &SalesforceId) -> Result<Option<KnownUser>, Missing> {
        Ok(self.users.get(id).cloned())
    }
    fn each(&mut self, which: Which, look: &mut dyn FnMut(KnownUser)) -> Result<(), Missing> {
        let users = self.users.values();
        users
            .filter(|known| which.includes(known.is_frozen))
            .cloned()
            .for_each(look);
        Ok(())
    }
    fn largest_id(&mut self) -> Result<Option<SalesforceId>, Missing> {
        Ok(self.users.keys().next_back().cloned())
    }
    fn named_by(&mut self, generations: Range<i64>) -> Result<u64, Missing> {
        let named = |known: &&KnownUser| generations.contains(&known.generation);
        Ok(self.users.values().filter(named).count() as u64)
    }
    fn open_session(&mut self, id: SessionId) -> Result<Option<Session>, Missing> {
        Ok((id.0 == 1).then(|| Session {
            trigger: Trigger::Schedule,
            started: at(0),
            ended: None,
            outcome: None,
            members_checked: 0,
            changed: 0,
            suspended: 0,
            api_calls: 0,
            fault: None,
        }))
    }
}

impl Kept {
    pub(super) fn new() -> Self {
        Self {
            state: State::new(OrganizationId::random()),
            users: BTreeMap::new(),
        }
    }

    /// After a first load of some users.
    pub(super) fn loaded(users: usize) -> Self {
        let mut kept = Self::new();
        kept.load((1..=users).map(user).collect(), 1_000);
        kept
    }

    /// Decides, and answers with the plan.
    pub(super) fn plan<W: Work>(&mut self, work: W) -> Result<(W::Answer, Plan), Missing> {
        let mut plan = Plan::new(self.state.clone());
        let mut rows = self;
        let answer = work.decide(&mut plan, &mut rows)?;
        Ok((answer, plan))
    }

    /// Decides and keeps it.
    pub(super) fn apply<W: Work>(&mut self, work: W) -> Result<W::Answer, Missing> {
        let (answer, plan) = self.plan(work)?;
        self.state = plan.state;
        for write in plan.users {
            self.write(write);
        }
        Ok(answer)
    }

    /// A whole load on one page.
    pub(super) fn load(&mut self, users: Vec<DirectoryUser>, second: i64) -> Verdict<Changes> {
        let load = self
            .apply(BeginLoad(Environment::Production))
            .expect("begins");
        let page = StorePages {
            load: load.clone(),
            users,
        };
        self.apply(page).expect("under way");
        let evaluation = input(second);
        let publish = PublishLoad { load, evaluation };
        self.apply(publish).expect("under way")
    }

    pub(super) fn delta(&mut self, users: Vec<DirectoryUser>, second: i64) -> Verdict<Changes> {
        let evaluation = input(second);
        self.apply(StoreDelta { users, evaluation })
            .expect("loaded")
    }

    pub(super) fn of(&self, number: usize) -> Option<OwnStatus> {
        self.users[&id(number)].standing.own
    }

    fn row(&mut self, row: i64) -> &mut KnownUser {
        let mut users = self.users.values_mut();
        users.find(|known| known.row == row).expect("a known row")
    }

    fn write(&mut self, write: Write) {
        match write {
            Write::Add(added) => {
                let known = KnownUser {
                    row: self.users.len() as i64 + 1,
                    user: added.user,
                    is_frozen: added.is_frozen,
                    last_seen: added.last_seen,
                    generation: added.generation,
                    absences: 0,
                    standing: added.standing,
                    since: added.since,
                };
                self.users.insert(known.user.id.clone(), known);
            }
            Write::Facts {
                row,
                user,
                generation,
                last_seen,
            } => {
                let known = self.row(row);
                known.user = *user;
                (known.generation, known.last_seen) = (generation, last_seen);
            }
            Write::Seen {
                row,
                generation,
                last_seen,
            } => {
                let known = self.row(row);
                (known.generation, known.last_seen) = (generation, last_seen);
            }
            Write::Evaluate(update) => {
                let known = self.row(update.row);
                known.standing = update.after;
                known.since = update.since;
                (known.is_frozen, known.absences) = (update.is_frozen, update.absences);
                known.last_seen = update.last_seen;
            }
            Write::Remove(row) => self.users.retain(|_, known| known.row != row),
        }
    }
}

/// A standing of somebody who was never suspended.
pub(super) fn standing(own: OwnStatus) -> Standing {
    Standing {
        own: Some(own),
        incident: None,
    }
}
