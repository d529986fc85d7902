//! The error dictionary: what a received text means, who can fix it, and by which button.
//!
//! An entry is chosen by the exact text or its beginning; the text itself is always shown verbatim
//! beside the explanation. Sources: facts about Salesforce's OAuth and REST errors.

mod sign_in;
mod stopped;

use crate::group::{FROZEN_TEXT, INACTIVE_TEXT, VANISHED_TEXT};
use crate::holding::SOURCE_PROBLEM;
use crate::status::{KEY_LOST_TEXT, SESSION_OVER_TEXT};
use serde::Serialize;
use ts_rs::TS;

/// The explanation of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// One line: what happened.
    pub title: &'static str,
    /// What the text means; says so when Salesforce does not tell causes apart.
    pub cause: &'static str,
    /// Who can put it right, and where.
    pub who: &'static str,
    /// The one button that helps.
    pub remedy: Remedy,
}

/// The one button of an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Remedy {
    /// Log in with the service account again.
    Reconnect,
    /// Nothing in this console helps; somebody changes a setting in Salesforce, then *Check now*.
    CheckNow,
    /// Nothing to press: it passes by itself.
    Wait,
}

/// Explains what was seen while Salesforce could not be asked. What the dictionary does not know is
/// an outage: nothing is wrong with the connection as far as anyone can tell.
pub fn explain_unreachable(detail: &str) -> Explanation {
    match explain(detail) {
        UNKNOWN => Explanation {
            title: "Salesforce cannot be reached",
            cause: "Salesforce or the network did not answer as it should. The list shows what was known before; nobody is suspended by this.",
            who: "Nobody for now: the console keeps trying. If other programs reach Salesforce, check proxy and firewall.",
            remedy: Remedy::CheckNow,
        },
        known => known,
    }
}

/// The longer beginnings first; a test holds that none hides another.
fn entries() -> impl Iterator<Item = &'static Entry> {
    ENTRIES
        .iter()
        .chain(sign_in::ENTRIES)
        .chain(stopped::ENTRIES)
}

struct Entry {
    starts_with: &'static str,
    explanation: Explanation,
}

/// Explains a received text. Unknown texts get an honest general entry.
pub fn explain(raw: &str) -> Explanation {
    entries()
        .find(|entry| raw.starts_with(entry.starts_with))
        .map_or(UNKNOWN, |entry| entry.explanation)
}

const UNKNOWN: Explanation = Explanation {
    title: "Salesforce refused",
    cause: "This console does not know the text. Salesforce’s own words are shown unchanged.",
    who: "A Salesforce administrator of the organization. Support can help with the copied text.",
    remedy: Remedy::CheckNow,
};

const PORTAL: Explanation = Explanation {
    title: "Something on the network answers in Salesforce’s place",
    cause: "Mostly the sign-in page of a guest network, or a proxy. The console believed none of it: the saved sign-in is untouched and nobody is suspended by this.",
    who: "You: open a browser, sign in to the network, then check again. If it stays, whoever runs the network or the proxy: let this computer reach Salesforce directly.",
    remedy: Remedy::CheckNow,
};

const ENTRIES: &[Entry] = &[
    Entry {
        starts_with: "invalid_grant: expired access/refresh token",
        explanation: Explanation {
            title: "The service account’s token is no longer valid",
            cause: "It expired, was revoked or was replaced. Salesforce does not say which.",
            who: "You, with the service account’s login. Nothing to do for the users.",
            remedy: Remedy::Reconnect,
        },
    },
    Entry {
        starts_with: "invalid_client_id",
        explanation: Explanation {
            title: "Salesforce does not know the consumer key",
            cause: "The key belongs to another organization, the app was deleted, or it is newer than ten minutes.",
            who: "You: check the consumer key under Salesforce Connectivity, then connect again.",
            remedy: Remedy::Reconnect,
        },
    },
    Entry {
        starts_with: "invalid_client",
        explanation: Explanation {
            title: "Salesforce did not accept the app",
            cause: "The External Client App asks for a secret or is not installed in this organization.",
            who: "A Salesforce administrator: Setup › External Client App Manager.",
            remedy: Remedy::Reconnect,
        },
    },
    Entry {
        starts_with: "invalid_grant: ip restricted",
        explanation: Explanation {
            title: "This computer’s network is not allowed",
            cause: "The app or the service account’s profile accepts only certain IP addresses.",
            who: "A Salesforce administrator: IP Relaxation of the app, or Login IP Ranges of the profile.",
            remedy: Remedy::CheckNow,
        },
    },
    Entry {
        starts_with: "invalid_app_access",
        explanation: Explanation {
            title: "The service account is not approved for the app",
            cause: "The app admits only users whom an administrator approved in advance.",
            who: "A Salesforce administrator: the app’s policies, Permitted Users.",
            remedy: Remedy::CheckNow,
        },
    },
    Entry {
        starts_with: "inactive_user",
        explanation: Explanation {
            title: "The service account is deactivated",
            cause: "Salesforce reports the account itself as inactive.",
            who: "A Salesforce administrator: activate the service account.",
            remedy: Remedy::CheckNow,
        },
    },
    Entry {
        starts_with: INACTIVE_TEXT,
        explanation: Explanation {
            title: "This user is deactivated in Salesforce",
            cause: "The user record is not active, so nothing can be synchronized for this person.",
            who: "A Salesforce administrator: activate the user, or leave it if the person has gone.",
            remedy: Remedy::CheckNow,
        },
    },
    Entry {
        starts_with: FROZEN_TEXT,
        explanation: Explanation {
            title: "This user is frozen in Salesforce",
            cause: "An administrator froze the login; the record stays active.",
            who: "A Salesforce administrator: unfreeze the user.",
            remedy: Remedy::CheckNow,
        },
    },
    Entry {
        starts_with: VANISHED_TEXT,
        explanation: Explanation {
            title: "Salesforce no longer shows this user",
            cause: "Two complete lists did not contain the user. The service account may have lost View All Users.",
            who: "A Salesforce administrator: check the service account’s permissions.",
            remedy: Remedy::CheckNow,
        },
    },
    Entry {
        starts_with: KEY_LOST_TEXT,
        explanation: Explanation {
            title: "The saved sign-in cannot be opened",
            cause: "The key in this computer’s key store is gone, so the sealed token is unreadable.",
            who: "You, with the service account’s login.",
            remedy: Remedy::Reconnect,
        },
    },
    Entry {
        starts_with: SESSION_OVER_TEXT,
        explanation: Explanation {
            title: "The sign-in was for one session only",
            cause: "This computer offered no key store, so the sign-in was held in memory, as chosen, until the console was closed.",
            who: "You, with the service account’s login. Start the key store first (Credential Manager, Keychain or Secret Service) to keep the next one.",
            remedy: Remedy::Reconnect,
        },
    },
    Entry {
        // The words of `VaultError::KeyStoreLocked`.
        starts_with: "the key store of this computer is locked",
        explanation: Explanation {
            title: "The key store of this computer is locked",
            cause: "The saved sign-in cannot be opened, so no session can run. Nothing is lost.",
            who: "You: unlock the key store (Credential Manager, Keychain or Secret Service), then check again.",
            remedy: Remedy::CheckNow,
        },
    },
    Entry {
        // The words of `VaultError::NoKeyStore`.
        starts_with: "this computer offers no key store",
        explanation: Explanation {
            title: "The key store of this computer is gone",
            cause: "The saved sign-in cannot be opened, so no session can run. Nothing is lost.",
            who: "You: start the key store (Credential Manager, Keychain or Secret Service), then check again.",
            remedy: Remedy::CheckNow,
        },
    },
    Entry {
        // The words of the adapter for a page under 200, as a captive portal gives it.
        starts_with: "a web page came in place of Salesforce’s answer",
        explanation: PORTAL,
    },
    Entry {
        starts_with: "Salesforce answered with a redirect",
        explanation: PORTAL,
    },
    Entry {
        // A portal or a proxy that cannot show a certificate for Salesforce’s name.
        starts_with: "no connection to Salesforce: invalid peer certificate",
        explanation: PORTAL,
    },
    Entry {
        // The words of hyper for an answer to CONNECT that is not a 200, a 407 included.
        starts_with: "no connection to Salesforce: tunnel error",
        explanation: Explanation {
            title: "The proxy did not let the console through",
            cause: "The proxy of this computer or network refused the way to Salesforce, or asked for a password, which the console cannot give. The list shows what was known before; nobody is suspended by this.",
            who: "Whoever runs the proxy: let this computer reach login.salesforce.com, test.salesforce.com and the hosts under my.salesforce.com without a password. Then check again.",
            remedy: Remedy::CheckNow,
        },
    },
    Entry {
        starts_with: SOURCE_PROBLEM,
        explanation: Explanation {
            title: "The changes do not look like people",
            cause: "So many at once mostly means that Salesforce shows the service account less than there is: a permission was taken away, or a bulk change went wrong. Nothing was changed here.",
            who: "A Salesforce administrator: check the service account’s View All Users and recent bulk changes. If the numbers are right, you: Apply anyway.",
            remedy: Remedy::CheckNow,
        },
    },
    Entry {
        starts_with: "REQUEST_LIMIT_EXCEEDED",
        explanation: Explanation {
            title: "The organization’s API requests are used up",
            cause: "All apps together reached the limit of the last 24 hours.",
            who: "Nobody: the console asks again later. A Salesforce administrator can see the use in Setup.",
            remedy: Remedy::Wait,
        },
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_the_article_leads_to_reconnect() {
        assert_eq!(
            explain("invalid_grant: expired access/refresh token").remedy,
            Remedy::Reconnect,
        );
    }

    #[test]
    fn an_entry_never_hides_a_longer_one_behind_it() {
        for (index, entry) in entries().enumerate() {
            for later in entries().skip(index + 1) {
                assert!(
                    !later.starts_with.starts_with(entry.starts_with),
                    "{} would never be found",
                    later.starts_with,
                );
            }
        }
    }

    #[test]
    fn every_reason_that_stops_a_session_is_explained() {
        for stopped in crate::engine::SessionsStopped::ALL {
            let explained = explain_unreachable(&stopped.to_string());
            assert_eq!(explained.remedy, Remedy::Wait, "{stopped}: {explained:?}");
        }
    }

    #[test]
    fn an_unknown_text_gets_an_honest_answer() {
        assert_eq!(explain("something new"), UNKNOWN);
    }
}
