-- The largest SystemModstamp that Salesforce knew when the load under way began, and how many users
-- were known then.
ALTER TABLE mirror ADD COLUMN load_beginning INTEGER;
ALTER TABLE mirror ADD COLUMN load_known INTEGER NOT NULL DEFAULT 0;

-- A load that was interrupted before its beginning was kept starts anew, under a number of its own.
UPDATE mirror SET load_generation = load_generation + 1, load_resume_after = NULL
WHERE load_generation IS NOT NULL;
