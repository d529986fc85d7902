-- When another Salesforce organization took the place of the one before: the calls to that one count
-- in its own limit. NULL while there has been one only.
ALTER TABLE mirror ADD COLUMN source_since INTEGER;
