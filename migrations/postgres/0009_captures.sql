-- Arguments of calls, where an operator asks for them. Times in ms since the epoch.

-- Whose calls are captured, how much of them, and for how long it is kept.
CREATE TABLE capture_rule (
  id text COLLATE "C" PRIMARY KEY,
  grant_name text COLLATE "C" NOT NULL, -- id or label; empty: every grant
  server text COLLATE "C" NOT NULL, -- slug; empty: every server
  level text COLLATE "C" NOT NULL, -- off | paths | full
  retention_ms bigint NOT NULL,
  set_by text COLLATE "C" NOT NULL,
  set_at bigint NOT NULL,
  UNIQUE (grant_name, server)
);

-- One row a captured call; its record is the one of the same request.
CREATE TABLE capture (
  request_id text COLLATE "C" PRIMARY KEY,
  time bigint NOT NULL,
  expires_at bigint NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  label text COLLATE "C" NOT NULL,
  server text COLLATE "C" NOT NULL,
  tool text COLLATE "C" NOT NULL,
  level text COLLATE "C" NOT NULL,
  bytes bigint NOT NULL, -- before it was sealed
  sealed text COLLATE "C" NOT NULL
);
CREATE INDEX capture_time ON capture (time, request_id);
CREATE INDEX capture_expiry ON capture (expires_at);
