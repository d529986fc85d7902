-- The id that an organization has elsewhere, its own switch, and the mark of one that is being wiped:
-- it is gone for everybody, and its rows follow a few at a time.
ALTER TABLE organization ADD COLUMN external_id     TEXT;
ALTER TABLE organization ADD COLUMN synchronization INTEGER NOT NULL DEFAULT 1;
ALTER TABLE organization ADD COLUMN deleted         INTEGER NOT NULL DEFAULT 0;

CREATE UNIQUE INDEX organization_by_external_id ON organization (external_id)
    WHERE external_id IS NOT NULL AND deleted = 0;
