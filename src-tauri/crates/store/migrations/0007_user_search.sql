-- Any three letters of a search key. The index knows which rows have the letters and not where
-- (`detail`), which is enough to find the few rows that `instr` then looks at.
CREATE VIRTUAL TABLE user_search USING fts5 (
    search_key,
    content = 'user',
    content_rowid = 'row',
    columnsize = 0,
    detail = none,
    tokenize = 'trigram remove_diacritics 1'
);

CREATE TRIGGER user_search_insert AFTER INSERT ON user BEGIN
    INSERT INTO user_search (rowid, search_key) VALUES (new.row, new.search_key);
END;

CREATE TRIGGER user_search_delete AFTER DELETE ON user BEGIN
    INSERT INTO user_search (user_search, rowid, search_key)
    VALUES ('delete', old.row, old.search_key);
END;

CREATE TRIGGER user_search_update AFTER UPDATE OF search_key ON user
WHEN old.search_key IS NOT new.search_key
BEGIN
    INSERT INTO user_search (user_search, rowid, search_key)
    VALUES ('delete', old.row, old.search_key);
    INSERT INTO user_search (rowid, search_key) VALUES (new.row, new.search_key);
END;
