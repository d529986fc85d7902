-- Where the mirror of an organization stands: what is published, and the load under way, if any.
-- Instants are milliseconds since 1970 here and everywhere.
CREATE TABLE mirror (
    organization      INTEGER NOT NULL PRIMARY KEY REFERENCES organization (row),
    environment       TEXT,
    generation        INTEGER NOT NULL DEFAULT 0,
    watermark         INTEGER,
    full_load         INTEGER,
    -- The pinned service account as the last evaluation named it; never a member.
    service_account   TEXT,
    load_generation   INTEGER,
    load_environment  TEXT,
    load_resume_after TEXT
) STRICT;
