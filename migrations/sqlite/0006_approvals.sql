-- Calls that wait for people. Times in ms since the epoch.

-- One row a request. `request` is what is asked and never changes, `decision` what people said to it, both JSON; the
-- other columns are there to be searched by, and for the one statement that uses an approval up.
CREATE TABLE approval (
  id             TEXT    PRIMARY KEY,
  state          TEXT    NOT NULL,             -- pending | approved | denied | expired | consumed
  call_digest    TEXT    NOT NULL,             -- of the very call
  entries_digest TEXT    NOT NULL,             -- of the policy entries that ask
  organization   TEXT    NOT NULL,
  grant_id       TEXT    NOT NULL,
  grant_label    TEXT    NOT NULL,
  server         TEXT    NOT NULL,
  subject        TEXT    NOT NULL,
  answers        TEXT,                         -- a counter-proposal: the request that it answers
  asked_at       INTEGER NOT NULL,
  expires_at     INTEGER NOT NULL,
  settled_at     INTEGER,                      -- when the state was reached; none while it is pending
  consumed_by    TEXT,                         -- the call that used it
  told           INTEGER NOT NULL DEFAULT 0,   -- whether the agent has heard that it expired
  request        TEXT    NOT NULL,
  decision       TEXT    NOT NULL,
  arguments      TEXT    NOT NULL              -- sealed
) STRICT, WITHOUT ROWID;
-- Identical calls share one pending request; what an approver proposed is a request of its own.
CREATE UNIQUE INDEX approval_pending ON approval (call_digest, entries_digest)
  WHERE state = 'pending' AND answers IS NULL;
CREATE INDEX approval_call ON approval (call_digest);
CREATE INDEX approval_grant ON approval (grant_id, state);
CREATE INDEX approval_asked ON approval (asked_at, id);

-- Calls of one grant that need not ask for a while.
CREATE TABLE approval_exception (
  id         TEXT    PRIMARY KEY,
  approval   TEXT    NOT NULL,                 -- the request that it came with
  match      TEXT    NOT NULL,                 -- by which calls find it
  grant_id   TEXT    NOT NULL,
  expires_at INTEGER NOT NULL,
  uses       INTEGER,                          -- none: as often as one likes
  used       INTEGER NOT NULL DEFAULT 0,
  revoked_at INTEGER,
  created_at INTEGER NOT NULL,
  terms      TEXT    NOT NULL                  -- the rest of it, JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX approval_exception_match ON approval_exception (match);

-- Who may decide what asks for a group: users and API keys, as `user:<id>` and `api_key:<id>`.
CREATE TABLE approver_group (
  name   TEXT NOT NULL,
  member TEXT NOT NULL,
  PRIMARY KEY (name, member)
) STRICT, WITHOUT ROWID;
