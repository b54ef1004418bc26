-- Sealed states of calls that wait for input, which were used: each continues one call once, whichever gateway is asked.
-- Only PostgreSQL has this table: one gateway alone remembers them, as long as the key that it seals them with.
CREATE TABLE spent_state (
  nonce text COLLATE "C" PRIMARY KEY,
  spent_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX spent_state_time ON spent_state (spent_at);
