use std::collections::BTreeMap;

use serde::Serialize;

/// What has happened since the start.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Counters {
    /// Requests by endpoint, faults included.
    pub(crate) requests: BTreeMap<&'static str, u64>,
    /// Answers by endpoint and status; 0 stands for a connection closed without one.
    pub(crate) answers: BTreeMap<&'static str, BTreeMap<u16, u64>>,
    /// Answers with 400 and above.
    pub(crate) errors: u64,
    /// Requests that a fault was laid upon.
    pub(crate) faults_met: u64,
    /// Requests that count against the organization's API allowance.
    pub(crate) api_requests: u64,
    pub(crate) logins: u64,
    pub(crate) login_failures: u64,
    pub(crate) approvals: u64,
    pub(crate) denials: u64,
    pub(crate) codes_redeemed: u64,
    pub(crate) tokens_issued: u64,
    pub(crate) refreshes: u64,
    pub(crate) refresh_failures: u64,
    pub(crate) refreshes_waiting: u64,
    pub(crate) refresh_reuse_seen: u64,
    pub(crate) concurrent_refreshes_refused: u64,
    pub(crate) revocations: u64,
    pub(crate) queries: u64,
    pub(crate) query_pages: u64,
    pub(crate) rows_sent: u64,
    pub(crate) unauthorized: u64,
    /// What happened by itself.
    pub(crate) activity: ActivityCounters,
}

/// What happened by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct ActivityCounters {
    pub(crate) logins: u64,
    pub(crate) failed_logins: u64,
    pub(crate) edits: u64,
    pub(crate) arrivals: u64,
    pub(crate) departures: u64,
    /// What a jump of the clock would have brought beyond the most that is done at once.
    pub(crate) left_out: u64,
}
