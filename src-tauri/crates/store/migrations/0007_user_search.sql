-- Any three letters of name, e-mail or username.
CREATE VIRTUAL TABLE user_search USING fts5 (
    name_key,
    email_key,
    username_key,
    content = 'user',
    content_rowid = 'row',
    tokenize = 'trigram remove_diacritics 1'
);

CREATE TRIGGER user_search_insert AFTER INSERT ON user BEGIN
    INSERT INTO user_search (rowid, name_key, email_key, username_key)
    VALUES (new.row, new.name_key, new.email_key, new.username_key);
END;

CREATE TRIGGER user_search_delete AFTER DELETE ON user BEGIN
    INSERT INTO user_search (user_search, rowid, name_key, email_key, username_key)
    VALUES ('delete', old.row, old.name_key, old.email_key, old.username_key);
END;

CREATE TRIGGER user_search_update AFTER UPDATE OF name_key, email_key, username_key ON user
WHEN old.name_key IS NOT new.name_key
    OR old.email_key IS NOT new.email_key
    OR old.username_key IS NOT new.username_key
BEGIN
    INSERT INTO user_search (user_search, rowid, name_key, email_key, username_key)
    VALUES ('delete', old.row, old.name_key, old.email_key, old.username_key);
    INSERT INTO user_search (rowid, name_key, email_key, username_key)
    VALUES (new.row, new.name_key, new.email_key, new.username_key);
END;
