-- What an admin changed and what happened to connections. Names an organization by id and name, and
-- refers to no row, as it outlives them. No secret stands in it.
CREATE TABLE audit (
    row               INTEGER PRIMARY KEY AUTOINCREMENT,
    at                INTEGER NOT NULL,
    kind              TEXT    NOT NULL,
    -- 1 a person at this computer, 0 the console by itself.
    by_person         INTEGER NOT NULL,
    actor             TEXT,
    organization      TEXT,
    organization_name TEXT,
    subject           TEXT,
    before            TEXT,
    after             TEXT
) STRICT;

CREATE INDEX audit_by_organization ON audit (organization, row);
CREATE INDEX audit_by_kind ON audit (kind, row);

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is added to and never changed');
END;

CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is added to and never changed');
END;
