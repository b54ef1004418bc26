-- Calls that wait for people. Times in ms since the epoch.

-- One row a request. `request` is what is asked and never changes, `decision` what people said to it, both JSON; the
-- other columns are there to be searched by, and for the one statement that uses an approval up.
CREATE TABLE approval (
  id text COLLATE "C" PRIMARY KEY,
  state text COLLATE "C" NOT NULL, -- pending | approved | denied | expired | consumed
  call_digest text COLLATE "C" NOT NULL, -- of the very call
  entries_digest text COLLATE "C" NOT NULL, -- of the policy entries that ask
  organization text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  grant_label text COLLATE "C" NOT NULL,
  server text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  answers text COLLATE "C", -- a counter-proposal: the request that it answers
  asked_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  settled_at bigint, -- when the state was reached; none while it is pending
  consumed_by text COLLATE "C", -- the call that used it
  told bigint NOT NULL DEFAULT 0, -- whether the agent has heard that it expired
  request text COLLATE "C" NOT NULL,
  decision text COLLATE "C" NOT NULL,
  arguments text COLLATE "C" NOT NULL -- sealed
);
-- Identical calls share one pending request; what an approver proposed is a request of its own.
CREATE UNIQUE INDEX approval_pending ON approval (call_digest, entries_digest)
  WHERE state = 'pending' AND answers IS NULL;
CREATE INDEX approval_call ON approval (call_digest);
CREATE INDEX approval_grant ON approval (grant_id, state);
CREATE INDEX approval_asked ON approval (asked_at, id);

-- Calls of one grant that need not ask for a while.
CREATE TABLE approval_exception (
  id text COLLATE "C" PRIMARY KEY,
  approval text COLLATE "C" NOT NULL, -- the request that it came with
  match text COLLATE "C" NOT NULL, -- by which calls find it
  grant_id text COLLATE "C" NOT NULL,
  expires_at bigint NOT NULL,
  uses bigint, -- none: as often as one likes
  used bigint NOT NULL DEFAULT 0,
  revoked_at bigint,
  created_at bigint NOT NULL,
  terms text COLLATE "C" NOT NULL -- the rest of it, JSON
);
CREATE INDEX approval_exception_match ON approval_exception (match);

-- Who may decide what asks for a group: users and API keys, as `user:<id>` and `api_key:<id>`.
CREATE TABLE approver_group (
  name text COLLATE "C" NOT NULL,
  member text COLLATE "C" NOT NULL,
  PRIMARY KEY (name, member)
);
