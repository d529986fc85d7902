-- How many entries of each kind an organization has: a view counts them by topic, and counting
-- 100,000 entries each time would take longer than reading the page. '' stands for none.
CREATE TABLE audit_count (
    organization TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    entries      INTEGER NOT NULL,
    PRIMARY KEY (organization, kind)
) STRICT, WITHOUT ROWID;

INSERT INTO audit_count (organization, kind, entries)
SELECT coalesce(organization, ''), kind, count(*) FROM audit GROUP BY 1, 2;

-- A trigger, for the audit is only added to: no entry leaves or changes its kind.
CREATE TRIGGER audit_is_counted AFTER INSERT ON audit
BEGIN
    INSERT INTO audit_count (organization, kind, entries)
    VALUES (coalesce(NEW.organization, ''), NEW.kind, 1)
    ON CONFLICT (organization, kind) DO UPDATE SET entries = entries + 1;
END;
