-- Changes that look like a fault of the source: nothing was changed, an incident is open.
CREATE TABLE held_back (
    organization INTEGER NOT NULL PRIMARY KEY REFERENCES organization (row) ON DELETE CASCADE,
    incident     INTEGER NOT NULL REFERENCES incident (row) ON DELETE CASCADE,
    suspicion    INTEGER NOT NULL,
    -- Users or members before the session, and how many of them it would leave as they are.
    "before"     INTEGER NOT NULL,
    "after"      INTEGER NOT NULL,
    since        INTEGER NOT NULL,
    seen         INTEGER NOT NULL,
    by_full_load INTEGER NOT NULL,
    -- How many a person agreed to.
    confirmed    INTEGER
) STRICT, WITHOUT ROWID;
