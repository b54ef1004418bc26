-- What the installation tells others: written in the transaction of what it tells, delivered later, never lost.

CREATE TABLE outbox (
  id         TEXT    PRIMARY KEY,        -- the same at every attempt, whoever is told
  type       TEXT    NOT NULL,
  data       TEXT    NOT NULL,           -- JSON
  created_at INTEGER NOT NULL,
  spread     INTEGER NOT NULL DEFAULT 0  -- 1: its deliveries are there
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_spread ON outbox (spread, created_at);

-- One message for one channel.
CREATE TABLE delivery (
  id         TEXT    PRIMARY KEY,
  message    TEXT    NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
  channel    TEXT    NOT NULL,           -- id of a stored one, or file:<name>
  state      TEXT    NOT NULL,           -- waiting | sent | dead
  attempts   INTEGER NOT NULL DEFAULT 0,
  due_at     INTEGER NOT NULL,
  ended_at   INTEGER,
  error      TEXT,
  UNIQUE (message, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_due ON delivery (state, due_at);

CREATE TABLE channel (
  id         TEXT    PRIMARY KEY,
  name       TEXT    NOT NULL UNIQUE,
  kind       TEXT    NOT NULL,           -- webhook | slack | mail
  target     TEXT    NOT NULL,           -- URL, sealed; or addresses
  secret     TEXT,                       -- sealed
  types      TEXT    NOT NULL,           -- JSON list; empty: every type
  with_values INTEGER NOT NULL DEFAULT 0, -- 1: argument values, where a message has any, are told
  state      TEXT    NOT NULL,           -- active | paused
  created_at INTEGER NOT NULL,
  created_by TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- What was told last about something that goes on, so that it is not told again and again.
CREATE TABLE alert (
  key     TEXT    PRIMARY KEY,
  told_at INTEGER NOT NULL,
  value   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
