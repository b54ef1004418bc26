-- Arguments of calls, where an operator asks for them. Times in ms since the epoch.

-- Whose calls are captured, how much of them, and for how long it is kept.
CREATE TABLE capture_rule (
  id           TEXT    PRIMARY KEY,
  grant_name   TEXT    NOT NULL,             -- id or label; empty: every grant
  server       TEXT    NOT NULL,             -- slug; empty: every server
  level        TEXT    NOT NULL,             -- off | paths | full
  retention_ms INTEGER NOT NULL,
  set_by       TEXT    NOT NULL,
  set_at       INTEGER NOT NULL,
  UNIQUE (grant_name, server)
) STRICT, WITHOUT ROWID;

-- One row a captured call; its record is the one of the same request.
CREATE TABLE capture (
  request_id TEXT    PRIMARY KEY,
  time       INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  grant_id   TEXT    NOT NULL,
  label      TEXT    NOT NULL,
  server     TEXT    NOT NULL,
  tool       TEXT    NOT NULL,
  level      TEXT    NOT NULL,
  bytes      INTEGER NOT NULL,               -- before it was sealed
  sealed     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX capture_time ON capture (time, request_id);
CREATE INDEX capture_expiry ON capture (expires_at);
