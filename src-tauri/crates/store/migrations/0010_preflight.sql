-- The checks of the connected service account as they last ended, one row each.
CREATE TABLE preflight (
    organization INTEGER NOT NULL REFERENCES organization (row) ON DELETE CASCADE,
    -- Names and results are positions in the lists of the domain.
    name         INTEGER NOT NULL,
    result       INTEGER NOT NULL,
    meaning      TEXT    NOT NULL,
    next_step    TEXT,
    checked      INTEGER NOT NULL,
    PRIMARY KEY (organization, name)
) STRICT, WITHOUT ROWID;
