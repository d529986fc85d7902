CREATE TABLE session (
    row             INTEGER PRIMARY KEY,
    organization    INTEGER NOT NULL REFERENCES organization (row),
    "trigger"       INTEGER NOT NULL,
    started         INTEGER NOT NULL,
    ended           INTEGER,
    outcome         INTEGER,
    members_checked INTEGER NOT NULL DEFAULT 0,
    changed         INTEGER NOT NULL DEFAULT 0,
    newly_suspended INTEGER NOT NULL DEFAULT 0,
    suspended       INTEGER NOT NULL DEFAULT 0,
    api_calls       INTEGER NOT NULL DEFAULT 0,
    raw             TEXT
) STRICT;

CREATE INDEX session_ended ON session (organization, row) WHERE ended IS NOT NULL;
CREATE INDEX session_open ON session (organization) WHERE ended IS NULL;
