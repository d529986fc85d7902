//! Browsers that are logged in, and approve pages that are open.

use std::collections::{HashMap, VecDeque};

use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};

use crate::oauth::random_text;

/// Name of the cookie that keeps a browser logged in.
pub(super) const COOKIE: &str = "stand_in_session";

/// More than this are not remembered; the oldest are forgotten.
const MOST: usize = 10_000;

/// Values under names that nobody can guess.
struct Drawer<T> {
    kept: HashMap<String, T>,
    order: VecDeque<String>,
}

impl<T> Default for Drawer<T> {
    fn default() -> Self {
        Self {
            kept: HashMap::new(),
            order: VecDeque::new(),
        }
    }
}

impl<T> Drawer<T> {
    fn put(&mut self, value: T) -> String {
        let name = random_text(24);
        self.kept.insert(name.clone(), value);
        self.order.push_back(name.clone());
        if self.order.len() > MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.kept.remove(&oldest);
        }
        name
    }
}

struct LoggedIn {
    user: usize,
    expires: i64,
}

/// An approve page belongs to a user and to the request that it was shown for.
struct Ticket {
    user: usize,
    request: [u8; 32],
}

/// What the stand-in knows of browsers.
#[derive(Default)]
pub(crate) struct Browsers {
    sessions: Drawer<LoggedIn>,
    tickets: Drawer<Ticket>,
}

impl Browsers {
    /// Logs every browser out.
    pub(crate) fn forget(&mut self) -> usize {
        let count = self.sessions.kept.len();
        *self = Self::default();
        count
    }

    pub(super) fn log_in(&mut self, user: usize, life: i64, now: i64) -> String {
        let expires = now.saturating_add(life);
        self.sessions.put(LoggedIn { user, expires })
    }

    /// The user of a browser whose session lives; it is prolonged.
    pub(super) fn user(&mut self, headers: &HeaderMap, life: i64, now: i64) -> Option<usize> {
        let cookies = headers.get_all(header::COOKIE).into_iter();
        let texts = cookies.filter_map(|value| value.to_str().ok());
        let pairs = texts
            .flat_map(|text| text.split(';'))
            .filter_map(|p| p.split_once('='));
        for (_, value) in pairs.filter(|(name, _)| name.trim() == COOKIE) {
            if let Some(session) = self.sessions.kept.get_mut(value.trim())
                && session.expires > now
            {
                session.expires = now.saturating_add(life);
                return Some(session.user);
            }
        }
        None
    }

    pub(super) fn ticket(&mut self, user: usize, request: &str) -> String {
        let request = Sha256::digest(request.as_bytes()).into();
        self.tickets.put(Ticket { user, request })
    }

    /// A ticket is good for one press of a button, at the page that it was made for.
    pub(super) fn punch(&mut self, ticket: &str, request: &str) -> Option<usize> {
        let ticket = self.tickets.kept.remove(ticket)?;
        let same = ticket.request[..] == Sha256::digest(request.as_bytes())[..];
        same.then_some(ticket.user)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten_when_there_are_too_many() {
        let mut drawer = Drawer::default();
        let first = drawer.put(0);
        for number in 1..=MOST {
            drawer.put(number);
        }
        assert_eq!((drawer.kept.len(), drawer.order.len()), (MOST, MOST));
        assert!(!drawer.kept.contains_key(&first));
    }

    #[test]
    fn a_ticket_is_good_once_and_for_its_own_request() {
        let mut browsers = Browsers::default();
        let ticket = browsers.ticket(3, "a");
        assert_eq!(browsers.punch(&ticket, "a"), Some(3));
        assert_eq!(browsers.punch(&ticket, "a"), None);
        let ticket = browsers.ticket(3, "a");
        assert_eq!(browsers.punch(&ticket, "b"), None);
    }
}
