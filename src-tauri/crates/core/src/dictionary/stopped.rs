//! Why a session was stopped by a person's decision or by the entitlement: the words of
//! `SessionsStopped`. A test holds that each is explained.

use super::{Entry, Explanation, Remedy};

const GOES_ON: &str = "Nothing is lost: the next session reads what is missing.";

const fn entry(starts_with: &'static str, title: &'static str, who: &'static str) -> Entry {
    Entry {
        starts_with,
        explanation: Explanation {
            title,
            cause: GOES_ON,
            who,
            remedy: Remedy::Wait,
        },
    }
}

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        "synchronization of this organization is off",
        "Synchronization was turned off while the session ran",
        "You: turn synchronization on in Organizations.",
    ),
    entry(
        "“Login using Salesforce Service Account” is off",
        "Login using Salesforce Service Account was turned off while the session ran",
        "You: turn it on under Salesforce Connectivity.",
    ),
    entry(
        "sessions are stopped: your entitlement",
        "The entitlement ended, or does not include this organization any more",
        "You: import an entitlement that does. Connect(ME) support issues it.",
    ),
    entry(
        "the service account was disconnected",
        "The service account was disconnected while the session ran",
        "You: connect the service account again under Salesforce Connectivity.",
    ),
    Entry {
        starts_with: "another service account was connected",
        explanation: Explanation {
            title: "Another service account was connected while the session ran",
            cause: "What it had read was read with the account before, so it went no further.",
            who: "Nobody: a session of the new account follows by itself.",
            remedy: Remedy::Wait,
        },
    },
];
