-- What was stored by its position in a list of the domain is stored by its word, and a text that was
-- received gets the code of what it means. The lists below are those of the version before: history,
-- and not to be changed with the domain.

-- Statuses and their sources stay numbers in the rows of users, their changes and checks, where a
-- word would stand a million times and in an index: these tables say what the numbers mean.
CREATE TABLE own_status (code INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO own_status (code, slug) VALUES
    (0, 'not-initialized'), (1, 'active'), (2, 'paused'), (3, 'disabled'), (4, 'suspended');
CREATE TABLE status_source (code INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO status_source (code, slug) VALUES (0, 'salesforce');

-- The beginnings of the texts that were known; the longest one counts.
CREATE TABLE known_text (beginning TEXT NOT NULL PRIMARY KEY, code TEXT NOT NULL) STRICT;
INSERT INTO known_text (beginning, code) VALUES
    ('invalid_grant: expired access/refresh token', 'token-expired'),
    ('invalid_grant: expired authorization code', 'code-too-late'),
    ('invalid_grant: invalid authorization code', 'code-too-late'),
    ('invalid_grant: authentication failure', 'account-cannot-sign-in'),
    ('invalid_grant: login rate exceeded', 'too-many-sign-ins'),
    ('invalid_grant: user hasn''t approved this consumer', 'approval-gone'),
    ('invalid_grant: ip restricted', 'network-not-allowed'),
    ('invalid_token', 'token-invalid'),
    ('invalid_client', 'app-not-accepted'),
    ('invalid_client_id', 'consumer-key-unknown'),
    ('invalid_app_access', 'not-approved'),
    ('invalid_scope', 'scope-missing'),
    ('invalid_request', 'request-not-accepted'),
    ('invalid_session_level', 'session-level-too-low'),
    ('inactive_user', 'account-inactive'),
    ('inactive_org', 'organization-locked'),
    ('Inactive', 'account-inactive'),
    ('app_blocked', 'app-blocked'),
    ('fail_close_app_blocked', 'app-blocked'),
    ('app_not_found', 'app-not-installed'),
    ('access_denied: end-user denied', 'denied'),
    ('rate_limit_exceeded', 'too-many-sign-ins'),
    ('redirect_uri_mismatch', 'callback-mismatch'),
    ('unsupported_grant_type', 'flow-not-allowed'),
    ('oauth_flow_disabled', 'flow-disabled'),
    ('REQUEST_LIMIT_EXCEEDED', 'request-limit'),
    ('REQUEST_LIMIT_EXCEEDED: ConcurrentRequests', 'concurrent-request-limit'),
    ('API_DISABLED_FOR_ORG', 'api-disabled-for-organization'),
    ('API_CURRENTLY_DISABLED', 'api-disabled-for-account'),
    ('INVALID_SESSION_ID', 'session-not-accepted'),
    ('INVALID_SESSION_ID: This session is not valid for use with the REST API', 'token-not-for-api'),
    ('INSUFFICIENT_ACCESS', 'access-insufficient'),
    ('the refreshed token names another account', 'other-account'),
    ('a web page came in place of Salesforce’s answer', 'portal'),
    ('Salesforce answered with a redirect', 'portal'),
    ('no connection to Salesforce: invalid peer certificate', 'portal'),
    ('no connection to Salesforce: tunnel error', 'proxy-refused'),
    ('User.IsActive = false', 'user-inactive'),
    ('UserLogin.IsFrozen = true', 'user-frozen'),
    ('User is no longer visible to the service account', 'user-vanished'),
    ('source problem: ', 'source-problem'),
    ('key lost: ', 'key-lost'),
    ('a saved secret cannot be opened', 'key-lost'),
    ('sign-in over: ', 'sign-in-over'),
    ('the key store of this computer is locked', 'key-store-locked'),
    ('this computer offers no key store', 'key-store-missing'),
    ('the vault cannot be read or written', 'own-data'),
    ('the organization is not connected', 'not-connected'),
    ('synchronization of this organization is off', 'synchronization-off'),
    ('“Login using Salesforce Service Account” is off', 'login-off'),
    ('sessions are stopped: your entitlement', 'not-entitled'),
    ('the service account was disconnected', 'disconnected'),
    ('another service account was connected', 'account-replaced');

-- Incidents are referred to by users, so their table is changed in place.
DROP INDEX incident_open_connection;
DROP INDEX incident_open_user;
DROP INDEX incident_of_connection;
DROP INDEX incident_untold_end;
ALTER TABLE incident RENAME COLUMN scope TO old_scope;
ALTER TABLE incident RENAME COLUMN class TO old_class;
ALTER TABLE incident RENAME COLUMN told TO old_told;
ALTER TABLE incident ADD COLUMN scope TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN class TEXT NOT NULL DEFAULT '';
-- What the desktop was told of a connection's incident.
ALTER TABLE incident ADD COLUMN told TEXT NOT NULL DEFAULT 'nothing';
-- What `raw` means: a code of the domain.
ALTER TABLE incident ADD COLUMN code TEXT NOT NULL DEFAULT '';
UPDATE incident SET
    scope = CASE old_scope WHEN 0 THEN 'connection' WHEN 1 THEN 'user' ELSE 'source' END,
    class = CASE old_class WHEN 0 THEN 'authorization' WHEN 1 THEN 'throttling'
                           WHEN 2 THEN 'other' ELSE 'source' END,
    told = CASE old_told WHEN 0 THEN 'nothing' WHEN 1 THEN 'beginning' ELSE 'everything' END,
    code = coalesce((SELECT code FROM known_text WHERE substr(raw, 1, length(beginning)) = beginning
                     ORDER BY length(beginning) DESC LIMIT 1), 'unknown');
ALTER TABLE incident DROP COLUMN old_scope;
ALTER TABLE incident DROP COLUMN old_class;
ALTER TABLE incident DROP COLUMN old_told;
CREATE UNIQUE INDEX incident_open_connection ON incident (organization)
    WHERE scope = 'connection' AND until IS NULL;
CREATE UNIQUE INDEX incident_open_user ON incident (organization, class, raw)
    WHERE scope = 'user' AND until IS NULL;
CREATE INDEX incident_of_connection ON incident (organization, since) WHERE scope = 'connection';
CREATE INDEX incident_untold_end ON incident (organization)
    WHERE told = 'beginning' AND until IS NOT NULL;

CREATE TABLE new_session (
    row             INTEGER PRIMARY KEY,
    organization    INTEGER NOT NULL REFERENCES organization (row),
    "trigger"       TEXT    NOT NULL,
    started         INTEGER NOT NULL,
    ended           INTEGER,
    outcome         TEXT,
    members_checked INTEGER NOT NULL DEFAULT 0,
    changed         INTEGER NOT NULL DEFAULT 0,
    newly_suspended INTEGER NOT NULL DEFAULT 0,
    suspended       INTEGER NOT NULL DEFAULT 0,
    api_calls       INTEGER NOT NULL DEFAULT 0,
    -- What stopped it.
    code            TEXT,
    raw             TEXT,
    CHECK ((code IS NULL) = (raw IS NULL))
) STRICT;
-- A text that nobody knew was shown as an outage.
INSERT INTO new_session
SELECT row, organization,
    CASE "trigger" WHEN 0 THEN 'connected' WHEN 1 THEN 'schedule' WHEN 2 THEN 'manual'
                   WHEN 3 THEN 'reconcile' WHEN 4 THEN 'apply-anyway' ELSE 'woken' END,
    started, ended,
    CASE outcome WHEN 0 THEN 'finished' WHEN 1 THEN 'failed' WHEN 2 THEN 'interrupted'
                 WHEN 3 THEN 'held-back' END,
    members_checked, changed, newly_suspended, suspended, api_calls,
    CASE WHEN raw IS NULL THEN NULL ELSE
        coalesce((SELECT code FROM known_text WHERE substr(raw, 1, length(beginning)) = beginning
                  ORDER BY length(beginning) DESC LIMIT 1), 'unreachable') END,
    raw
FROM session;
DROP TABLE session;
ALTER TABLE new_session RENAME TO session;
CREATE INDEX session_ended ON session (organization, row) WHERE ended IS NOT NULL;
CREATE INDEX session_open ON session (organization) WHERE ended IS NULL;
CREATE INDEX session_by_outcome ON session (organization, outcome, row);
CREATE INDEX session_by_start ON session (organization, started, api_calls);

CREATE TABLE new_member_check (
    row          INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (row),
    user         INTEGER NOT NULL REFERENCES user (row) ON DELETE CASCADE,
    at           INTEGER NOT NULL,
    outcome      TEXT    NOT NULL,
    -- The own status before and after, NULL for somebody who is no member.
    before       INTEGER REFERENCES own_status (code),
    after        INTEGER REFERENCES own_status (code),
    -- What stopped it.
    code         TEXT,
    raw          TEXT,
    api_calls    INTEGER NOT NULL,
    CHECK ((code IS NULL) = (raw IS NULL))
) STRICT;
INSERT INTO new_member_check
SELECT row, organization, user, at,
    CASE outcome WHEN 0 THEN 'unchanged' WHEN 1 THEN 'changed' WHEN 2 THEN 'not-shown'
                 WHEN 3 THEN 'outdated' ELSE 'failed' END,
    before, after,
    CASE WHEN raw IS NULL THEN NULL ELSE
        coalesce((SELECT code FROM known_text WHERE substr(raw, 1, length(beginning)) = beginning
                  ORDER BY length(beginning) DESC LIMIT 1), 'unreachable') END,
    raw, api_calls
FROM member_check;
DROP TABLE member_check;
ALTER TABLE new_member_check RENAME TO member_check;
CREATE INDEX member_check_by_user ON member_check (user, row);
CREATE INDEX member_check_by_time ON member_check (organization, at, api_calls);

CREATE TABLE new_preflight (
    organization INTEGER NOT NULL REFERENCES organization (row) ON DELETE CASCADE,
    name         TEXT    NOT NULL,
    result       TEXT    NOT NULL,
    meaning      TEXT    NOT NULL,
    next_step    TEXT,
    checked      INTEGER NOT NULL,
    PRIMARY KEY (organization, name)
) STRICT, WITHOUT ROWID;
INSERT INTO new_preflight
SELECT organization,
    CASE name WHEN 0 THEN 'environment' WHEN 1 THEN 'identity' WHEN 2 THEN 'active'
              WHEN 3 THEN 'view-all-data' WHEN 4 THEN 'api-enabled' WHEN 5 THEN 'not-a-member'
              WHEN 6 THEN 'view-all-users' WHEN 7 THEN 'manage-users'
              WHEN 8 THEN 'browser-sign-in' WHEN 9 THEN 'license' WHEN 10 THEN 'approvals'
              ELSE 'api-budget' END,
    CASE result WHEN 0 THEN 'passed' WHEN 1 THEN 'warning' WHEN 2 THEN 'blocking'
                ELSE 'unknown' END,
    meaning, next_step, checked
FROM preflight;
DROP TABLE preflight;
ALTER TABLE new_preflight RENAME TO preflight;

CREATE TABLE new_held_back (
    organization INTEGER NOT NULL PRIMARY KEY REFERENCES organization (row) ON DELETE CASCADE,
    incident     INTEGER NOT NULL REFERENCES incident (row) ON DELETE CASCADE,
    suspicion    TEXT    NOT NULL,
    -- Users or members before the session, and how many of them it would leave as they are.
    "before"     INTEGER NOT NULL,
    "after"      INTEGER NOT NULL,
    since        INTEGER NOT NULL,
    seen         INTEGER NOT NULL,
    by_full_load INTEGER NOT NULL,
    -- How many a person agreed to.
    confirmed    INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO new_held_back
SELECT organization, incident,
    CASE suspicion WHEN 0 THEN 'empty-list' WHEN 1 THEN 'lost-users' ELSE 'flips' END,
    "before", "after", since, seen, by_full_load, confirmed
FROM held_back;
DROP TABLE held_back;
ALTER TABLE new_held_back RENAME TO held_back;

DROP TABLE known_text;
