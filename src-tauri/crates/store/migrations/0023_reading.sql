-- The one open incident of an organization whose users Salesforce refuses to let be read.
CREATE UNIQUE INDEX incident_open_reading ON incident (organization)
    WHERE scope = 'reading' AND until IS NULL;
