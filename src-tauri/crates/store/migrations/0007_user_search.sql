-- Any three letters of a search key. The index knows which rows have the letters and not where
-- (`detail`), which is enough to find the few rows that `instr` then looks at. It is kept current
-- by the transactions that write `user.search_key` (search_index.rs says why not by triggers).
CREATE VIRTUAL TABLE user_search USING fts5 (
    search_key,
    content = 'user',
    content_rowid = 'row',
    columnsize = 0,
    detail = none,
    tokenize = 'trigram remove_diacritics 1'
);

-- Fewer, larger merges: a page of a full load seldom has to wait for one.
INSERT INTO user_search (user_search, rank) VALUES ('automerge', 8);
