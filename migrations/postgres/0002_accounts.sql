-- The installation as a whole, and who operates it.

-- One row, bumped in the transaction of every change that requests must see.
CREATE TABLE config_version (
  id bigint PRIMARY KEY CHECK (id = 1),
  version bigint NOT NULL
);
INSERT INTO config_version (id, version) VALUES (1, 1);

-- Answers to creations that carried an Idempotency-Key, sealed, for as long as a client may ask again.
CREATE TABLE idempotency (
  actor text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  verb text COLLATE "C" NOT NULL,
  request text COLLATE "C" NOT NULL,
  answer text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_created_at ON idempotency (created_at);

CREATE TABLE user_account (
  id text COLLATE "C" PRIMARY KEY,
  email text COLLATE "C" NOT NULL UNIQUE, -- lower case
  name text COLLATE "C" NOT NULL,
  role text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL, -- active | disabled
  password text COLLATE "C" NOT NULL, -- encoded hash, with its parameters
  created_at bigint NOT NULL,
  signed_in_at bigint
);

-- One-time links: an invitation, or a new password for a user that exists. Only digests of their secrets.
CREATE TABLE invitation (
  id text COLLATE "C" PRIMARY KEY,
  email text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  role text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL, -- invitation | reset
  user_id text COLLATE "C" REFERENCES user_account (id) ON DELETE CASCADE,
  digest text COLLATE "C" NOT NULL UNIQUE,
  created_by text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL
);

-- The link with which the first user is made; there is none once there is a user.
CREATE TABLE setup_link (
  digest text COLLATE "C" PRIMARY KEY,
  expires_at bigint NOT NULL
);

CREATE TABLE user_session (
  id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  cookie_digest text COLLATE "C" NOT NULL UNIQUE,
  token_digest text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  used_at bigint NOT NULL,
  address text COLLATE "C" NOT NULL,
  user_agent text COLLATE "C" NOT NULL
);
CREATE INDEX user_session_user ON user_session (user_id);

CREATE TABLE second_factor (
  user_id text COLLATE "C" PRIMARY KEY REFERENCES user_account (id) ON DELETE CASCADE,
  secret text COLLATE "C" NOT NULL, -- sealed
  state text COLLATE "C" NOT NULL, -- pending | active
  last_step bigint NOT NULL, -- no code is taken twice
  created_at bigint NOT NULL
);

CREATE TABLE recovery_code (
  user_id text COLLATE "C" NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  digest text COLLATE "C" NOT NULL,
  PRIMARY KEY (user_id, digest)
);

CREATE TABLE api_key (
  id text COLLATE "C" PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  role text COLLATE "C" NOT NULL,
  digest text COLLATE "C" NOT NULL UNIQUE,
  created_by text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  used_at bigint
);

-- Failed sign-ins, by account and by address: they outlive a restart.
CREATE TABLE login_failure (
  subject text COLLATE "C" PRIMARY KEY,
  count bigint NOT NULL,
  last_at bigint NOT NULL
);
