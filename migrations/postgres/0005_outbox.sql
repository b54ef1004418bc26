-- What the installation tells others: written in the transaction of what it tells, delivered later, never lost.

CREATE TABLE outbox (
  id text COLLATE "C" PRIMARY KEY, -- the same at every attempt, whoever is told
  type text COLLATE "C" NOT NULL,
  data text COLLATE "C" NOT NULL, -- JSON
  created_at bigint NOT NULL,
  spread bigint NOT NULL DEFAULT 0 -- 1: its deliveries are there
);
CREATE INDEX outbox_spread ON outbox (spread, created_at);

-- One message for one channel.
CREATE TABLE delivery (
  id text COLLATE "C" PRIMARY KEY,
  message text COLLATE "C" NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
  channel text COLLATE "C" NOT NULL, -- id of a stored one, or file:<name>
  state text COLLATE "C" NOT NULL, -- waiting | sent | dead
  attempts bigint NOT NULL DEFAULT 0,
  due_at bigint NOT NULL,
  ended_at bigint,
  error text COLLATE "C",
  UNIQUE (message, channel)
);
CREATE INDEX delivery_due ON delivery (state, due_at);

CREATE TABLE channel (
  id text COLLATE "C" PRIMARY KEY,
  name text COLLATE "C" NOT NULL UNIQUE,
  kind text COLLATE "C" NOT NULL, -- webhook | slack | mail
  target text COLLATE "C" NOT NULL, -- URL, sealed; or addresses
  secret text COLLATE "C", -- sealed
  types text COLLATE "C" NOT NULL, -- JSON list; empty: every type
  with_values bigint NOT NULL DEFAULT 0, -- 1: argument values, where a message has any, are told
  state text COLLATE "C" NOT NULL, -- active | paused
  created_at bigint NOT NULL,
  created_by text COLLATE "C" NOT NULL
);

-- What was told last about something that goes on, so that it is not told again and again.
CREATE TABLE alert (
  key text COLLATE "C" PRIMARY KEY,
  told_at bigint NOT NULL,
  value text COLLATE "C" NOT NULL
);
