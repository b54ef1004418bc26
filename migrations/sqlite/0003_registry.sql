-- Servers, their credentials, policies with their versions, grants. What requests see of it is compiled from here.

-- One row: counts the changes below. Each row that requests depend on bears the count of its last change, so that
-- whoever has read up to one reads on from there.
CREATE TABLE registry_revision (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  value INTEGER NOT NULL
) STRICT;
INSERT INTO registry_revision (id, value) VALUES (1, 0);

-- Servers that are reached by a URL. There is no column for a command, and there will be none.
CREATE TABLE server (
  id          TEXT    PRIMARY KEY,
  slug        TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  url         TEXT    NOT NULL,            -- without its query, which is a credential
  settings    TEXT    NOT NULL,            -- JSON: time-outs, caps, what is thought of its definitions
  ca          TEXT,                        -- certificates in PEM
  two_person  INTEGER NOT NULL,
  data_key    TEXT    NOT NULL,            -- wrapped under the secret key: seals the credentials
  created_by  TEXT    NOT NULL,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  removed_at  INTEGER,
  revision    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX server_slug ON server (slug) WHERE removed_at IS NULL;
CREATE INDEX server_revision ON server (revision, id);
CREATE INDEX server_created ON server (created_at, id);

-- `field` is `header:<name>` or `query`; sealed for that field of that server at that origin.
CREATE TABLE credential (
  server_id  TEXT    NOT NULL REFERENCES server (id),
  field      TEXT    NOT NULL,
  origin     TEXT    NOT NULL,
  sealed     TEXT    NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (server_id, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE policy (
  id             TEXT    PRIMARY KEY,
  name           TEXT    NOT NULL,
  description    TEXT    NOT NULL,
  active_version INTEGER,                  -- none yet, or none any more: whoever has it is refused
  observe        INTEGER NOT NULL,         -- the active version is on trial
  confirmed      INTEGER NOT NULL,         -- two people agreed to the active version
  latest_version INTEGER NOT NULL,
  created_by     TEXT    NOT NULL,
  created_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL,
  removed_at     INTEGER,
  revision       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX policy_name ON policy (name) WHERE removed_at IS NULL;
CREATE INDEX policy_revision ON policy (revision, id);
CREATE INDEX policy_created ON policy (created_at, id);

-- Never changed and never removed: a version in a record names one text for good.
CREATE TABLE policy_version (
  policy_id  TEXT    NOT NULL REFERENCES policy (id),
  version    INTEGER NOT NULL,
  format     TEXT    NOT NULL,             -- json | yaml
  text       TEXT    NOT NULL,
  note       TEXT    NOT NULL,
  author     TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (policy_id, version)
) STRICT, WITHOUT ROWID;

-- What was in force, one row after the other: what a rollback goes back along.
CREATE TABLE policy_activation (
  policy_id    TEXT    NOT NULL REFERENCES policy (id),
  seq          INTEGER NOT NULL,
  version      INTEGER NOT NULL,
  observe      INTEGER NOT NULL,
  activated_by TEXT    NOT NULL,
  confirmed_by TEXT,
  activated_at INTEGER NOT NULL,
  PRIMARY KEY (policy_id, seq)
) STRICT, WITHOUT ROWID;

-- An activation that waits for a second person: one a policy.
CREATE TABLE policy_proposal (
  policy_id    TEXT    PRIMARY KEY REFERENCES policy (id),
  version      INTEGER NOT NULL,
  observe      INTEGER NOT NULL,
  requested_by TEXT    NOT NULL,
  requested_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE access_grant (
  id             TEXT    PRIMARY KEY,
  label          TEXT    NOT NULL,
  owner          TEXT,                     -- id of a user
  tags           TEXT    NOT NULL,         -- JSON
  addresses      TEXT    NOT NULL,         -- JSON; none: anywhere
  expires_at     INTEGER,
  token_hash     TEXT    NOT NULL,         -- SHA-256 of the token, hexadecimal
  previous_hash  TEXT,                     -- of the token before, while it still opens the grant
  previous_until INTEGER,
  created_by     TEXT    NOT NULL,
  created_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL,
  rotated_at     INTEGER,
  revoked_at     INTEGER,
  revision       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX access_grant_label ON access_grant (label) WHERE revoked_at IS NULL;
CREATE UNIQUE INDEX access_grant_token ON access_grant (token_hash);
CREATE INDEX access_grant_revision ON access_grant (revision, id);
CREATE INDEX access_grant_created ON access_grant (created_at, id);
CREATE INDEX access_grant_owner ON access_grant (owner);

-- By slug and name: a grant may open what the configuration file declares.
CREATE TABLE grant_access (
  grant_id TEXT NOT NULL REFERENCES access_grant (id),
  server   TEXT NOT NULL,
  policy   TEXT NOT NULL,
  PRIMARY KEY (grant_id, server)
) STRICT, WITHOUT ROWID;
CREATE INDEX grant_access_server ON grant_access (server, grant_id);
CREATE INDEX grant_access_policy ON grant_access (policy, grant_id);

-- Written behind the calls, at most once a minute and grant; no change of the configuration.
CREATE TABLE grant_use (
  grant_id TEXT    PRIMARY KEY,
  used_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
