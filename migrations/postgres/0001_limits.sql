-- Limits that replicas share. Only PostgreSQL has these tables: on one machine they live in memory or in a file of their
-- own. Amounts in millionths, times in ms since the epoch. Keys have the character 0 escaped.

-- The newest time that anybody has counted by.
CREATE TABLE limit_clock (
  id integer PRIMARY KEY CHECK (id = 1),
  at bigint NOT NULL
);
INSERT INTO limit_clock (id, at) VALUES (1, 0);

-- One row a granule of a budget's window; `at` is the latest take in it. `family` where a budget has `per` values.
CREATE TABLE limit_amount (
  key text COLLATE "C" NOT NULL,
  window_ms bigint NOT NULL,
  granule bigint NOT NULL,
  family text COLLATE "C",
  at bigint NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  PRIMARY KEY (key, window_ms, granule)
);
CREATE INDEX limit_amount_end ON limit_amount ((at + window_ms));
CREATE INDEX limit_amount_family ON limit_amount (family, window_ms, at, key) WHERE family IS NOT NULL;

-- Calls in flight. An owner is a process; one that has not been seen for long holds nothing.
CREATE TABLE limit_owner (
  owner text COLLATE "C" PRIMARY KEY,
  seen bigint NOT NULL
);
CREATE TABLE limit_slot (
  key text COLLATE "C" NOT NULL,
  owner text COLLATE "C" NOT NULL REFERENCES limit_owner (owner) ON DELETE CASCADE,
  held bigint NOT NULL CHECK (held > 0),
  PRIMARY KEY (key, owner)
);
