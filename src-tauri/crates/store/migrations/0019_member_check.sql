-- Checks of one member by hand. They are no sessions: a session says that everyone was read.
CREATE TABLE member_check (
    row          INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (row),
    user         INTEGER NOT NULL REFERENCES user (row) ON DELETE CASCADE,
    at           INTEGER NOT NULL,
    outcome      INTEGER NOT NULL,
    -- The own status before and after, NULL for somebody who is no member.
    before       INTEGER,
    after        INTEGER,
    -- The text that stopped it.
    raw          TEXT,
    api_calls    INTEGER NOT NULL
) STRICT;

CREATE INDEX member_check_by_user ON member_check (user, row);
-- The console's own calls of the last day, and what is old.
CREATE INDEX member_check_by_time ON member_check (organization, at, api_calls);
