//! Who logged in when. The half year before the start is computed: login `k` falls into the `k`th
//! part of it and belongs to a user by a shuffle of everybody that is another one in each round.
//! What happens after the start is kept.

mod history;
mod recorded;

use std::ops::Range;

use super::{DAY_MS, People};
use crate::identifiers::mix;
pub(super) use history::History;
use recorded::Recorded;

/// How a login came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoginType {
    Application,
    SingleSignOn,
    RemoteAccess2,
    RemoteAccessClient,
    SoapApi,
    PartnerProduct,
}

impl LoginType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Application => "Application",
            Self::SingleSignOn => "SAML Sfdc Initiated SSO",
            Self::RemoteAccess2 => "Remote Access 2.0",
            Self::RemoteAccessClient => "Remote Access Client",
            Self::SoapApi => "Other Apex API",
            Self::PartnerProduct => "Partner Product",
        }
    }

    /// A person in a browser.
    pub(crate) fn is_browser(self) -> bool {
        matches!(self, Self::Application | Self::SingleSignOn)
    }
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoginStatus {
    Success,
    InvalidPassword,
    ActivationRequired,
    ActivationPending,
    RestrictedCountry,
    RestrictedDomain,
    TokenRequired,
    RateExceeded,
}

impl LoginStatus {
    /// The text of `LoginHistory.Status`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Success => "Success",
            Self::InvalidPassword => "Invalid Password",
            Self::ActivationRequired => "Failed: Computer activation required",
            Self::ActivationPending => "Failed: Computer activation pending",
            Self::RestrictedCountry => "Restricted country",
            Self::RestrictedDomain => "Restricted domain",
            Self::TokenRequired => "Failed: API security token required",
            Self::RateExceeded => "Maximum Logins Exceeded",
        }
    }

    /// A failure of the kinds that happen, the frequent ones often.
    pub(crate) fn failure(roll: u64) -> Self {
        match roll % 100 {
            0..=69 => Self::InvalidPassword,
            70..=84 => Self::ActivationRequired,
            85..=91 => Self::ActivationPending,
            92..=94 => Self::RestrictedDomain,
            95..=96 => Self::RestrictedCountry,
            97..=98 => Self::TokenRequired,
            _ => Self::RateExceeded,
        }
    }
}

/// One row of the login history.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LoginRecord {
    pub(crate) user: usize,
    /// Milliseconds since the epoch, a whole second.
    pub(crate) time: i64,
    pub(crate) status: LoginStatus,
    pub(crate) kind: LoginType,
    /// Decides machine and address.
    pub(crate) roll: u64,
    /// The position of the registered app through which it came, if it is known.
    pub(crate) app: Option<usize>,
}

/// Salesforce keeps half a year.
const KEPT_MS: i64 = 183 * DAY_MS;

/// What is known of the logins.
pub(super) struct Logins {
    history: History,
    recorded: Recorded,
    /// Rows before this time are not shown any more.
    kept_from: i64,
}

impl Logins {
    pub(super) fn new(seed: u64, users: usize, anchor: i64) -> Self {
        Self {
            history: History::new(seed, users, anchor),
            recorded: Recorded::default(),
            kept_from: anchor - KEPT_MS,
        }
    }
}

impl People {
    /// Row numbers of the login history lie below this.
    pub(crate) fn login_rows(&self) -> u32 {
        self.logins.history.rows() + self.logins.recorded.end()
    }

    /// The row of the login history, unless it is vacant or too old.
    pub(crate) fn login(&self, row: usize) -> Option<LoginRecord> {
        let computed = self.logins.history.rows() as usize;
        let record = match row.checked_sub(computed) {
            None => self.logins.history.login(&self.drawing, row as u32)?,
            Some(late) => {
                let roll = mix(self.seed ^ 0x6c6f_6769, row as u64);
                self.logins.recorded.at(late, roll)?
            }
        };
        (record.time >= self.logins.kept_from).then_some(record)
    }

    /// Rows of the login history that can be the user's, ascending.
    pub(crate) fn login_rows_of(&self, user: usize) -> Vec<u32> {
        let computed = self.logins.history.rows();
        let mut rows = self.logins.history.rows_of(user);
        let recorded = self.logins.recorded.rows_of(user);
        rows.extend(recorded.into_iter().map(|late| computed + late));
        rows
    }

    /// Rows of the login history that cover the span of time.
    pub(crate) fn login_rows_in(&self, span: Range<i64>) -> Range<u32> {
        let computed = self.logins.history.rows();
        let (early, late) = (
            self.logins.history.rows_in(&span),
            self.logins.recorded.rows_in(&span),
        );
        let late = computed + late.start..computed + late.end;
        match (early.is_empty(), late.is_empty()) {
            (true, _) => late,
            (false, true) => early,
            (false, false) => early.start..late.end,
        }
    }

    /// When the user was let in last.
    pub(crate) fn last_login(&self, row: usize) -> Option<i64> {
        self.logins
            .recorded
            .last_success(row)
            .or_else(|| self.logins.history.last_success(&self.drawing, row))
    }

    /// Somebody was let in by OAuth.
    pub(crate) fn note_login(&mut self, row: usize, now: i64, app: usize) {
        let (kind, status) = (LoginType::RemoteAccess2, LoginStatus::Success);
        self.record_login(row, now, kind, status, Some(app));
    }

    /// Somebody tried to log in. The user record takes no notice beyond `LastLoginDate`.
    pub(crate) fn record_login(
        &mut self,
        row: usize,
        now: i64,
        kind: LoginType,
        status: LoginStatus,
        app: Option<usize>,
    ) {
        let earliest = self.anchor();
        self.logins
            .recorded
            .push(row, now.max(earliest), kind, status, app);
    }

    /// Lets the history end where it is too old at this time.
    pub(crate) fn forget_old_logins(&mut self, now: i64) {
        self.logins.kept_from = now.saturating_sub(KEPT_MS);
    }

    /// How this user comes in.
    pub(crate) fn usual_login(&self, row: usize, roll: u64) -> LoginType {
        history::usual_type(&self.drawing, row, roll)
    }
}

#[cfg(test)]
mod tests;
