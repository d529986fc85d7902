-- What a recovered connection leaves to be told, until it is dismissed.
CREATE TABLE recovery (
    organization   INTEGER NOT NULL PRIMARY KEY REFERENCES organization (row),
    lost_since     INTEGER NOT NULL,
    recovered_at   INTEGER NOT NULL,
    resumed        INTEGER NOT NULL,
    need_attention INTEGER NOT NULL,
    members_read   INTEGER NOT NULL
) STRICT;
