-- What the desktop was told of a connection's incident: 0 nothing, 1 that it began, 2 nothing more.
-- Of incidents that are over already nothing is told any more.
ALTER TABLE incident ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
UPDATE incident SET told = 2 WHERE until IS NOT NULL;
CREATE INDEX incident_untold_end ON incident (organization) WHERE told = 1 AND until IS NOT NULL;
