-- An organization. Big tables refer to `row`: eight bytes instead of a 36-character id in every index.
CREATE TABLE organization (
    row                   INTEGER PRIMARY KEY,
    id                    TEXT    NOT NULL UNIQUE,
    name                  TEXT    NOT NULL,
    name_key              TEXT    NOT NULL,
    named_by_hand         INTEGER NOT NULL,
    service_account_login INTEGER NOT NULL,
    confirmed_no_lpc_user INTEGER NOT NULL,
    created               INTEGER NOT NULL
) STRICT;
