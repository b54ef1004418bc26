-- The installation as a whole, and who operates it.

-- One row, bumped in the transaction of every change that requests must see.
CREATE TABLE config_version (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO config_version (id, version) VALUES (1, 1);

-- Answers to creations that carried an Idempotency-Key, sealed, for as long as a client may ask again.
CREATE TABLE idempotency (
  actor      TEXT    NOT NULL,
  key        TEXT    NOT NULL,
  verb       TEXT    NOT NULL,
  request    TEXT    NOT NULL,
  answer     TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (actor, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_created_at ON idempotency (created_at);

CREATE TABLE user_account (
  id           TEXT    PRIMARY KEY,
  email        TEXT    NOT NULL UNIQUE,   -- lower case
  name         TEXT    NOT NULL,
  role         TEXT    NOT NULL,
  state        TEXT    NOT NULL,          -- active | disabled
  password     TEXT    NOT NULL,          -- encoded hash, with its parameters
  created_at   INTEGER NOT NULL,
  signed_in_at INTEGER
) STRICT, WITHOUT ROWID;

-- One-time links: an invitation, or a new password for a user that exists. Only digests of their secrets.
CREATE TABLE invitation (
  id         TEXT    PRIMARY KEY,
  email      TEXT    NOT NULL,
  name       TEXT    NOT NULL,
  role       TEXT    NOT NULL,
  kind       TEXT    NOT NULL,            -- invitation | reset
  user_id    TEXT    REFERENCES user_account (id) ON DELETE CASCADE,
  digest     TEXT    NOT NULL UNIQUE,
  created_by TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The link with which the first user is made; there is none once there is a user.
CREATE TABLE setup_link (
  digest     TEXT    PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE user_session (
  id            TEXT    PRIMARY KEY,
  user_id       TEXT    NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  cookie_digest TEXT    NOT NULL UNIQUE,
  token_digest  TEXT    NOT NULL,
  created_at    INTEGER NOT NULL,
  used_at       INTEGER NOT NULL,
  address       TEXT    NOT NULL,
  user_agent    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX user_session_user ON user_session (user_id);

CREATE TABLE second_factor (
  user_id    TEXT    PRIMARY KEY REFERENCES user_account (id) ON DELETE CASCADE,
  secret     TEXT    NOT NULL,            -- sealed
  state      TEXT    NOT NULL,            -- pending | active
  last_step  INTEGER NOT NULL,            -- no code is taken twice
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_code (
  user_id TEXT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  digest  TEXT NOT NULL,
  PRIMARY KEY (user_id, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_key (
  id         TEXT    PRIMARY KEY,
  name       TEXT    NOT NULL,
  role       TEXT    NOT NULL,
  digest     TEXT    NOT NULL UNIQUE,
  created_by TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  used_at    INTEGER
) STRICT, WITHOUT ROWID;

-- Failed sign-ins, by account and by address: they outlive a restart.
CREATE TABLE login_failure (
  subject TEXT    PRIMARY KEY,
  count   INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
