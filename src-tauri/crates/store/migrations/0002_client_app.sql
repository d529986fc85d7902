-- What the admin entered per environment. The consumer key is not a secret.
CREATE TABLE client_app (
    organization INTEGER NOT NULL REFERENCES organization (row),
    environment  TEXT    NOT NULL,
    consumer_key TEXT    NOT NULL,
    login_origin TEXT,
    PRIMARY KEY (organization, environment)
) STRICT, WITHOUT ROWID;
