-- Servers, their credentials, policies with their versions, grants. What requests see of it is compiled from here.

-- One row: counts the changes below. Each row that requests depend on bears the count of its last change, so that
-- whoever has read up to one reads on from there.
CREATE TABLE registry_revision (
  id bigint PRIMARY KEY CHECK (id = 1),
  value bigint NOT NULL
);
INSERT INTO registry_revision (id, value) VALUES (1, 0);

-- Servers that are reached by a URL. There is no column for a command, and there will be none.
CREATE TABLE server (
  id text COLLATE "C" PRIMARY KEY,
  slug text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  url text COLLATE "C" NOT NULL, -- without its query, which is a credential
  settings text COLLATE "C" NOT NULL, -- JSON: time-outs, caps, what is thought of its definitions
  ca text COLLATE "C", -- certificates in PEM
  two_person bigint NOT NULL,
  data_key text COLLATE "C" NOT NULL, -- wrapped under the secret key: seals the credentials
  created_by text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  removed_at bigint,
  revision bigint NOT NULL
);
CREATE UNIQUE INDEX server_slug ON server (slug) WHERE removed_at IS NULL;
CREATE INDEX server_revision ON server (revision, id);
CREATE INDEX server_created ON server (created_at, id);

-- `field` is `header:<name>` or `query`; sealed for that field of that server at that origin.
CREATE TABLE credential (
  server_id text COLLATE "C" NOT NULL REFERENCES server (id),
  field text COLLATE "C" NOT NULL,
  origin text COLLATE "C" NOT NULL,
  sealed text COLLATE "C" NOT NULL,
  updated_at bigint NOT NULL,
  PRIMARY KEY (server_id, field)
);

CREATE TABLE policy (
  id text COLLATE "C" PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  description text COLLATE "C" NOT NULL,
  active_version bigint, -- none yet, or none any more: whoever has it is refused
  observe bigint NOT NULL, -- the active version is on trial
  confirmed bigint NOT NULL, -- two people agreed to the active version
  latest_version bigint NOT NULL,
  created_by text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  removed_at bigint,
  revision bigint NOT NULL
);
CREATE UNIQUE INDEX policy_name ON policy (name) WHERE removed_at IS NULL;
CREATE INDEX policy_revision ON policy (revision, id);
CREATE INDEX policy_created ON policy (created_at, id);

-- Never changed and never removed: a version in a record names one text for good.
CREATE TABLE policy_version (
  policy_id text COLLATE "C" NOT NULL REFERENCES policy (id),
  version bigint NOT NULL,
  format text COLLATE "C" NOT NULL, -- json | yaml
  text text COLLATE "C" NOT NULL,
  note text COLLATE "C" NOT NULL,
  author text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (policy_id, version)
);

-- What was in force, one row after the other: what a rollback goes back along.
CREATE TABLE policy_activation (
  policy_id text COLLATE "C" NOT NULL REFERENCES policy (id),
  seq bigint NOT NULL,
  version bigint NOT NULL,
  observe bigint NOT NULL,
  activated_by text COLLATE "C" NOT NULL,
  confirmed_by text COLLATE "C",
  activated_at bigint NOT NULL,
  PRIMARY KEY (policy_id, seq)
);

-- An activation that waits for a second person: one a policy.
CREATE TABLE policy_proposal (
  policy_id text COLLATE "C" PRIMARY KEY REFERENCES policy (id),
  version bigint NOT NULL,
  observe bigint NOT NULL,
  requested_by text COLLATE "C" NOT NULL,
  requested_at bigint NOT NULL
);

CREATE TABLE access_grant (
  id text COLLATE "C" PRIMARY KEY,
  label text COLLATE "C" NOT NULL,
  owner text COLLATE "C", -- id of a user
  tags text COLLATE "C" NOT NULL, -- JSON
  addresses text COLLATE "C" NOT NULL, -- JSON; none: anywhere
  expires_at bigint,
  token_hash text COLLATE "C" NOT NULL, -- SHA-256 of the token, hexadecimal
  previous_hash text COLLATE "C", -- of the token before, while it still opens the grant
  previous_until bigint,
  created_by text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  rotated_at bigint,
  revoked_at bigint,
  revision bigint NOT NULL
);
CREATE UNIQUE INDEX access_grant_label ON access_grant (label) WHERE revoked_at IS NULL;
CREATE UNIQUE INDEX access_grant_token ON access_grant (token_hash);
CREATE INDEX access_grant_revision ON access_grant (revision, id);
CREATE INDEX access_grant_created ON access_grant (created_at, id);
CREATE INDEX access_grant_owner ON access_grant (owner);

-- By slug and name: a grant may open what the configuration file declares.
CREATE TABLE grant_access (
  grant_id text COLLATE "C" NOT NULL REFERENCES access_grant (id),
  server text COLLATE "C" NOT NULL,
  policy text COLLATE "C" NOT NULL,
  PRIMARY KEY (grant_id, server)
);
CREATE INDEX grant_access_server ON grant_access (server, grant_id);
CREATE INDEX grant_access_policy ON grant_access (policy, grant_id);

-- Written behind the calls, at most once a minute and grant; no change of the configuration.
CREATE TABLE grant_use (
  grant_id text COLLATE "C" PRIMARY KEY,
  used_at bigint NOT NULL
);
