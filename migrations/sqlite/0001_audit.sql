-- What happened, and how far each journal has been read into here.

-- One row a writer: a chain of its own, under one key. `name` is also the name of its folder in `journal/`.
CREATE TABLE writer (
  id        INTEGER PRIMARY KEY,
  name      TEXT    NOT NULL UNIQUE,
  key       TEXT    NOT NULL,             -- id of the secret key that its chain key was derived from
  seq       INTEGER NOT NULL DEFAULT 0,   -- the head of the chain: its last record …
  mac       BLOB    NOT NULL,             -- … and that record's mac
  segment   INTEGER NOT NULL DEFAULT 1,   -- where the next batch of the journal begins
  offset    INTEGER NOT NULL DEFAULT 0,
  last_time INTEGER NOT NULL DEFAULT 0    -- newest time in anything drained, ms since the epoch
) STRICT;

-- `text` is the record, byte for byte as the mac covers it; the other columns are there to be searched by.
CREATE TABLE call_record (
  id       INTEGER PRIMARY KEY,
  writer   INTEGER NOT NULL REFERENCES writer (id),
  seq      INTEGER NOT NULL,
  time     INTEGER NOT NULL,
  grant_id TEXT    NOT NULL,
  label    TEXT    NOT NULL,
  server   TEXT    NOT NULL,
  subject  TEXT,
  outcome  TEXT    NOT NULL,
  code     TEXT,
  text     TEXT    NOT NULL,
  prev_mac BLOB    NOT NULL,
  mac      BLOB    NOT NULL,
  UNIQUE (writer, seq)
) STRICT;
CREATE INDEX call_record_time ON call_record (time);

CREATE TABLE event (
  id       INTEGER PRIMARY KEY,
  writer   INTEGER NOT NULL REFERENCES writer (id),
  seq      INTEGER NOT NULL,
  time     INTEGER NOT NULL,
  name     TEXT    NOT NULL,
  text     TEXT    NOT NULL,
  prev_mac BLOB    NOT NULL,
  mac      BLOB    NOT NULL,
  UNIQUE (writer, seq)
) STRICT;
CREATE INDEX event_time ON event (time);

-- Intents that were drained before their call had ended. All of a dead writer's become interrupted calls.
CREATE TABLE open_intent (
  writer     INTEGER NOT NULL REFERENCES writer (id),
  request_id TEXT    NOT NULL,
  taken_at   INTEGER NOT NULL,
  taken      TEXT    NOT NULL,
  facts      TEXT    NOT NULL,
  PRIMARY KEY (writer, request_id)
) STRICT, WITHOUT ROWID;

-- Amounts taken, one row a granule of a budget's window; `at` is the latest take in it. Amounts in millionths.
CREATE TABLE limit_bucket (
  key       TEXT    NOT NULL,
  window_ms INTEGER NOT NULL,
  granule   INTEGER NOT NULL,
  family    TEXT,
  at        INTEGER NOT NULL,
  amount    INTEGER NOT NULL,
  PRIMARY KEY (key, window_ms, granule)
) STRICT, WITHOUT ROWID;

-- Retention removed everything of a writer up to `seq`, whose mac was `mac`. Signed: only the holder of the key cuts.
CREATE TABLE chain_cut (
  writer    INTEGER NOT NULL REFERENCES writer (id),
  seq       INTEGER NOT NULL,
  mac       BLOB    NOT NULL,
  time      INTEGER NOT NULL,
  signature BLOB    NOT NULL,
  PRIMARY KEY (writer, seq)
) STRICT, WITHOUT ROWID;
