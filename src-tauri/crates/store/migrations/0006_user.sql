-- The mirror. The columns `…_key` are folded (no accents, no case); they sort and are searched.
-- `search_key` has name, username and e-mail on lines of their own, the e-mail only where it is not
-- part of the username already (mostly it is), which halves the search index.
CREATE TABLE user (
    row          INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (row),
    id           TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    email        TEXT    NOT NULL,
    username     TEXT    NOT NULL,
    profile      TEXT    NOT NULL,
    name_key     TEXT    NOT NULL,
    email_key    TEXT    NOT NULL,
    username_key TEXT    NOT NULL,
    profile_key  TEXT    NOT NULL,
    search_key   TEXT    NOT NULL,
    user_type    TEXT    NOT NULL,
    is_active    INTEGER NOT NULL,
    -- NULL where it cannot be read.
    is_frozen    INTEGER,
    last_login   INTEGER,
    modified     INTEGER NOT NULL,
    last_seen    INTEGER NOT NULL,
    -- The newest load that named this user.
    generation   INTEGER NOT NULL,
    -- Published loads in a row that did not name this user.
    absences     INTEGER NOT NULL DEFAULT 0,
    -- Whether `own` is set. A column of its own, so that a change of status leaves the five sort
    -- indices alone as long as membership stays.
    member       INTEGER NOT NULL,
    own          INTEGER,
    since        INTEGER,
    incident     INTEGER REFERENCES incident (row),
    CHECK (member = (own IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX user_by_id ON user (organization, id);
-- `member` at the end lets the lists of everyone, of members and of everyone else walk the same
-- index without touching a row.
CREATE INDEX user_by_name ON user (organization, name_key, id, member);
CREATE INDEX user_by_email ON user (organization, email_key, id, member);
CREATE INDEX user_by_username ON user (organization, username_key, id, member);
CREATE INDEX user_by_profile ON user (organization, profile_key, id, member);
CREATE INDEX user_by_since ON user (organization, since, id, member);
CREATE INDEX user_by_own ON user (organization, own, name_key, id);
CREATE INDEX user_by_incident ON user (incident) WHERE incident IS NOT NULL;

-- Users by own status; -1 counts those who are not members. Kept current by every transaction
-- that writes `user.own`.
CREATE TABLE own_count (
    organization INTEGER NOT NULL REFERENCES organization (row),
    own          INTEGER NOT NULL,
    users        INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (organization, own)
) STRICT, WITHOUT ROWID;
