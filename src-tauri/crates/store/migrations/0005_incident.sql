-- One cause from the moment it appears until it is gone. Rows of users refer to it instead of
-- repeating its text.
CREATE TABLE incident (
    row          INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (row),
    -- 0 the connection, 1 single members.
    scope        INTEGER NOT NULL,
    class        INTEGER NOT NULL,
    raw          TEXT    NOT NULL,
    since        INTEGER NOT NULL,
    until        INTEGER,
    -- Members that refer to it; stays 0 for the connection's incident, which touches everyone.
    members      INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX incident_open_connection ON incident (organization)
    WHERE scope = 0 AND until IS NULL;
CREATE UNIQUE INDEX incident_open_user ON incident (organization, class, raw)
    WHERE scope = 1 AND until IS NULL;
