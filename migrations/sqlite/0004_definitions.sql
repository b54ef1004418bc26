-- What operators have approved of servers' tools, and what they have stopped.

-- Servers of which a list was seen: the first list is approved by that, and nothing after it.
CREATE TABLE listed_server (
  server    TEXT    PRIMARY KEY,
  listed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Definitions by tool and hash. `text` is the definition as the server sent it; NULL where it is too long to keep.
CREATE TABLE definition (
  id         TEXT    PRIMARY KEY,
  server     TEXT    NOT NULL,
  tool       TEXT    NOT NULL,
  hash       TEXT    NOT NULL,
  state      TEXT    NOT NULL,           -- approved | waiting | rejected
  text       TEXT,
  seen_at    INTEGER NOT NULL,
  decided_at INTEGER,
  decided_by TEXT,
  UNIQUE (server, tool, hash)
) STRICT;
CREATE INDEX definition_state ON definition (state, seen_at, id);

-- One row, bumped by every decision about a definition: who keeps them in memory reads them anew.
CREATE TABLE definition_version (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO definition_version (id, version) VALUES (1, 1);

CREATE TABLE kill (
  id         TEXT    PRIMARY KEY,
  kind       TEXT    NOT NULL,           -- all | grant | server | tool
  grant_name TEXT,                       -- id or label
  server     TEXT,
  tool       TEXT,
  reason     TEXT,
  since      INTEGER NOT NULL,
  by         TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
