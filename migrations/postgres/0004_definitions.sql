-- What operators have approved of servers' tools, and what they have stopped.

-- Servers of which a list was seen: the first list is approved by that, and nothing after it.
CREATE TABLE listed_server (
  server text COLLATE "C" PRIMARY KEY,
  listed_at bigint NOT NULL
);

-- Definitions by tool and hash. `text` is the definition as the server sent it; NULL where it is too long to keep.
CREATE TABLE definition (
  id text COLLATE "C" PRIMARY KEY,
  server text COLLATE "C" NOT NULL,
  tool text COLLATE "C" NOT NULL,
  hash text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL, -- approved | waiting | rejected
  text text COLLATE "C",
  seen_at bigint NOT NULL,
  decided_at bigint,
  decided_by text COLLATE "C",
  UNIQUE (server, tool, hash)
);
CREATE INDEX definition_state ON definition (state, seen_at, id);

-- One row, bumped by every decision about a definition: who keeps them in memory reads them anew.
CREATE TABLE definition_version (
  id bigint PRIMARY KEY CHECK (id = 1),
  version bigint NOT NULL
);
INSERT INTO definition_version (id, version) VALUES (1, 1);

CREATE TABLE kill (
  id text COLLATE "C" PRIMARY KEY,
  kind text COLLATE "C" NOT NULL, -- all | grant | server | tool
  grant_name text COLLATE "C", -- id or label
  server text COLLATE "C",
  tool text COLLATE "C",
  reason text COLLATE "C",
  since bigint NOT NULL,
  by text COLLATE "C" NOT NULL
);
