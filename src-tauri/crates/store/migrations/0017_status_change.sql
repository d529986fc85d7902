-- What became of a member, change by change. A member's first evaluation leaves no row: the row that
-- ends a status also says when it began, so the first load of an organization writes nothing here.
CREATE TABLE status_change (
    row        INTEGER PRIMARY KEY,
    user       INTEGER NOT NULL REFERENCES user (row) ON DELETE CASCADE,
    at         INTEGER NOT NULL,
    -- The own status that ended, NULL for somebody who was no member, and when it had begun.
    before     INTEGER,
    began      INTEGER,
    -- The own status that began, NULL for somebody who left the group, and what suspends.
    own        INTEGER,
    incident   INTEGER REFERENCES incident (row) ON DELETE SET NULL,
    source     INTEGER NOT NULL
) STRICT;

CREATE INDEX status_change_by_user ON status_change (user, row);
-- For the foreign key: incidents are forgotten by age.
CREATE INDEX status_change_by_incident ON status_change (incident) WHERE incident IS NOT NULL;
-- The losses that a member went through.
CREATE INDEX incident_of_connection ON incident (organization, since) WHERE scope = 0;

-- Where a status comes from: 0 Salesforce.
ALTER TABLE user ADD COLUMN source INTEGER NOT NULL DEFAULT 0;
