//! What a session, and everything like it, does to what the console keeps: decided here, from what
//! is known and what was read, and nowhere else.
//!
//! A [`Work`] looks at the [`State`] of an organization and at the users it needs ([`Rows`]), and
//! leaves a [`Plan`]. A store reads the one and writes the other in a single transaction; it decides
//! nothing. Changes that look like a fault of the source ([`crate::holding`]) are found before the
//! first of them is written.

mod check;
mod connection;
mod delta;
mod evaluator;
mod load;
mod organization;
mod retention;
mod session;
mod state;
mod user;
mod verdict;
mod work;

pub use check::{CheckMember, KeepFailedCheck};
pub use connection::{
    DismissRecovery, EndLoss, Lose, PassOverAlerts, SavePreflight, SetSource, TakeAlert,
};
pub use delta::StoreDelta;
pub(crate) use delta::delta_from;
pub use evaluator::EvaluationInput;
pub use load::{BeginLoad, Load, PublishLoad, StorePages};
pub use organization::{Edited, OrganizationEdit};
pub use retention::Retention;
pub use session::{EndSession, SessionEnd};
pub use state::{KnownIncident, Loading, Mirror, NotFound, OwnCounts, SessionId, State, Told};
pub use user::{Added, KnownUser, Standing, Update, Write};
pub use verdict::ConfirmHeldBack;
pub use work::{Plan, Rows, Which, Work};

#[cfg(test)]
mod tests;
