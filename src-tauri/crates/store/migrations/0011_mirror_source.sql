-- Which Salesforce organization the mirror shows. When another one is connected (a refreshed
-- sandbox, a changed service account) the next load takes over nothing of the old one.
ALTER TABLE mirror ADD COLUMN salesforce_organization TEXT;
ALTER TABLE mirror ADD COLUMN source_changed INTEGER NOT NULL DEFAULT 0;
